"""One gathering: when, where, what about, how many."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.dates import LAST_SECOND
from gatherings.actions.gatherings import DETAILS, GatheringDetails
from gatherings.enums import GatheringKind
from gatherings.forms.parts import (
    REASON,
    ClockField,
    SeatsField,
    day_and_clock,
    moment,
)
from gatherings.models import Gathering
from networks.forms.base import DayField, PlainForm


class GatheringForm(PlainForm):
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Left empty, it is called by its number."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=GatheringKind)
    day = DayField(
        label=gettext_lazy("Day"),
        required=False,
        help_text=gettext_lazy("Day, time and place can come later."),
    )
    starts = ClockField(label=gettext_lazy("Starts"), required=False)
    ends = ClockField(label=gettext_lazy("Ends"), required=False)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=300, required=False)
    link = forms.URLField(
        label=gettext_lazy("Link to the meeting"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Shown to participants and hosts only."),
        error_messages={
            "invalid": gettext_lazy("Write a whole address that begins with https://.")
        },
    )
    theme = forms.CharField(label=gettext_lazy("Theme"), max_length=300, required=False)
    theme_reason = forms.CharField(
        label=gettext_lazy("Why another theme than the vote decided"),
        max_length=REASON,
        required=False,
        help_text=gettext_lazy("Participants see the reason."),
    )
    description = forms.CharField(
        label=gettext_lazy("Description"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    bring = forms.CharField(
        label=gettext_lazy("What to bring"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_social = forms.BooleanField(label=gettext_lazy("Social dimension"), required=False)
    is_economic = forms.BooleanField(label=gettext_lazy("Economic dimension"), required=False)
    is_environmental = forms.BooleanField(
        label=gettext_lazy("Environmental dimension"), required=False
    )
    closes_on = DayField(
        label=gettext_lazy("Own last day to sign up"),
        required=False,
        help_text=gettext_lazy("Left empty, that of the series."),
    )
    closes_time = ClockField(
        label=gettext_lazy("Time on the own last day"),
        required=False,
        help_text=gettext_lazy("Left empty, sign-up is open until midnight that day."),
    )
    seats_total = SeatsField(
        label=gettext_lazy("Own seats in all"),
        help_text=gettext_lazy("Only where this gathering has fewer than the series."),
    )
    seats_per_municipality = SeatsField(label=gettext_lazy("Own seats per municipality"))
    adds_participants = forms.BooleanField(
        label=gettext_lazy("Those who are signed up for the series come to this one too"),
        required=False,
        initial=True,
    )

    tells = forms.BooleanField(
        label=gettext_lazy("Tell those who come, if day, time or place changes"),
        required=False,
        initial=True,
    )

    def __init__(
        self,
        *args: Any,
        zone: ZoneInfo,
        asks_to_add: bool = False,
        told: int = 0,
        has_voted_theme: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        if told:
            text = ngettext(
                "%(count)s person gets an e-mail with the old and the new.",
                "%(count)s people get an e-mail with the old and the new.",
                told,
            )
            self.fields["tells"].help_text = text % {"count": told}
        else:
            del self.fields["tells"]
        if not has_voted_theme:
            del self.fields["theme_reason"]
        if not asks_to_add:
            del self.fields["adds_participants"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        day, starts, ends = (values.get(name) for name in ("day", "starts", "ends"))
        if (starts or ends) and day is None and "day" not in self.errors:
            self.add_error("day", _("Give the day too, or no time."))
        if bool(starts) != bool(ends) and not {"starts", "ends"} & set(self.errors):
            self.add_error("ends" if starts else "starts", _("Give both start and end."))
        elif starts and ends and ends <= starts:
            self.add_error("ends", _("The end must come after the start."))
        if values.get("closes_time") and not values.get("closes_on"):
            self.add_error("closes_on", _("Give the day too, or no time."))
        return values

    @property
    def details(self) -> GatheringDetails:
        """What was filled in; the form is valid."""
        values = self.cleaned_data
        given = {name: values[name] for name in DETAILS if name in values}
        for name in ("starts", "ends"):
            clock = values[name]
            given[f"{name}_at"] = clock and datetime.combine(
                values["day"], clock, tzinfo=self.zone
            )
        given["closes_at"] = moment(
            values["closes_on"], values["closes_time"], otherwise=LAST_SECOND, zone=self.zone
        )
        return GatheringDetails(**given)


def initial_of(gathering: Gathering) -> dict[str, Any]:
    """Give a gathering as its form shows it."""
    zone = gathering.series.zone
    closes = day_and_clock(gathering.closes_at, otherwise=LAST_SECOND, zone=zone)
    times = {
        name: at and at.astimezone(zone).time()
        for name, at in (("starts", gathering.starts_at), ("ends", gathering.ends_at))
    }
    given = {name: getattr(gathering, name) for name in DETAILS}
    return {**given, **times, "closes_on": closes[0], "closes_time": closes[1]}
