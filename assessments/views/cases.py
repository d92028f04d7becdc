"""One case: its page, and what is done with it before the decision."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.generic import TemplateView, View
from rules.contrib.views import PermissionRequiredMixin

from accounts.signed_in import SignedIn
from assessments.actions import cases as actions
from assessments.actions import people, receiving
from assessments.actions.measures import link_measure
from assessments.decision_words import effect_words
from assessments.forms.cases import (
    CaseForm,
    CompletionForm,
    DeciderForm,
    DueForm,
    MaybeDueForm,
    MeasureForm,
    NothingForm,
    ReasonForm,
)
from assessments.models import Assessment, FundingProgramme
from assessments.queries.cases import measures_of, possible_deciders, read_case
from assessments.views import case_rows as rows
from assessments.views.case_doing import things_to_do
from assessments.views.case_pages import CaseAction, CaseRoom, way_to_cases
from common.nordic import by_name
from improvement.models import Measure
from improvement.views.pages import ActionPage
from networks.models import Municipality
from networks.queries.places import members_of_region


class CaseDetail(CaseRoom, TemplateView):
    """A case: how far it has come, who does what, what comes next."""

    template_name = "assessments/case.html"
    permission_required: str | tuple[str, ...] = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, inside = self.case, self.is_inside
        today = timezone.localdate()
        held = read_case(case, self.person, is_inside=inside)
        may_handle = self.may("handle")
        places = case.places.order_by(by_name(), "pk").values_list("name", flat=True)
        return super().get_context_data(
            way=rows.way_rows(case, held.steps),
            next=rows.next_words(case) if inside else "",
            doing=things_to_do(case, self.person, sheets=held.sheets),
            facts=rows.facts(case, places, is_inside=inside),
            effect=effect_words(case.decision),
            log=rows.log_rows(held.steps, is_inside=inside),
            people=rows.person_rows(held.people) if inside else [],
            sheets=rows.sheet_rows(held.sheets),
            conditions=rows.condition_rows(held.conditions, today=today, may_handle=may_handle),
            conditions_left=rows.conditions_left(held.conditions),
            letters=rows.letter_rows(held.letters),
            measure=self._measure(),
            may_handle=may_handle,
            may_compare=self.may("compare"),
            is_inside=inside,
            **kwargs,
        )

    def _measure(self) -> Measure | None:
        """The measure that the case is linked to, for who may read the work it belongs to."""
        if self.case.measure_id is None:
            return None
        return Measure.objects.visible_to(self.person).filter(pk=self.case.measure_id).first()


# ------------------------------------------------------------------------- received
class CaseStart(SignedIn, View):
    """Choose the programme of a new case; with one alone it is chosen."""

    def get(self, request: HttpRequest) -> HttpResponse:
        handled = FundingProgramme.objects.handled_by(self.person)
        found = list(handled.order_by(by_name(), "pk"))
        if len(found) == 1:
            return redirect("assessments:case-create", slug=found[0].slug)
        return _choose(request, found)


def _choose(request: HttpRequest, programmes: list[FundingProgramme]) -> HttpResponse:
    page = TemplateView.as_view(
        template_name="assessments/case_start.html",
        extra_context={
            "programmes": [
                (one.name, reverse("assessments:case-create", kwargs={"slug": one.slug}))
                for one in programmes
            ],
            "crumbs": [*way_to_cases(), (_("Register a case"), "")],
        },
    )
    answer: HttpResponse = page(request)
    return answer


class CaseCreate(SignedIn, PermissionRequiredMixin, ActionPage):
    """Register a case that has come."""

    template_name = "assessments/case_action.html"
    permission_required = "assessments.handle_region"
    raise_exception = True
    form_class = CaseForm
    title = gettext_lazy("Register a case")
    button = gettext_lazy("Register")
    made: Assessment | None = None

    @cached_property
    def programme(self) -> FundingProgramme:
        found: FundingProgramme = get_object_or_404(
            FundingProgramme.objects.visible_to(self.person).select_related("region"),
            slug=self.kwargs["slug"],
        )
        return found

    def get_permission_object(self) -> Any:
        return self.programme.region

    @cached_property
    def members(self) -> list[Municipality]:
        return list(members_of_region(region=self.programme.region, on=timezone.localdate()))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "programme": self.programme,
            "members": self.members,
        }

    def act(self, form: Form) -> None:
        if not isinstance(form, CaseForm):
            raise TypeError
        self.made = receiving.receive(
            programme=self.programme,
            version=form.cleaned_data["version"],
            details=form.details(),
            places=form.cleaned_data["places"],
            due_on=form.cleaned_data["due_on"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The case is registered."))

    def get_success_url(self) -> str:
        if self.made is not None:
            return self.made.get_absolute_url()
        return self.next_address(reverse("assessments:case-list"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [*way_to_cases(), (self.programme.name, self.programme.get_absolute_url())]
        return super().get_context_data(
            eyebrow=self.programme.name,
            crumbs=crumbs,
            **kwargs,
        )


class CaseChange(CaseAction):
    """Change what is written of a case before its decision."""

    form_class = CaseForm
    title = pgettext_lazy("assessment", "Change the case")
    button = gettext_lazy("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        region = self.case.programme.region
        return {
            **super().get_form_kwargs(),
            "programme": self.case.programme,
            "members": list(members_of_region(region=region, on=timezone.localdate())),
            "case": self.case,
        }

    def get_initial(self) -> dict[str, Any]:
        case = self.case
        kept = (
            "title",
            "summary",
            "applicant_name",
            "applicant_organisation_number",
            "applicant_email",
            "amount_applied",
            "currency",
            "language",
            "is_confidential",
        )
        return {
            **{name: getattr(case, name) for name in kept},
            "places": list(case.places.values_list("pk", flat=True)),
        }

    def act(self, form: Form) -> None:
        if not isinstance(form, CaseForm):
            raise TypeError
        receiving.change(
            case=self.case,
            details=form.details(),
            places=form.cleaned_data["places"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, pgettext("assessment", "The case is saved."))


# --------------------------------------------------------------------------- the way
class CaseAsk(CaseAction):
    """Ask the applicant to assess its own case."""

    form_class = DueForm
    title = gettext_lazy("Ask the applicant")
    button = gettext_lazy("Send")
    lead = gettext_lazy(
        "The applicant gets a link by mail to assess its own case. Asked again, the old link "
        "no longer works."
    )

    def act(self, form: Form) -> None:
        due_on = form.cleaned_data["due_on"]
        actions.ask_applicant(case=self.case, due_on=due_on, by=self.person, at=timezone.now())
        messages.success(self.request, _("The applicant is asked."))


class CaseTake(CaseAction):
    """Take a case to assess it."""

    form_class = NothingForm
    title = gettext_lazy("Take the case")
    button = gettext_lazy("Take the case")
    lead = gettext_lazy("You assess it, and invite others to do so too if you want.")

    def act(self, form: Form) -> None:
        actions.take(case=self.case, by=self.person, at=timezone.now())
        messages.success(self.request, _("You have taken the case."))


class CaseCompletion(CaseAction):
    """Ask the applicant for what is missing."""

    form_class = CompletionForm
    title = gettext_lazy("Ask for completion")
    button = gettext_lazy("Send")
    lead = gettext_lazy("The applicant can then change its answers, and send them again.")

    def act(self, form: Form) -> None:
        values = form.cleaned_data
        actions.ask_completion(
            case=self.case,
            note=values["note"],
            due_on=values["due_on"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The completion is asked for."))


class CaseResume(CaseAction):
    """Go on after a completion."""

    form_class = NothingForm
    title = gettext_lazy("Go on assessing")
    button = gettext_lazy("Go on")
    lead = gettext_lazy("The applicant can no longer change its answers.")

    def act(self, form: Form) -> None:
        actions.resume(case=self.case, by=self.person, at=timezone.now())
        messages.success(self.request, _("The officers assess it again."))


class CaseSumUp(CaseAction):
    """Go on to the overall judgement."""

    form_class = MaybeDueForm
    title = gettext_lazy("Go on to the overall judgement")
    button = gettext_lazy("Go on")
    lead = gettext_lazy("All assessors have sent theirs. Now you write one judgement together.")

    def act(self, form: Form) -> None:
        due_on = form.cleaned_data["due_on"]
        actions.sum_up(case=self.case, due_on=due_on, by=self.person, at=timezone.now())
        messages.success(self.request, _("Write the common judgement now."))


class CaseTakeBack(CaseAction):
    """Back from the overall judgement to the assessors."""

    form_class = ReasonForm
    title = gettext_lazy("Back to the assessors")
    button = gettext_lazy("Go back")

    def act(self, form: Form) -> None:
        note = form.cleaned_data["note"]
        actions.take_back(case=self.case, note=note, by=self.person, at=timezone.now())
        messages.success(self.request, _("The officers assess it again."))


class CaseStop(CaseAction):
    """Stop a case, or withdraw it."""

    form_class = ReasonForm
    title = gettext_lazy("Stop the case")
    button = gettext_lazy("Stop the case")
    lead = gettext_lazy("A case that is withdrawn or stopped stays readable, with the reason.")
    is_danger = True

    def act(self, form: Form) -> None:
        note = form.cleaned_data["note"]
        actions.stop(case=self.case, note=note, by=self.person, at=timezone.now())
        messages.success(self.request, _("The case is stopped."))


class CaseMeasure(CaseAction):
    """Link the case to a measure."""

    form_class = MeasureForm
    title = gettext_lazy("Linked measure")
    button = gettext_lazy("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        found = measures_of(self.case, self.person).order_by(by_name("title"), "pk")
        return {**super().get_form_kwargs(), "measures": found}

    def get_initial(self) -> dict[str, Any]:
        return {"measure": self.case.measure_id}

    def act(self, form: Form) -> None:
        link_measure(
            case=self.case,
            measure=form.cleaned_data["measure"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, pgettext("assessment", "The case is saved."))


class CaseDecider(CaseAction):
    """Name who decides."""

    form_class = DeciderForm
    title = gettext_lazy("Name who decides")
    button = gettext_lazy("Save")
    lead = gettext_lazy(
        "Somebody of the region’s council, or its administrator, without another part in the "
        "case. From now on that person reads the case."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        found = possible_deciders(self.case, today=timezone.localdate())
        return {**super().get_form_kwargs(), "people": found}

    def act(self, form: Form) -> None:
        people.name_decider(
            case=self.case,
            person=form.cleaned_data["person"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("Who decides is named."))
