"""The form of a status entry."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from improvement.enums import MeasureState
from improvement.forms.months import MonthField
from networks.forms.base import PlainForm


class Pills(forms.RadioSelect):
    """Choices as buttons; a link to the field leads to the first of them."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return super().id_for_label(id_, index or "0")


class StatusForm(PlainForm):
    """State and one sentence; share, new end, next step and reason where there are any."""

    state = forms.ChoiceField(
        label=gettext_lazy("How is it going?"),
        choices=MeasureState.choices,
        widget=Pills,
        error_messages={"required": gettext_lazy("Choose how it is going.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What has happened since last time?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "data-sv-max": 500}),
        error_messages={
            "required": gettext_lazy("Write what has happened, one sentence is enough."),
            "max_length": gettext_lazy("Shorten the text to 500 characters."),
        },
        help_text=gettext_lazy("One to three sentences. The network can read this."),
    )
    share_done = forms.CharField(
        label=gettext_lazy("Share done, in percent"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=gettext_lazy("An estimate is enough."),
    )
    new_end_on = MonthField(
        label=gettext_lazy("When will it be done?"),
        required=False,
        help_text=gettext_lazy("Month and year, only if it changes."),
    )
    next_step = forms.CharField(
        label=gettext_lazy("What is the next step?"), required=False, max_length=300
    )
    reason = forms.CharField(
        label=gettext_lazy("Why not as the tasks say?"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Needed when you choose another state than the tasks point to."),
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, end_now: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Shown only where it is needed, so it is not called optional.
        self.fields["reason"].label = self.base_fields["reason"].label
        if end_now:
            self.fields["new_end_on"].help_text = (
                _("Month and year, only if it changes. Now: %s.") % end_now
            )

    def clean_share_done(self) -> int | None:
        text = re.sub(r"[\s%]|prosent|procent|percent", "", self.cleaned_data["share_done"])
        if not text:
            return None
        if not re.fullmatch(r"\d{1,3}", text) or int(text) > 100:
            raise forms.ValidationError(
                _("The share must be a number from 0 to 100, for example 40.")
            )
        return int(text)


class UnchangedForm(forms.Form):
    """That nothing is new: one button."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
