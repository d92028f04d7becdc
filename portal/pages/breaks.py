"""Mergers, divisions and new numbers in a series: sentences, marks, carried values."""

from collections.abc import Mapping, Sequence

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from indicators.charts import Mark
from indicators.documents import BreakPart, DashboardDocument
from networks.models import Municipality
from portal.queries.observations import Point

MAPPED = "mapped"


def breaks_of(document: DashboardDocument, position: int) -> list[BreakPart]:
    """Give the breaks of one indicator's series, the earliest first."""
    return [part for part in document.get("breaks", ()) if part["i"] == position]


def predecessors_in(parts: Sequence[BreakPart]) -> set[int]:
    """Give the keys of the municipalities that have to be named."""
    return {key for part in parts for key in part["from"]}


def sentence(part: BreakPart, places: Mapping[int, Municipality]) -> str:
    """Say what happened to the series, and what its earlier years are.

    Args:
        part: The break.
        places: The predecessors by key; one that has been deleted is not named.
    """
    known = [places[key] for key in part["from"] if key in places]
    names = [f"{place.code} {place}" if _is_number(part) else str(place) for place in known]
    words = {"year": part["year"], "names": get_text_list(sorted(names), _("and"))}
    if part["kind"] == MAPPED:
        template = {
            "renumbered": _("Before %(year)s: the figures of the earlier number, %(names)s."),
            "divided": _("Before %(year)s: a part of %(names)s, by share of the inhabitants."),
        }.get(part["how"], _("Before %(year)s: sum of %(names)s."))
    else:
        template = {
            "divided": _("Break in the series: %(year)s, divided from %(names)s."),
            "joined": _("Break in the series: %(year)s, joined by %(names)s."),
        }.get(part["how"], _("Break in the series: %(year)s, merged from %(names)s."))
    return template % words


def marks(parts: Sequence[BreakPart]) -> list[Mark]:
    """Name what is drawn into the chart; a new number alone is not."""
    return [
        Mark(year=part["year"], label=_label(part)) for part in parts if not _is_number(part)
    ]


def _label(part: BreakPart) -> str:
    if part["kind"] != MAPPED:
        return _("Break %(year)s") % part
    return (
        _("Divided %(year)s") % part
        if part["how"] == "divided"
        else _("Merged %(year)s") % part
    )


def with_carried(
    points: Sequence[Point],
    parts: Sequence[BreakPart],
    document: DashboardDocument,
    *,
    position: int,
) -> list[Point]:
    """Add to the values of a municipality those that were carried over from before it.

    Args:
        points: Values of the municipality and of others, as they are stored.
        parts: The breaks of the series.
        document: The municipality's dashboard.
        position: Position of the indicator in it.
    """
    if not any(part["kind"] == MAPPED for part in parts):
        return list(points)
    own = document["object"]
    have = {p.year for p in points if p.municipality == own and p.value is not None}
    last = max(part["year"] for part in parts if part["kind"] == MAPPED)
    carried = {
        year: Point(own, year, value, "")
        for year, value in zip(document["years"], document["series"][position], strict=True)
        if value is not None and year < last and year not in have
    }
    kept = [p for p in points if p.municipality != own or p.year not in carried]
    return sorted([*kept, *carried.values()], key=lambda p: (p.municipality, p.year))


def _is_number(part: BreakPart) -> bool:
    return part["how"] == "renumbered"
