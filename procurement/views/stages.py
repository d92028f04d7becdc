"""The way of a need: next stage, back, planned days."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from networks.actions.locks import day_in
from procurement.actions import stages as actions
from procurement.enums import NeedState, Stage
from procurement.forms.stages import BackForm, PlanForm, StageForm
from procurement.queries.needs import read_need, stages_of, steps_of
from procurement.views import need_rows as rows
from procurement.views.pages import NeedAction, NeedRoom


class NeedStages(NeedRoom, TemplateView):
    """All stages with their dates, and what can be done."""

    template_name = "procurement/need_stages.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        need = self.need
        read = read_need(need)
        return super().get_context_data(
            steps=rows.step_rows(need, read, at=timezone.now()),
            history=rows.history_rows(steps_of(need)),
            may_move=need.state not in {NeedState.DRAFT, NeedState.CLOSED},
            may_go_on=bool(actions.stages_ahead(need)),
            may_go_back=bool(actions.stages_behind(need)),
            is_draft=need.state == NeedState.DRAFT,
            **kwargs,
        )

    def path(self) -> list[tuple[str, str]]:
        return [*super().path(), (_("Stages and dates"), self.request.path)]


class _StageAction(NeedAction):
    """A form about the stages; it leads back to them."""

    def get_success_url(self) -> str:
        return self.need_address("need-stages")

    def path(self) -> list[tuple[str, str]]:
        return [*super().path(), (_("Stages and dates"), self.need_address("need-stages"))]


class StageOn(_StageAction):
    """The next stage is reached."""

    form_class = StageForm
    title = gettext_lazy("Next stage")
    button = gettext_lazy("Save")
    lead = gettext_lazy(
        "With the competition everything closes: questions, talks and solutions. It is held "
        "in your tender system; the link leads there."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        ahead = [(stage.value, stage.label) for stage in actions.stages_ahead(self.need)]
        return {**super().get_form_kwargs(), "stages": ahead}

    def get_initial(self) -> dict[str, Any]:
        return {"on": day_in(municipality=self.need.municipality, at=timezone.now())}

    def act(self, form: Form) -> None:
        values = form.cleaned_data
        actions.move_on(
            need=self.need,
            stage=Stage(values["stage"]),
            on=values["on"],
            reason=values.get("reason", ""),
            competition_url=values.get("competition_url", ""),
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The stage is saved."))


class StageBack(_StageAction):
    """The need goes back."""

    form_class = BackForm
    title = gettext_lazy("Go back a stage")
    button = gettext_lazy("Go back")
    lead = gettext_lazy("Nothing is deleted. The reason is shown to all who read the need.")

    def get_form_kwargs(self) -> dict[str, Any]:
        behind = [(stage.value, stage.label) for stage in actions.stages_behind(self.need)]
        return {**super().get_form_kwargs(), "stages": behind}

    def act(self, form: Form) -> None:
        actions.go_back(
            need=self.need,
            stage=Stage(form.cleaned_data["stage"]),
            reason=form.cleaned_data["reason"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The stage is saved."))


class StagePlan(_StageAction):
    """Days for the stages to come."""

    form_class = PlanForm
    title = gettext_lazy("Plan the stages")
    button = gettext_lazy("Save the days")
    lead = gettext_lazy("Month and year are shown. Suppliers plan by them.")

    def _ahead(self) -> list[Stage]:
        return list(actions.WAY[actions.WAY.index(Stage(self.need.stage)) + 1 :])

    def get_form_kwargs(self) -> dict[str, Any]:
        stages = [(stage.value, stage.label) for stage in self._ahead()]
        return {**super().get_form_kwargs(), "stages": stages}

    def get_initial(self) -> dict[str, Any]:
        known = stages_of(self.need)
        return {stage: known[stage].planned_on for stage in self._ahead() if stage in known}

    def act(self, form: Form) -> None:
        days = {Stage(key): day for key, day in form.cleaned_data.items()}
        actions.plan_stages(need=self.need, days=days, by=self.person, at=timezone.now())
        messages.success(self.request, _("The days are saved."))
