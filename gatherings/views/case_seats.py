"""Cases by the secret link to one's seat: read, and advised on at the table by phone."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from gatherings.actions import case_advice
from gatherings.enums import SeatState
from gatherings.forms.cases import AdviceForm
from gatherings.models import Case, CaseAdvice, Registration
from gatherings.queries import cases as queries
from gatherings.views import case_rows as rows
from gatherings.views.case_work import advice_address
from gatherings.views.seats import SeatActionPage, SeatPage
from improvement.views import refusals
from networks.actions.locks import Refused


class ParticipantPage(SeatPage):
    """A page for those who have a seat."""

    @cached_property
    def registration(self) -> Registration:
        """The seat of the link.

        Raises:
            Http404: Its owner has no seat, or not any more.
        """
        found: Registration = super().registration
        if found.state != SeatState.CONFIRMED:
            raise Http404
        return found


class SeatCases(ParticipantPage, TemplateView):
    """The cases of the series."""

    template_name = "gatherings/seat_cases.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            rows=[
                rows.case_row(case, href=self.address("seat-case", pk=case.pk))
                for case in queries.cases_for_participants(self.series)
            ],
            back=self.address(),
            **kwargs,
        )


class OneCase(ParticipantPage):
    """A page about one case of the series."""

    @cached_property
    def case(self) -> Case:
        found = queries.shown_to_participants(self.series).select_related(
            "municipality__country", "gathering", "agenda_item"
        )
        case: Case = get_object_or_404(found, pk=self.kwargs["pk"])
        case.series = self.series
        if case.gathering is not None:
            case.gathering.series = self.series
        return case


class SeatCase(OneCase, SeatActionPage):
    """One case, and a field for the advice of the table."""

    form_class = AdviceForm
    template_name = "gatherings/case_advice.html"
    title = gettext_lazy("Advice at the table")
    button = gettext_lazy("Save the advice")

    def get_initial(self) -> dict[str, Any]:
        return {"group": self.request.GET.get("gruppe", "")[:60]}

    def act(self, form: Form) -> None:
        self.group = form.cleaned_data["group"]
        case_advice.log_advice(
            case=self.case,
            text=form.cleaned_data["text"],
            group=self.group,
            registration=self.registration,
            by=self.by,
            at=timezone.now(),
        )
        messages.success(self.request, _("The advice is saved. Write the next one."))

    def get_success_url(self) -> str:
        return advice_address(self.request.path, getattr(self, "group", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.case
        take_back = self.address("seat-advice-withdraw", pk=case.pk, advice=0)
        advice = rows.advice_rows(
            case,
            queries.advice_of(case),
            person=self.by,
            seat=self.registration,
            address=take_back,
        )
        figures = queries.start_figures(case)
        now = queries.figures_now(case.municipality, [each.indicator_id for each in figures])
        context = super().get_context_data(**kwargs)
        context.update(
            case=case,
            municipality=case.municipality,
            figures=rows.figure_rows(figures, now, place=case.municipality.address_keys),
            own=[each for each in advice if each.withdraw],
            others=[each for each in advice if not each.withdraw],
            back=self.address("seat-cases"),
            may_advise=self.series.network.closed_at is None,
        )
        return context


class SeatAdviceWithdraw(OneCase, View):
    """Takes one's own advice back."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        advice = get_object_or_404(
            CaseAdvice.objects.filter(case=self.case).select_related("case__series"),
            pk=self.kwargs["advice"],
        )
        try:
            case_advice.withdraw_advice(
                advice=advice, registration=self.registration, by=self.by, at=timezone.now()
            )
        except Refused as refused:
            messages.error(request, refusals.sentence(refused))
        else:
            messages.success(request, _("The advice is taken back."))
        return redirect(self.address("seat-case", pk=self.case.pk))
