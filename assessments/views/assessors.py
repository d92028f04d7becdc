"""Who assesses a case, and the link of its applicant."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from assessments.actions import assessors
from assessments.actions.links import renew_link
from assessments.enums import Moment, Part
from assessments.forms.assessors import InviteForm
from assessments.models import ApplicantLink, AssessmentPerson
from assessments.queries.sheets import assessors_of, link_holds, moment_of, waited_for
from assessments.tokens import address
from assessments.views.case_pages import CaseAction, CaseRoom
from improvement.views import refusals
from networks.actions.locks import Refused


class Assessors(CaseAction):
    """Who assesses; inviting more."""

    template_name = "assessments/assessors.html"
    form_class = InviteForm
    title: str | Promise = gettext_lazy("Who assesses")
    lead: str | Promise = gettext_lazy(
        "Each answers alone. Who applies, decides, or works for the applicant assesses nothing."
    )
    button: str | Promise = gettext_lazy("Invite")

    def act(self, form: Form) -> None:
        row = assessors.invite(
            case=self.case,
            email=form.cleaned_data["email"],
            by=self.person,
            at=timezone.now(),
        )
        name = row.person.get_full_name() or row.person.email
        messages.success(self.request, _("%(name)s is invited.") % {"name": name})

    def get_success_url(self) -> str:
        return reverse("assessments:assessors", kwargs={"pk": self.case.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = assessors_of(self.case, moment_of(self.case) or Moment.APPLICATION)
        return super().get_context_data(people=people, waits=waited_for(people), **kwargs)


class AssessorChange(CaseRoom, View):
    """Marks an assessor as away or back, or takes out one who has written nothing."""

    http_method_names = ["post", "options"]

    @cached_property
    def row(self) -> AssessmentPerson:
        rows = AssessmentPerson.objects.filter(assessment=self.case, part=Part.ASSESSOR)
        found: AssessmentPerson = get_object_or_404(rows, pk=self.kwargs["row"])
        return found

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        now = timezone.now()
        try:
            if "fjern" in request.POST:
                assessors.remove(assessor=self.row, by=self.person, at=now)
            else:
                is_away = "borte" in request.POST
                assessors.set_away(assessor=self.row, is_away=is_away, by=self.person, at=now)
        except Refused as refused:
            messages.error(request, refusals.sentence(refused))
        return redirect("assessments:assessors", pk=self.case.pk)


class ApplicantLinkPage(CaseAction):
    """The secret link of the applicant: makes a new one, which ends the one before."""

    template_name = "assessments/applicant_link.html"
    form_class = Form
    title: str | Promise = gettext_lazy("The link of the applicant")
    lead: str | Promise = gettext_lazy(
        "An applicant without an account answers by this link. "
        "Whoever has it can answer for the applicant."
    )
    button: str | Promise = gettext_lazy("Make a new link")

    def act(self, form: Form) -> None:
        renew_link(case=self.case, by=self.person, at=timezone.now())
        messages.success(
            self.request, _("The new link is made. The one before opens nothing any more.")
        )

    def get_success_url(self) -> str:
        return reverse("assessments:applicant-link", kwargs={"pk": self.case.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        link = ApplicantLink.objects.filter(assessment=self.case).first()
        holds = link is not None and link_holds(self.case, link)
        shown = self.request.build_absolute_uri(address(link)) if link and holds else ""
        return super().get_context_data(
            link=shown,
            made_at=link.made_at if link else None,
            has_link=link is not None,
            **kwargs,
        )
