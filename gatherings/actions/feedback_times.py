"""When an evaluation form is open, unless the hosts say otherwise."""

from datetime import datetime, time, timedelta

from common.dates import LAST_SECOND
from gatherings.enums import ReminderKind
from gatherings.models import FeedbackForm, Gathering, SentReminder

ANSWER_DAYS = 14
Times = tuple[datetime, datetime]


def usual_times(gathering: Gathering) -> Times | None:
    """Give when a form opens and closes: when all have gone home, and 14 days later.

    Without a time of day it opens with the next day; without a day nothing is known.
    """
    if gathering.day is None:
        return None
    zone = gathering.series.zone
    midnight = datetime.combine(gathering.day + timedelta(days=1), time.min, tzinfo=zone)
    last = datetime.combine(
        gathering.day + timedelta(days=ANSWER_DAYS), LAST_SECOND, tzinfo=zone
    )
    return gathering.ends_at or midnight, last


def follow(gathering: Gathering, *, before: Gathering, at: datetime) -> None:
    """Move the form's times with the gathering's, where they were the usual ones.

    A gathering on another day is reminded of again.

    Args:
        gathering: As it is now; its row is locked.
        before: As it was.
        at: Now; a form that has opened stays as it is.
    """
    if gathering.day != before.day:
        told = SentReminder.objects.filter(gathering=gathering)
        told.exclude(kind=ReminderKind.FEEDBACK).delete()
    was, now = usual_times(before), usual_times(gathering)
    if was is None or now is None or was == now:
        return
    FeedbackForm.objects.filter(
        gathering=gathering, opens_at=was[0], closes_at=was[1], opens_at__gt=at
    ).update(opens_at=now[0], closes_at=now[1])
