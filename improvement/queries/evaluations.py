"""What became of a measure: its indicators before and after, and what was written."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from improvement.calculations.comparison import (
    Comparison,
    Windows,
    compare,
    direction,
    windows,
)
from improvement.models import Evaluation, Measure
from improvement.queries.comparison_groups import ComparisonGroup, others_in
from indicators.enums import Gender
from indicators.models import FrameworkIndicator, Indicator, Observation

USUAL_DELAY = 12
"""Months until an effect is looked for where the measure does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One indicator of a measure, with what became of it.

    Attributes:
        delay_months: From the start of the measure until something is looked for.
        expected: The expected change, in the municipality's own words.
        better: 1 when more is better, −1 when less is, 0 when that is unclear.
    """

    indicator: Indicator
    delay_months: int
    expected: str
    better: int
    comparison: Comparison


def comparisons(measure: Measure, *, group: ComparisonGroup) -> list[Compared]:
    """Compare the indicators of a measure within a group; five queries, whatever the size.

    Hidden values (small numbers) never leave the database, neither own ones nor others'.
    """
    wanted = _looked_for(measure)
    keys = [indicator.pk for indicator, _delay, _expected in wanted]
    looked_at = {
        indicator.pk: windows(start=measure.starts_on, delay_months=delay)
        for indicator, delay, _expected in wanted
        if measure.starts_on is not None
    }
    others = others_in(group, measure.municipality) if looked_at else []
    series, hidden = _series(keys, {measure.municipality_id, *others}, looked_at.values())
    better = _directions(keys)
    return [
        Compared(
            indicator=indicator,
            delay_months=delay,
            expected=expected,
            better=better.get(indicator.pk, 0),
            comparison=compare(
                own=series[indicator.pk, measure.municipality_id],
                others=[series[indicator.pk, other] for other in others],
                looked_at=looked_at.get(indicator.pk),
                better=better.get(indicator.pk, 0),
                hidden=hidden[indicator.pk, measure.municipality_id],
                is_sound=indicator.is_comparable,
            ),
        )
        for indicator, delay, expected in wanted
    ]


def evaluations_of(measure: Measure) -> list[Evaluation]:
    """All evaluations of a measure, newest first; one query."""
    rows = measure.evaluations.select_related("by", "on_behalf_of__country")
    return list(rows.order_by("-at", "-pk"))


def indicators_by_code(codes: Collection[str]) -> dict[str, Indicator]:
    """Find indicators by their codes, as frozen figures name them; one query."""
    return {row.code: row for row in Indicator.objects.filter(code__in=codes)}


def _looked_for(measure: Measure) -> list[tuple[Indicator, int, str]]:
    rows = measure.expectations.select_related("indicator").order_by("pk")
    found = [(row.indicator, row.delay_months, row.expected) for row in rows]
    origin = measure.from_indicator
    if origin is not None and all(origin != indicator for indicator, *_more in found):
        found.append((origin, USUAL_DELAY, ""))
    return found


def _series(
    indicators: Collection[int], municipalities: Collection[int], years: Iterable[Windows]
) -> tuple[dict[tuple[int, int], dict[int, float]], dict[tuple[int, int], set[int]]]:
    values: dict[tuple[int, int], dict[int, float]] = defaultdict(dict)
    hidden: dict[tuple[int, int], set[int]] = defaultdict(set)
    wanted = list(years)
    if not wanted:
        return values, hidden
    rows = Observation.objects.filter(
        indicator__in=indicators,
        municipality__in=municipalities,
        gender=Gender.TOTAL,
        period__gte=min(each.before[0] for each in wanted),
        period__lte=max(each.after[-1] for each in wanted),
    ).values_list("indicator", "municipality", "period", "value", "is_hidden")
    for indicator, municipality, year, value, is_hidden in rows.iterator():
        if is_hidden:
            hidden[indicator, municipality].add(year)
        elif value is not None:
            values[indicator, municipality][year] = value
    return values, hidden


def _directions(indicators: Collection[int]) -> dict[int, int]:
    bounds: dict[int, list[tuple[float, float]]] = defaultdict(list)
    rows = FrameworkIndicator.objects.filter(indicator__in=indicators)
    for indicator, worst, best in rows.values_list("indicator", "worst", "best"):
        bounds[indicator].append((worst, best))
    return {indicator: direction(found) for indicator, found in bounds.items()}
