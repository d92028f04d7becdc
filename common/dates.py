"""Dates and times in words, in the reader's language."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

# No date that people mean lies outside, and months can be added to any that lies inside.
YEARS = range(1900, 2200)
# A deadline given as a day.
LAST_SECOND = time(23, 59, 59)
FORMATS = {"nb": "j. F Y", "nn": "j. F Y", "sv": "j F Y", "en": "j F Y"}
DAY_FORMATS = {"nb": "j.", "nn": "j.", "sv": "j", "en": "j"}
TIME_FORMATS = {"nb": "H.i", "nn": "H.i", "sv": "H.i", "en": "H:i"}


def has_passed(deadline: datetime, *, at: datetime) -> bool:
    """Whether a deadline lies before ``at``; its last second counts whole."""
    return at.replace(microsecond=0) > deadline


def _language() -> str:
    return (get_language() or "nb").split("-")[0]


def date_in_words(value: date) -> str:
    """Print a day: *3. desember 2026*, *3 december 2026*, *3 December 2026*.

    A ``datetime`` with a time zone is shown in the current zone.
    """
    return date_format(_local(value), FORMATS.get(_language(), "j F Y"))


def day_of_month(value: date) -> str:
    """Print the day alone: *3.* in Norwegian, *3* in Swedish and English."""
    return date_format(_local(value), DAY_FORMATS.get(_language(), "j"))


def month_in_words(value: date) -> str:
    """Print the month alone, in words."""
    return date_format(_local(value), "F")


def moment_in_words(value: datetime) -> str:
    """Print day and time of day in the current zone: *3. desember 2026, 10.30*."""
    clock = date_format(_local(value), TIME_FORMATS.get(_language(), "H:i"))
    return f"{date_in_words(value)}, {clock}"


def _local(value: date) -> date:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
