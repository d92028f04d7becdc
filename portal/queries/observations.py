"""Values as they stand in the database, for tables, charts and downloads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, Max, Min, OuterRef

from common.memory import Memory
from indicators.enums import Gender, ImportKind, Status
from indicators.models import (
    Framework,
    ImportBatch,
    IndicatorResult,
    Observation,
    ObservationRevision,
)
from networks.models import Municipality

_anything_typed: "Memory[bool]" = Memory(seconds=30, entries=1)


def _has_typed() -> bool:
    return ImportBatch.objects.filter(kind=ImportKind.TYPED).exists()


def typed_indicators(municipality: Municipality) -> frozenset[int]:
    """Give the keys of indicators with values that the municipality has typed itself."""
    if not _anything_typed.get("", _has_typed):
        return frozenset()
    rows = Observation.objects.filter(
        municipality=municipality, batch__kind=ImportKind.TYPED
    ).values_list("indicator", flat=True)
    return frozenset(rows.distinct())


@dataclass(frozen=True, slots=True)
class Point:
    """One value in one year, or why there is none; hidden values never leave the database."""

    municipality: int
    year: int
    value: float | None
    status: str


@dataclass(frozen=True, slots=True)
class Current:
    """What one indicator says of one municipality now."""

    municipality: int
    value: float | None
    year: int
    status: str
    score: float | None
    rating: str
    trend: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """One import that values of an indicator in a municipality came from."""

    at: datetime
    kind: str
    source: str
    vintage: date | None
    first: int
    last: int
    count: int


@dataclass(frozen=True, slots=True)
class Revised:
    """One value that was changed after it was first stored."""

    at: datetime
    year: int
    old: float | None
    new: float | None
    source: str


def series_of(indicator: int, municipalities: Sequence[int]) -> list[Point]:
    """Read the values of an indicator for both genders together, by year.

    Args:
        indicator: Key of the indicator.
        municipalities: Keys of the municipalities.
    """
    rows = (
        Observation.objects.filter(
            indicator=indicator, municipality__in=municipalities, gender=Gender.TOTAL
        )
        .order_by("municipality", "period")
        .values_list("municipality", "period", "value", "status", "is_hidden")
    )
    return [
        Point(place, year, None, Status.HIDDEN) if hidden else Point(place, year, value, status)
        for place, year, value, status, hidden in rows
    ]


def current_of(
    framework: Framework, indicator: int, municipalities: Sequence[int] | None = None
) -> list[Current]:
    """Read what an indicator says now of some municipalities, or of all."""
    rows = IndicatorResult.objects.filter(framework=framework, indicator=indicator)
    if municipalities is not None:
        rows = rows.filter(municipality__in=municipalities)
    return [
        Current(place, value, year or 0, status, score, rating, trend)
        for place, value, year, status, score, rating, trend in rows.order_by(
            "municipality"
        ).values_list("municipality", "value", "year", "status", "score", "rating", "trend")
    ]


def imports_of(indicator: int, municipality: int) -> list[Fetched]:
    """Read where the values of an indicator in a municipality came from, newest first."""
    rows = (
        Observation.objects.filter(indicator=indicator, municipality=municipality)
        .values("batch__imported_at", "batch__kind", "batch__source", "batch__vintage")
        .annotate(first=Min("period"), last=Max("period"), count=Count("period"))
        .order_by("-batch__imported_at", "batch__source")
    )
    return [
        Fetched(
            row["batch__imported_at"],
            row["batch__kind"],
            row["batch__source"],
            row["batch__vintage"],
            row["first"],
            row["last"],
            row["count"],
        )
        for row in rows
    ]


def revisions_of(indicator: int, municipality: int, *, at_most: int) -> list[Revised]:
    """Read which values of an indicator in a municipality were changed, newest first.

    A value that is hidden now is hidden here too: a limit may be newer than the change.
    """
    hidden = Observation.objects.filter(
        indicator=indicator,
        municipality=municipality,
        period=OuterRef("period"),
        gender=Gender.TOTAL,
        is_hidden=True,
    )
    rows = (
        ObservationRevision.objects.filter(
            ~Exists(hidden),
            indicator=indicator,
            municipality=municipality,
            gender=Gender.TOTAL,
            is_hidden=False,
            old_value__isnull=False,
        )
        .order_by("-changed_at", "-period", "-pk")
        .values_list("changed_at", "period", "old_value", "new_value", "batch__source")
    )
    return [Revised(*row) for row in rows[:at_most]]
