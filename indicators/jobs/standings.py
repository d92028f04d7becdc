"""What the members of a group are compared with: quarters, medians, totals."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from indicators.calculations.parameters import Flags, Floats, Integers
from indicators.calculations.relative import quarter_cuts
from indicators.documents import StandingDocument
from indicators.jobs.setup import Setup


def standing(
    setup: Setup, current: Floats, goal_score: Floats, total: Floats, *, comparable: bool = True
) -> StandingDocument:
    """Describe one group.

    Args:
        setup: The framework.
        current: Values of today of the members, shape (I, M).
        goal_score: Points of their goals, shape (G, M).
        total: Points of their totals, shape (M,); NaN = not ranked.
        comparable: Whether the members may be compared at all.

    Returns:
        The document.
    """
    document: StandingDocument = {"members": int(total.shape[0])}
    if comparable:
        document["indicator"] = indicator_rows(
            setup, current, np.flatnonzero(setup.comparable).tolist()
        )
        document["goal"] = goal_rows(setup.parameters.goals, goal_score)
        document["total"] = best_first(total)
    return document


def indicator_rows(
    setup: Setup, current: Floats, positions: Iterable[int]
) -> dict[str, list[float | None]]:
    """Give number, quarters and median of the indicators at some positions."""
    chosen = list(positions)
    cuts = quarter_cuts(current[chosen], more_is_better=setup.more_is_better[chosen])
    table = zip(
        setup.indicators[chosen].tolist(),
        cuts.count.tolist(),
        nothings(cuts.best),
        nothings(cuts.median),
        nothings(cuts.worst),
        strict=True,
    )
    return {str(key): list(row) for key, *row in table}


def goal_rows(goals: Iterable[int], scores: Floats) -> dict[str, list[float | None]]:
    """Give number and median of each goal's scores, shape (goals, M)."""
    found: dict[str, list[float | None]] = {}
    for goal, row in zip(goals, scores, strict=True):
        known = row[~np.isnan(row)]
        found[str(goal)] = [len(known), float(np.median(known)) if len(known) else None]
    return found


def best_first(total: Floats) -> list[float]:
    """List the totals of the ranked members, highest first."""
    ranked: list[float] = np.sort(total[~np.isnan(total)])[::-1].tolist()
    return ranked


def nothings(values: Floats) -> list[Any]:
    """Turn NaN into None."""
    return [None if value != value else value for value in values.tolist()]


def window_rows(setup: Setup, window: Integers, edition: Flags) -> dict[str, list[int]]:
    """Give trend years and kind of edition of each indicator, for later small jobs."""
    rows = np.column_stack([window, edition.astype(np.int64)]).tolist()
    return dict(zip(map(str, setup.indicators.tolist()), rows, strict=True))
