"""When a gathering is reminded of: windows of time, as the clock is where it is held."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOUR = time(7)
"""Local time of day from which mails go out."""


@dataclass(frozen=True, slots=True)
class Window:
    """A mail goes out from ``opens`` on, before ``closes``."""

    opens: datetime
    closes: datetime

    def holds(self, at: datetime) -> bool:
        """Whether a mail goes out ``at`` that time."""
        return self.opens <= at < self.closes


@dataclass(frozen=True, slots=True)
class Windows:
    """Of one gathering. A mail that is late goes out as long as it helps.

    Attributes:
        week: From a week before it; after three days it would stand too near the next one.
        day: From the day before it, until it begins.
        after: The morning after.
    """

    week: Window
    day: Window
    after: datetime


def windows(*, day: date, starts_at: datetime | None, zone: ZoneInfo) -> Windows:
    """Give the windows of a gathering.

    Args:
        day: Its day.
        starts_at: When it begins; None while unknown, then it may begin with the day.
        zone: Whose clock counts.
    """
    week, eve = _morning(day, -7, zone), _morning(day, -1, zone)
    begins = starts_at or datetime.combine(day, time.min, tzinfo=zone)
    return Windows(
        week=Window(week, _morning(day, -4, zone)),
        day=Window(eve, begins),
        after=_morning(day, 1, zone),
    )


def day_after(day: date, *, days: int, zone: ZoneInfo) -> datetime:
    """Give the midnight at which ``days`` whole days after ``day`` have passed."""
    return datetime.combine(day + timedelta(days=days + 1), time.min, tzinfo=zone)


def _morning(day: date, days: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=days), HOUR, tzinfo=zone)
