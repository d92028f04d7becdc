"""Rows and columns of the lists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.http import QueryDict
from django.utils.translation import gettext as _

from common.numbers import format_number
from networks.models import County, Municipality
from portal.pages.overview import spoken_ratings

GOALS = range(1, 18)


@dataclass(frozen=True, slots=True)
class MunicipalityRow:
    """One municipality of the list, everything printed."""

    name: str
    lang: str
    href: str
    county: str
    code: str
    population: str
    points: str
    ratings: list[str]
    spoken: str


@dataclass(frozen=True, slots=True)
class Column:
    """A heading one can sort by; ``sorted`` is ``ascending``, ``descending`` or empty."""

    label: str
    href: str
    sorted: str
    is_number: bool


def municipality_row(
    place: Municipality, ratings: Mapping[int, Mapping[int, str]]
) -> MunicipalityRow:
    """Print one municipality; it carries ``county_name`` and ``points``."""
    own = ratings.get(place.pk, {})
    in_order = [own.get(goal, "grey") for goal in GOALS] if own else []
    points = getattr(place, "points", None)
    return MunicipalityRow(
        name=str(place.local_name),
        lang=place.local_name.lang,
        href=place.get_absolute_url(),
        county=getattr(place, "county_name", None) or "",
        code=f"{place.country_id} {place.code}",
        population="" if place.population is None else format_number(place.population),
        points="" if points is None else format_number(points, decimals=1),
        ratings=in_order,
        spoken=spoken_ratings(in_order),
    )


def sort_columns(query: QueryDict, sort: str, descending: bool) -> list[Column]:  # noqa: FBT001 -- both halves of one choice
    """Give the headings one can sort by; the sorted one turns round."""
    labels = {
        "name": (_("Municipality"), False),
        "population": (_("Population"), True),
        "points": (_("Points"), True),
    }
    columns = []
    for name, (label, is_number) in labels.items():
        kept = query.copy()
        kept.pop("side", None)
        turned = (not descending) if name == sort else is_number
        kept["sorter"] = f"-{name}" if turned else name
        state = ("descending" if descending else "ascending") if name == sort else ""
        columns.append(Column(label, f"?{kept.urlencode()}", state, is_number))
    return columns


def counties_by_country(counties: Iterable[County]) -> list[tuple[str, list[County]]]:
    """Gather counties under the names of their countries."""
    rows = sorted(counties, key=lambda county: county.country_id)
    return [
        (str(inside[0].country), inside)
        for _code, group in groupby(rows, key=lambda county: county.country_id)
        if (inside := list(group))
    ]
