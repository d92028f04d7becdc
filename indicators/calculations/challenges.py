"""What the members of a network struggle with together."""

from dataclasses import dataclass

import numpy as np

from indicators.calculations.parameters import (
    Codes,
    Floats,
    Integers,
    Parameters,
    Rating,
    Trend,
)
from indicators.calculations.scores import goal_means


@dataclass(frozen=True, slots=True)
class Challenge:
    """One indicator or goal in a network.

    Attributes:
        item: Position of the indicator, or number of the goal.
        count: Members that are red or orange, or falling.
        off: Members that are red or orange.
        falling: Members that are falling.
        members_with: Members with data.
        members_without: Members for which it is meant but without data.
        gap: Mean gap to green of those with data, as a share of worst to
            best, 0 or more; 0 = all have reached green.
    """

    item: int
    count: int
    off: int
    falling: int
    members_with: int
    members_without: int
    gap: float


def gaps_to_green(values: Floats, *, parameters: Parameters) -> Floats:
    """Return how far each value is from green, as a share of worst to best.

    Args:
        values: Values in the indicators' own units, shape (I, M).
        parameters: The framework's parameters.

    Returns:
        Shares, 0 at green or better, shape (I, M); NaN without value or
        threshold.
    """
    scale = (parameters.best - parameters.worst)[:, None]
    return np.maximum((parameters.green[:, None] - values) / scale, 0.0)


def goal_gaps(gaps: Floats, *, parameters: Parameters) -> Floats:
    """Average the gaps of each goal's rated indicators, shape (G, M)."""
    return goal_means(gaps, parameters=parameters, chosen=parameters.rated)[0]


def common_challenges(
    items: Integers, ratings: Codes, trends: Codes, gaps: Floats
) -> list[Challenge]:
    """Order what the members have in common, the most shared first.

    Args:
        items: Position of each indicator or number of each goal, shape (N,).
        ratings: Codes of ``Rating``, shape (N, M).
        trends: Codes of ``Trend``, shape (N, M).
        gaps: Gaps to green as shares of worst to best, shape (N, M).

    Returns:
        Those that at least one member struggles with, ordered by the share of
        members with data that are red, orange or falling, then by the mean
        gap, then by ``items``.

    Source:
        docs/methods.md#common-challenges.
    """
    has = ratings > Rating.GREY
    off = has & (ratings <= Rating.ORANGE)
    falling = has & (trends == Trend.DOWN)
    known = has & ~np.isnan(gaps)
    weighed = np.count_nonzero(known, axis=1)
    mean = np.where(known, gaps, 0.0).sum(axis=1) / np.maximum(weighed, 1)
    columns = [
        np.count_nonzero(flags, axis=1).tolist()
        for flags in (off | falling, off, falling, has, ratings == Rating.GREY)
    ]
    found = [
        Challenge(*row)
        for row in zip(items.tolist(), *columns, mean.tolist(), strict=True)
        if row[1]
    ]
    return sorted(found, key=lambda one: (-one.count / one.members_with, -one.gap, one.item))
