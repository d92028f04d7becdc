"""The steps of a programme's rounds, and its days; changed by the programme's leader."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from django.views.generic.base import ContextMixin
from rules.contrib.views import PermissionRequiredMixin

from accounts.signed_in import SignedIn
from common.translations import LANGUAGES
from improvement.actions import templates
from improvement.forms.cycle_settings import CycleDaysForm, StepForm
from improvement.models import RoundStep, RoundTemplate
from improvement.queries.settings import settings_of
from improvement.views import refusals
from improvement.views.pages import ActionPage
from networks.actions.locks import Refused
from networks.models import Programme


@dataclass(frozen=True, slots=True)
class TemplateStep:
    """One step of the template."""

    pk: int
    name: str
    lang: str
    kind: str
    is_side_input: bool
    is_first: bool
    is_last: bool


class ProgrammePage(SignedIn, PermissionRequiredMixin, ContextMixin):
    """A page about the cycle of one programme."""

    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required = "improvement.set_cycle"
    raise_exception = True

    @cached_property
    def programme(self) -> Programme:
        return get_object_or_404(Programme, slug=self.kwargs["slug"])

    @cached_property
    def template(self) -> RoundTemplate:
        return templates.template_for(self.programme)

    @cached_property
    def step(self) -> RoundStep:
        rows = RoundStep.objects.select_related("template")
        return get_object_or_404(rows, template=self.template, pk=self.kwargs["step"])

    def get_permission_object(self) -> Programme:
        return self.programme

    def address(self, name: str = "cycle-settings", **kwargs: Any) -> str:
        """Address of a page about the cycle of this programme."""
        return reverse(f"improvement:{name}", kwargs={"slug": self.programme.slug, **kwargs})

    def get_success_url(self) -> str:
        return self.address()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        programme = reverse("networks:programme", kwargs={"slug": self.programme.slug})
        crumbs = [(self.programme.name, programme), (_("The cycle"), self.address())]
        return super().get_context_data(programme=self.programme, crumbs=crumbs, **kwargs)


class CycleSettingsPage(ProgrammePage, TemplateView):
    """Steps in order, retired ones, and the days that hold."""

    template_name = "improvement/cycle_settings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        steps = list(self.template.steps.order_by("position", "pk"))
        used = [row for row in steps if not row.is_retired]
        context = super().get_context_data(
            steps=[
                TemplateStep(
                    pk=row.pk,
                    name=row.local_name.text,
                    lang=row.local_name.lang,
                    kind=str(row.get_kind_display()),
                    is_side_input=row.is_side_input,
                    is_first=n == 0,
                    is_last=n == len(used) - 1,
                )
                for n, row in enumerate(used)
            ],
            retired=[row for row in steps if row.is_retired],
            days=settings_of(self.programme),
            **kwargs,
        )
        context["crumbs"][-1] = (_("The cycle"), "")
        return context


class CycleDaysPage(ProgrammePage, ActionPage):
    form_class = CycleDaysForm
    title = gettext_lazy("Days and reminders")
    lead = gettext_lazy("They hold for all networks of the programme.")
    button = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        days = settings_of(self.programme)
        return {
            "target": days.target_days,
            "acceptable": days.acceptable_days,
            "stale": days.stale_days,
            "before": ", ".join(str(day) for day in days.days_before),
            "late": ", ".join(str(day) for day in days.days_late),
            "between_mails": days.days_between_mails,
        }

    def act(self, form: Form) -> None:
        templates.set_days(programme=self.programme, days=form.days, by=self.person)  # type: ignore[attr-defined]
        messages.success(self.request, _("The days are saved."))


class StepAdd(ProgrammePage, ActionPage):
    form_class = StepForm
    title = gettext_lazy("Add a step")
    lead = gettext_lazy("Rounds that are open get the step when somebody begins it.")
    button = gettext_lazy("Add the step")

    def act(self, form: Form) -> None:
        templates.add_step(template=self.template, by=self.person, **form.said)  # type: ignore[attr-defined]
        messages.success(self.request, _("The step is added."))


class StepChange(ProgrammePage, ActionPage):
    form_class = StepForm
    title = gettext_lazy("Change the step")
    lead = gettext_lazy("The name changes in all rounds of the programme.")
    button = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        names = {f"name_{code}": getattr(self.step, f"name_{code}") for code in LANGUAGES}
        return {"kind": self.step.kind, "is_side_input": self.step.is_side_input, **names}

    def act(self, form: Form) -> None:
        templates.change_step(step=self.step, by=self.person, **form.said)  # type: ignore[attr-defined]
        messages.success(self.request, _("The step is saved."))


class StepSort(ProgrammePage, View):
    """Up, down, out of use, into use again: one button each."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            text = self._act(request.POST.get("do", ""))
        except Refused as refused:
            messages.error(request, refusals.sentence(refused))
        else:
            messages.success(request, text)
        return redirect(self.address())

    def _act(self, wanted: str) -> str:
        if wanted == "retire":
            is_gone = templates.retire_step(step=self.step, by=self.person)
            if is_gone:
                return _("The step is removed.")
            return _("The step is out of use. Rounds that have it keep it.")
        if wanted == "restore":
            templates.restore_step(step=self.step, by=self.person)
            return _("The step is in use again.")
        places = -1 if wanted == "up" else 1
        templates.move_step(step=self.step, places=places, by=self.person)
        return _("The step is moved.")
