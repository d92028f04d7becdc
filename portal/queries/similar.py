"""The municipalities most like one: by traits that are loaded, with the distances."""

from dataclasses import dataclass
from math import isnan, log, nan
from typing import Final

from django.utils.translation import gettext_lazy as _

from common.memory import Memory
from common.words import Words
from indicators.models import Framework, IndicatorResult
from networks.models import Municipality

TRAITS: Final[tuple[tuple[str, Words], ...]] = (
    ("pop-change", _("change of population")),
    ("pop-under-16", _("share under 16 years")),
    ("pop-over-66", _("share over 66 years")),
    ("settlement", _("share in towns and villages")),
)
"""Codes of the indicators that describe a municipality, beside its population."""

TRAIT_NAMES: Final[dict[str, Words]] = {"population": _("population"), **dict(TRAITS)}

_kept: "Memory[dict[int, list[Neighbour]]]" = Memory(seconds=300, entries=8)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One similar municipality.

    Attributes:
        distance: Standard deviations apart, over all traits together.
        traits: (code of the trait, its value, decimals) as far as loaded; population in
            persons.
    """

    pk: int
    name: str
    href: str
    distance: float
    traits: tuple[tuple[str, float, int], ...]


def nearest_to(municipality: Municipality, *, framework: Framework) -> list[Neighbour]:
    """Give the seven municipalities of the same country that are nearest, nearest first."""
    key = (framework.pk, framework.results_version, municipality.country_id)
    everyone = _kept.get(key, lambda: _neighbours(framework, municipality.country_id))
    return everyone.get(municipality.pk, [])


def _neighbours(framework: Framework, country: str) -> "dict[int, list[Neighbour]]":
    import numpy as np

    from indicators.calculations.similar import (  # noqa: PLC0415 -- uses NumPy
        nearest,
        standardised,
    )

    places = list(
        Municipality.objects.filter(country=country, valid_to__isnull=True).order_by("pk")
    )
    traits = _traits(framework, places)
    if not traits:
        return {}
    values = [
        [log(v) if code == "population" and v > 0 else v for v in row]
        for code, row in traits.items()
    ]
    found = nearest(
        standardised(np.array(values, dtype=float)),
        among=np.zeros(len(places), dtype=np.int64),
    )
    return {
        place.pk: [
            _neighbour(places[other], traits, other, apart)
            for other, apart in zip(
                found.unit[row].tolist(), found.distance[row].tolist(), strict=True
            )
            if other >= 0
        ]
        for row, place in enumerate(places)
    }


def _traits(framework: Framework, places: list[Municipality]) -> dict[str, list[float]]:
    """Read the traits that at least half of the municipalities have."""
    row_of = {place.pk: row for row, place in enumerate(places)}
    traits = {"population": [float(place.population or nan) for place in places]}
    codes = [code for code, _name in TRAITS]
    for code, key, value in IndicatorResult.objects.filter(
        framework=framework,
        indicator__code__in=codes,
        municipality__in=row_of,
        value__isnull=False,
    ).values_list("indicator__code", "municipality", "value"):
        traits.setdefault(code, [nan] * len(places))[row_of[key]] = (
            nan if value is None else value
        )
    order = ["population", *codes]
    return {
        code: traits[code]
        for code in order
        if code in traits and _known(traits[code]) * 2 >= len(places)
    }


def _known(values: list[float]) -> int:
    return sum(not isnan(value) for value in values)


def _neighbour(
    place: Municipality, traits: dict[str, list[float]], row: int, apart: float
) -> Neighbour:
    shown = tuple(
        (code, values[row], 0 if code == "population" else 1)
        for code, values in traits.items()
        if not isnan(values[row])
    )
    return Neighbour(place.pk, str(place.name), place.get_absolute_url(), apart, shown)
