"""Ranks and quarters of a group: how units stand among each other, apart from status."""

from dataclasses import dataclass

import numpy as np

from indicators.calculations.parameters import Floats, Integers


@dataclass(frozen=True, slots=True, kw_only=True)
class Cuts:
    """Where the quarters of one group lie, for I indicators; each of shape (I,).

    Attributes:
        count: Members with a value.
        best: Value at or better than which a member is in the best quarter,
            in the indicator's own unit; NaN with fewer than four members.
        median: Middle value, same unit; NaN without members.
        worst: Value at or worse than which a member is in the worst quarter,
            same unit; NaN with fewer than four members.
    """

    count: Integers
    best: Floats
    median: Floats
    worst: Floats


def quarter_cuts(values: Floats, *, more_is_better: Integers) -> Cuts:
    """Find the quarters of a group.

    A quarter has a fourth of the members with a value, rounded down; whoever
    ties with its last member belongs to it too.

    Args:
        values: Values in the indicators' own units, shape (I, members).
        more_is_better: 1 where more is better, -1 where less is, shape (I,).

    Returns:
        The cuts.

    Source:
        Kolada's colours and shares (docs/methods.md#relative-place).
    """
    ordered = np.sort(values * more_is_better[:, None], axis=1)  # worst first, NaN last
    count = np.count_nonzero(~np.isnan(ordered), axis=1)
    quarter = count // 4
    rows = np.arange(len(values))

    def at(position: Integers, known: Integers) -> Floats:
        inside = np.clip(position, 0, max(ordered.shape[1] - 1, 0))
        if not ordered.shape[1]:
            return np.full(len(values), np.nan)
        picked = ordered[rows, inside] * more_is_better
        return np.where(known > 0, picked, np.nan)

    low = at((count - 1) // 2, count)
    high = at(count // 2, count)
    return Cuts(
        count=count,
        best=at(count - quarter, quarter),
        median=(low + high) / 2,
        worst=at(quarter - 1, quarter),
    )


def competition_ranks(scores: Floats) -> Integers:
    """Rank the highest first; ties share the better place (1, 2, 2, 4).

    Args:
        scores: Points, shape (U,); NaN = not ranked.

    Returns:
        Ranks from 1, shape (U,); 0 where there is none.

    Source:
        Published (docs/methods.md#total-score-and-ranks).
    """
    present = ~np.isnan(scores)
    ordered = np.sort(scores[present])
    better = len(ordered) - np.searchsorted(ordered, scores, side="right")
    return np.where(present, better + 1, 0)
