"""The steps of a programme's rounds, and its days."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.numbers import whole_number
from common.translations import LANGUAGES
from common.words import LANGUAGE_NAMES
from improvement.actions.templates import CycleDays
from improvement.enums import StepKind
from networks.forms.base import PlainForm


class StepForm(PlainForm):
    """What a step is for, and its name in four languages."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What the step is for"),
        choices=StepKind.choices,
        help_text=gettext_lazy("Names the step where it has no name of its own."),
    )
    name_nb = forms.CharField(label=LANGUAGE_NAMES["nb"], max_length=100, required=False)
    name_nn = forms.CharField(label=LANGUAGE_NAMES["nn"], max_length=100, required=False)
    name_sv = forms.CharField(label=LANGUAGE_NAMES["sv"], max_length=100, required=False)
    name_en = forms.CharField(label=LANGUAGE_NAMES["en"], max_length=100, required=False)
    is_side_input = forms.BooleanField(
        label=gettext_lazy("Side input: feeds the round at any time"), required=False
    )

    @property
    def said(self) -> dict[str, Any]:
        """What the actions on steps take."""
        values = self.cleaned_data
        return {
            "kind": StepKind(values["kind"]),
            "names": {code: values[f"name_{code}"] for code in LANGUAGES},
            "is_side_input": values["is_side_input"],
        }


class DaysField(forms.CharField):
    """Several numbers of days with commas between: *30, 7, 1*."""

    def clean(self, value: Any) -> list[int]:
        text = super().clean(value)
        parts = [part for part in re.split(r"[\s,;]+", text) if part]
        days = [whole_number(part) or 0 for part in parts]
        if not all(1 <= each <= 365 for each in days):
            raise forms.ValidationError(
                _("Write numbers of days from 1 to 365, with commas between: 30, 7, 1.")
            )
        return days


class CycleDaysForm(PlainForm):
    target = forms.IntegerField(
        label=gettext_lazy("Status at best every … days"), min_value=1, max_value=365
    )
    acceptable = forms.IntegerField(
        label=gettext_lazy("Acceptable until … days"), min_value=1, max_value=730
    )
    stale = forms.IntegerField(
        label=gettext_lazy("Old after … days"), min_value=1, max_value=3650
    )
    before = DaysField(label=gettext_lazy("Reminders so many days before a date"))
    late = DaysField(
        label=gettext_lazy("Reminders so many days late"),
        help_text=gettext_lazy("The last number repeats: 30 is 30, 60, 90 …"),
    )
    between_mails = forms.IntegerField(
        label=gettext_lazy("At most one mail to a person in … days"), min_value=1, max_value=60
    )

    @property
    def days(self) -> CycleDays:
        """What was typed."""
        return CycleDays(**self.cleaned_data)
