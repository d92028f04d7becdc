"""Reading stored results back into arrays."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from indicators.calculations.parameters import RATING_NAMES, TREND_NAMES, Integers
from indicators.jobs.fetch import Places, fetch, marks
from indicators.jobs.figures import STATUSES
from indicators.jobs.setup import Setup
from indicators.models import GoalResult, IndicatorResult
from indicators.models.results import TOTAL

NOT_STORED = -2
RATINGS = ("", *RATING_NAMES[:-1])  # by code plus one
_FEW = 200  # municipalities that are named one by one


def _codes(texts: Sequence[str]) -> str:
    """Write the branches of a CASE that turns texts into their positions."""
    return " ".join(f"WHEN '{text}' THEN {code}" for code, text in enumerate(texts))


_INDICATORS = f"""
SELECT CAST(indicator_id AS integer), CAST(municipality_id AS integer),
       CAST(COALESCE(year, -1) AS smallint),
       CAST(CASE status {{status}} ELSE -1 END AS smallint),
       CAST(CASE rating {{rating}} ELSE -1 END AS smallint),
       CAST(CASE trend {{trend}} ELSE -1 END AS smallint),
       CAST(COALESCE(value, 9e307) AS double precision),
       CAST(COALESCE(score, 9e307) AS double precision)
FROM {IndicatorResult._meta.db_table} WHERE framework_id = %s
""".format(  # noqa: S608 -- only constants of this module
    status=_codes(STATUSES), rating=_codes(RATINGS), trend=_codes(TREND_NAMES)
)


def stored_indicators(
    setup: Setup, ids: Integers, shape: tuple[int, ...], only: Sequence[int] | None = None
) -> dict[str, np.ndarray[Any, Any]]:
    """Read the stored results as arrays of shape (I, U); ``NOT_STORED`` where none is.

    Ratings are codes plus one. ``only`` names positions of indicators to read.
    """
    chosen = setup.indicators if only is None else setup.indicators[list(only)]
    sql, parameters = _INDICATORS, [setup.framework_id]
    if len(ids) <= _FEW or only is not None:
        sql += f" AND indicator_id IN ({marks(chosen)})"
        parameters += chosen.tolist()
    if len(ids) <= _FEW:
        sql += f" AND municipality_id IN ({marks(ids)})"
        parameters += ids.tolist()
    kinds = [
        ("indicator", "i4"),
        ("unit", "i4"),
        ("year", "i2"),
        ("status", "i2"),
        ("rating", "i2"),
        ("trend", "i2"),
        ("value", "f8"),
        ("score", "f8"),
    ]
    rows = fetch(sql, parameters, kinds)
    row, unit = Places(setup.indicators).of(rows["indicator"]), Places(ids).of(rows["unit"])
    return _arrays(rows, kinds[2:], row, unit, shape)


_GOALS = f"""
SELECT CAST(municipality_id AS integer), CAST(goal AS smallint),
       CAST(CASE rating {{rating}} ELSE -1 END AS smallint),
       CAST(CASE trend {{trend}} ELSE -1 END AS smallint),
       CAST(have AS smallint), CAST("of" AS smallint),
       CAST(CASE WHEN is_ranked THEN 1 ELSE 0 END AS smallint),
       CAST(COALESCE(score, 9e307) AS double precision)
FROM {GoalResult._meta.db_table} WHERE framework_id = %s
""".format(  # noqa: S608 -- only constants of this module
    rating=_codes(RATINGS), trend=_codes(TREND_NAMES)
)


def stored_goals(
    setup: Setup, ids: Integers, shape: tuple[int, ...]
) -> dict[str, np.ndarray[Any, Any]]:
    """Read the stored goals, the total last, as arrays of shape (G + 1, U).

    Ratings are codes plus one; ``NOT_STORED`` where there is no row.
    """
    goals = np.array([*setup.parameters.goals, TOTAL], dtype=np.int64)
    sql, parameters = _GOALS, [setup.framework_id]
    if len(ids) <= _FEW:
        sql += f" AND municipality_id IN ({marks(ids)})"
        parameters += ids.tolist()
    kinds = [
        ("unit", "i4"),
        ("goal", "i2"),
        ("rating", "i2"),
        ("trend", "i2"),
        ("have", "i2"),
        ("of", "i2"),
        ("is_ranked", "i2"),
        ("score", "f8"),
    ]
    rows = fetch(sql, parameters, kinds)
    row, unit = Places(goals).of(rows["goal"]), Places(ids).of(rows["unit"])
    return _arrays(rows, kinds[2:], row, unit, shape)


def _arrays(
    rows: Any, kinds: Sequence[tuple[str, str]], row: Any, unit: Any, shape: tuple[int, ...]
) -> dict[str, np.ndarray[Any, Any]]:
    """Put columns into arrays by their positions; unknown positions are left out."""
    known = (row >= 0) & (unit >= 0)
    found: dict[str, np.ndarray[Any, Any]] = {}
    for name, kind in kinds:
        array = np.full(shape, np.nan if kind == "f8" else NOT_STORED)
        column = rows[name][known].astype(array.dtype)
        array[row[known], unit[known]] = np.where(column == 9e307, np.nan, column)
        found[name] = array
    return found
