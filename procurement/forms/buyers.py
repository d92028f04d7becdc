"""Forms of the buyers' desk, and the search in the catalogue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from networks.forms.base import PlainForm
from procurement.enums import Verdict
from procurement.forms.parts import LongText


class NoteForm(PlainForm):
    """A note that the buyers share."""

    text = LongText(label=_("Note"), most=2000, rows=3)


class VerdictForm(PlainForm):
    """The result that the company is told."""

    verdict = forms.ChoiceField(
        label=_("Result"),
        choices=[(code, label) for code, label in Verdict.choices if code != Verdict.NONE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a result.")},
    )
    text = LongText(
        label=_("Why"),
        most=2000,
        rows=4,
        help_text=_("The company gets these words by mail."),
    )


class DeskForm(forms.Form):
    """In which order, and which ones."""

    orden = forms.ChoiceField(
        label=_("Order"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
        choices=[
            ("", _("Best match first")),
            ("navn", _("By name")),
            ("nyeste", _("Newest first")),
        ],
    )
    vis = forms.ChoiceField(
        label=pgettext_lazy("solutions", "Show"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
        choices=[
            ("", pgettext_lazy("solutions", "All")),
            ("kort", _("The short list")),
            ("uavklart", _("Not decided")),
        ],
    )


class CatalogueForm(forms.Form):
    """A search in the open solutions."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "form-control", "type": "search"}),
    )
    kategori = forms.ChoiceField(
        label=_("Category"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    fylke = forms.ChoiceField(
        label=_("County"), required=False, widget=forms.Select(attrs={"class": "form-select"})
    )

    def __init__(
        self,
        *args: Any,
        categories: list[tuple[str, str]],
        counties: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices, all_of in (
            ("kategori", categories, _("All categories")),
            ("fylke", counties, _("All counties")),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
            field.choices = [("", all_of), *choices]
