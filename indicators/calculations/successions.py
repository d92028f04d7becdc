"""Series across mergers, divisions and new numbers of municipalities."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np

from indicators.calculations.aggregates import Aggregation, aggregate
from indicators.calculations.parameters import Codes, Flags, Floats, Integers

NO_ROW = -1


class How(IntEnum):
    """How a municipality came to be what it is."""

    RENUMBERED = 0
    MERGED = 1
    DIVIDED = 2
    JOINED = 3


HOW_NAMES = ("renumbered", "merged", "divided", "joined")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one municipality was until a change.

    Attributes:
        successor: Its position on the last axis.
        year: First calendar year after the change.
        predecessors: Their positions, n >= 1.
        shares: The part of each that the successor got, 0 to 1; NaN = not known.
        how: RENUMBERED carries every value unchanged; JOINED is never carried, for
            the successor's own earlier values are of another area.
    """

    successor: int
    year: int
    predecessors: tuple[int, ...]
    shares: tuple[float, ...]
    how: How


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Dated values of I indicators in Y years for K municipalities; NaN = no value.

    ``codes`` say what a row is (a greater code of a value is more to be careful with;
    ``NO_ROW`` = no row). The parts belong to the R indicators at ``parts_of``.
    """

    values: Floats  # (I, Y, K) own unit
    codes: Codes  # (I, Y, K)
    hidden: Flags  # (I, Y, K)
    parts_of: Integers  # (R,)
    numerators: Floats  # (R, Y, K)
    denominators: Floats  # (R, Y, K)


@dataclass(frozen=True, slots=True)
class Break:
    """Where one series meets a change.

    Attributes:
        indicator: Position of the indicator.
        year: First calendar year after the change.
        is_mapped: Whether the years before it are carried over from the predecessors.
        how: What happened.
        predecessors: Positions of the predecessors.
    """

    indicator: int
    year: int
    is_mapped: bool
    how: How
    predecessors: tuple[int, ...]


def carry_over(
    block: Block, steps: Sequence[Step], *, years: Integers, how: Integers
) -> tuple[Block, dict[int, list[Break]]]:
    """Fill the years before each change from the predecessors, as far as that is sound.

    A year is filled only where the successor has no value of its own. With a
    new number alone every value is carried unchanged. Otherwise a sum is
    Σ value × share, a ratio Σ numerator × share over Σ denominator × share, and
    only where all predecessors have a value and all shares are known; other
    indicators are not carried. A sum with a hidden value in it is hidden.

    Args:
        block: The values of successors and predecessors; it is not changed.
        steps: The changes, the earliest first, so that what was carried once is
            carried on.
        years: Calendar years, ascending, shape (Y,).
        how: Codes of ``Aggregation``, shape (I,).

    Returns:
        The filled block, and for each successor where its series were carried
        over or broken, the earliest first.

    Source:
        METHOD, breaks and revisions; the conditions ours
        (docs/methods.md#mergers-and-divisions).
    """
    filled = replace(
        block,
        values=block.values.copy(),
        codes=block.codes.copy(),
        hidden=block.hidden.copy(),
        numerators=block.numerators.copy(),
        denominators=block.denominators.copy(),
    )
    breaks: dict[int, list[Break]] = {}
    for step in steps:
        before = years < step.year
        theirs = ~np.isnan(filled.values[:, :, list(step.predecessors)]).all(axis=2)
        theirs &= before
        own = ~np.isnan(filled.values[:, :, step.successor]) & before
        taken = _fill(filled, step, before=before, how=how)
        mapped: Flags = np.asarray(taken.any(axis=1))
        broken: Flags = ~mapped & theirs.any(axis=1)
        if step.how != How.JOINED:
            broken &= ~own.any(axis=1)
        found = [
            Break(row, step.year, bool(mapped[row]), step.how, step.predecessors)
            for row in np.flatnonzero(mapped | broken).tolist()
        ]
        earlier = {
            one
            for place in step.predecessors
            for one in breaks.get(place, ())
            if mapped[one.indicator] or step.how == How.RENUMBERED
        }
        mine = breaks.setdefault(step.successor, [])
        mine += found
        mine += earlier.difference(mine)
        mine.sort(key=lambda one: (one.indicator, one.year, one.predecessors))
    return filled, {place: mine for place, mine in breaks.items() if mine}


def _fill(block: Block, step: Step, *, before: Flags, how: Integers) -> Flags:
    """Fill one successor's years before a change; returns which, shape (I, Y)."""
    empty = np.isnan(block.values[:, :, step.successor]) & before
    if step.how == How.RENUMBERED:
        return _move(block, step, empty)
    taken = np.zeros_like(empty)
    if step.how == How.JOINED or np.isnan(step.shares).any():
        return taken
    places, shares = list(step.predecessors), np.array(step.shares)
    summed = how == Aggregation.SUM
    whole: Flags = np.asarray(~np.isnan(block.values[:, :, places]).any(axis=2))
    rows = np.flatnonzero((empty & whole).any(axis=1) & (summed | (how == Aggregation.RATIO)))
    if not len(rows):
        return taken
    values = block.values[rows][:, :, places]
    values[summed[rows]] *= shares
    numerators, denominators = np.full((2, *values.shape), np.nan)
    parts = np.flatnonzero(np.isin(block.parts_of, rows))
    into = np.searchsorted(rows, block.parts_of[parts])
    numerators[into] = block.numerators[parts][:, :, places] * shares
    denominators[into] = block.denominators[parts][:, :, places] * shares
    found = aggregate(
        values,
        numerators,
        denominators,
        population=np.ones(len(places)),
        how=how[rows],
    )
    taken[rows] = empty[rows] & whole[rows] & (found.have == len(places))
    done, of_parts = taken[rows], taken[block.parts_of[parts]]
    new = step.successor
    for target, where, which, source in (
        (block.values, rows, done, found.value),
        (block.codes, rows, done, block.codes[rows][:, :, places].max(axis=2)),
        (block.hidden, rows, done, block.hidden[rows][:, :, places].any(axis=2)),
        (block.numerators, parts, of_parts, numerators[into].sum(axis=2)),
        (block.denominators, parts, of_parts, denominators[into].sum(axis=2)),
    ):
        target[where, :, new] = np.where(which, source, target[where, :, new])
    return taken


def _move(block: Block, step: Step, empty: Flags) -> Flags:
    """Carry values, and the reasons for missing ones, to a new number."""
    old, new = step.predecessors[0], step.successor
    codes = block.codes
    taken = empty & ~np.isnan(block.values[:, :, old])
    reasons = empty & (codes[:, :, new] == NO_ROW) & (codes[:, :, old] != NO_ROW)
    for rows, moved in (
        ((block.values, block.hidden), taken),
        ((codes,), taken | reasons),
        ((block.numerators, block.denominators), taken[block.parts_of]),
    ):
        for array in rows:
            array[:, :, new][moved] = array[:, :, old][moved]
    return taken
