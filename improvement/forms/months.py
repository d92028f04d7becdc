"""A month and a year, as the browser's own field sends them or as people write them."""

import re
from calendar import monthrange
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

# First three letters in the four languages; the rest of the word is not looked at.
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "mai": 5, "maj": 5, "may": 5, "jun": 6, "jul": 7,
    "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "des": 12, "dec": 12,
}  # fmt: skip
_YEARS = range(2000, 2101)


def end_of_month(year: int, month: int) -> date:
    """Give the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def parse_month(text: str) -> date | None:
    """Read a month (*2027-03*, *03.2027*, *mars 2027*) as its last day, a day as itself.

    Returns:
        The day; nothing where the text is none of these, or the year not 2000 to 2100.
    """
    clean = " ".join(text.lower().split())
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", clean):
        year, month, day = match.groups()
    elif match := re.fullmatch(r"(?:(\d{1,2})\. ?)?(\d{1,2})[./] ?(\d{4})", clean):
        day, month, year = match.groups()
    elif match := re.fullmatch(r"(?:(\d{1,2})\.? )?([a-zæøåäö]{3,})\.? (\d{4})", clean):
        day, word, year = match.groups()
        month = str(_MONTHS.get(word[:3], 0))
    else:
        return None
    if int(year) not in _YEARS or not 1 <= int(month) <= 12:
        return None
    last = end_of_month(int(year), int(month))
    if day is None:
        return last
    return last.replace(day=int(day)) if 1 <= int(day) <= last.day else None


class MonthInput(forms.TextInput):
    """The browser's month field; where it has none, a text field."""

    input_type = "month"

    def format_value(self, value: Any) -> str | None:
        """Write a date, or what can be read as one, as ``2027-03``."""
        found = value if isinstance(value, date) else parse_month(str(value or ""))
        return found.strftime("%Y-%m") if found else super().format_value(value)


class MonthField(forms.CharField):
    """A month; its value is the month's last day."""

    widget = MonthInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 30)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:  # type: ignore[override]  # a day, not a text
        """Read what was written.

        Raises:
            ValidationError: It is no month.
        """
        text = super().to_python(value)
        if not text:
            return None
        found = parse_month(text)
        if found is None:
            raise forms.ValidationError(_("Write month and year, for example 2027-03."))
        return found

    def run_validators(self, value: Any) -> None:
        """A day has no length to check; the text was checked when it was read."""
