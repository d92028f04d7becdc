from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from common import dates

DAY = date(2026, 12, 3)
MOMENT = datetime(2026, 12, 3, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nb", "3. desember 2026"),
        ("nn", "3. desember 2026"),
        ("sv", "3 december 2026"),
        ("en", "3 December 2026"),
    ],
)
def test_day_in_words(language, expected):
    with translation.override(language):
        assert dates.date_in_words(DAY) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nb", "3. desember 2026, 10.30"),
        ("sv", "3 december 2026, 10.30"),
        ("en", "3 December 2026, 10:30"),
    ],
)
def test_moment_is_shown_in_local_time(language, expected):
    with translation.override(language):
        assert dates.moment_in_words(MOMENT) == expected


def test_day_of_a_moment_is_the_local_one():
    late = datetime(2026, 12, 3, 23, 30, tzinfo=UTC)
    with translation.override("nb"):
        assert dates.date_in_words(late) == "4. desember 2026"


def test_parts_of_an_agenda():
    with translation.override("nb"):
        norwegian = dates.day_of_month(DAY), dates.month_in_words(DAY)
    with translation.override("sv"):
        swedish = dates.day_of_month(DAY), dates.month_in_words(DAY)
    assert (norwegian, swedish) == (("3.", "desember"), ("3", "december"))
