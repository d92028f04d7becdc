"""When the clocks of a zone change, as calendar files tell it."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)
LAST = -1


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """A change that comes each year, such as *the last Sunday of March at 2*.

    Attributes:
        nth: Which such weekday of the month; -1 is the last.
        weekday: 0 is Monday.
        minute: Minutes after midnight, by the clock before the change.
        before: Offset from UTC before the change.
        after: Offset from UTC after it.
        name: Short name of the time after it, as CEST.
    """

    month: int
    nth: int
    weekday: int
    minute: int
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the clock: the moment by the clock before it, and the rule it fits."""

    local: datetime
    rule: Rule


def changes(*, zone: ZoneInfo, first: int, last: int) -> list[Change]:
    """Give the changes from the year ``first`` to ``last``, both whole, in order."""
    return list(_changes(zone, first, last))


def follow_rules(*, found: list[Change], first: int, last: int) -> bool:
    """Whether all changes are those of the first year, come again each year."""
    rules = [change.rule for change in found if change.local.year == first]
    return [(change.local.year, change.rule) for change in found] == [
        (year, rule) for year in range(first, last + 1) for rule in rules
    ]


def _changes(zone: ZoneInfo, first: int, last: int) -> Iterator[Change]:
    moment = datetime(first, 1, 1, tzinfo=UTC)
    while moment.year <= last:
        if _offset(moment, zone) != _offset(moment + _DAY, zone):
            yield _change(moment, zone)
        moment += _DAY


def _change(moment: datetime, zone: ZoneInfo) -> Change:
    """Find the change within a day of ``moment``."""
    before = _offset(moment, zone)
    while _offset(moment, zone) == before:
        moment += _MINUTE
    local = (moment + before).replace(tzinfo=None)
    days = monthrange(local.year, local.month)[1]
    there = moment.astimezone(zone)
    rule = Rule(
        month=local.month,
        nth=LAST if local.day + 7 > days else (local.day - 1) // 7 + 1,
        weekday=local.weekday(),
        minute=local.hour * 60 + local.minute,
        before=before,
        after=_offset(moment, zone),
        name=there.tzname() or "",
        is_summer=bool(there.dst()),
    )
    return Change(local, rule)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
