"""An indicator before and after a measure, beside municipalities to compare with.

What moved together is shown; why it moved is not (docs/methods.md, "Before and after").
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from math import sqrt
from statistics import fmean
from typing import Any, Final

from improvement.calculations.student import quantile

Series = Mapping[int, float]
"""Calendar year → value, in the unit of the indicator."""

YEARS: Final = 3
"""Years before, and at most after."""
FEWEST: Final = 5
"""Municipalities that the uncertainty can be computed from."""
CENTRAL: Final = 0.95

# Why there is no comparison, or only a part of one.
NO_START: Final = "NO_START"
HIDDEN: Final = "HIDDEN"
NO_BEFORE: Final = "NO_BEFORE"
TOO_EARLY: Final = "TOO_EARLY"
NO_AFTER: Final = "NO_AFTER"
NOT_SOUND: Final = "NOT_SOUND"
GROUP_TOO_SMALL: Final = "GROUP_TOO_SMALL"
NO_SPREAD: Final = "NO_SPREAD"
NO_DIRECTION: Final = "NO_DIRECTION"

# What the comparison says.
TOGETHER: Final = "TOGETHER"
OPPOSITE: Final = "OPPOSITE"
NONE: Final = "NONE"
DIFFERENT: Final = "DIFFERENT"


@dataclass(frozen=True, slots=True)
class Windows:
    """The calendar years that are looked at, each part ascending."""

    before: tuple[int, ...]
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What became of one indicator. All values are in its unit.

    Attributes:
        reason: Why something is missing; empty when all is computed.
        verdict: What the difference says; empty without an interval.
        before: Years before with a value of the municipality's own.
        after: Years after with a value of the municipality's own.
        first_after: The first year in which something may be seen, if a start is known.
        own_before: Mean of the own values before.
        own_after: Mean of the own values after.
        own_change: After less before.
        group_before: Mean of the others' means before.
        group_after: Mean of the others' means after.
        group_change: After less before.
        difference: Own change less the group's.
        low: Lower end of the 95 per cent interval of the difference.
        high: Upper end of it.
        count: Others with values in all the same years.
        left_out: Others that lack a value in at least one of them.
        smaller: Others whose own difference from the rest is smaller in size.
        years: The years of the picture, ascending, without gaps.
        own: Own values, one per year; None = no value.
        group: Means of the counted others; None where one of them has no value.
    """

    reason: str = ""
    verdict: str = ""
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()
    first_after: int | None = None
    own_before: float | None = None
    own_after: float | None = None
    own_change: float | None = None
    group_before: float | None = None
    group_after: float | None = None
    group_change: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    count: int = 0
    left_out: int = 0
    smaller: int | None = None
    years: tuple[int, ...] = field(default_factory=tuple)
    own: tuple[float | None, ...] = field(default_factory=tuple)
    group: tuple[float | None, ...] = field(default_factory=tuple)

    def as_document(self) -> dict[str, Any]:
        """Give plain values that can be stored as JSON."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Comparison":
        """Read what ``as_document`` gave; fields of another version are left out."""
        known = {each.name for each in fields(cls)}
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in document.items()
            if name in known
        }
        return cls(**values)


def windows(*, start: date, delay_months: int) -> Windows:
    """Choose the years before the start, and those in which something may be seen.

    Args:
        start: First day of the measure.
        delay_months: Months from then until something is seen, at least 0.

    Returns:
        The three calendar years before the year of the start; and the calendar year that
        the delay ends in, with the two that follow.
    """
    first = start.year + (start.month - 1 + delay_months) // 12
    return Windows(
        before=tuple(range(start.year - YEARS, start.year)),
        after=tuple(range(first, first + YEARS)),
    )


def compare(
    *,
    own: Series,
    others: Sequence[Series],
    looked_at: Windows | None,
    better: int,
    hidden: Collection[int] = (),
    is_sound: bool = True,
) -> Comparison:
    """Set the change of one municipality beside the change of others in the same years.

    Args:
        own: Values of the municipality.
        others: Values of the municipalities to compare with, itself left out.
        looked_at: The years; None when the start of the measure is not known.
        better: 1 when more is better, −1 when less is better, 0 when that is unclear.
        hidden: Years whose own value is hidden because the numbers are small.
        is_sound: Whether municipalities may be compared on the indicator at all.

    Source: difference in differences with one treated unit. The interval is the one of a
    new observation beside n others, difference ± t(0.975; n − 1) · s · √(1 + 1/n), with s
    the standard deviation of the others' changes: the exact interval of the regression of
    the changes on being the one (Donald and Lang 2007; Lee and Wooldridge 2025). The
    placement among the others is after Conley and Taber (2011).
    """
    if looked_at is None:
        return Comparison(reason=NO_START)
    before = tuple(year for year in looked_at.before if year in own)
    after = tuple(year for year in looked_at.after if year in own)
    known: dict[str, Any] = {
        "before": before,
        "after": after,
        "first_after": looked_at.after[0],
        **_values("own", own, before, after),
        **_picture(own, others=[], looked_at=looked_at),
    }
    if not before or not after:
        reason = _why_not(own, others, looked_at, hidden, has_before=bool(before))
        return Comparison(reason=reason, **known)
    if not is_sound:
        return Comparison(reason=NOT_SOUND, **known)
    whole = [one for one in others if all(year in one for year in (*before, *after))]
    known |= {"count": len(whole), "left_out": len(others) - len(whole)}
    if len(whole) < FEWEST:
        return Comparison(reason=GROUP_TOO_SMALL, **known)
    known |= _picture(own, others=whole, looked_at=looked_at)
    changes = [_mean(one, after) - _mean(one, before) for one in whole]
    group_before = fmean(_mean(one, before) for one in whole)
    group_after = fmean(_mean(one, after) for one in whole)
    mean = fmean(changes)
    difference = known["own_change"] - mean
    known |= {
        "group_before": group_before,
        "group_after": group_after,
        "group_change": mean,
        "difference": difference,
        "smaller": _smaller(difference, changes, mean),
    }
    spread = standard_deviation(changes)
    size = max(abs(value) for one in whole for value in one.values())
    if spread <= 1e-9 * size:
        return Comparison(reason=NO_SPREAD, **known)
    n = len(changes)
    reach = quantile(central=CENTRAL, degrees=n - 1) * spread * sqrt(1 + 1 / n)
    low, high = difference - reach, difference + reach
    verdict = _verdict(low, high, better)
    return Comparison(
        reason=NO_DIRECTION if verdict == DIFFERENT else "",
        verdict=verdict,
        low=low,
        high=high,
        **known,
    )


def standard_deviation(values: Sequence[float]) -> float:
    """Give the standard deviation of a sample, n ≥ 2: divided by n − 1."""
    mean = fmean(values)
    return sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))


def direction(bounds: Collection[tuple[float, float]]) -> int:
    """Say which way is better: 1 more, −1 less, 0 where it is not said or not agreed on.

    Args:
        bounds: Worst and best in each framework that has the indicator.
    """
    ways = {1 if best > worst else -1 for worst, best in bounds}
    return ways.pop() if len(ways) == 1 else 0


def _mean(series: Series, years: Sequence[int]) -> float:
    return fmean(series[year] for year in years)


def _values(
    name: str, series: Series, before: Sequence[int], after: Sequence[int]
) -> dict[str, float | None]:
    first = _mean(series, before) if before else None
    last = _mean(series, after) if after else None
    change = last - first if first is not None and last is not None else None
    return {f"{name}_before": first, f"{name}_after": last, f"{name}_change": change}


def _why_not(
    own: Series,
    others: Sequence[Series],
    looked_at: Windows,
    hidden: Collection[int],
    *,
    has_before: bool,
) -> str:
    missing = looked_at.after if has_before else looked_at.before
    if set(missing) & set(hidden):
        return HIDDEN
    if not has_before:
        return NO_BEFORE
    newest = max((year for one in (own, *others) for year in one), default=0)
    return TOO_EARLY if newest < looked_at.after[0] else NO_AFTER


def _smaller(difference: float, changes: Sequence[float], mean: float) -> int:
    """Count the others whose change differs less from the rest of them than the own does.

    Each is set beside the mean of the others without itself: (change − mean) · n / (n − 1).
    """
    n = len(changes)
    return sum(abs(change - mean) * n / (n - 1) < abs(difference) for change in changes)


def _verdict(low: float, high: float, better: int) -> str:
    if low <= 0 <= high:
        return NONE
    if better == 0:
        return DIFFERENT
    return TOGETHER if (low > 0) == (better > 0) else OPPOSITE


def _picture(own: Series, *, others: Sequence[Series], looked_at: Windows) -> dict[str, Any]:
    """Give the values of all years from the first before to the last after that is known."""
    last = max(
        (year for year in (*looked_at.before, *looked_at.after) if year in own), default=None
    )
    if last is None:
        return {}
    years = tuple(range(looked_at.before[0], last + 1))
    means = tuple(
        fmean(one[year] for one in others)
        if others and all(year in one for one in others)
        else None
        for year in years
    )
    return {"years": years, "own": tuple(own.get(year) for year in years), "group": means}
