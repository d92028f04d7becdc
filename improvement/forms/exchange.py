"""Sending a file with measures."""

from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from networks.forms.base import PlainForm


class MeasureFileForm(PlainForm):
    """An Excel file."""

    file = forms.FileField(
        label=_("Excel file"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose another."),
        },
    )

    def __init__(self, *args: Any, limit: int, most_rows: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = format_lazy(
            _("At most {rows} rows and {size}."), rows=most_rows, size=filesizeformat(limit)
        )
