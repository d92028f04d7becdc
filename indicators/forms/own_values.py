"""Typing one value."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.numbers import NotANumberError, parse_number
from indicators.actions.typed import Seen
from indicators.enums import Status
from networks.forms.base import PlainForm

REASONS = [
    ("", gettext_lazy("There is a value")),
    (Status.NOT_COLLECTED, Status.NOT_COLLECTED.label),
    (Status.NOT_PUBLISHED, Status.NOT_PUBLISHED.label),
    (Status.NOT_APPLICABLE, Status.NOT_APPLICABLE.label),
    (Status.CONFIDENTIAL, Status.CONFIDENTIAL.label),
]


class ValueForm(PlainForm):
    """A value with decimal comma or point, or the reason why there is none."""

    value = forms.CharField(
        label=gettext_lazy("Value"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    is_preliminary = forms.BooleanField(
        label=gettext_lazy("The value is preliminary"), required=False
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why there is no value"), choices=REASONS, required=False
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    confirmed = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One of the two is needed, so neither is called optional.
        for name in ("value", "reason"):
            self.fields[name].label = self.base_fields[name].label
        self.fields["value"].help_text = (
            _("In %s. Decimal comma or point.") % unit if unit else _("Decimal comma or point.")
        )

    def clean_value(self) -> float | None:
        text = self.cleaned_data["value"].strip()
        if not text:
            return None
        try:
            return parse_number(text)
        except NotANumberError as error:
            raise forms.ValidationError(
                _("“%s” is not a number. Write it as 12,5.") % text
            ) from error

    def clean_seen(self) -> Seen:
        """Read back which import had filled the cell when the form was shown."""
        return Seen(self.cleaned_data["seen"])

    def clean(self) -> dict[str, Any]:
        """A value, or a reason: exactly one of them."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "value" in self.errors:
            return cleaned
        if cleaned.get("value") is None and not cleaned.get("reason"):
            self.add_error("value", _("Give a value, or say why there is none."))
        if cleaned.get("value") is not None and cleaned.get("reason"):
            self.add_error("reason", _("There is a value; choose “There is a value”."))
        return cleaned

    @property
    def status(self) -> str:
        """The status that value, mark and reason make together."""
        data = self.cleaned_data
        if data["value"] is None:
            return str(data["reason"])
        return str(Status.PRELIMINARY if data["is_preliminary"] else Status.NORMAL)
