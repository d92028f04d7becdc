"""What is done with a case: slot, presented, advice, homework, measure, back again."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from gatherings.actions import case_advice, case_programme, case_returns
from gatherings.actions import homework as homework_actions
from gatherings.enums import CaseState
from gatherings.forms.cases import (
    AdviceForm,
    AskBackForm,
    HomeworkForm,
    ResultForm,
    ReturnForm,
    SlotForm,
)
from gatherings.models import CaseAdvice, Homework
from gatherings.queries import cases as queries
from gatherings.views import case_rows as rows
from gatherings.views.case_pages import CaseAction, CasePage
from gatherings.views.cases import language
from improvement.forms.measures import MeasureForm
from improvement.queries import choices
from improvement.views import refusals
from improvement.views.measures import MeasureFormPage
from indicators.models import Indicator
from networks.actions.locks import Refused


class CaseSlot(CaseAction):
    """Where and when the case is presented."""

    for_hosts = True
    form_class = SlotForm
    title = gettext_lazy("Give the case a slot")
    lead = gettext_lazy("It becomes an item of the programme.")
    button = gettext_lazy("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "case": self.case}

    def get_initial(self) -> dict[str, Any]:
        item = self.case.agenda_item
        return {
            "gathering": self.case.gathering_id,
            "starts": item.starts if item else None,
            "ends": item.ends if item else None,
        }

    def act(self, form: Form) -> None:
        given = form.cleaned_data
        case_programme.give_slot(
            case=self.case,
            gathering=given["gathering"],
            starts=given["starts"],
            ends=given["ends"],
            item=given.get("item"),
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The case is in the programme."))


class CaseUnslot(CaseAction):
    """Takes the case out of the programme."""

    for_hosts = True
    form_class = Form
    title = gettext_lazy("Take the case out of the programme")
    lead = gettext_lazy("Its item goes too. The case can be given another slot.")
    button = gettext_lazy("Take it out")
    is_danger = True

    def act(self, form: Form) -> None:
        case_programme.take_slot(case=self.case, by=self.person, at=timezone.now())
        messages.success(self.request, _("The case has no slot now."))


class CasePresented(CasePage, View):
    """Notes that the case was presented, or takes the note back (``undo=1``)."""

    for_hosts = True
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        at = timezone.now()
        try:
            if request.POST.get("undo") == "1":
                case_programme.undo_presented(case=self.case, by=self.person, at=at)
            else:
                case_programme.note_presented(case=self.case, by=self.person, at=at)
                messages.success(request, _("The case has been presented."))
        except Refused as refused:
            messages.error(request, refusals.sentence(refused))
        return redirect(self.case.get_absolute_url())


class CaseAdvise(CaseAction):
    """Advice written at the table, several in a row."""

    form_class = AdviceForm
    template_name = "gatherings/case_advice.html"
    title = gettext_lazy("Advice at the table")
    button = gettext_lazy("Save the advice")

    @cached_property
    def advice(self) -> list[CaseAdvice]:
        return queries.advice_of(self.case)

    def get_initial(self) -> dict[str, Any]:
        return {"group": self.request.GET.get("gruppe", "")[:60]}

    def act(self, form: Form) -> None:
        self.group = form.cleaned_data["group"]
        case_advice.log_advice(
            case=self.case,
            text=form.cleaned_data["text"],
            group=self.group,
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The advice is saved. Write the next one."))

    def get_success_url(self) -> str:
        return advice_address(self.request.path, getattr(self, "group", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        take_back = reverse(
            "gatherings:advice-withdraw", kwargs={"pk": self.case.pk, "advice": 0}
        )
        own = rows.advice_rows(
            self.case,
            self.advice,
            person=self.person,
            seat=self.own_seat,
            address=take_back,
        )
        context = super().get_context_data(**kwargs)
        context.update(
            back=self.case.get_absolute_url(),
            own=[each for each in own if each.withdraw],
            others=[each for each in own if not each.withdraw],
            may_advise=self.is_open and self.case.state != CaseState.DRAFT,
        )
        return context


def advice_address(path: str, group: str) -> str:
    """Address of the page for the next advice; it keeps the name of the group."""
    return f"{path}?{urlencode({'gruppe': group})}" if group else path


class AdviceWithdraw(CasePage, View):
    """Takes one's own advice back."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        advice = get_object_or_404(
            CaseAdvice.objects.filter(case=self.case).select_related("case__series"),
            pk=self.kwargs["advice"],
        )
        try:
            case_advice.withdraw_advice(
                advice=advice,
                by=self.person,
                registration=self.own_seat,
                at=timezone.now(),
            )
        except Refused as refused:
            messages.error(request, refusals.sentence(refused))
        else:
            messages.success(request, _("The advice is taken back."))
        is_table = request.POST.get("bord") == "1"
        return redirect(self.case_address("case-advice" if is_table else "case"))


class HomeworkAdd(CaseAction):
    """Agrees on homework."""

    for_writers = True
    for_hosts = True
    form_class = HomeworkForm
    title = gettext_lazy("Agree on homework")
    lead = gettext_lazy("It waits in “My municipality” until it is done.")
    button = gettext_lazy("Save")

    def act(self, form: Form) -> None:
        homework_actions.give_homework(
            case=self.case, by=self.person, at=timezone.now(), **form.cleaned_data
        )
        messages.success(self.request, _("The homework is agreed on."))


class HomeworkPage(CaseAction):
    """A form about one piece of homework."""

    for_writers = True
    for_hosts = True

    @cached_property
    def homework(self) -> Homework:
        rows = Homework.objects.filter(case=self.case).select_related("case__series")
        return get_object_or_404(rows, pk=self.kwargs["homework"])

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        return f"{self.case.title}: {self.homework.text}"


class HomeworkChange(HomeworkPage):
    form_class = HomeworkForm
    title = gettext_lazy("Change the homework")
    button = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.homework.text, "due_on": self.homework.due_on}

    def act(self, form: Form) -> None:
        homework_actions.change_homework(
            homework=self.homework, by=self.person, at=timezone.now(), **form.cleaned_data
        )
        messages.success(self.request, _("The homework is saved."))


class HomeworkFinish(HomeworkPage):
    """Done, with what came of it."""

    form_class = ResultForm
    title = gettext_lazy("The homework is done")
    button = gettext_lazy("It is done")

    def get_initial(self) -> dict[str, Any]:
        return {"result": self.homework.result}

    def act(self, form: Form) -> None:
        homework_actions.finish_homework(
            homework=self.homework, by=self.person, at=timezone.now(), **form.cleaned_data
        )
        messages.success(self.request, _("The homework is done."))


class HomeworkRemove(HomeworkPage):
    form_class = Form
    title = gettext_lazy("Remove the homework")
    button = gettext_lazy("Remove")
    is_danger = True

    def act(self, form: Form) -> None:
        homework_actions.remove_homework(homework=self.homework, by=self.person)
        messages.success(self.request, _("The homework is removed."))


class CaseMeasure(CasePage, MeasureFormPage):
    """The measure that the case becomes: the usual form, filled in from the case."""

    title = gettext_lazy("Make a measure of the case")
    button = gettext_lazy("Save the measure")

    def has_permission(self) -> bool:
        return self.person.has_perm("improvement.work", self.municipality)

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        known = {"case": self.case.title, "series": self.series.name}
        return _("From the case «%(case)s» in %(series)s.") % known

    @cached_property
    def indicators(self) -> list[Indicator]:
        return [row.indicator for row in queries.start_figures(self.case)]

    def kept_indicators(self) -> list[Indicator]:
        return self.indicators

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            **self.measure_kwargs(self.municipality),
            "expectations": [
                {"indicator": each.code, "delay_months": 12} for each in self.indicators
            ],
        }

    def get_initial(self) -> dict[str, Any]:
        case = self.case
        networks = choices.networks_of(self.municipality).values_list("pk", flat=True)
        network = case.series.network_id
        wanted = {each.pk for each in self.indicators}
        targets = [
            each.target.pk
            for each in self.indicator_choices
            if each.target is not None and each.indicator.pk in wanted
        ]
        return {
            "title": case.title,
            "description": case.background,
            "network": network if network in networks else None,
            "responsible_person": self.person.pk,
            "helps": list(dict.fromkeys(targets)),
        }

    def act(self, form: Form) -> None:
        assert isinstance(form, MeasureForm)  # noqa: S101 -- form_class
        case_returns.turn_into_measure(
            case=self.case,
            details=form.details(language=language()),
            by=self.person,
            at=timezone.now(),
            on_behalf_of=self.on_behalf_of,
        )
        messages.success(self.request, _("The measure is saved, and tied to the case."))

    def get_success_url(self) -> str:
        return self.case.get_absolute_url()


class CaseAskBack(CaseAction):
    """The hosts ask for the case again."""

    for_hosts = True
    form_class = AskBackForm
    title = gettext_lazy("Ask for the case again")
    lead = gettext_lazy(
        "The municipality finds it in “My municipality”, and brings the same figures then "
        "and now."
    )
    button = gettext_lazy("Ask")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "series": self.series}

    def act(self, form: Form) -> None:
        case_returns.ask_back(
            case=self.case,
            gathering=form.cleaned_data["gathering"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The municipality is asked."))


class CaseBack(CaseAction):
    """The case back on the table, with today's figures beside the first ones."""

    for_writers = True
    form_class = ReturnForm
    title = gettext_lazy("Back on the table")
    button = gettext_lazy("Save")

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        text = _("«%(case)s». The figures of today are kept beside those of the start.")
        return text % {"case": self.case.title}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "series": self.series}

    def get_initial(self) -> dict[str, Any]:
        return {"gathering": self.case.return_gathering_id}

    def act(self, form: Form) -> None:
        case_returns.bring_back(
            case=self.case,
            text=form.cleaned_data["text"],
            gathering=form.cleaned_data["gathering"],
            language=language(),
            by=self.person,
            at=timezone.now(),
            on_behalf_of=self.on_behalf_of,
        )
        messages.success(self.request, _("The case is back, with the figures of today."))
