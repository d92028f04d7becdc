"""Mails to those who come: a week and a day before, and the morning after.

What was sent is noted in the same transaction as the mail, under the lock that seats are
counted under: a job that runs twice writes each mail once, and nobody who has just given the
seat back is reminded of it.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from gatherings import letters
from gatherings.calculations.reminding import windows
from gatherings.enums import GatheringState, ReminderKind, SeatState, SeriesState
from gatherings.models import Gathering, Participation, SentReminder, Series
from gatherings.queries.feedback import guests, open_forms, unanswered
from gatherings.tokens import make_feedback_token

LONGEST_BEFORE = timedelta(days=9)  # a week, and the width of all time zones


def remind(*, at: datetime) -> int:
    """Write the mails that are due.

    Returns:
        The number of mails; run again it is none.
    """
    day = at.date()
    published = Gathering.objects.filter(
        state=GatheringState.PLANNED,
        series__state=SeriesState.PUBLISHED,
        series__network__closed_at__isnull=True,
    )
    soon = published.filter(day__gte=day - timedelta(days=1), day__lte=day + LONGEST_BEFORE)
    asked = published.filter(day__lt=day, feedback__in=open_forms(at=at))
    count = 0
    for gathering in (soon | asked).distinct().order_by("day", "pk"):
        count += _remind(gathering, at=at)
    return count


@transaction.atomic
def _remind(gathering: Gathering, *, at: datetime) -> int:
    """Write the mails of one gathering; before it there is at most one for each."""
    series = (
        Series.objects.select_for_update(no_key=True, of=("self",))
        .select_related("network")
        .get(pk=gathering.series_id)
    )
    row = Gathering.objects.select_related("feedback").get(pk=gathering.pk)
    if row.day is None or row.state != GatheringState.PLANNED:
        return 0
    row.series = series
    times = windows(day=row.day, starts_at=row.starts_at, zone=series.zone)
    if times.day.holds(at):
        return _before(row, ReminderKind.DAY, since=times.day.opens, at=at)
    if times.week.holds(at):
        return _before(row, ReminderKind.WEEK, since=times.week.opens, at=at)
    if at >= times.after:
        return _after(row, at=at)
    return 0


def _before(gathering: Gathering, kind: ReminderKind, *, since: datetime, at: datetime) -> int:
    """Remind those who were signed up ``since``; later ones have just had all by mail."""
    coming = gathering.participations.filter(
        registration__state=SeatState.CONFIRMED,
        registration__erased_at__isnull=True,
        registration__queued_at__lt=since,
    )
    rows = _not_told(coming, gathering, kind)
    for each in rows:
        letters.remind(participation=each, kind=kind)
    return _note(rows, gathering, kind, at=at)


def _after(gathering: Gathering, *, at: datetime) -> int:
    """Ask those who came and have not answered."""
    came = unanswered(guests().filter(gathering=gathering), at=at)
    rows = _not_told(came, gathering, ReminderKind.FEEDBACK)
    for each in rows:
        path = reverse(
            "gatherings:feedback-answer", kwargs={"token": make_feedback_token(each)}
        )
        until = gathering.feedback.closes_at
        letters.ask_for_feedback(participation=each, until=until, path=path)
    return _note(rows, gathering, ReminderKind.FEEDBACK, at=at)


def _not_told(
    rows: QuerySet[Participation], gathering: Gathering, kind: ReminderKind
) -> list[Participation]:
    told = SentReminder.objects.filter(gathering=gathering, kind=kind)
    keys = set(told.values_list("registration", flat=True))
    found = []
    for row in rows.select_related("registration__municipality__country").order_by("pk"):
        if row.registration_id in keys:
            continue
        row.gathering, row.registration.series = gathering, gathering.series
        found.append(row)
    return found


def _note(
    rows: list[Participation], gathering: Gathering, kind: ReminderKind, *, at: datetime
) -> int:
    SentReminder.objects.bulk_create(
        SentReminder(gathering=gathering, registration=row.registration, kind=kind, at=at)
        for row in rows
    )
    return len(rows)
