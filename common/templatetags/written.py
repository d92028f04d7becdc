"""Numbers, days and names as they are written in the reader's language."""

from datetime import date, datetime

from django import template

from common import dates, numbers, words

register = template.Library()


@register.filter
def number(value: float | None, decimals: int = 0) -> str:
    """Print a number in the reader's format; nothing is an en dash."""
    return "–" if value is None else numbers.format_number(value, decimals=decimals)


@register.filter
def day(value: date) -> str:
    """Print a day in words: 3 December 2026."""
    return dates.date_in_words(value)


@register.filter
def moment(value: datetime) -> str:
    """Print day and time in words: 3 December 2026, 10:30."""
    return dates.moment_in_words(value)


@register.filter
def day_of_month(value: date) -> str:
    """Print the day alone, as the big figure of an agenda."""
    return dates.day_of_month(value)


@register.filter
def month(value: date) -> str:
    """Print the month alone, in words."""
    return dates.month_in_words(value)


@register.filter
def goal_name(number: int) -> str:
    """Give the short name of a goal, 1 to 17."""
    return words.goal_name(int(number))
