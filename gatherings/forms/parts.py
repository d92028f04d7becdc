"""What several forms of the hosts share: times of day, moments, seats, reasons."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from networks.forms.base import PlainForm

MOST_SEATS = 5000
REASON = 300


class ClockInput(forms.TimeInput):
    """A time picker of the browser; its value is always written as ISO 8601."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%H:%M")


class ClockField(forms.TimeField):
    """A time of day, typed as 09:30 or 9.30."""

    widget = ClockInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%H:%M", "%H.%M", "%H:%M:%S"])
        messages = {"invalid": _("Write the time as 09:30.")}
        kwargs.setdefault("error_messages", {}).update(messages)
        super().__init__(**kwargs)


class SeatsField(forms.IntegerField):
    """A number of seats; empty is no limit."""

    def __init__(self, **kwargs: Any) -> None:
        given = {"required": False, "min_value": 0, "max_value": MOST_SEATS}
        super().__init__(**{**given, **kwargs})


class SecureLinkField(forms.URLField):
    """An address that is opened over an encrypted connection."""

    def __init__(self, **kwargs: Any) -> None:
        text = _("Write a whole address that begins with https://.")
        super().__init__(
            max_length=500,
            required=False,
            assume_scheme="https",
            error_messages={"invalid": text},
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        """Read an address.

        Raises:
            ValidationError: It is none, or not encrypted.
        """
        address: str = super().clean(value)
        if address and not address.startswith("https://"):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return address


class ReasonForm(PlainForm):
    """Something that is not done without saying why."""

    reason = forms.CharField(
        label=_("Why?"), max_length=REASON, widget=forms.Textarea(attrs={"rows": 3})
    )


def in_order(form: forms.Form, values: dict[str, Any] | None) -> dict[str, Any]:
    """Refuse an end without a start, or one that does not come after it.

    Args:
        form: With the fields ``starts`` and ``ends``, both optional.
        values: What Django's own ``clean`` gave.

    Returns:
        The clean values.
    """
    clean = form.cleaned_data if values is None else values
    starts, ends = clean.get("starts"), clean.get("ends")
    if ends and not starts and "starts" not in form.errors:
        form.add_error("starts", _("Give the start too, or no end."))
    elif starts and ends and ends <= starts:
        form.add_error("ends", _("The end must come after the start."))
    return clean


def moment(day: date | None, clock: time | None, *, otherwise: time, zone: ZoneInfo) -> Any:
    """Give the moment of a day and a time in a zone; None without a day."""
    if day is None:
        return None
    return datetime.combine(day, clock or otherwise, tzinfo=zone)


def day_and_clock(
    at: datetime | None, *, otherwise: time, zone: ZoneInfo
) -> tuple[date | None, time | None]:
    """Give a moment as it is entered: its day, and its time unless that is the usual one."""
    if at is None:
        return None, None
    local = at.astimezone(zone)
    clock = local.time().replace(microsecond=0)
    return local.date(), None if clock == otherwise else clock
