"""The finance strategy of a programme: the decision, and its tasks."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from assessments.actions import initiatives as actions
from assessments.forms.decisions import DecidedForm
from assessments.forms.initiatives import TaskForm
from assessments.models import StrategyTask
from assessments.queries.initiatives import tasks_of
from assessments.views.building import ProgrammeAction, ProgrammePage


class Strategy(ProgrammePage, TemplateView):
    """The decision and its tasks."""

    template_name = "assessments/strategy.html"
    permission_required: str | tuple[str, ...] = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        tasks = [
            (task, task.done_on is None and task.due_on is not None and task.due_on < today)
            for task in tasks_of(self.programme)
        ]
        return super().get_context_data(
            strategy=self.programme.finance_strategy, tasks=tasks, **kwargs
        )

    def path(self) -> list[tuple[str, str]]:
        return [*super().path(), (_("Finance strategy"), "")]


class _StrategyAction(ProgrammeAction):
    """A form about the strategy; it leads back to it."""

    @property
    def address(self) -> str:
        return reverse("assessments:strategy", kwargs={"slug": self.programme.slug})

    def get_success_url(self) -> str:
        return self.next_address(self.address)

    def path(self) -> list[tuple[str, str]]:
        return [*super().path(), (_("Finance strategy"), self.address)]


class StrategyDecide(_StrategyAction):
    """Record the decision that is the strategy."""

    form_class = DecidedForm
    title = gettext_lazy("Record the finance strategy")
    button = gettext_lazy("Save the decision")
    lead = gettext_lazy("A new strategy takes the place of the one before, which is kept.")

    def get_initial(self) -> dict[str, Any]:
        return {"body": self.programme.region.name, "decided_on": timezone.localdate()}

    def act(self, form: Form) -> None:
        actions.record_strategy(
            programme=self.programme, by=self.person, at=timezone.now(), **form.cleaned_data
        )
        messages.success(self.request, _("The decision is saved."))


class TaskCreate(_StrategyAction):
    """Another task."""

    form_class = TaskForm
    title = gettext_lazy("New task")
    button = gettext_lazy("Save")

    def act(self, form: Form) -> None:
        actions.save_task(programme=self.programme, by=self.person, **form.cleaned_data)
        messages.success(self.request, _("The task is saved."))


class TaskChange(_StrategyAction):
    """Change a task, or say that it is done."""

    form_class = TaskForm
    title = gettext_lazy("Change the task")
    button = gettext_lazy("Save")

    @cached_property
    def task(self) -> StrategyTask:
        found: StrategyTask = get_object_or_404(
            self.programme.strategy_tasks.all(), pk=self.kwargs["pk"]
        )
        return found

    def get_initial(self) -> dict[str, Any]:
        names = ("text", "responsible", "due_on", "done_on")
        return {name: getattr(self.task, name) for name in names}

    def act(self, form: Form) -> None:
        actions.save_task(
            programme=self.programme, task=self.task, by=self.person, **form.cleaned_data
        )
        messages.success(self.request, _("The task is saved."))
