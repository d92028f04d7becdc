"""The figures of many units at once, and what is computed from them."""

from dataclasses import dataclass

import numpy as np

from indicators.calculations.parameters import Codes, Flags, Floats, Integers


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Values of I indicators in Y years for U units.

    Attributes:
        years: Calendar years, ascending, shape (Y,).
        values: Dated values in the indicators' own units, shape (I, Y, U);
            NaN = no value.
        undated: Values whose year the publisher does not state, same units,
            shape (I, U); they are current before any dated value.
        undated_edition: Whether the publisher states the current values of an
            indicator without their year, shape (I,). Then a unit without such
            a value has no current value, and its dated values are history.
        meant: Whether the indicator is meant for the unit, shape (I, U).
        trend_meant: Whether its trend is shown for the unit, shape (I, U).
        group: Comparison group of each unit, shape (U,).
        since: Year in which each comparable series starts, after the last break in it,
            shape (I, U), 0 = no break; None = no breaks at all. Trends do not look back
            beyond it.
    """

    years: Integers
    values: Floats
    undated: Floats
    undated_edition: Flags
    meant: Flags
    trend_meant: Flags
    group: Integers
    since: Integers | None = None

    @property
    def has_value(self) -> Flags:
        """Whether any unit has a dated value, shape (I, Y)."""
        return np.asarray((~np.isnan(self.values)).any(axis=2))

    @property
    def unbroken(self) -> Floats:
        """The dated values after the last break of each series, shape (I, Y, U)."""
        if self.since is None:
            return self.values
        earlier = self.years[None, :, None] < self.since[:, None, :]
        return np.where(earlier, np.nan, self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Everything computed from a panel: I indicators, G goals, Y years, U units.

    Points are from 0 to 100, ratings and trends are codes of ``Rating`` and
    ``Trend``, pace and need are changes a year in the indicator's own unit.
    What belongs to a year is "as known in that year": from the latest value
    not after it.
    """

    current: Floats  # (I, U) own unit
    current_year: Integers  # (I, U); 0 = undated or no value
    score: Floats  # (I, U)
    rating: Codes  # (I, U)
    trend: Codes  # (I, U)
    pace: Floats  # (I, U)
    needed: Floats  # (I, U)
    goal_score: Floats  # (G, U)
    goal_rating: Codes  # (G, U)
    goal_trend: Codes  # (G, U)
    goal_have: Integers  # (G, U)
    goal_of: Integers  # (G, U)
    missing_share: Floats  # (U,)
    ranked: Flags  # (U,)
    total: Floats  # (U,)
    score_by_year: Floats  # (I, Y, U)
    rating_by_year: Codes  # (I, Y, U)
    goal_score_by_year: Floats  # (G, Y, U)
    goal_rating_by_year: Codes  # (G, Y, U)
    total_by_year: Floats  # (Y, U)


def known_by_year(values: Floats) -> Floats:
    """Carry every value forward until the next one.

    Args:
        values: Dated values, shape (I, Y, U).

    Returns:
        The latest value not after each year, same unit and shape.
    """
    known = values.copy()
    for row in range(1, known.shape[1]):
        gap = np.isnan(known[:, row])
        np.copyto(known[:, row], known[:, row - 1], where=gap)
    return known


def current_values(panel: Panel) -> tuple[Floats, Integers]:
    """Return the value of today and its year.

    It is the undated value where there is one, else the latest dated value;
    but where the indicator's current edition is undated, nothing else counts.

    Args:
        panel: The figures.

    Returns:
        Values in the indicators' own units and calendar years (0 = undated or
        no value), both of shape (I, U).

    Source:
        Derived (docs/methods.md#the-value-of-today).
    """
    value = np.full(panel.undated.shape, np.nan)
    year = np.zeros(panel.undated.shape, dtype=np.int64)
    for row, number in enumerate(panel.years):
        present = ~np.isnan(panel.values[:, row])
        np.copyto(value, panel.values[:, row], where=present)
        year[present] = number
    undated = ~np.isnan(panel.undated)
    np.copyto(value, panel.undated, where=undated)
    year[undated] = 0
    withheld = panel.undated_edition[:, None] & ~undated
    value[withheld] = np.nan
    year[withheld] = 0
    return value, year
