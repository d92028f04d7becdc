"""What a county, region or network amounts to: its members' values put together."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from indicators.calculations.parameters import Flags, Floats, Integers

POWERS = 10.0 ** np.arange(-1, 10)  # per one, per cent, per thousand …
NEAR_A_POWER = 0.02  # how far rounding of published values may move the factor


class Aggregation(IntEnum):
    """How an indicator's members are put together."""

    NONE = 0
    RATIO = 1
    SUM = 2
    POPULATION_MEAN = 3
    MEAN = 4


AGGREGATION_NAMES = ("none", "ratio", "sum", "population_mean", "mean")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """Values of one area.

    Attributes:
        value: Values in the indicators' own units, shape (I, Y); NaN = none.
        have: Members whose figures are in the value, shape (I, Y).
    """

    value: Floats
    have: Integers


def aggregate(
    values: Floats,
    numerators: Floats,
    denominators: Floats,
    *,
    population: Floats,
    how: Integers,
) -> Aggregate:
    """Put the members of one area together, one indicator and year at a time.

    A ratio is the sum of numerators over the sum of denominators, times the
    power of ten that the members' own values show (per cent, per thousand);
    where numerators are not given the members' values weighted by their
    denominators are the same thing. A member without the figures that the
    rule needs is left out and not counted.

    Args:
        values: Values in the indicators' own units, shape (I, Y, M).
        numerators: Numerators, same shape; NaN = not known.
        denominators: Denominators, same shape; NaN = not known.
        population: Inhabitants of the members, shape (M,); NaN = not known.
        how: Codes of ``Aggregation``, shape (I,).

    Returns:
        The area's values and how many members are in each.

    Source:
        docs/methods.md#aggregates.
    """
    shape = values.shape[:2]
    value = np.full(shape, np.nan)
    have = np.zeros(shape, dtype=np.int64)
    for kind in (
        Aggregation.RATIO,
        Aggregation.SUM,
        Aggregation.POPULATION_MEAN,
        Aggregation.MEAN,
    ):
        rows = np.flatnonzero(how == kind)
        if not len(rows):
            continue
        part = np.ascontiguousarray(values[rows])
        if kind == Aggregation.RATIO:
            value[rows], have[rows] = _ratio(
                part,
                np.ascontiguousarray(numerators[rows]),
                np.ascontiguousarray(denominators[rows]),
            )
            continue
        weights = np.ones_like(part)
        if kind == Aggregation.POPULATION_MEAN:
            weights = np.broadcast_to(population, part.shape)
        known = ~np.isnan(part) & (weights > 0)
        total = np.where(known, part * weights, 0.0).sum(axis=-1)
        have[rows] = np.count_nonzero(known, axis=-1)
        if kind != Aggregation.SUM:
            with np.errstate(invalid="ignore", divide="ignore"):
                total /= np.where(known, weights, 0.0).sum(axis=-1)
        value[rows] = np.where(have[rows] > 0, total, np.nan)
    return Aggregate(value=value, have=have)


def _ratio(values: Floats, numerators: Floats, denominators: Floats) -> tuple[Floats, Integers]:
    """Divide sums of numerators by sums of denominators, in the values' own unit."""
    known = ~np.isnan(values) & (denominators > 0)
    weight = np.where(known, denominators, 0.0).sum(axis=-1)
    weighted = np.where(known, values * denominators, 0.0).sum(axis=-1)
    exact = known & ~np.isnan(numerators)
    top = np.where(exact, numerators, 0.0).sum(axis=-1)
    have = np.count_nonzero(known, axis=-1)
    all_exact = (have > 0) & (np.count_nonzero(exact, axis=-1) == have)
    with np.errstate(invalid="ignore", divide="ignore"):
        plain = np.where(have > 0, weighted / weight, np.nan)
        factor = weighted / top
        power = POWERS[np.abs(POWERS[:, None, None] / factor - 1).argmin(axis=0)]
        fits = all_exact & (np.abs(power / factor - 1) <= NEAR_A_POWER)
        ratio = power * top / weight
    zero = all_exact & (top == 0) & (weighted == 0)
    return np.where(zero, 0.0, np.where(fits, ratio, plain)), have


def latest_complete_year(have: Integers) -> Integers:
    """Find the newest year in which enough members have reported.

    A year that only a few members have reported so far is not the area's
    current year: it needs at least half as many members as the fullest year.

    Args:
        have: Members in the area's value, shape (I, Y).

    Returns:
        Position of the year, shape (I,); -1 where no member ever reported.

    Source:
        This project (docs/methods.md#aggregates).
    """
    enough: Flags = (have > 0) & (2 * have >= have.max(axis=1, keepdims=True, initial=0))
    positions = np.arange(have.shape[1])
    return np.asarray(np.where(enough, positions, -1).max(axis=1, initial=-1))
