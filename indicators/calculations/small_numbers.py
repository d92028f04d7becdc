"""Hiding values that rest on so few people that one might be recognised."""

import numpy as np

from indicators.calculations.parameters import Flags, Floats

SOLVED = 1e-9


def hidden_values(
    values: Floats,
    numerators: Floats,
    denominators: Floats,
    *,
    min_denominator: Floats,
    min_count: Floats,
    is_count: Flags,
) -> Flags:
    """Say which values are hidden.

    Args:
        values: Values in the indicators' own units, shape (I, …).
        numerators: Counted cases, same shape; NaN = not known.
        denominators: Those the cases are counted among, same shape.
        min_denominator: Least denominator shown, shape (I,); NaN = no limit.
        min_count: Least count shown, shape (I,); NaN = no limit.
        is_count: Whether the value itself is a count, shape (I,).

    Returns:
        True where the denominator is under ``min_denominator`` or the count
        under ``min_count``; at the limit a value is shown.

    Source:
        docs/methods.md#small-numbers.
    """
    trailing = (-1,) + (1,) * (values.ndim - 1)
    counts = np.where(np.isnan(numerators) & is_count.reshape(trailing), values, numerators)
    return ~np.isnan(values) & (
        (denominators < min_denominator.reshape(trailing))
        | (counts < min_count.reshape(trailing))
    )


def telling_areas(members: Flags, *, hidden: Flags) -> Flags:
    """Say which areas' aggregates would give a hidden member away.

    An area with exactly one hidden member gives it away by subtraction. So do
    areas together whose sums can be combined to one hidden member: of the
    areas that such a member lies in, the one with the fewest hidden members is
    held back, until no hidden value can be solved for.

    Args:
        members: Whether a unit is a member of an area, shape (A, U).
        hidden: Whether the unit's value is hidden, shape (U,).

    Returns:
        True for areas whose aggregate must be held back, shape (A,).

    Source:
        docs/methods.md#small-numbers.
    """
    table = members[:, hidden].astype(np.float64)
    count = table.sum(axis=1)
    telling: Flags = count == 1
    while True:
        shown = np.flatnonzero(~telling & (count > 0))
        if not len(shown):
            return telling
        equations = table[shown]
        solvable = np.diag(np.linalg.pinv(equations) @ equations) > 1 - SOLVED
        if not solvable.any():
            return telling
        suspects = shown[equations[:, solvable].any(axis=1)]
        telling[suspects[count[suspects].argmin()]] = True
