"""A task that waits, ticked off where it stands."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from improvement.actions.tasks import finish_task
from improvement.models import MeasureTask
from improvement.views.pages import ActionPage, MeasurePage


class TaskTick(MeasurePage, ActionPage):
    """One press says that a task is done; another date is one link away."""

    form_class = Form
    title = gettext_lazy("Is the task done?")
    button = gettext_lazy("Yes, it is done")

    @cached_property
    def task(self) -> MeasureTask:
        rows = MeasureTask.objects.filter(measure=self.measure).select_related("measure")
        return get_object_or_404(rows, pk=self.kwargs["task"])

    def get_template_names(self) -> list[str]:
        plain = super().get_template_names()
        return ["improvement/parts/task_tick.html"] if plain[0].startswith("parts/") else plain

    def get_success_url(self) -> str:
        return self.next_address(f"{self.measure.get_absolute_url()}#oppgaver")

    def act(self, form: Form) -> None:
        finish_task(task=self.task, by=self.person, at=timezone.now(), is_done=True)
        messages.success(self.request, _("The task is done."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        keys = {"pk": self.measure.pk, "task": self.task.pk}
        return super().get_context_data(**kwargs) | {
            "lead": f"{self.task.title} · {self.measure.title}",
            "change": reverse("improvement:task-change", kwargs=keys),
        }
