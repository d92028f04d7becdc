"""Tasks of a measure. What is removed stays in the history."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from improvement.actions.log import MeasureArchived
from improvement.actions.measures import MeasureChanged
from improvement.actions.refusals import Declined
from improvement.models import Measure, MeasureTask
from improvement.queries.people import people_of
from networks.actions.locks import day_in, sign


class TaskTitleMissing(Declined):
    """A task has no words."""

    field = "title"
    sentence = _("Write what is to be done.")


class TaskPersonElsewhere(Declined):
    """The person does not work in the municipality."""

    field = "person"
    sentence = _("Choose a person who works in the municipality.")


@transaction.atomic
def add_task(
    *,
    measure: Measure,
    title: str,
    by: User | None,
    due_on: date | None = None,
    person: User | None = None,
) -> MeasureTask:
    """Add a task to a measure.

    Passes on:
        MeasureArchived: The measure is archived.
        TaskTitleMissing: It has no words.
        TaskPersonElsewhere: The person does not work in the municipality.
    """
    task = MeasureTask(measure=_open(measure))
    _write(task, title=title, due_on=due_on, person=person, by=by)
    return task


@transaction.atomic
def change_task(
    *,
    task: MeasureTask,
    title: str,
    by: User | None,
    due_on: date | None = None,
    person: User | None = None,
) -> MeasureTask:
    """Change the words, the day or the person of a task.

    Passes on:
        MeasureArchived: The measure is archived.
        MeasureChanged: Somebody has removed the task.
        TaskTitleMissing: It has no words.
        TaskPersonElsewhere: The person does not work in the municipality.
    """
    locked = _locked(task)
    _write(locked, title=title, due_on=due_on, person=person, by=by)
    return locked


@transaction.atomic
def finish_task(
    *, task: MeasureTask, by: User | None, at: datetime, is_done: bool = True
) -> MeasureTask:
    """Tick a task off, or open it again; what is so already stays as it is.

    Passes on:
        MeasureArchived: The measure is archived.
        MeasureChanged: Somebody has removed the task.
    """
    locked = _locked(task)
    if (locked.done_on is not None) == is_done:
        return locked
    place = locked.measure.municipality
    locked.done_on = day_in(municipality=place, at=at) if is_done else None
    locked.done_by = by if is_done else None
    sign(locked, by=by)
    locked.save()
    return locked


@transaction.atomic
def remove_task(*, task: MeasureTask, by: User | None) -> None:
    """Remove a task that is not needed; its history stays. Again changes nothing.

    Passes on:
        MeasureArchived: The measure is archived.
    """
    try:
        locked = _locked(task)
    except MeasureChanged:
        return
    sign(locked, by=by)
    locked.delete()


def _open(measure: Measure) -> Measure:
    """Lock a measure whose tasks are to be changed.

    Raises:
        MeasureArchived: The measure is archived.
    """
    rows = Measure.objects.select_for_update(no_key=True, of=("self",))
    locked: Measure = rows.select_related("municipality__country").get(pk=measure.pk)
    if locked.archived_at is not None:
        raise MeasureArchived
    return locked


def _locked(task: MeasureTask) -> MeasureTask:
    """Read a task anew, under the lock of its measure.

    Raises:
        MeasureChanged: Somebody has removed the task.

    Passes on:
        MeasureArchived: The measure is archived.
    """
    measure = _open(task.measure)
    found = MeasureTask.objects.filter(pk=task.pk).first()
    if found is None:
        raise MeasureChanged
    found.measure = measure
    return found


def _write(
    task: MeasureTask,
    *,
    title: str,
    due_on: date | None,
    person: User | None,
    by: User | None,
) -> None:
    """Check and save.

    Raises:
        TaskTitleMissing: There are no words.
        TaskPersonElsewhere: The person does not work in the municipality.
    """
    task.title = title.strip()
    if not task.title:
        raise TaskTitleMissing
    if person is not None and person.pk != task.person_id:
        people = people_of(task.measure.municipality)
        if not people.filter(pk=person.pk).exists():
            raise TaskPersonElsewhere
    task.due_on, task.person = due_on, person
    sign(task, by=by)
    task.save()
