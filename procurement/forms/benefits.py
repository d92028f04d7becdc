"""The form of what came of a need."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from improvement.models import Measure
from indicators.models import Indicator
from networks.forms.base import PlainForm
from networks.models import Municipality
from procurement.actions.benefits import Found
from procurement.enums import BenefitKind
from procurement.forms.pools import VolumeField
from procurement.models import Solution


class _IndicatorField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        """Name an indicator in the reader's language."""
        return str(obj.local_name)


class BenefitForm(PlainForm):
    """Kind, year, number, unit, how it was found, who reports it, what it hangs on."""

    kind = forms.ChoiceField(
        label=_("What came of it?"), choices=BenefitKind.choices, widget=forms.RadioSelect
    )
    year = forms.IntegerField(
        label=_("Year"), widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    value = VolumeField(label=_("How much?"))
    unit = forms.CharField(
        label=_("Unit"),
        max_length=40,
        required=False,
        help_text=_("For example kr or full-time jobs. Emissions are always in t CO₂e."),
    )
    text = forms.CharField(
        label=_("How was it found?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Measured, counted in the accounts, or estimated: from what?"),
    )
    reported_by = forms.CharField(
        label=_("Reported by"),
        max_length=200,
        help_text=_("Municipality or company and role, not the name of a person."),
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label=_("Municipality"),
        required=False,
        empty_label=_("All together"),
    )
    solution = forms.ModelChoiceField(
        Solution.objects.none(),
        label=_("Solution"),
        required=False,
        empty_label=_("None in particular"),
    )
    measure = forms.ModelChoiceField(
        Measure.objects.none(), label=_("Linked measure"), required=False, empty_label=_("None")
    )
    indicator = _IndicatorField(
        Indicator.objects.none(),
        label=_("Linked indicator"),
        required=False,
        empty_label=_("None"),
    )

    def __init__(
        self,
        *args: Any,
        places: QuerySet[Municipality],
        solutions: QuerySet[Solution],
        measures: QuerySet[Measure],
        indicators: QuerySet[Indicator],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        given = {
            "municipality": places,
            "solution": solutions,
            "measure": measures,
            "indicator": indicators,
        }
        for name, rows in given.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    @property
    def found(self) -> Found:
        """What was filled in."""
        values = self.cleaned_data
        return Found(
            kind=BenefitKind(values["kind"]),
            year=values["year"],
            value=Decimal(values["value"]),
            unit=values["unit"],
            text=values["text"],
            reported_by=values["reported_by"],
            municipality=values["municipality"],
            measure=values["measure"],
            indicator=values["indicator"],
            solution=values["solution"],
        )
