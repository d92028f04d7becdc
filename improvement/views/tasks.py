"""Tasks of a measure: add, change, tick off, remove."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from improvement.actions import tasks
from improvement.forms.tasks import TaskForm
from improvement.models import MeasureTask
from improvement.views import refusals
from improvement.views.pages import ActionPage, MeasurePage
from networks.actions.locks import Refused


class TaskPage(MeasurePage, ActionPage):
    """What the pages about tasks have in common: they lead back to the list of tasks."""

    def get_success_url(self) -> str:
        return self.next_address(f"{self.measure.get_absolute_url()}#oppgaver")


class TaskAdd(TaskPage):
    form_class = TaskForm
    title = gettext_lazy("Add a task")
    button = gettext_lazy("Add the task")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"municipality": self.municipality}

    def act(self, form: Form) -> None:
        tasks.add_task(measure=self.measure, by=self.person, **form.cleaned_data)
        messages.success(self.request, _("The task is added."))


class OneTaskPage(TaskPage):
    """A page about one task."""

    @cached_property
    def task(self) -> MeasureTask:
        rows = MeasureTask.objects.filter(measure=self.measure).select_related(
            "measure", "person"
        )
        return get_object_or_404(rows, pk=self.kwargs["task"])


class TaskChange(OneTaskPage):
    form_class = TaskForm
    title = gettext_lazy("Change the task")
    button = gettext_lazy("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return kwargs | {"municipality": self.municipality, "current": self.task.person}

    def get_initial(self) -> dict[str, Any]:
        task = self.task
        return {"title": task.title, "due_on": task.due_on, "person": task.person_id}

    def act(self, form: Form) -> None:
        tasks.change_task(task=self.task, by=self.person, **form.cleaned_data)
        messages.success(self.request, _("The task is saved."))


class TaskDone(OneTaskPage):
    """Tick a task off, or open it again (``done=0``)."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        is_done = request.POST.get("done") != "0"
        try:
            tasks.finish_task(
                task=self.task, by=self.person, at=timezone.now(), is_done=is_done
            )
        except Refused as refused:
            messages.error(request, refusals.sentence(refused))
        else:
            done, opened = _("The task is done."), _("The task is open again.")
            messages.success(request, done if is_done else opened)
        return redirect(self.get_success_url())


class TaskRemove(OneTaskPage):
    form_class = Form
    title = gettext_lazy("Remove the task")
    button = gettext_lazy("Remove")
    is_danger = True

    def act(self, form: Form) -> None:
        tasks.remove_task(task=self.task, by=self.person)
        messages.success(self.request, _("The task is removed."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = _("“%(task)s” goes from the list. The history keeps it.")
        return super().get_context_data(**kwargs) | {"lead": lead % {"task": self.task.title}}
