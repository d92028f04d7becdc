"""On which days one is reminded of a date, and what is still to be said about it."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta


def newest_mark(
    *, due: date, today: date, before: Sequence[int], late: Sequence[int]
) -> int | None:
    """Give the newest day of reminding that has come.

    Args:
        due: The date that is reminded of.
        today: The day on which it is asked.
        before: Days before the date, for example 30, 7 and 1.
        late: Days after the date, for example 1, 7 and 30; the largest one repeats: 30,
            60, 90 …

    Returns:
        Days from the date to the day of reminding: negative before the date, positive
        after it; None when no such day has come.
    """
    passed = (today - due).days
    marks = [-days for days in before] + list(late)
    repeated = max(late, default=0)
    if repeated > 0 and passed >= repeated:
        marks.append(passed // repeated * repeated)
    return max((mark for mark in marks if mark <= passed), default=None)


def is_recent(*, due: date, mark: int, today: date, days: int) -> bool:
    """Whether a day of reminding was so lately that it is still to be told of.

    Args:
        due: The date that is reminded of.
        mark: Days from the date to the day of reminding, as ``newest_mark`` gives them.
        today: The day on which it is asked.
        days: For how many days a mail may be held back.
    """
    return today - (due + timedelta(days=mark)) <= timedelta(days=days)


def add_months(day: date, months: int) -> date:
    """Give the same day some months later, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
