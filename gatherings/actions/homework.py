"""Homework of a case: what the municipality does until a date, and what came of it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gatherings.actions.cases import CaseNotReady, lock_case
from gatherings.enums import CaseState
from gatherings.models import Case, Homework
from improvement.actions.refusals import Declined
from networks.actions.locks import day_in, sign


class HomeworkMissing(Declined):
    """Nothing is written."""

    field = "text"
    sentence = _("Write what is to be done.")


class DayHasBeen(Declined):
    """The date is before today."""

    field = "due_on"
    sentence = _("Choose today or a later day.")


class ResultMissing(Declined):
    """Homework is done with a result."""

    field = "result"
    sentence = _("Write what came of it.")


class HomeworkGone(Declined):
    """Somebody has removed it meanwhile."""

    sentence = _("The homework is not there any more.")


class HomeworkDone(Declined):
    """It is done; what was agreed stays."""

    sentence = _("The homework is done and can no longer be changed.")


@transaction.atomic
def give_homework(
    *, case: Case, text: str, due_on: date, by: User | None, at: datetime
) -> Homework:
    """Agree on homework. The same text for the same day again adds none.

    Raises:
        CaseNotReady: The case is a draft.
        HomeworkMissing: ``text`` is empty.
        DayHasBeen: ``due_on`` is before the day of ``at`` in the municipality.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = lock_case(case)
    if locked.state == CaseState.DRAFT:
        raise CaseNotReady
    words = text.strip()
    if not words:
        raise HomeworkMissing
    if due_on < day_in(municipality=locked.municipality, at=at):
        raise DayHasBeen
    known = locked.homework.filter(text=words, due_on=due_on).first()
    if known is not None:
        return known
    row = Homework(case=locked, text=words, due_on=due_on, created_by=by)
    sign(row, by=by)
    row.save()
    return row


@transaction.atomic
def change_homework(
    *, homework: Homework, text: str, due_on: date, by: User | None, at: datetime
) -> Homework:
    """Change what is to be done, or move its day.

    Raises:
        HomeworkMissing: ``text`` is empty.
        DayHasBeen: A new ``due_on`` is before the day of ``at`` in the municipality.
        HomeworkDone: It is done.

    Passes on:
        HomeworkGone: It has been removed.
        NetworkClosed: The network is closed.
    """
    row = _locked(homework)
    if row.done_at is not None:
        raise HomeworkDone
    if not text.strip():
        raise HomeworkMissing
    if due_on != row.due_on and due_on < day_in(municipality=row.case.municipality, at=at):
        raise DayHasBeen
    row.text, row.due_on = text.strip(), due_on
    sign(row, by=by)
    row.save()
    return row


@transaction.atomic
def finish_homework(
    *, homework: Homework, result: str, by: User | None, at: datetime
) -> Homework:
    """Note that it is done, with what came of it. The same again changes nothing.

    Another result later takes the place of the first; the history keeps both.

    Raises:
        ResultMissing: ``result`` is empty.

    Passes on:
        HomeworkGone: It has been removed.
        NetworkClosed: The network is closed.
    """
    if not result.strip():
        raise ResultMissing
    row = _locked(homework)
    if row.done_at is not None and row.result == result.strip():
        return row
    if row.done_at is None:
        row.done_at, row.done_by = at, by
    row.result = result.strip()
    sign(row, by=by)
    row.save()
    return row


@transaction.atomic
def remove_homework(*, homework: Homework, by: User | None) -> None:
    """Remove homework that is not needed; the history keeps it. Again changes nothing.

    Raises:
        HomeworkDone: It is done.

    Passes on:
        NetworkClosed: The network is closed.
    """
    try:
        row = _locked(homework)
    except HomeworkGone:
        return
    if row.done_at is not None:
        raise HomeworkDone
    sign(row, by=by)
    row.delete()


def _locked(homework: Homework) -> Homework:
    """Read homework anew, under the lock of its case.

    Raises:
        HomeworkGone: It has been removed.

    Passes on:
        NetworkClosed: The network is closed.
    """
    case = lock_case(homework.case)
    row = Homework.objects.filter(pk=homework.pk).first()
    if row is None:
        raise HomeworkGone
    row.case = case
    return row
