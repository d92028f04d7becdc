"""A series: what it is, who holds it, when one signs up, how many seats there are."""

from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.dates import LAST_SECOND
from common.nordic import by_name
from gatherings.actions.series import DETAILS, Limits, SeriesDetails
from gatherings.forms.parts import (
    ClockField,
    SeatsField,
    day_and_clock,
    moment,
)
from gatherings.models import Series
from networks.forms.base import DayField, PlainForm, RowsField
from networks.models import Network, Topic

# Where the networks are; shown by the name of a town.
ZONES = {
    "Europe/Oslo": gettext_lazy("Norway"),
    "Europe/Stockholm": gettext_lazy("Sweden"),
    "Europe/Copenhagen": gettext_lazy("Denmark"),
    "Europe/Helsinki": gettext_lazy("Finland and Åland"),
    "Atlantic/Faroe": gettext_lazy("Faroe Islands"),
    "Atlantic/Reykjavik": gettext_lazy("Iceland"),
}
_MOST_HOSTS = 10
_HOST_LENGTH = 200
_LONGEST_ANSWER = 24 * 30


class SeriesForm(PlainForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    hosts = forms.CharField(
        label=pgettext_lazy("gathering", "Hosts"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The bodies that hold the series, one on each line."),
    )
    summary = forms.CharField(
        label=gettext_lazy("In short"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One or two sentences, shown under the name."),
    )
    description = forms.CharField(
        label=gettext_lazy("Description"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    target_group = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    topics = RowsField(
        Topic.objects.none(),
        label=gettext_lazy("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the texts"), choices=settings.LANGUAGES
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Local time of"),
        choices=list(ZONES.items()),
        help_text=gettext_lazy("All times are entered and shown in this time."),
    )
    contact_name = forms.CharField(
        label=gettext_lazy("Contact"), max_length=200, required=False
    )
    contact_email = forms.EmailField(
        label=gettext_lazy("E-mail of the contact"),
        help_text=gettext_lazy("Stands in every mail, and where sign-up is refused."),
    )
    opens_on = DayField(label=gettext_lazy("Sign-up opens"), required=False)
    opens_time = ClockField(label=gettext_lazy("Time of opening"), required=False)
    closes_on = DayField(label=gettext_lazy("Last day to sign up"), required=False)
    closes_time = ClockField(
        label=gettext_lazy("Time on the last day"),
        required=False,
        help_text=gettext_lazy("Left empty, sign-up is open until midnight that day."),
    )
    seats_per_municipality = SeatsField(
        label=gettext_lazy("Seats per municipality"),
        help_text=gettext_lazy("Left empty, there is no limit."),
    )
    seats_total = SeatsField(
        label=gettext_lazy("Seats in all"),
        help_text=gettext_lazy("Left empty, there is no limit."),
    )
    answer_hours = forms.IntegerField(
        label=gettext_lazy("Hours to answer an offered seat"),
        min_value=1,
        max_value=_LONGEST_ANSWER,
    )
    talks_per_municipality = SeatsField(
        label=gettext_lazy("Guidance talks per municipality"),
        help_text=gettext_lazy("Left empty, there is no limit."),
    )
    shows_programme = forms.BooleanField(
        label=gettext_lazy("Everybody may read the programme"), required=False
    )
    shows_seats = forms.BooleanField(
        label=gettext_lazy("Everybody may see the seats per municipality"), required=False
    )
    diet_text_reason = forms.CharField(
        label=gettext_lazy("Why you ask for diet in words"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "Left empty, people choose from a list only. What you write is shown to them."
        ),
    )
    names_kept_days = forms.IntegerField(
        label=gettext_lazy("Days that names are kept after the last gathering"),
        min_value=14,
        max_value=3650,
    )

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = Topic.objects.filter(programme=network.programme_id or 0)
        self.fields["topics"].queryset = topics.order_by(by_name(), "pk")  # type: ignore[attr-defined]  # of RowsField
        if not topics.exists():
            del self.fields["topics"]

    def clean_hosts(self) -> list[str]:
        """Give one name for each line.

        Raises:
            ValidationError: Too many, or one too long.
        """
        names = [line.strip() for line in self.cleaned_data["hosts"].splitlines()]
        found = list(dict.fromkeys(name for name in names if name))
        if len(found) > _MOST_HOSTS or any(len(name) > _HOST_LENGTH for name in found):
            text = _("At most %(count)s hosts, each with at most %(length)s letters.")
            raise forms.ValidationError(text % {"count": _MOST_HOSTS, "length": _HOST_LENGTH})
        return found

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("opens", "closes"):
            if values.get(f"{name}_time") and not values.get(f"{name}_on"):
                self.add_error(f"{name}_on", _("Give the day too, or no time."))
        if self.errors:
            return values
        zone = ZoneInfo(values["time_zone"])
        opens, closes = (
            (values.pop("opens_on"), values.pop("opens_time")),
            (
                values.pop("closes_on"),
                values.pop("closes_time"),
            ),
        )
        values["opens_at"] = moment(*opens, otherwise=time.min, zone=zone)
        values["closes_at"] = moment(*closes, otherwise=LAST_SECOND, zone=zone)
        both = values["opens_at"] and values["closes_at"]
        if both and values["closes_at"] <= values["opens_at"]:
            self.add_error("closes_on", _("Sign-up must close after it opens."))
        return values

    @property
    def details(self) -> SeriesDetails:
        return SeriesDetails(**{name: self.cleaned_data[name] for name in DETAILS})

    @property
    def limits(self) -> Limits:
        values = self.cleaned_data
        return Limits(values["seats_per_municipality"], values["seats_total"])


def initial_of(series: Series) -> dict[str, Any]:
    """Give a series as its form shows it."""
    opens = day_and_clock(series.opens_at, otherwise=time.min, zone=series.zone)
    closes = day_and_clock(series.closes_at, otherwise=LAST_SECOND, zone=series.zone)
    hosts = series.hosts.order_by("position", "pk").values_list("name", flat=True)
    return {
        **{name: getattr(series, name) for name in DETAILS},
        "opens_on": opens[0],
        "opens_time": opens[1],
        "closes_on": closes[0],
        "closes_time": closes[1],
        "seats_per_municipality": series.seats_per_municipality,
        "seats_total": series.seats_total,
        "topics": list(series.topics.values_list("pk", flat=True)),
        "hosts": "\n".join(hosts),
    }


class PublishForm(PlainForm):
    """Nothing to fill in; where something is missing, one says to go on all the same."""

    goes_on = forms.BooleanField(
        label=gettext_lazy("Publish all the same"),
        error_messages={"required": gettext_lazy("Tick this to publish all the same.")},
    )

    def __init__(self, *args: Any, has_gaps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_gaps:
            del self.fields["goes_on"]


class HostForm(PlainForm):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("The address that the person signs in with."),
    )
