"""On which days one is reminded: before and late, by hand."""

from datetime import date

import pytest

from improvement.calculations.reminding import add_months, is_recent, newest_mark

DUE = date(2026, 10, 31)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 9, 30), None),
        (date(2026, 10, 1), -30),
        (date(2026, 10, 23), -30),
        (date(2026, 10, 24), -7),
        (date(2026, 10, 29), -7),
        (date(2026, 10, 30), -1),
        (date(2026, 10, 31), -1),
        (date(2026, 11, 1), 1),
        (date(2026, 11, 7), 7),
        (date(2026, 11, 29), 7),
        (date(2026, 11, 30), 30),
        (date(2026, 12, 29), 30),
        (date(2026, 12, 30), 60),
        (date(2027, 10, 31), 360),
    ],
)
def test_the_newest_day_of_reminding(today, expected):
    found = newest_mark(due=DUE, today=today, before=[30, 7, 1], late=[1, 7, 30])
    assert found == expected


def test_without_days_nobody_is_reminded():
    assert newest_mark(due=DUE, today=DUE, before=[], late=[]) is None


@pytest.mark.parametrize(("today", "expected"), [(29, True), (30, True), (31, False)])
def test_a_day_of_reminding_is_recent_for_some_days(today, expected):
    day = date(2026, 10, today)
    assert is_recent(due=DUE, mark=-7, today=day, days=6) is expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 5, 15), 0, date(2026, 5, 15)),
        (date(2026, 5, 15), 19, date(2027, 12, 15)),
    ],
)
def test_months_end_on_their_last_day(day, months, expected):
    assert add_months(day, months) == expected
