"""How far the assessors of one case stand apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from assessments.calculations.sheets import (
    DIMENSIONS,
    GOALS,
    PERSPECTIVES,
    Content,
    level_of,
)

WIDE: Final = 2
"""Points between lowest and highest from which assessors should talk."""


@dataclass(frozen=True, slots=True)
class Spread:
    """What the assessors answered about one goal, dimension, perspective or overall.

    Attributes:
        part: ``goals``, ``dimensions``, ``perspectives`` or ``overall``.
        key: The goal, dimension or perspective; empty for overall.
        levels: Points −2 to 2 of those who gave a level, lowest first.
        unknown: How many answered that they do not know.
        unanswered: How many have not answered.
    """

    part: str
    key: str
    levels: tuple[int, ...]
    unknown: int
    unanswered: int

    @property
    def distance(self) -> int | None:
        """Points from the lowest to the highest; None where fewer than two gave a level."""
        return self.levels[-1] - self.levels[0] if len(self.levels) > 1 else None

    @property
    def mean(self) -> float | None:
        """Mean of the levels, points −2 to 2; None where nobody gave one."""
        return sum(self.levels) / len(self.levels) if self.levels else None

    @property
    def is_wide(self) -> bool:
        """Whether it should be talked about: far apart, or some for and some against."""
        if self.distance is None:
            return False
        return self.distance >= WIDE or self.levels[0] < 0 < self.levels[-1]


def spread(sheets: Sequence[Content], part: str, key: str = "") -> Spread:
    """Gather what the sheets say about one thing.

    Source: docs/methods.md#assessments.
    """
    found = [level_of(content, part, key) for content in sheets]
    levels = sorted(level for level in found if isinstance(level, int))
    unanswered = sum(level is None for level in found)
    return Spread(part, key, tuple(levels), len(found) - len(levels) - unanswered, unanswered)


def spreads(sheets: Iterable[Content]) -> tuple[Spread, ...]:
    """Gather what the sheets say about everything that anybody has answered."""
    kept = list(sheets)
    places = [
        *(("goals", key) for key in GOALS),
        *(("dimensions", key) for key in DIMENSIONS),
        ("overall", ""),
        *(("perspectives", key) for key in PERSPECTIVES),
    ]
    found = (spread(kept, part, key) for part, key in places)
    return tuple(each for each in found if each.unanswered < len(kept))
