"""Calendar files (iCalendar, RFC 5545): events as plain values in, bytes out.

What calendar programs stumble over is settled here: each file carries its time zones whole,
in the one form that all of them read (a rule for summer and one for winter); an event
without a time of day takes the whole day; a cancelled event stays, and says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from gatherings.calculations import zones
from gatherings.calculations.zones import Change, Rule

if TYPE_CHECKING:
    from icalendar import Calendar, Component, Event, Timezone

MEDIA_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=1)
"""How often programs are asked to look for changes; many take their own time."""
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event as it stands in a calendar.

    Attributes:
        uid: Names the event for good, in every calendar it stands in.
        sequence: Raised by each change of what stands in a calendar.
        changed_at: When it was last changed.
        day: Day of the event, local to ``zone``.
        starts_at: None while the time of day is unknown, as is ``ends_at`` then.
        zone: IANA name of the zone whose clock the times are shown in.
        address: Page to read more on.
        organizer: E-mail of who holds it; empty where nobody is named.
    """

    uid: UUID
    sequence: int
    changed_at: datetime
    title: str
    day: date
    starts_at: datetime | None
    ends_at: datetime | None
    zone: str
    is_cancelled: bool
    place: str
    text: str
    address: str
    organizer: str = ""


def write(*, name: str, host: str, entries: Sequence[Entry], method: str = "PUBLISH") -> bytes:
    """Write a calendar; the same entries give the same bytes.

    Args:
        name: What programs call the calendar.
        host: Name of this site, the second half of each UID.
        entries: What stands in it, in the order given.
        method: What programs do with it (RFC 5546); ``CANCEL`` takes the events away.
    """
    calendar = _empty(name, method)
    timed = [entry for entry in entries if entry.starts_at is not None]
    for zone in sorted({entry.zone for entry in timed}):
        years = {entry.day.year for entry in timed if entry.zone == zone}
        calendar.add_component(_zone(zone, min(years) - 1, max(years) + 1))
    for entry in entries:
        calendar.add_component(_event(entry, host=host))
    return bytes(calendar.to_ical())


def _empty(name: str, method: str) -> "Calendar":
    from icalendar import Calendar, vDuration  # noqa: PLC0415 -- slow import

    calendar = Calendar()
    calendar.add("prodid", "-//Samverk//Gatherings//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    refresh = vDuration(REFRESH)
    calendar.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", refresh)
    return calendar


def _event(entry: Entry, *, host: str) -> "Event":
    from icalendar import Event  # noqa: PLC0415 -- slow import

    event = Event()
    event.add("uid", f"{entry.uid}@{host}")
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    if entry.starts_at is not None and entry.ends_at is not None:
        zone = ZoneInfo(entry.zone)
        event.add("dtstart", entry.starts_at.astimezone(zone))
        event.add("dtend", entry.ends_at.astimezone(zone))
    else:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.title)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    if entry.place:
        event.add("location", entry.place)
    if entry.text:
        event.add("description", entry.text)
    event.add("url", entry.address)
    if entry.organizer:
        event.add("organizer", f"mailto:{entry.organizer}")
    return event


@cache
def _zone(name: str, first: int, last: int) -> "Timezone":
    """Describe a zone from the year ``first`` to ``last``.

    Changes that keep to a rule are written as rules; any other history is written change by
    change. (The library can describe a zone, too, but change by change only, which not all
    programs read, and with the clock after a change where the standard wants that before.)
    """
    from icalendar import Timezone  # noqa: PLC0415 -- slow import

    zone = ZoneInfo(name)
    described = Timezone()
    described.add("tzid", name)
    found = zones.changes(zone=zone, first=first, last=last)
    if found and zones.follow_rules(found=found, first=first, last=last):
        for change in found:
            if change.local.year == first:
                described.add_component(_observance(change, has_rule=True))
    else:
        for change in [_beginning(zone, first), *found]:
            described.add_component(_observance(change, has_rule=False))
    return described


def _beginning(zone: ZoneInfo, year: int) -> Change:
    """Say what the time is as a year begins, as if it changed to that."""
    local = datetime(year, 1, 1, tzinfo=zone)
    offset = local.utcoffset() or timedelta()
    name, is_summer = local.tzname() or "", bool(local.dst())
    rule = Rule(1, 1, local.weekday(), 0, offset, offset, name, is_summer)
    return Change(local.replace(tzinfo=None), rule)


def _observance(change: Change, *, has_rule: bool) -> "Component":
    from icalendar import TimezoneDaylight, TimezoneStandard  # noqa: PLC0415 -- slow import

    rule = change.rule
    part = TimezoneDaylight() if rule.is_summer else TimezoneStandard()
    part.add("dtstart", change.local)
    if has_rule:
        weekday = f"{rule.nth}{_DAYS[rule.weekday]}"
        part.add("rrule", {"FREQ": "YEARLY", "BYMONTH": rule.month, "BYDAY": weekday})
    part.add("tzname", rule.name)
    part.add("tzoffsetfrom", rule.before)
    part.add("tzoffsetto", rule.after)
    return part
