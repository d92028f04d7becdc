"""Forms of the public pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from networks.models import Country, County
from portal.queries.lists import SORTS

MOST_LETTERS = 100


@dataclass(frozen=True, slots=True)
class MunicipalityChoice:
    """What a reader of the list of municipalities has chosen."""

    text: str = ""
    country: str = ""
    county: str = ""
    sort: str = "name"
    descending: bool = False

    @property
    def is_filtered(self) -> bool:
        return bool(self.text or self.country or self.county)


class MunicipalityFilter(forms.Form):
    """Which municipalities are listed; a choice that makes no sense is left out."""

    q = forms.CharField(label=_("Name or number"), required=False, max_length=MOST_LETTERS)
    land = forms.ChoiceField(label=_("Country"), required=False)
    fylke = forms.ChoiceField(label=_("County"), required=False)
    sorter = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        countries: Sequence[Country],
        counties: Sequence[County],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[str, Any]]] = {"land": [], "fylke": []}
        choices["land"] = [
            ("", _("All countries")),
            *((country.code, str(country)) for country in countries),
        ]
        choices["fylke"] = [
            ("", _("All counties")),
            *(
                (f"{county.country_id}-{county.code}", f"{county.name} ({county.country_id})")
                for county in counties
            ),
        ]
        for name, listed in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = listed
            field.widget.attrs["class"] = "form-select"
        self.fields["q"].widget.attrs["class"] = "form-control"

    def chosen(self) -> MunicipalityChoice:
        self.is_valid()
        data = self.cleaned_data
        sort = data.get("sorter", "")
        name = sort.removeprefix("-")
        country, _dash, county = data.get("fylke", "").partition("-")
        return MunicipalityChoice(
            text=data.get("q", ""),
            country=country or data.get("land", ""),
            county=county,
            sort=name if name in SORTS else "name",
            descending=sort.startswith("-"),
        )
