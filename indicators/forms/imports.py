"""Sending a file."""

from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.template.defaultfilters import filesizeformat
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.actions.uploads import FRAMEWORK, NETWORK, OBSERVATIONS, UNITS
from networks.forms.base import DayField, PlainForm

KIND_NAMES = {
    OBSERVATIONS: gettext_lazy("Figures"),
    FRAMEWORK: gettext_lazy("Indicators of a framework"),
    UNITS: gettext_lazy("Municipalities"),
    NETWORK: gettext_lazy("Members of networks"),
}


class UploadForm(PlainForm):
    """A file with what it is and where it comes from."""

    kind = forms.ChoiceField(label=gettext_lazy("What the file holds"), choices=())
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )
    source = forms.CharField(
        label=gettext_lazy("Source of the figures"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Who publishes them. It is shown with every figure."),
    )
    vintage = DayField(
        label=gettext_lazy("Published on"),
        required=False,
        help_text=gettext_lazy("The day that the figures are from."),
    )
    framework = forms.CharField(
        label=gettext_lazy("Code of the framework"),
        max_length=60,
        required=False,
        validators=[validate_slug],
        help_text=gettext_lazy("Only for the indicators of a framework."),
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the framework"), max_length=200, required=False
    )

    def __init__(self, *args: Any, everything: bool, limit: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if everything:
            self.fields["kind"].choices = list(KIND_NAMES.items())  # type: ignore[attr-defined]
        else:
            for name in ("kind", "framework", "name"):
                del self.fields[name]
            self.fields["source"].required = True
            self.fields["source"].label = gettext_lazy("Source of the figures")
            self.fields["source"].error_messages["required"] = _(
                "Say who publishes the figures."
            )
        self.fields["file"].help_text = format_lazy(
            gettext_lazy("CSV (UTF-8) or Excel (.xlsx), at most {size}."),
            size=filesizeformat(limit),
        )

    def clean(self) -> dict[str, Any]:
        """Ask for what the kind of file needs."""
        cleaned: dict[str, Any] = super().clean() or {}
        kind = cleaned.setdefault("kind", OBSERVATIONS)
        if kind == OBSERVATIONS and not cleaned.get("source") and "source" not in self.errors:
            self.add_error("source", _("Say who publishes the figures."))
        if (
            kind == FRAMEWORK
            and not cleaned.get("framework")
            and "framework" not in self.errors
        ):
            self.add_error("framework", _("Give the code of the framework."))
        return cleaned
