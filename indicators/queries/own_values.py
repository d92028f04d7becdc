"""A municipality's own values: the table of cells, and one cell with its history."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from indicators.enums import Gender, ImportKind
from indicators.models import (
    Framework,
    FrameworkIndicator,
    Indicator,
    Observation,
    ObservationRevision,
)
from networks.models import Municipality

YEARS = 5  # columns of the table


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as stored; None in ``value`` has its reason in ``status``."""

    year: int
    value: float | None
    status: str
    is_typed: bool
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of the table; ``cells`` by year, None where nothing is stored."""

    place: FrameworkIndicator
    cells: list[Cell | None]


@dataclass(frozen=True, slots=True)
class Change:
    """What a cell came to hold, when, by whom, from where."""

    value: float | None
    status: str
    is_hidden: bool
    at: datetime
    by: str
    source: str
    is_typed: bool


def chosen_framework(code: str) -> Framework | None:
    """Give the framework with that code, or the one that is shown first."""
    if code:
        return Framework.objects.filter(code=code).first()
    return Framework.objects.order_by("-is_default", "pk").first()


def lines_for(
    municipality: Municipality, framework: Framework, *, years: list[int]
) -> list[Line]:
    """List the framework's indicators with the municipality's values of ``years``.

    Indicators that are not meant for this kind of municipality are left out,
    unless it has a value of them.
    """
    places = list(
        FrameworkIndicator.objects.filter(framework=framework)
        .select_related("indicator")
        .order_by("goal_id", "position", "pk")
    )
    cells: dict[int, dict[int, Cell]] = defaultdict(dict)
    rows = Observation.objects.filter(
        municipality=municipality, gender=Gender.TOTAL, period__in=years,
        indicator__in=[place.indicator_id for place in places],
    ).values_list(
        "indicator_id", "period", "value", "status", "batch__kind", "is_hidden"
    )  # fmt: skip
    for indicator_id, period, value, status, kind, is_hidden in rows:
        cells[indicator_id][period] = Cell(
            period, value, status, kind == ImportKind.TYPED, is_hidden
        )
    known = municipality.profile in framework.profiles
    profile = municipality.profile if known else "default"
    return [
        Line(place, [cells[place.indicator_id].get(year) for year in years])
        for place in places
        if not place.profiles or profile in place.profiles or cells[place.indicator_id]
    ]


def series_of(municipality: Municipality, indicator: Indicator) -> dict[int, float]:
    """Give the known values by year; undated ones are left out."""
    rows = Observation.objects.filter(
        municipality=municipality, indicator=indicator, gender=Gender.TOTAL, period__gt=0,
        value__isnull=False, is_hidden=False,
    ).values_list("period", "value")  # fmt: skip
    return {period: float(value) for period, value in rows if value is not None}


def stored_cell(
    municipality: Municipality, indicator: Indicator, year: int
) -> Observation | None:
    """Give the stored value of one cell with where it came from."""
    return (
        Observation.objects.filter(
            municipality=municipality, indicator=indicator, period=year, gender=Gender.TOTAL
        )
        .select_related("batch__imported_by")
        .first()
    )


def history_of(municipality: Municipality, indicator: Indicator, year: int) -> list[Change]:
    """List what a cell has held, newest first."""
    stored = stored_cell(municipality, indicator, year)
    if stored is None:
        return []
    revisions = list(
        ObservationRevision.objects.filter(
            municipality=municipality, indicator=indicator, period=year, gender=Gender.TOTAL
        )
        .select_related("batch__imported_by", "old_batch__imported_by")
        .order_by("-changed_at", "-pk")
    )
    held = [(each.new_value, each.new_status, each.batch, each.is_hidden) for each in revisions]
    if revisions:
        first = revisions[-1]
        if first.old_batch is not None:
            held.append((first.old_value, first.old_status, first.old_batch, first.is_hidden))
    else:
        held = [(stored.value, stored.status, stored.batch, stored.is_hidden)]
    return [
        Change(
            value=value, status=status, is_hidden=is_hidden, at=batch.imported_at,
            by=str(batch.imported_by) if batch.imported_by else "", source=batch.source,
            is_typed=batch.kind == ImportKind.TYPED,
        )
        for value, status, batch, is_hidden in held
    ]  # fmt: skip


def bounds_of(indicator: Indicator) -> FrameworkIndicator | None:
    """Give the indicator's place in the framework that is shown first, or in any."""
    return (
        FrameworkIndicator.objects.filter(indicator=indicator)
        .order_by("-framework__is_default", "pk")
        .first()
    )
