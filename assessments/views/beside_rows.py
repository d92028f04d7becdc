"""Figures of the places of a case, as they stand beside the form of a sheet."""

from dataclasses import dataclass

from django.urls import reverse

from assessments.queries.beside import Beside, Figure, Row
from common.numbers import format_number
from networks.models import Municipality


@dataclass(frozen=True, slots=True)
class FigureCell:
    """One figure of one place."""

    place: str
    text: str
    year: str
    rating: str
    href: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One indicator."""

    name: str
    lang: str
    unit: str
    source: str
    source_url: str
    is_illustrative: bool
    cells: list[FigureCell]


def figure_rows(beside: Beside) -> dict[int, list[FigureRow]]:
    """Make rows by goal."""
    return {goal: [_row(row) for row in rows] for goal, rows in beside.rows.items()}


def _row(row: Row) -> FigureRow:
    indicator = row.indicator
    name, unit = indicator.local_name, indicator.local_unit
    return FigureRow(
        name=name.text,
        lang=name.lang,
        unit=unit.text,
        source=indicator.source,
        source_url=indicator.source_url,
        is_illustrative=indicator.is_illustrative,
        cells=[_cell(figure, row) for figure in row.figures],
    )


def _cell(figure: Figure, row: Row) -> FigureCell:
    return FigureCell(
        place=str(figure.place),
        text=format_number(figure.value, decimals=row.indicator.decimals),
        year=str(figure.year or ""),
        rating=figure.rating,
        href=_address(figure.place, row.indicator.code),
    )


def _address(place: Municipality, indicator: str) -> str:
    keys = {**place.address_keys, "indicator": indicator}
    return reverse("portal:municipality-indicator", kwargs=keys)
