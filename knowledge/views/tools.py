"""The shelf of tools: the list, one tool with its versions, files, forms of the owners."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from rules.contrib.views import PermissionRequiredMixin

from accounts.signed_in import SignedIn
from common.dates import date_in_words
from common.words import goal_name
from knowledge.actions import tools as actions
from knowledge.forms.tools import NewToolForm, ToolForm, VersionForm
from knowledge.models import Tool, ToolVersion
from knowledge.queries import tools as queries
from knowledge.queries.tools import Choices
from knowledge.views.example_rows import Select
from knowledge.views.pages import PAGE, FormPage, goal_in, language, way_to, words_in
from networks.forms.base import PlainForm


@dataclass(frozen=True, slots=True)
class ToolRow:
    """One tool as it stands in the list."""

    title: str
    lang: str
    href: str
    summary: str
    owner: str
    topic: str
    goals: list[int]
    version: str
    mark: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version, with where it is."""

    number: int
    day: str
    note: str
    licence: str
    href: str
    label: str
    is_file: bool


def way_to_tools() -> list[tuple[str, str]]:
    """Begin the path of every page about tools."""
    return way_to("tool-list", _("Tools"))


def _row(tool: Tool) -> ToolRow:
    return ToolRow(
        tool.title,
        tool.language,
        tool.get_absolute_url(),
        tool.summary,
        tool.network.label if tool.network else "Samverk",
        tool.topic,
        [goal.number for goal in tool.goals.all()],
        _("Version %(n)s, %(day)s")
        % {
            "n": tool.count,  # type: ignore[attr-defined]  # of the list's query
            "day": date_in_words(tool.newest),  # type: ignore[attr-defined]  # the same
        },
        "" if tool.is_public else _("For the network"),
    )


def _version(row: ToolVersion) -> VersionRow:
    if row.file is not None:
        address = reverse("knowledge:tool-file", kwargs={"pk": row.pk})
        label, is_file = row.file.name, True
    else:
        address, label, is_file = row.link, row.link, False
    return VersionRow(
        row.number, date_in_words(row.made_on), row.note, row.licence, address, label, is_file
    )


@method_decorator(login_not_required, name="dispatch")
class ToolList(View):
    """Tools on the shelf; the choices stand in the address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        person, query = request.user, request.GET
        sort = query.get("sorter", "")
        choices = Choices(
            text=words_in(query),
            goal=goal_in(query),
            topic=words_in(query, "tema"),
            network=words_in(query, "nettverk"),
            sort=sort if sort in {queries.NAME, queries.NEWEST} else queries.NAME,
        )
        paginator = Paginator(queries.listed(choices, person), PAGE)
        page = paginator.get_page(query.get("side"))
        number = paginator.count
        keeps = request.user.has_perm("knowledge.keep")
        context = {
            "choices": choices,
            "selects": self._selects(choices),
            "rows": [_row(tool) for tool in page.object_list],
            "page": page,
            "query": query,
            "result": ngettext("%(n)s tool", "%(n)s tools", number) % {"n": number},
            "sorts": [(queries.NAME, _("By name")), (queries.NEWEST, _("Newest first"))],
            "keeps": keeps,
            "crumbs": way_to_tools(),
        }
        return render(request, "knowledge/tool_list.html", context)

    def _selects(self, choices: Choices) -> list[Select]:
        person = self.request.user
        goals = [(str(n), f"{n} {goal_name(n)}", n == choices.goal) for n in range(1, 18)]
        topics = [(each, each, each == choices.topic) for each in queries.topics(person)]
        owners = [
            (row.slug, row.label, row.slug == choices.network) for row in queries.owners(person)
        ]
        lists = [
            Select("mal", _("Goal"), _("All goals"), goals),
            Select("tema", _("Topic"), _("All topics"), topics),
            Select("nettverk", _("Owner"), _("All owners"), owners),
        ]
        return [each for each in lists if each.choices]


@method_decorator(login_not_required, name="dispatch")
class ToolPage(View):
    """One tool with all its versions."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        rows = Tool.objects.visible_to(request.user).select_related("network")
        tool = get_object_or_404(rows, slug=slug)
        found = [_version(row) for row in queries.versions_of(tool)]
        context = {
            "tool": tool,
            "owner": tool.network.name if tool.network else "Samverk",
            "goals": [goal.number for goal in tool.goals.order_by("number")],
            "newest": found[0] if found else None,
            "older": found[1:],
            "keeps": request.user.has_perm("knowledge.keep_tool", tool),
            "crumbs": [*way_to_tools(), (tool.title, request.path)],
        }
        return render(request, "knowledge/tool.html", context)


@method_decorator(login_not_required, name="dispatch")
class ToolFile(View):
    """The file of one version, for those who may read the tool."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Send it to be kept, never to be shown or run by the browser within the site.

        Raises:
            Http404: There is none that the reader may read, or its content is lost.
        """
        known = Tool.objects.visible_to(request.user)
        rows = ToolVersion.objects.filter(tool__in=known, file__isnull=False)
        stored = get_object_or_404(rows.select_related("file"), pk=pk).file
        if stored is None or not stored.content.storage.exists(str(stored.content.name)):
            raise Http404
        response = FileResponse(
            stored.content.open("rb"),
            as_attachment=True,
            filename=stored.name,
            content_type=stored.media_type,
        )
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response["X-Content-Type-Options"] = "nosniff"
        response["X-Robots-Tag"] = "noindex"
        response["Cache-Control"] = "private, no-cache"
        return response


class _Keep(SignedIn, PermissionRequiredMixin, FormPage):
    """A form of those who keep a tool; it leads back to its page."""

    permission_required = "knowledge.keep_tool"
    raise_exception = True

    @cached_property
    def tool(self) -> Tool:
        rows = Tool.objects.visible_to(self.request.user).select_related("network")
        return get_object_or_404(rows, slug=self.kwargs["slug"])

    def get_permission_object(self) -> Any:
        return self.tool

    def get_success_url(self) -> str:
        return self.next_address(self.tool.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(eyebrow=self.tool.title, **kwargs)
        here = (self.tool.title, self.tool.get_absolute_url())
        context["crumbs"] = [*way_to_tools(), here, *context["crumbs"]]
        return context


class ToolAdd(SignedIn, PermissionRequiredMixin, FormPage):
    """Put a tool on the shelf."""

    permission_required = "knowledge.keep"
    raise_exception = True
    form_class = NewToolForm
    title = gettext_lazy("Put a tool on the shelf")
    button = gettext_lazy("Put it up")
    made: Tool | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "networks": queries.led_by(self.person),
            "may_platform": self.person.is_superuser,
        }

    def act(self, form: Form) -> None:
        assert isinstance(form, NewToolForm)  # noqa: S101 -- form_class says so
        self.made = actions.put_up(
            network=form.network,
            details=form.details(language=language()),
            goals=form.goal_numbers,
            version=form.version,
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The tool is on the shelf."))

    def get_success_url(self) -> str:
        return self.made.get_absolute_url() if self.made else reverse("knowledge:tool-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["crumbs"] = [*way_to_tools(), *context["crumbs"]]
        return context


class ToolChange(_Keep):
    """Change what is said about it."""

    form_class = ToolForm
    title = gettext_lazy("Change the tool")
    button = gettext_lazy("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "is_of_platform": self.tool.network_id is None}

    def get_initial(self) -> dict[str, Any]:
        tool = self.tool
        numbers = tool.goals.order_by("number").values_list("number", flat=True)
        return {
            "title": tool.title,
            "summary": tool.summary,
            "topic": tool.topic,
            "is_public": tool.is_public,
            "goals": [str(number) for number in numbers],
        }

    def act(self, form: Form) -> None:
        assert isinstance(form, ToolForm)  # noqa: S101 -- form_class says so
        actions.change_tool(
            tool=self.tool,
            details=form.details(language=self.tool.language),
            goals=form.goal_numbers,
            by=self.person,
        )
        messages.success(self.request, _("The tool is saved."))


class ToolVersionAdd(_Keep):
    """One more version."""

    form_class = VersionForm
    title = gettext_lazy("Add a version")
    button = gettext_lazy("Add")
    lead = gettext_lazy("The versions before can still be fetched.")

    def get_initial(self) -> dict[str, Any]:
        last = queries.versions_of(self.tool)[:1]
        return {"licence": last[0].licence} if last else {}

    def act(self, form: Form) -> None:
        assert isinstance(form, VersionForm)  # noqa: S101 -- form_class says so
        actions.add_version(
            tool=self.tool, version=form.version, by=self.person, at=timezone.now()
        )
        messages.success(self.request, _("The version is added."))


class ToolDown(_Keep):
    """Take it off the list."""

    form_class = PlainForm
    title = gettext_lazy("Take the tool down")
    button = gettext_lazy("Take it down")
    is_danger = True
    lead = gettext_lazy("It leaves the list. Whoever has its address can still fetch it.")

    def act(self, form: Form) -> None:
        actions.take_down(tool=self.tool, by=self.person, at=timezone.now())
        messages.success(self.request, _("The tool is taken down."))


class ToolBack(_Keep):
    """Put it on the list again."""

    form_class = PlainForm
    title = gettext_lazy("Put the tool back")
    button = gettext_lazy("Put it back")

    def act(self, form: Form) -> None:
        actions.put_back(tool=self.tool, by=self.person)
        messages.success(self.request, _("The tool is on the shelf."))
