"""Reads of the status log."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import F, Prefetch

from accounts.models import User
from improvement.calculations.tasks import state_by_tasks
from improvement.models import Measure, MeasureTask, StatusDraft, StatusEntry

PAGE = 25


def log_page(measure: Measure, number: str | int | None) -> Page[StatusEntry]:
    """Give one page of the log, newest first, with who wrote and what corrects what."""
    corrections = StatusEntry.objects.only("pk", "corrects", "at").order_by("at", "pk")
    rows = (
        StatusEntry.objects.filter(measure=measure)
        .select_related("by", "on_behalf_of", "corrects")
        .prefetch_related(Prefetch("corrections", queryset=corrections))
        .order_by("-at", "-pk")
    )
    return Paginator(rows, PAGE).get_page(number)


def newest_entry(measure: Measure) -> StatusEntry | None:
    """Give the entry that decides the state."""
    rows = StatusEntry.objects.filter(measure=measure).select_related("by", "on_behalf_of")
    return rows.order_by("-at", "-pk").first()


def last_submission(measure: Measure, person: User) -> str:
    """Give the number of the form that the person published last; empty if none."""
    rows = StatusEntry.objects.filter(measure=measure, by=person).order_by("-at", "-pk")
    found = rows.values_list("submission", flat=True).first()
    return str(found or "")


def draft_of(measure: Measure, person: User) -> StatusDraft | None:
    """Give what the person has typed and not published."""
    return StatusDraft.objects.filter(measure=measure, person=person).first()


@dataclass(frozen=True, slots=True)
class Tasks:
    """The tasks of a measure, open ones first, and the state that they point to."""

    rows: list[MeasureTask]
    state: str

    @property
    def done(self) -> int:
        return sum(task.done_on is not None for task in self.rows)


def tasks_of(measure: Measure, *, today: date) -> Tasks:
    """List the tasks by their day, what is done last; one query."""
    rows = MeasureTask.objects.filter(measure=measure).select_related("person", "done_by")
    listed = list(
        rows.order_by(
            F("done_on").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk"
        )
    )
    dates = [(task.due_on, task.done_on) for task in listed]
    return Tasks(listed, state_by_tasks(dates, today=today))
