"""What all forms here have in common."""

from datetime import date
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from common.dates import YEARS

MORE_ROWS = "flere"  # the button that asks for more empty rows, without scripts
_LONGEST_KEY = 18  # digits; the databases cannot even compare with much larger numbers


class DayInput(forms.DateInput):
    """A date picker of the browser; its value is always written as ISO 8601."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    widget = DayInput

    def __init__(self, **kwargs: Any) -> None:
        messages = {"invalid": _("Write the day as 2026-12-31, or choose it in the calendar.")}
        kwargs.setdefault("error_messages", {}).update(messages)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """Read a day of a year that can be meant.

        Raises:
            ValidationError: It is no day, or of no such year.
        """
        day = super().to_python(value)
        if day is not None and day.year not in YEARS:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class RowsField(forms.ModelMultipleChoiceField):
    """Rows chosen by their keys; a key longer than any in the database is no choice."""

    def clean(self, value: Any) -> Any:
        """Find the rows.

        Raises:
            ValidationError: One of them is not there.
        """
        for key in value if isinstance(value, list | tuple) else ():
            if len(str(key)) > _LONGEST_KEY:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": str(key)[:_LONGEST_KEY]},
                )
        return super().clean(value)


class PlainForm(forms.Form):
    """Everything is required unless the label says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            is_box = isinstance(field, forms.BooleanField) or isinstance(
                field.widget, forms.CheckboxSelectMultiple
            )
            if field.required:
                field.error_messages.setdefault("required", _("This field must be filled in."))
            elif not is_box and field.label:
                field.label = format_lazy("{} {}", field.label, _("(optional)"))


def typed_rows(
    data: Any, *, prefix: str, names: tuple[str, ...], most: int
) -> list[dict[str, Any]]:
    """Give the rows of a formset as they were typed, to show them again; nothing is checked.

    Args:
        data: What was sent.
        prefix: Of the formset.
        names: Of the fields of a row.
        most: How many rows there can be.
    """
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    number = min(int(total) if total.isdecimal() and len(total) < 4 else 0, most)
    return [
        {name: data.get(f"{prefix}-{n}-{name}", "") for name in names} for n in range(number)
    ]
