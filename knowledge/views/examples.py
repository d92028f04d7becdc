"""Good examples to read: the list, one of them, what happened to it."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from rules.contrib.views import PermissionRequiredMixin

from accounts.models import User
from accounts.signed_in import SignedIn
from common.numbers import whole_number
from improvement.queries.acting import behalf, workplaces
from knowledge.actions import did_too
from knowledge.actions import examples as actions
from knowledge.enums import ExampleState
from knowledge.forms.examples import DidTooForm, MaybeReasonForm, VerdictForm
from knowledge.models import DidToo, Example
from knowledge.queries import examples as queries
from knowledge.queries.examples import Choices
from knowledge.views import example_rows as rows
from knowledge.views.pages import PAGE, FormPage, goal_in, language, way_to, words_in
from networks.forms.base import PlainForm
from networks.models import Municipality


def way_to_examples() -> list[tuple[str, str]]:
    """Begin the path of every page about examples."""
    return way_to("example-list", _("Good examples"))


@method_decorator(login_not_required, name="dispatch")
class ExampleList(View):
    """Published examples; the choices stand in the address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        person, query = request.user, request.GET
        country, _dash, code = query.get("kommune", "").partition("-")
        place = None
        if country.isalpha() and code.isdecimal() and len(code) < 9:
            known = Municipality.objects.filter(country=country.upper(), code=code)
            place = known.values_list("pk", flat=True).first()
        sort = query.get("sorter", "")
        choices = Choices(
            text=words_in(query),
            goal=goal_in(query),
            place=place,
            network=words_in(query, "nettverk"),
            indicator=words_in(query, "indikator"),
            measure=whole_number(query.get("tiltak", "")),
            solution=whole_number(query.get("losning", "")),
            assessment=whole_number(query.get("vurdering", "")),
            sort=sort if sort in dict(rows.sorts()) else queries.NEWEST,
        )
        paginator = Paginator(queries.listed(choices, person), PAGE)
        page = paginator.get_page(query.get("side"))
        context = {
            "choices": choices,
            "selects": rows.selects(queries.options(person), choices, query.get("kommune", "")),
            "rows": [rows.example_row(example) for example in page.object_list],
            "page": page,
            "query": query,
            "result": rows.result_words(paginator.count),
            "sorts": rows.sorts(),
            "hidden": [
                (name, query[name])
                for name in ("tiltak", "losning", "vurdering")
                if whole_number(query.get(name, ""))
            ],
            "write": _write_address(person),
            "waiting": self._waiting(person),
            "drafts": [rows.example_row(each) for each in queries.drafts_of(person)]
            if isinstance(person, User) and not choices.is_narrowed
            else [],
            "crumbs": way_to_examples(),
        }
        return render(request, "knowledge/example_list.html", context)

    def _waiting(self, person: Any) -> int:
        if not person.has_perm("knowledge.keep"):
            return 0
        return Example.objects.waiting_for(person).count()


def _write_address(person: Any) -> str:
    """Give the form that is the person's own: of a municipality, or from outside."""
    if not isinstance(person, User):
        return ""
    return reverse("knowledge:example-start")


class ExamplePage(PermissionRequiredMixin):
    """A page about one example that the reader may know of."""

    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required: str | tuple[str, ...] = "knowledge.write_example"
    raise_exception = True

    @cached_property
    def example(self) -> Example:
        known = Example.objects.visible_to(self.request.user).select_related(
            "municipality__country",
            "indicator",
            "measure",
            "solution",
            "assessment",
            "created_by",
        )
        found: Example = get_object_or_404(known, slug=self.kwargs["slug"])
        return found

    def get_permission_object(self) -> Example:
        return self.example

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(  # type: ignore[misc]  # of a view
            example=self.example,
            eyebrow=str(self.example.municipality),
            **kwargs,
        )
        own = context.get("crumbs", [])
        here = (self.example.title, self.example.get_absolute_url())
        context["crumbs"] = [*way_to_examples(), here, *own]
        return context


@method_decorator(login_not_required, name="dispatch")
class ExampleDetail(ExamplePage, TemplateView):
    """One example."""

    permission_required = ()
    template_name = "knowledge/example.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, example = self.request.user, self.example
        places = workplaces(person) if isinstance(person, User) else []
        mine = {place.pk for place in places}
        followers = queries.followers_of(example)
        told = {row.municipality_id for row in followers}
        is_public = example.state == ExampleState.PUBLISHED
        may_tell = [
            (str(place), self._too_address(place))
            for place in places
            if is_public and place.pk not in told and place.pk != example.municipality_id
        ]
        may_write = person.has_perm("knowledge.write_example", example)
        return super().get_context_data(
            goals=[goal.number for goal in example.goals.order_by("number")],
            state=ExampleState(example.state),
            is_public=is_public,
            moved=rows.moved(example),
            followers=rows.too_rows(followers, example=example, mine=mine),
            too=rows.too_words(len(followers)) if followers else "",
            may_tell=may_tell[:5],
            may_write=may_write and example.state != ExampleState.DECLINED,
            may_publish=may_write
            and example.state in {ExampleState.DRAFT, ExampleState.WITHDRAWN},
            may_take_in=person.has_perm("knowledge.take_in_example", example),
            measure=self._known(example.measure),
            solution=self._known(example.solution),
            assessment=self._known(example.assessment),
            events=rows.event_rows(example) if may_write else [],
            has_history=person.is_superuser or example.municipality_id in mine,
            **kwargs,
        )

    def _too_address(self, place: Municipality) -> str:
        keys = {"slug": self.example.slug, **place.address_keys}
        return reverse("knowledge:example-too", kwargs=keys)

    def _known(self, row: Any) -> Any:
        """Give what the example is made from to those who may read it."""
        if row is None:
            return None
        rows = type(row).objects.visible_to(self.request.user)
        return rows.filter(pk=row.pk).first()


class ExampleAction(SignedIn, ExamplePage, FormPage):
    """A form that does one thing with an example; it leads back to its page."""

    def get_success_url(self) -> str:
        return self.next_address(self.example.get_absolute_url())


class ExamplePublish(ExampleAction):
    """Confirm that everybody may read it."""

    form_class = PlainForm
    title = gettext_lazy("Publish the example")
    button = gettext_lazy("Publish it")
    lead = gettext_lazy("Everybody can read it then, with the contact that it names.")

    def act(self, form: Form) -> None:
        actions.publish_example(example=self.example, by=self.person, at=timezone.now())
        messages.success(self.request, _("The example is published."))


class ExampleWithdraw(ExampleAction):
    """Take it back."""

    form_class = MaybeReasonForm
    title = gettext_lazy("Withdraw the example")
    button = gettext_lazy("Withdraw it")
    is_danger = True
    lead = gettext_lazy("Only your own people can read it then. You can publish it again.")

    def act(self, form: Form) -> None:
        actions.withdraw_example(
            example=self.example,
            reason=form.cleaned_data["reason"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The example is withdrawn."))


class ExampleVerdict(ExampleAction):
    """Take in what was sent from outside, or decline it."""

    permission_required = "knowledge.take_in_example"
    template_name = "knowledge/example_verdict.html"  # one reads it before one answers
    form_class = VerdictForm
    title = gettext_lazy("Read an example from outside")
    button = gettext_lazy("Send the answer")

    def act(self, form: Form) -> None:
        given, at = form.cleaned_data, timezone.now()
        if given["verdict"] == "yes":
            seen = self.request.POST.get("lest", "")
            actions.take_in_example(example=self.example, seen=seen, by=self.person, at=at)
            messages.success(self.request, _("The example is published. The sender is told."))
            return
        actions.decline_example(
            example=self.example, reason=given["reason"], by=self.person, at=at
        )
        messages.success(
            self.request, _("The example is not taken in. The sender is told why.")
        )

    def get_success_url(self) -> str:
        return reverse("knowledge:example-queue")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.lead = _("%(sender)s says that %(who)s has allowed it.") % {
            "sender": self.example.sender,
            "who": self.example.permission_by,
        }
        hidden = [("lest", actions.digest_of(self.example))]
        return super().get_context_data(hidden=hidden, **kwargs)


class ExampleQueue(SignedIn, PermissionRequiredMixin, TemplateView):
    """Examples from outside that wait for a network leader."""

    permission_required = "knowledge.keep"
    raise_exception = True
    template_name = "knowledge/example_queue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = Example.objects.waiting_for(self.person)
        found = waiting.select_related("municipality__country", "indicator")
        return super().get_context_data(
            rows=[
                (rows.example_row(each), each)
                for each in found.prefetch_related("goals").order_by("created_at", "pk")
            ],
            crumbs=[*way_to_examples(), (_("Sent in from outside"), "")],
            **kwargs,
        )


class _Too(ExampleAction):
    """What one of the reader's municipalities says of having done it too."""

    permission_required = "knowledge.write_examples"

    @cached_property
    def municipality(self) -> Municipality:
        return get_object_or_404(
            Municipality.objects.select_related("country"),
            country=self.kwargs["country"].upper(),
            code=self.kwargs["code"],
        )

    def get_permission_object(self) -> Any:
        return self.municipality

    def get_success_url(self) -> str:
        return self.next_address(f"{self.example.get_absolute_url()}#andre-h")


class ExampleToo(_Too):
    """Say that we did this too, in our own words."""

    form_class = DidTooForm
    title = gettext_lazy("We did this too")
    button = gettext_lazy("Tell it")

    def get_initial(self) -> dict[str, Any]:
        told = DidToo.objects.filter(example=self.example, municipality=self.municipality)
        return {"text": told.values_list("text", flat=True).first() or ""}

    def act(self, form: Form) -> None:
        did_too.did_too(
            example=self.example,
            municipality=self.municipality,
            text=form.cleaned_data["text"],
            language=language(),
            by=self.person,
            at=timezone.now(),
            on_behalf_of=behalf(self.person, self.municipality),
        )
        messages.success(self.request, _("It stands on the page."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.lead = _("%(place)s did what this example tells of.") % {
            "place": self.municipality
        }
        return super().get_context_data(**kwargs)


class ExampleTooUndo(_Too):
    """Take that back."""

    form_class = PlainForm
    title = gettext_lazy("Take it back")
    button = gettext_lazy("Take it back")
    is_danger = True

    def act(self, form: Form) -> None:
        did_too.undo_did_too(
            example=self.example, municipality=self.municipality, by=self.person
        )
        messages.success(self.request, _("It is taken back."))
