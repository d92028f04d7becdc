"""Whether the figures of a case moved together with what was done (docs/methods.md).

What moved together is said; why it moved is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

THRESHOLD: Final = 0.01
"""Share of the way from worst to best; a smaller change counts as none."""
_ROUNDING: Final = 1e-9

# What is said of one indicator, and, the first three, of a whole case.
TOGETHER: Final = "TOGETHER"
OPPOSITE: Final = "OPPOSITE"
NOT_YET: Final = "NOT_YET"
NO_NEWER: Final = "NO_NEWER"
HIDDEN: Final = "HIDDEN"
NO_VALUE: Final = "NO_VALUE"
NO_DIRECTION: Final = "NO_DIRECTION"


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure on one day, in the unit of its indicator.

    Attributes:
        year: Calendar year of the figure; None where it is not known.
        value: None where there is none, or it may not be shown.
        is_hidden: It is not shown because the numbers are small.
    """

    year: int | None
    value: float | None
    is_hidden: bool = False


def moved(*, start: Reading, now: Reading, worst: float | None, best: float | None) -> str:
    """Say which way one indicator has moved since the case was written.

    Args:
        start: As it was then.
        now: As it is now.
        worst: The value that gives 0 points; None where no framework says so.
        best: The value that gives 100 points; says which way is better.
    """
    if start.is_hidden or now.is_hidden:
        return HIDDEN
    if start.value is None or now.value is None:
        return NO_VALUE
    if not _is_newer(start, now):
        return NO_NEWER
    if worst is None or best is None or worst == best:
        return NO_DIRECTION
    share = (now.value - start.value) / (best - worst)
    if abs(share) < THRESHOLD - _ROUNDING:
        return NOT_YET
    return TOGETHER if share > 0 else OPPOSITE


def _is_newer(start: Reading, now: Reading) -> bool:
    """Whether the source has given a later figure.

    Where it states no year, then and now, another value is taken for a later one.
    """
    if start.year is None and now.year is None:
        return now.value != start.value
    return start.year is not None and now.year is not None and now.year > start.year


def whole(moves: Sequence[str]) -> str:
    """Say it of a case with several indicators, as ``moved`` gave them.

    One that went the opposite way is never outweighed by another that got better.
    """
    if OPPOSITE in moves:
        return OPPOSITE
    return TOGETHER if TOGETHER in moves else NOT_YET
