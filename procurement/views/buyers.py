"""The desk of the buyers: solutions to a need, explained, noted, shortlisted, decided."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from accounts.signed_in import SignedIn
from common import fragments
from improvement.queries.acting import workplaces
from improvement.views import refusals
from improvement.views.pages import ActionPage
from networks.actions.locks import Refused
from procurement import words
from procurement.actions import verdicts
from procurement.enums import SolutionState, Verdict
from procurement.forms.buyers import DeskForm, NoteForm, VerdictForm
from procurement.models import Reference, Solution
from procurement.queries.references import references_waiting
from procurement.queries.solutions import (
    Assessed,
    assessed,
    buyers_of,
)
from procurement.queries.suppliers import person_of_company
from procurement.views.buyer_rows import desk_row, in_order, note_rows
from procurement.views.pages import BuyerAtNeed, way_to_needs
from procurement.views.solution_rows import match_rows, reference_rows, score_in_words


class BuyerRoom(BuyerAtNeed):
    """A page of the buyers about what companies have sent."""

    @cached_property
    def solution(self) -> Solution:
        rows = Solution.objects.filter(need=self.need, state=SolutionState.SENT)
        found: Solution = get_object_or_404(
            rows.select_related("supplier", "need"), pk=self.kwargs["pk"]
        )
        return found

    def path(self) -> list[tuple[str, str]]:
        return [*super().path(), (_("Solutions"), self.need_address("buyer-desk"))]


class BuyerDesk(BuyerRoom, TemplateView):
    """All solutions to the need, with score, short list and result."""

    template_name = "procurement/buyer_desk.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = DeskForm(self.request.GET)
        form.is_valid()
        found = assessed(self.need)
        shown = in_order(
            found,
            order=form.cleaned_data.get("orden", ""),
            show=form.cleaned_data.get("vis", ""),
        )
        return super().get_context_data(
            form=form,
            rows=[desk_row(one, need=self.need) for one in shown],
            count=len(found),
            members=[str(place) for place in buyers_of(self.need).members],
            **kwargs,
        )


class BuyerSolution(BuyerRoom, ActionPage):
    """One solution as the buyers see it: the score explained, notes, what to do."""

    template_name = "procurement/buyer_solution.html"
    form_class = NoteForm
    title = gettext_lazy("Assess a solution")
    button = gettext_lazy("Save the note")

    @cached_property
    def assessed(self) -> Assessed:
        [one] = assessed(self.need, only=self.solution)
        return one

    def act(self, form: Form) -> None:
        verdicts.write_note(
            solution=self.solution,
            municipality=self.buyer,
            text=form.cleaned_data["text"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The note is saved. The other buyers see it."))

    def get_success_url(self) -> str:
        return self.need_address("buyer-solution", pk=self.solution.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one = self.assessed
        return super().get_context_data(
            solution=one.solution,
            score=score_in_words(one.match),
            lines=match_rows(one.match, need=self.need, solution=one.solution),
            is_shortlisted=one.is_shortlisted,
            notes=note_rows(one.notes),
            references=reference_rows(one.references),
            buyer=self.buyer,
            stopped=words.stopped(one.solution.supplier),
            has_result=one.solution.verdict != Verdict.NONE,
            **kwargs,
        )


class BuyerShortlist(BuyerRoom, View):
    """Puts a solution on the short list, or takes it off (``av`` in the form)."""

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        try:
            verdicts.shortlist(
                solution=self.solution,
                municipality=self.buyer,
                wanted="av" not in request.POST,
                by=self.person,
                at=timezone.now(),
            )
        except Refused as refused:
            messages.error(request, refusals.sentence(refused))
        address = self.need_address("buyer-desk")
        return redirect(fragments.next_address(request, address))


class BuyerVerdict(BuyerRoom, ActionPage):
    """Decides on a solution; the company is told at once."""

    template_name = "procurement/supplier_form.html"
    form_class = VerdictForm
    title = gettext_lazy("Decide on a solution")
    button = gettext_lazy("Tell the company")

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        return _(
            "%(solution)s from %(company)s. The company gets the result by mail at once."
        ) % {
            "solution": self.solution.title,
            "company": self.solution.supplier,
        }

    def get_initial(self) -> dict[str, Any]:
        if self.solution.verdict == Verdict.NONE:
            return {}
        return {"verdict": self.solution.verdict, "text": self.solution.verdict_text}

    def act(self, form: Form) -> None:
        verdicts.tell_result(
            solution=self.solution, by=self.person, at=timezone.now(), **form.cleaned_data
        )
        messages.success(self.request, _("The company has been told."))

    def get_success_url(self) -> str:
        return self.need_address("buyer-solution", pk=self.solution.pk)


class References(SignedIn, TemplateView):
    """Companies that name one's municipality as user of their solution."""

    template_name = "procurement/solution_references.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            rows=references_waiting([place.pk for place in workplaces(self.person)]),
            crumbs=[*way_to_needs(), (_("References"), "")],
            **kwargs,
        )


class ReferenceAnswer(SignedIn, View):
    """Says whether the municipality uses the solution (``ja``), or not."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Store the answer.

        Raises:
            PermissionDenied: The reader does not work in the municipality, or acts for the
                company that names it.
        """
        rows = Reference.objects.filter(
            solution__in=Solution.objects.filter(state=SolutionState.SENT)
        )
        reference = get_object_or_404(rows.select_related("municipality", "solution"), pk=pk)
        if not request.user.has_perm("improvement.work", reference.municipality):
            raise PermissionDenied
        company = person_of_company(self.person)
        if company is not None and company.supplier_id == reference.solution.supplier_id:
            raise PermissionDenied
        try:
            verdicts.answer_reference(
                reference=reference,
                uses="ja" in request.POST,
                by=self.person,
                at=timezone.now(),
            )
        except Refused as refused:
            messages.error(request, refusals.sentence(refused))
        else:
            messages.success(request, _("Thank you. The buyers see the answer."))
        return redirect("procurement:references")
