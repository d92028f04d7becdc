"""Forms whose texts are written once in each language of a programme."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from assessments.enums import TextLanguage
from networks.forms.base import PlainForm


@dataclass(frozen=True, slots=True)
class TextSpec:
    """One text that is written in several languages.

    Attributes:
        name: Its name; the fields are called ``name_nb`` and so on.
        label: What stands above the field.
        most: Most letters.
        rows: Lines of the field; 1 is a single line.
        is_required: Whether the first language must have it.
        help_text: What stands below the first field.
    """

    name: str
    label: str | Promise
    most: int = 300
    rows: int = 1
    is_required: bool = True
    help_text: str | Promise = ""


class LanguageForm(PlainForm):
    """A form with the fields of ``specs`` for each of ``languages``, the default first.

    Only the first language must be filled in; a version cannot be tested before all are.
    """

    specs: ClassVar[tuple[TextSpec, ...]] = ()

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = list(languages)
        for spec in self.specs:
            for place, code in enumerate(self.languages):
                self.fields[f"{spec.name}_{code}"] = self._field(
                    spec, code, is_first=place == 0
                )

    def _field(self, spec: TextSpec, code: str, *, is_first: bool) -> forms.CharField:
        attrs = {"lang": code}
        widget: forms.Widget = (
            forms.TextInput(attrs=attrs)
            if spec.rows == 1
            else forms.Textarea(attrs={**attrs, "rows": spec.rows})
        )
        label: Any = spec.label
        if len(self.languages) > 1:
            label = format_lazy("{} · {}", label, TextLanguage(code).label)
        is_required = spec.is_required and is_first
        help_text: Any = spec.help_text if is_first else ""
        if not spec.is_required:
            label = format_lazy("{} {}", label, _("(optional)"))
        return forms.CharField(
            label=label,
            max_length=spec.most,
            required=is_required,
            widget=widget,
            help_text=help_text,
            error_messages={"required": _("This field must be filled in.")},
        )

    def texts(self, name: str) -> dict[str, str]:
        """What was written: language → text, without languages that have none."""
        found = {code: self.cleaned_data.get(f"{name}_{code}", "") for code in self.languages}
        return {code: text.strip() for code, text in found.items() if text.strip()}


def initial_texts(name: str, texts: dict[str, str]) -> dict[str, str]:
    """What stands in the fields of a text at first."""
    return {f"{name}_{code}": text for code, text in texts.items()}
