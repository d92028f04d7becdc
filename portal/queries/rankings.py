"""One indicator over all municipalities: values, ranks, names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from common.nordic import by_name, matches
from indicators.models import Framework, IndicatorResult
from networks.models import CountyMembership

NAME_FIELDS = ("municipality__name", "municipality__name_se", "municipality__name_fkv")


@dataclass(frozen=True, slots=True)
class RankedRow:
    """One municipality in the list of an indicator."""

    municipality: int
    country: str
    code: str
    name: str
    value: float | None
    year: int
    status: str
    score: float | None
    rating: str
    trend: str


def countries_with_values(framework: Framework, indicator: int) -> list[tuple[str, int]]:
    """List the countries that have values of an indicator, most values first."""
    rows = (
        IndicatorResult.objects.filter(
            framework=framework, indicator=indicator, value__isnull=False
        )
        .values("municipality__country")
        .annotate(count=Count("municipality"))
        .order_by("-count", "municipality__country")
    )
    return [(row["municipality__country"], row["count"]) for row in rows]


def values_in(framework: Framework, indicator: int, *, country: str) -> list[float]:
    """Read the values of an indicator in a country, lowest first."""
    rows = (
        IndicatorResult.objects.filter(
            framework=framework,
            indicator=indicator,
            municipality__country=country,
            value__isnull=False,
        )
        .order_by("value")
        .values_list("value", flat=True)
    )
    return [value for value in rows if value is not None]


def ranking(
    framework: Framework, indicator: int, *, country: str, text: str, sort: str
) -> QuerySet[IndicatorResult, tuple[object, ...]]:
    """Give the rows of the list, one per municipality of the country.

    Args:
        framework: Whose results are listed.
        indicator: Key of the indicator.
        country: Code of the country.
        text: Part of a name, or a municipality code; empty for all.
        sort: ``value`` or ``name``, with a minus for the other way; municipalities
            without a value come last.
    """
    rows = IndicatorResult.objects.filter(
        framework=framework, indicator=indicator, municipality__country=country
    ).exclude(status=".", value__isnull=True)
    if text:
        rows = rows.filter(matches(text, fields=NAME_FIELDS) | Q(municipality__code=text))
    name = by_name("municipality__name")
    if sort in {"value", "-value"}:
        value = F("value")
        first = value.desc(nulls_last=True) if sort[0] == "-" else value.asc(nulls_last=True)
        rows = rows.order_by(first, name, "municipality")
    else:
        turned = by_name("municipality__name", descending=True)
        rows = rows.order_by(turned if sort == "-name" else name, "municipality")
    return rows.values_list(
        "municipality",
        "municipality__country",
        "municipality__code",
        "municipality__name",
        "value",
        "year",
        "status",
        "score",
        "rating",
        "trend",
    )


def rows_of(page: Iterable[tuple[object, ...]]) -> list[RankedRow]:
    """Name the fields of the rows of one page."""
    return [RankedRow(*row) for row in page]  # type: ignore[arg-type]


def counties_of(municipalities: Sequence[int]) -> Mapping[int, str]:
    """Read today's county of some municipalities."""
    return dict(
        CountyMembership.objects.filter(
            municipality__in=municipalities, valid_to__isnull=True
        ).values_list("municipality", "county__name")
    )


def counts_by_indicator(framework: Framework) -> dict[int, int]:
    """Count the municipalities with a value, for each indicator of a framework."""
    return dict(
        IndicatorResult.objects.filter(framework=framework, value__isnull=False)
        .values("indicator")
        .annotate(count=Count("municipality"))
        .values_list("indicator", "count")
    )
