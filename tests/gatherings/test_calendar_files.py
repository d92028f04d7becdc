"""What a calendar file says, read back by two other libraries than the one that writes it."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from ical.calendar_stream import IcsCalendarStream

from gatherings.calendars import Entry, write

STOCKHOLM = ZoneInfo("Europe/Stockholm")
UID = UUID("0b5e2d3c-0000-4000-8000-000000000001")
CHANGED = datetime(2026, 8, 1, 10, 15, tzinfo=UTC)
AWKWARD = "Kaffe; te, saft\\mjölk\n«Æøå» – " + "åäöæø" * 30


def entry(**given):
    """Give a gathering on 10 September, from 10 to 15 in Falun."""
    known = {
        "uid": UID,
        "sequence": 2,
        "changed_at": CHANGED,
        "title": "DalaLab – Träff 1",
        "day": date(2026, 9, 10),
        "starts_at": datetime(2026, 9, 10, 8, tzinfo=UTC),
        "ends_at": datetime(2026, 9, 10, 13, tzinfo=UTC),
        "zone": "Europe/Stockholm",
        "is_cancelled": False,
        "place": "Kristine, Stora torget, Falun",
        "text": "Program:\n9.30 Kaffe",
        "address": "https://samverk.example/samlinger/dalalab/",
        **given,
    }
    return Entry(**known)


def written(*entries):
    return write(name="Samlingar", host="samverk.example", entries=entries)


def read(*entries):
    """Read it back; a calendar and its events."""
    calendar = IcsCalendarStream.calendar_from_ics(written(*entries).decode())
    return calendar, list(calendar.events)


def zone_in(*entries):
    """Read the description of the zone alone, without any table of zones."""
    text = written(*entries).decode()
    part = text[text.index("BEGIN:VTIMEZONE") : text.index("BEGIN:VEVENT")]
    return tzical(StringIO(part.replace("\r\n", "\n"))).get()


def test_every_field_comes_back():
    calendar, [event] = read(entry())

    assert calendar.prodid == "-//Samverk//Gatherings//EN"
    assert (calendar.version, calendar.calscale, calendar.method) == (
        "2.0",
        "GREGORIAN",
        "PUBLISH",
    )
    assert event.uid == f"{UID}@samverk.example"
    assert event.sequence == 2
    assert event.dtstamp == event.last_modified == CHANGED
    assert event.dtstart == datetime(2026, 9, 10, 10, tzinfo=STOCKHOLM)
    assert event.dtend == datetime(2026, 9, 10, 15, tzinfo=STOCKHOLM)
    assert event.dtstart.utcoffset() == timedelta(hours=2)
    assert event.summary == "DalaLab – Träff 1"
    assert event.location == "Kristine, Stora torget, Falun"
    assert event.description == "Program:\n9.30 Kaffe"
    assert str(event.url) == "https://samverk.example/samlinger/dalalab/"
    assert event.status.value == "CONFIRMED"


def test_the_times_stand_by_the_clock_of_the_zone():
    lines = written(entry()).decode().split("\r\n")

    assert "DTSTART;TZID=Europe/Stockholm:20260910T100000" in lines
    assert "DTEND;TZID=Europe/Stockholm:20260910T150000" in lines


def test_winter_has_the_other_offset():
    winter = entry(
        day=date(2027, 2, 5),
        starts_at=datetime(2027, 2, 5, 9, tzinfo=UTC),
        ends_at=datetime(2027, 2, 5, 14, tzinfo=UTC),
    )
    _calendar, [event] = read(winter)

    assert event.dtstart == datetime(2027, 2, 5, 10, tzinfo=STOCKHOLM)
    assert event.dtstart.utcoffset() == timedelta(hours=1)


@pytest.mark.parametrize(
    ("local", "hours"),
    [
        ("2026-09-10T10:00", 2),
        ("2027-02-05T10:00", 1),
        ("2027-03-28T01:59", 1),
        ("2027-03-28T03:00", 2),
        ("2026-10-25T01:59", 2),
        ("2026-10-25T03:00", 1),
    ],
)
def test_the_zone_is_described_whole_in_the_file(local, hours):
    zone = zone_in(entry(), entry(day=date(2027, 2, 5)))

    there = datetime.fromisoformat(local).replace(tzinfo=zone)
    assert there.utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize(
    "name",
    [
        "Europe/Oslo", "Europe/Copenhagen", "Europe/Helsinki", "Atlantic/Reykjavik",
        "Atlantic/Faroe", "America/Nuuk", "America/New_York", "Africa/Casablanca",
    ],
)  # fmt: skip
def test_any_zone_tells_what_the_table_of_zones_tells(name):
    described, table = zone_in(entry(zone=name)), ZoneInfo(name)

    for day in range(365):
        noon = datetime(2026, 1, 2, 12, tzinfo=UTC) + timedelta(days=day)
        expected = noon.replace(tzinfo=table).utcoffset()
        assert noon.replace(tzinfo=described).utcoffset() == expected, noon


def test_nordic_zones_are_two_rules_that_have_no_end():
    text = written(entry()).decode()

    assert text.count("RRULE:") == 2
    assert "RDATE" not in text
    assert text.count("BEGIN:VTIMEZONE") == 1


def test_two_zones_are_both_described():
    text = written(entry(), entry(zone="Europe/Helsinki")).decode()

    assert text.count("BEGIN:VTIMEZONE") == 2


def test_without_a_time_it_takes_the_whole_day():
    unknown = entry(day=date(2026, 12, 4), starts_at=None, ends_at=None)
    _calendar, [event] = read(unknown)
    text = written(unknown).decode()

    assert (event.dtstart, event.dtend) == (date(2026, 12, 4), date(2026, 12, 5))
    assert "\r\nDTSTART;VALUE=DATE:20261204\r\n" in text
    assert "VTIMEZONE" not in text


def test_a_cancelled_one_says_so_and_takes_no_time():
    cancelled = entry(is_cancelled=True)
    _calendar, [event] = read(cancelled)

    assert event.status.value == "CANCELLED"
    assert "\r\nTRANSP:TRANSPARENT\r\n" in written(cancelled).decode()


def test_awkward_text_comes_back_as_it_was():
    _calendar, [event] = read(entry(title="A, b; c\\d", place="Å, Ö; Ä", text=AWKWARD))

    assert event.summary == "A, b; c\\d"
    assert event.location == "Å, Ö; Ä"
    assert event.description == AWKWARD


def test_a_text_cannot_add_lines_of_its_own():
    sly = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:stolen"
    _calendar, events = read(entry(title=sly, place=sly, text=sly))

    assert [event.uid for event in events] == [f"{UID}@samverk.example"]


def test_lines_end_and_fold_as_the_standard_says():
    lines = written(entry(text=AWKWARD, title="åäö " * 40)).split(b"\r\n")

    assert max(len(line) for line in lines) <= 75  # octets, not letters
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    for line in lines:
        line.decode()  # no letter is cut in two
    assert lines[-1] == b""


def test_what_is_empty_is_left_out():
    text = written(entry(place="", text="")).decode()

    assert "LOCATION" not in text
    assert "DESCRIPTION" not in text


def test_an_empty_calendar_is_a_calendar():
    calendar, events = read()

    assert events == []
    assert calendar.prodid


def test_the_same_gives_the_same_bytes():
    assert written(entry()) == written(entry())
