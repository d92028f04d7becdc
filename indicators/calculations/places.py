"""The place of one unit in its group, in plain Python: pages call it for each cell."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

BEST, MIDDLE, WORST, NO_PLACE = "best", "middle", "worst", ""


class Quarters(NamedTuple):
    """Where the quarters of one group lie for one indicator.

    Attributes:
        count: Members with a value.
        best: At or better than this is the best quarter, in the indicator's unit.
        median: Middle value, same unit.
        worst: At or worse than this is the worst quarter, same unit.
    """

    count: int  # type: ignore[assignment]  # hides the method of tuples
    best: float | None
    median: float | None
    worst: float | None


def quarters_of(values: Sequence[float], *, more_is_better: bool) -> Quarters:
    """Find the quarters of one small group; the same rule as ``relative.quarter_cuts``.

    Args:
        values: Values of the members that have one, in the indicator's unit.
        more_is_better: Direction of the indicator.

    Returns:
        The quarters; without cuts where fewer than four members have a value.

    Source:
        Kolada's colours and shares (docs/methods.md#relative-place).
    """
    ordered = sorted(values, reverse=not more_is_better)  # worst first
    count = len(ordered)
    quarter = count // 4
    median = (ordered[(count - 1) // 2] + ordered[count // 2]) / 2 if count else None
    if not quarter:
        return Quarters(count, None, median, None)
    return Quarters(count, ordered[count - quarter], median, ordered[quarter - 1])


def relative_place(
    value: float | None,
    *,
    best_cut: float | None,
    worst_cut: float | None,
    more_is_better: bool,
) -> str:
    """Say in which part of its group a value lies.

    Args:
        value: Value in the indicator's own unit, if there is one.
        best_cut: At or better than this is the best quarter, same unit.
        worst_cut: At or worse than this is the worst quarter, same unit.
        more_is_better: Direction of the indicator.

    Returns:
        ``best``, ``middle``, ``worst``, or nothing without a value. Where both
        cuts are the same value, or the group is too small for quarters, all
        are in the middle.

    Source:
        Kolada's colours and shares (docs/methods.md#relative-place).
    """
    if value is None:
        return NO_PLACE
    if best_cut is None or worst_cut is None or best_cut == worst_cut:
        return MIDDLE
    sign = 1 if more_is_better else -1
    if sign * value >= sign * best_cut:
        return BEST
    return WORST if sign * value <= sign * worst_cut else MIDDLE


def competition_rank(score: float, *, best_first: Sequence[float]) -> int:
    """Rank one score among the scores of its group.

    Args:
        score: Points of the unit.
        best_first: Points of all ranked members, highest first.

    Returns:
        1 + the number of strictly better members: ties share the better place.

    Source:
        Published (docs/methods.md#total-score-and-ranks).
    """
    return 1 + bisect_left(best_first, -score, key=lambda other: -other)
