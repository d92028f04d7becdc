"""Answers to evaluation forms, counted so that no small group can be told from the rest."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LEAST = 5
"""Fewest answers that anything is shown of."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """How a group answered one question.

    Attributes:
        counts: Number of answers of each value, the first value first.
    """

    counts: tuple[int, ...]

    @property
    def answers(self) -> int:
        """Number of answers."""
        return sum(self.counts)

    @property
    def average(self) -> float:
        """Mean on a scale whose first value is 1; there is at least one answer."""
        points = sum(value * count for value, count in enumerate(self.counts, start=1))
        return points / self.answers


@dataclass(frozen=True, slots=True)
class Summary:
    """What may be shown of the answers to one question.

    Attributes:
        whole: All answers.
        by_place: Those of each place that may be shown; never a group under ``LEAST``, nor
            so many that the rest would be one.
    """

    whole: Distribution
    by_place: dict[int, Distribution]


def summarise(answers: Iterable[tuple[int, int]], *, values: int) -> Summary | None:
    """Count the answers to one question; None where they are too few to show.

    Args:
        answers: Place and value of each, values from 0 to ``values`` - 1.
        values: How many values there are.

    Source: docs/methods.md#answers-to-evaluation-forms.
    """
    counted: dict[int, Counter[int]] = {}
    for place, value in answers:
        counted.setdefault(place, Counter())[value] += 1
    whole = sum(counted.values(), Counter())
    if whole.total() < LEAST:
        return None
    shown = shown_places({place: own.total() for place, own in counted.items()})
    by_place = {place: _distribution(counted[place], values) for place in sorted(shown)}
    return Summary(_distribution(whole, values), by_place)


def shown_places(sizes: Mapping[int, int]) -> frozenset[int]:
    """Choose the places that may be shown beside the whole.

    Places under ``LEAST`` are hidden. What is left when the shown ones are taken from the
    whole must be nothing, or no smaller than ``LEAST``: until it is, the smallest of those
    shown is hidden too. Places without answers take no part.

    Args:
        sizes: Number of answers of each place.

    Source: docs/methods.md#answers-to-evaluation-forms.
    """
    shown = {place: size for place, size in sizes.items() if size >= LEAST}
    rest = sum(sizes.values()) - sum(shown.values())
    while shown and 0 < rest < LEAST:
        smallest = min(shown, key=lambda place: (shown[place], place))
        rest += shown.pop(smallest)
    return frozenset(shown)


def _distribution(counted: Counter[int], values: int) -> Distribution:
    return Distribution(tuple(counted[value] for value in range(values)))
