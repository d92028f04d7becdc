"""Solutions to read: the catalogue, one solution, its versions and its files."""

from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts.models import User
from common.dates import moment_in_words
from procurement import words
from procurement.enums import SolutionState, Verdict
from procurement.forms.buyers import CatalogueForm
from procurement.forms.suppliers import category_choices, county_choices
from procurement.models import Attachment, Category, Solution
from procurement.queries.solutions import catalogue, is_open, points_of, whole
from procurement.queries.suppliers import counties_by_keys, person_of_company
from procurement.views import solution_rows as rows
from procurement.views.need_rows import category_name
from procurement.views.pages import way_to_needs, way_to_solutions
from procurement.views.supplier_rows import form_address
from procurement.views.version_rows import version_answers, version_files, version_terms

PER_PAGE = 20
PREVIEW = 200


@method_decorator(login_not_required, name="dispatch")
class SolutionList(View):
    """Solutions that are open to everybody, also without a need."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = CatalogueForm(
            request.GET, categories=list(category_choices()), counties=list(county_choices())
        )
        form.is_valid()
        given = form.cleaned_data
        category = Category.objects.filter(pk=given.get("kategori") or "").first()
        county = next(iter(counties_by_keys([given.get("fylke") or ""])), None)
        found = catalogue(
            words=given.get("q", ""),
            category=category,
            county=county.pk if county is not None else None,
        )
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("side"))
        query = request.GET.copy()
        query.pop("side", None)
        return render(
            request,
            "procurement/solution_list.html",
            {
                "form": form,
                "page": page,
                "query": query,
                "is_filtered": any(given.values()),
                "rows": [(row, _category(row)) for row in page],
                "crumbs": way_to_solutions(),
            },
        )


def _category(solution: Solution) -> str:
    return category_name(solution.category) if solution.category is not None else ""


class SolutionPage(View):
    """A page about one solution that the reader may know of."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def solution(self) -> Solution:
        return get_object_or_404(whole(self.request.user), pk=self.kwargs["pk"])

    @cached_property
    def is_own(self) -> bool:
        """Whether the reader acts for the company."""
        reader = self.request.user
        if not isinstance(reader, User):
            return False
        mine = person_of_company(reader)
        return mine is not None and mine.supplier_id == self.solution.supplier_id

    @cached_property
    def may_buy(self) -> bool:
        """Whether the reader works for one of the buyers, who have the whole of it."""
        need, reader = self.solution.need, self.request.user
        if need is None or self.solution.state != SolutionState.SENT:
            return False
        return isinstance(reader, User) and reader.has_perm("procurement.buy", need)

    @property
    def may_confide(self) -> bool:
        """Whether the reader has the confidential part: the company and the buyers alone."""
        return self.is_own or self.may_buy

    def path(self) -> list[tuple[str, str]]:
        """The pages that lead here, each with its address."""
        need = self.solution.need
        if need is not None:
            return [*way_to_needs(), (need.title, need.get_absolute_url())]
        return way_to_solutions()


@method_decorator(login_not_required, name="dispatch")
class SolutionDetail(SolutionPage, TemplateView):
    """One solution; its company and the buyers read more of it than others."""

    template_name = "procurement/solution.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one, reader = self.solution, self.request.user
        is_live = one.state != SolutionState.WITHDRAWN and is_open(one, at=timezone.now())
        shows_contact = self.may_confide or (one.need is None and reader.is_authenticated)
        need = one.need
        return super().get_context_data(
            solution=one,
            is_own=self.is_own,
            may_buy=self.may_buy,
            may_change=self.is_own and is_live,
            form_address=form_address(one),
            desk_address=reverse(
                "procurement:buyer-solution", kwargs={"slug": need.slug, "pk": one.pk}
            )
            if need is not None
            else "",
            goals=sorted(row.number for row in one.goals.all()),
            terms=rows.terms(one),
            answers=rows.answer_rows(points_of(one)),
            references=rows.reference_rows(
                one.references.shown().select_related("municipality__country").order_by("pk")
            ),
            files=rows.file_rows(one, may_confide=self.may_confide),
            confidential=one.confidential if self.may_confide else "",
            shows_contact=shows_contact,
            who_sees=rows.who_sees(one),
            sent=moment_in_words(one.sent_at) if one.sent_at else "",
            stopped=words.stopped(one.supplier),
            has_result=self.is_own and one.verdict != Verdict.NONE,
            result=rows.verdict_mark(one),
            told=moment_in_words(one.told_at) if one.told_at else "",
            versions=[
                (row.number, moment_in_words(row.at))
                for row in one.versions.order_by("-number")
            ]
            if self.may_confide
            else [],
            crumbs=[*self.path(), (one.title or _("Solution"), "")],
            **kwargs,
        )


class SolutionVersionPage(SolutionPage, TemplateView):
    """What a solution said before, without its confidential part."""

    template_name = "procurement/solution_version.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lay out one version.

        Raises:
            Http404: The reader is neither the company nor a buyer.
        """
        if not self.may_confide:
            raise Http404
        version = get_object_or_404(self.solution.versions, number=self.kwargs["number"])
        return super().get_context_data(
            **kwargs,
            solution=self.solution,
            at=moment_in_words(version.at),
            content=version.content,
            goals=version.content["goals"],
            answers=version_answers(version),
            terms=version_terms(version),
            files=version_files(self.solution, version),
            crumbs=[
                *self.path(),
                (self.solution.title, self.solution.get_absolute_url()),
                (_("Version %(number)s") % {"number": version.number}, ""),
            ],
        )


@method_decorator(login_not_required, name="dispatch")
class SolutionFile(SolutionPage):
    """A file of a solution: always downloaded, never shown or run by the browser."""

    def get(self, request: HttpRequest, pk: int, attachment: int) -> HttpResponseBase:
        """Send the file.

        Raises:
            Http404: It is confidential, or only a version has it, and not for the reader.
        """
        rows = Attachment.objects.select_related("file").filter(solution=self.solution)
        found: Attachment = get_object_or_404(rows, pk=attachment)
        if (found.is_confidential or found.is_removed) and not self.may_confide:
            raise Http404
        response = FileResponse(
            found.file.content.open("rb"),
            as_attachment=True,
            filename=found.file.name,
            content_type=found.file.media_type,
        )
        response["Cache-Control"] = "private, no-store"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["X-Content-Type-Options"] = "nosniff"
        return response
