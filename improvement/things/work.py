"""Things of a municipality's work: status, tasks, evaluation, steps, conflicts."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import date_in_words
from common.things import Thing
from improvement.queries.dues import EVALUATION_DAYS, Due, DueKind
from improvement.queries.staff import Staff
from networks.actions.locks import day_in

AHEAD = {
    DueKind.EVALUATION: EVALUATION_DAYS,
    DueKind.TASK: 14,
    DueKind.STEP: 14,
}
"""For how many days before its date a thing waits; others are said below."""
STATUS_AHEAD = 7
_WEIGHTS = {DueKind.PART: 3, DueKind.CONFLICT: 1}


def falls_to(person: User, *, dues: Iterable[Due], staff: Mapping[int, Staff]) -> list[Due]:
    """Choose what this person answers for."""
    nobody = Staff()
    return [
        due
        for due in dues
        if person.pk in staff.get(due.municipality.pk, nobody).answering(due.person_id)
    ]


def near(dues: Iterable[Due], *, at: datetime) -> list[Due]:
    """Choose what should be done now; a measure stands there with one status at most.

    A measure whose end passes without a word on it waits for status, whatever its age.
    """
    days: dict[int, date] = {}
    kept: dict[str, Due] = {}
    for due in dues:
        place = due.municipality
        today = days.setdefault(place.pk, day_in(municipality=place, at=at))
        if not _is_near(due, today):
            continue
        shown = replace(due, kind=DueKind.STATUS) if due.kind == DueKind.END else due
        if due.kind == DueKind.EVALUATION and due.on is not None and due.on < today:
            shown = replace(due, on=None)  # it waits, and stands in nobody's way
        former = kept.get(shown.key)
        if former is None or (former.on or date.max) > (shown.on or date.max):
            kept[shown.key] = shown
    return list(kept.values())


def _is_near(due: Due, today: date) -> bool:
    if due.on is None or due.kind == DueKind.PART:
        return True
    if due.kind == DueKind.END:
        return due.on <= today and (due.since is None or due.since < due.on)
    if due.kind == DueKind.STATUS:
        ahead = min(STATUS_AHEAD, due.patience // 4)
    else:
        ahead = AHEAD[due.kind]
    return due.on - timedelta(days=ahead) <= today


def thing(due: Due, *, goals: tuple[int, ...] = ()) -> Thing:
    """Say in the reader's language what is to be done."""
    name = due.name_in((get_language() or "nb").split("-")[0])
    titles = {
        DueKind.STATUS: _("Log status: %(name)s"),
        DueKind.EVALUATION: _("Evaluate the measure: %(name)s"),
        DueKind.TASK: _("Do the task: %(name)s"),
        DueKind.STEP: _("Go on with the step: %(name)s"),
        DueKind.PART: _("Deliver to the status round: %(name)s"),
        DueKind.CONFLICT: _("Is this a goal conflict? %(name)s"),
    }
    return Thing(
        key=due.key,
        title=titles[due.kind] % {"name": name},
        detail=_detail(due),
        place=str(due.municipality),
        due=due.on,
        weight=_WEIGHTS.get(due.kind, 2),
        address=address_of(due),
        goals=goals,
    )


def _detail(due: Due) -> str:
    if due.kind == DueKind.STATUS:
        if due.since is None:
            return _("Measure · never logged")
        return _("Measure · last logged %(day)s") % {"day": date_in_words(due.since)}
    if due.kind == DueKind.EVALUATION and due.since is not None:
        return _("Done %(day)s · did it work?") % {"day": date_in_words(due.since)}
    if due.kind == DueKind.STEP:
        return due.about or _("The municipality's own round")
    return due.about


def address_of(due: Due) -> str:
    """Give the page with the form that does it."""
    if due.kind in {DueKind.STATUS, DueKind.END}:
        return reverse("improvement:status", kwargs={"pk": due.parent})
    if due.kind == DueKind.EVALUATION:
        return reverse("improvement:evaluate", kwargs={"pk": due.parent})
    if due.kind == DueKind.TASK:
        task = {"pk": due.parent, "task": due.pk}
        return reverse("improvement:task-tick", kwargs=task)
    if due.kind == DueKind.STEP:
        return reverse("improvement:round-step", kwargs={"pk": due.parent, "progress": due.pk})
    if due.kind == DueKind.PART:
        keys = due.municipality.address_keys
        return reverse("improvement:status-round-deliver", kwargs={"pk": due.pk, **keys})
    return reverse("improvement:conflict", kwargs={"pk": due.pk})
