"""Small frameworks and panels for the tests of the calculations."""

from dataclasses import replace
from typing import Any

import numpy as np

from indicators.calculations.panel import Panel
from indicators.calculations.parameters import Parameters, halfway


def parameters(count: int = 1, **changes: Any) -> Parameters:
    """Indicators from 0 (worst) to 100 (best), green from 80, red below 40, all of goal 1."""
    green = np.full(count, 80.0)
    red = np.full(count, 40.0)
    base = Parameters(
        goal=np.ones(count, dtype=np.int64),
        worst=np.zeros(count),
        best=np.full(count, 100.0),
        green=green,
        red=red,
        middle=halfway(green=green, red=red, middle=np.full(count, np.nan)),
        scored=np.ones(count, dtype=bool),
        rated_in=np.ones((count, 1), dtype=bool),
        trend_in=np.ones((count, 1), dtype=bool),
        trend_start=np.full(count, 2015),
        trend_end=np.full(count, 2020),
        goals=(1,),
    )
    return replace(base, **{name: as_array(value) for name, value in changes.items()})


def as_array(value: Any) -> Any:
    """Lists become arrays; anything else stays as it is."""
    return np.array(value) if isinstance(value, list) else value


def panel(values: Any, *, years: Any = (2020,), undated: Any = None, **changes: Any) -> Panel:
    """Values of shape (I, Y, U); everything is meant for every unit."""
    dated = np.array(values, dtype=float)
    shape = (dated.shape[0], dated.shape[2])
    loose = np.full(shape, np.nan) if undated is None else np.array(undated, dtype=float)
    base = Panel(
        years=np.array(years, dtype=np.int64),
        values=dated,
        undated=loose,
        undated_edition=(~np.isnan(loose)).any(axis=1),
        meant=np.ones(shape, dtype=bool),
        trend_meant=np.ones(shape, dtype=bool),
        group=np.zeros(shape[1], dtype=np.int64),
    )
    return replace(base, **{name: as_array(value) for name, value in changes.items()})


def column(*values: float) -> np.ndarray:
    """One unit: shape (I, 1)."""
    return np.array(values, dtype=float)[:, None]
