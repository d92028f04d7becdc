"""Forms about the file of a procurement."""

from django import forms
from django.utils.translation import gettext_lazy

from networks.forms.base import PlainForm
from procurement.enums import ClimateWeight


class ClimateForm(PlainForm):
    """How climate and environment count in the competition."""

    climate = forms.ChoiceField(
        label=gettext_lazy("Climate and environment"),
        choices=ClimateWeight,
        widget=forms.RadioSelect,
    )
    climate_percent = forms.IntegerField(
        label=gettext_lazy("Weight, per cent"),
        required=False,
        help_text=gettext_lazy("From 30 to 100; only where they are weighted."),
        error_messages={"invalid": gettext_lazy("Write a whole number, for example 30.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    climate_reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy(
            "Needed where they are a requirement instead, or where the footprint is "
            "insignificant."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ConflictsForm(PlainForm):
    """What was found, and what was done."""

    conflict_of_interest = forms.CharField(
        label=gettext_lazy("Conflicts of interest, and what was done"),
        max_length=4000,
        required=False,
        help_text=gettext_lazy(
            "Who was asked, what was found, who steps aside. Write «none found» where that is "
            "so."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
