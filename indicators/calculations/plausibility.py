"""Whether a typed value is out of the ordinary. A question, never a stop."""

import itertools
from collections.abc import Mapping

STRETCH = 0.5  # of the distance from worst to best, beyond each end
CHANGE = 3.0  # times the largest earlier change a year
LEAST_CHANGES = 2  # earlier changes that are needed to know what is usual

BEYOND_BOUNDS = "beyond_bounds"
LARGE_CHANGE = "large_change"


def doubts(
    value: float,
    *,
    year: int,
    series: Mapping[int, float],
    worst: float | None = None,
    best: float | None = None,
) -> list[str]:
    """Say what is unusual about a value.

    Args:
        value: The typed value, in the indicator's unit.
        year: Its year.
        series: Known values by year, without ``year`` itself.
        worst: The bound of 0 points; None where no framework has one.
        best: The bound of 100 points.

    Returns:
        ``beyond_bounds`` when the value lies farther outside worst and best
        than half their distance; ``large_change`` when it differs from the
        nearest known year by more than three times the largest change a year
        between the others. A change of nothing at all is never large.

    Source:
        docs/methods.md#typed-values.
    """
    found = []
    if worst is not None and best is not None:
        room = STRETCH * abs(best - worst)
        if not min(worst, best) - room <= value <= max(worst, best) + room:
            found.append(BEYOND_BOUNDS)
    known = sorted((each, series[each]) for each in series if each != year)
    changes = [
        abs(later - earlier) / (last - first)
        for (first, earlier), (last, later) in itertools.pairwise(known)
    ]
    if len(changes) >= LEAST_CHANGES:
        near, near_value = min(known, key=lambda each: (abs(each[0] - year), -each[0]))
        if abs(value - near_value) / abs(year - near) > CHANGE * max(changes):
            found.append(LARGE_CHANGE)
    return found
