"""Fields that forms here share: long texts that count letters, files, municipalities."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.numbers import format_number
from networks.models import Municipality


class LongText(forms.CharField):
    """A text of at most so many letters; what is too long is kept and counted."""

    def __init__(self, *, most: int, rows: int = 3, **kwargs: Any) -> None:
        self.most = most
        widget = forms.Textarea(attrs={"rows": rows, "data-sv-max": most})
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        """Count a line break as one letter, as the page does."""
        return (super().to_python(value) or "").replace("\r\n", "\n")

    def validate(self, value: Any) -> None:
        """Refuse what is too long.

        Raises:
            ValidationError: It is.
        """
        super().validate(value)
        over = len(value) - self.most
        if over > 0:
            text = ngettext(
                "The text is %(over)s letter too long. Shorten it to %(most)s.",
                "The text is %(over)s letters too long. Shorten it to %(most)s.",
                over,
            )
            words = {"over": over, "most": format_number(self.most, decimals=0)}
            raise forms.ValidationError(text % words, code="max_length")


class Ticks(forms.CheckboxSelectMultiple):
    """Boxes that a template lays out itself."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "form-check-input", **(attrs or {})})


class Choices(forms.RadioSelect):
    """One of several, that a template lays out itself."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "form-check-input", **(attrs or {})})


class ManyFiles(forms.ClearableFileInput):
    """A choice of several files at once."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "form-control", **(attrs or {})})


class FilesField(forms.FileField):
    """Several files; whether they are good is looked into when they are kept."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Give the files as a list."""
        given: Sequence[Any] = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(each, initial) for each in given if each]


class Places:
    """Municipalities of today by the names that people write; read once for a form."""

    @cached_property
    def _rows(self) -> list[Municipality]:
        rows = Municipality.objects.in_force(on=timezone.localdate()).with_county()
        return list(rows.filter(country__in=["NO", "SE"]).select_related("country"))

    @cached_property
    def _by_name(self) -> dict[str, list[Municipality]]:
        found: dict[str, list[Municipality]] = {}
        for row in self._rows:
            found.setdefault(row.name.casefold(), []).append(row)
        return found

    @cached_property
    def names(self) -> list[str]:
        """All names, with the county where two municipalities share one."""
        return sorted(self.name_of(row) for row in self._rows)

    def name_of(self, place: Municipality) -> str:
        """Give the name under which a municipality is found."""
        same = self._by_name.get(place.name.casefold(), [])
        if len(same) < 2:
            return place.name
        county = next((getattr(row, "county_name", "") for row in same if row == place), "")
        return f"{place.name} ({county or place.country})"

    def find(self, text: str) -> Municipality:
        """Find a municipality by what was written.

        Raises:
            ValidationError: There is none of the name, or several.
        """
        wanted = text.strip().casefold()
        same = self._by_name.get(wanted) or [
            row
            for row in self._by_name.get(wanted.split(" (")[0], [])
            if self.name_of(row).casefold() == wanted
        ]
        if not same:
            raise forms.ValidationError(
                _("There is no municipality called «%(name)s».") % {"name": text.strip()}
            )
        if len(same) > 1:
            names = ", ".join(self.name_of(row) for row in same)
            raise forms.ValidationError(_("Which one? %(names)s") % {"names": names})
        return same[0]


class PlaceField(forms.CharField):
    """The name of a municipality; ``places`` is set by the form."""

    places: Places

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Municipality"))
        super().__init__(max_length=150, required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        """Give the municipality, or None."""
        text = super().clean(value)
        return self.places.find(text) if text else None


def plain_number(value: Decimal | None) -> str:
    """Give a number as it is typed: *4,5*; nothing for none."""
    if value is None:
        return ""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
