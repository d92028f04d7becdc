"""What a framework says about its indicators, as arrays the calculations read."""

from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int8]
Integers: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]


class Rating(IntEnum):
    """Status of an indicator or a goal; a higher code is a better colour.

    ``EMPTY`` is "there is nothing to rate" (no thresholds, or outside the
    unit's profile), ``GREY`` is "meant to be rated, but there is too little
    data".
    """

    EMPTY = -1
    GREY = 0
    RED = 1
    ORANGE = 2
    YELLOW = 3
    GREEN = 4


class Trend(IntEnum):
    """Direction of an indicator or a goal; a higher code is a better direction."""

    NONE = 0
    DOWN = 1
    STAGNATING = 2
    MODERATE = 3
    UP = 4


RATING_NAMES = ("grey", "red", "orange", "yellow", "green", "")  # index -1 is the empty one
TREND_NAMES = ("", "down", "stagnating", "moderate", "up")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The parameters of one framework with I indicators, P profiles and G goals.

    Attributes:
        goal: Goal number of each indicator, shape (I,).
        worst: Value that scores 0, in the indicator's own unit, shape (I,).
        best: Value that scores 100, same unit, shape (I,). More is better
            where ``best > worst`` and less is better where ``best < worst``.
        green: Value from which the rating is green, same unit; NaN = not rated.
        red: Value beyond which the rating is red, same unit; NaN = not rated.
        middle: Boundary of yellow and orange, same unit.
        scored: Whether the indicator counts in goal scores, shape (I,).
        rated_in: Whether the indicator is meant for a profile, shape (I, P).
        trend_in: Whether its trend is shown for a profile, shape (I, P).
        trend_start: First year of the trend, shape (I,); 0 = not stated.
        trend_end: Last year of the trend, shape (I,); 0 = not stated.
        goals: Goal numbers the framework covers, ascending, length G.
        horizon: Year in which the green threshold should be reached.
        min_goal_share: Least share of a goal's scored indicators with a
            score for the goal to have one, 0 to 1.
        min_rating_share: Least share of the profile's rated indicators of a
            goal with data for the goal to have a colour, 0 to 1.
        max_missing_share_ranked: Greatest share of the scored indicators
            without a score for a unit to have a total and a rank, 0 to 1.
        group_mean: Whether a missing goal score is filled with the mean of
            the ranked members of the unit's group in the total; otherwise it
            is left out.
    """

    goal: Integers
    worst: Floats
    best: Floats
    green: Floats
    red: Floats
    middle: Floats
    scored: Flags
    rated_in: Flags
    trend_in: Flags
    trend_start: Integers
    trend_end: Integers
    goals: tuple[int, ...]
    horizon: int = 2030
    min_goal_share: float = 0.25
    min_rating_share: float = 0.5
    max_missing_share_ranked: float = 0.2
    group_mean: bool = False

    @property
    def rated(self) -> Flags:
        """Whether each indicator has thresholds, shape (I,)."""
        return ~(np.isnan(self.green) | np.isnan(self.red))

    def rounds(self, chosen: Flags) -> list[tuple[Integers, Integers]]:
        """Go through the goals side by side: first each goal's first indicator, and so on.

        A step for all goals at once costs as much as a step for one, and each
        goal still meets its indicators in their order.

        Args:
            chosen: Indicators to go through, shape (I,).

        Returns:
            For each round the rows of the goals that have an indicator left,
            and the positions of those indicators.
        """
        lists = [np.flatnonzero((self.goal == number) & chosen) for number in self.goals]
        longest = max((len(each) for each in lists), default=0)
        found = []
        for turn in range(longest):
            rows = [row for row, each in enumerate(lists) if turn < len(each)]
            found.append(
                (
                    np.array(rows, dtype=np.int64),
                    np.array([lists[row][turn] for row in rows], dtype=np.int64),
                )
            )
        return found


def halfway(*, green: Floats, red: Floats, middle: Floats) -> Floats:
    """Fill an empty ``middle`` with the point halfway between green and red.

    Args:
        green: Green thresholds in the indicators' own units, shape (I,).
        red: Red thresholds, same units and shape.
        middle: Stated yellow/orange boundaries; NaN = not stated.

    Returns:
        Boundaries in the indicators' own units, shape (I,).

    Source:
        docs/methods.md#rating-of-an-indicator.
    """
    return np.where(np.isnan(middle), (green + red) / 2, middle)
