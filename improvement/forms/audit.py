"""Which changes to list: of which period, of which kind, made by whom."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from improvement.queries.audit import GROUPS
from networks.forms.base import DayField

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
POSSIBLE = [
    MinValueValidator(FIRST, _("Choose a year from 1900 to 2100.")),
    MaxValueValidator(LAST, _("Choose a year from 1900 to 2100.")),
]


class AuditFilter(forms.Form):
    fra = DayField(label=_("From"), validators=POSSIBLE)
    til = DayField(label=_("To, the day included"), validators=POSSIBLE)
    hva = forms.ChoiceField(
        label=_("What"), required=False, choices=[("", _("Everything")), *GROUPS.items()]
    )
    hvem = forms.TypedChoiceField(
        label=_("Who"), required=False, coerce=int, empty_value=None, choices=[]
    )

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hvem"].choices = [("", _("Everybody")), *people]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            is_day = name in {"fra", "til"}
            field.widget.attrs["class"] = "form-control" if is_day else "form-select"
        for name in ("fra", "til"):
            self.fields[name].error_messages["required"] = _("Choose a day.")

    def clean(self) -> dict[str, Any]:
        """The period begins before it ends."""
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("fra"), cleaned.get("til")
        if isinstance(start, date) and isinstance(end, date) and end < start:
            self.add_error("til", _("The last day must not be before the first."))
        return cleaned
