"""Trends: where an indicator and a goal are heading, measured against the horizon.

A series is normalised with worst and best without clipping, so that a rise is
always an improvement. g is the change a year that was seen, need the change a
year that would have reached green at the horizon.
"""

from dataclasses import dataclass

import numpy as np

from indicators.calculations.parameters import (
    Codes,
    Flags,
    Floats,
    Integers,
    Parameters,
    Rating,
    Trend,
)
from indicators.calculations.scores import goal_means

TOLERANCE = 1e-12  # share of worst–best; a tie that rounding broke still goes to the better


@dataclass(frozen=True, slots=True, kw_only=True)
class Trends:
    """Trends of I indicators for U units; every array has shape (I, U).

    Attributes:
        code: Codes of ``Trend``.
        pace: Change a year that was seen, in the indicator's own unit; NaN
            where the series has no start or no end.
        needed: Change a year from the start that reaches green at the
            horizon, same unit; NaN likewise.
        place: Place of the trend on the goal's scale, 0 to 4; NaN = no trend.
    """

    code: Codes
    pace: Floats
    needed: Floats
    place: Floats


def windows(has_value: Flags, *, years: Integers, parameters: Parameters) -> Integers:
    """Return first and last year of each indicator's trend.

    Stated years are used as they are. Where they are not stated the last year
    is the latest in which any unit has a value, and the first lies five years
    before the last.

    Args:
        has_value: Whether any unit has a value, shape (I, Y).
        years: Calendar years, ascending, shape (Y,).
        parameters: The framework's parameters.

    Returns:
        Years, shape (I, 2); 0 where there is no dated value at all.

    Source:
        The stated years: published. The years where none are stated: this
        project (docs/methods.md#trend-of-an-indicator).
    """
    latest = (has_value * years).max(axis=1, initial=0)
    end = np.where(parameters.trend_end > 0, parameters.trend_end, latest)
    start = np.where(parameters.trend_start > 0, parameters.trend_start, end - 5)
    return np.where((end > 0)[:, None], np.stack([start, end], axis=1), 0)


def indicator_trends(
    series: Floats,
    current: Floats,
    *,
    years: Integers,
    window: Integers,
    meant: Flags,
    parameters: Parameters,
) -> Trends:
    """Compare the pace of each series with the pace that reaches green in time.

    Args:
        series: Dated values in the indicators' own units, shape (I, Y, U).
        current: Values of today, same units, shape (I, U).
        years: Calendar years, ascending, shape (Y,).
        window: First and last year of each trend, shape (I, 2).
        meant: Whether a trend is shown for the unit, shape (I, U).
        parameters: The framework's parameters.

    Returns:
        The trends; ``NONE`` where the indicator is not rated, not meant for
        the unit, or its series has no start or ends too early.

    Source:
        Published: the idea and the thresholds. Derived: the years
        (docs/methods.md#trend-of-an-indicator).
    """
    start, start_year = _starts(series, years, window[:, 0])
    end, end_year = _ends(series, years)
    known = ~np.isnan(start) & (start_year < end_year) & (end_year >= window[:, 1:] - 1)
    known &= meant & ~np.isnan(current) & (parameters.rated & (window[:, 1] > 0))[:, None]
    green = parameters.green[:, None]
    scale = (parameters.best - parameters.worst)[:, None]
    left = parameters.horizon - start_year
    with np.errstate(invalid="ignore", divide="ignore"):
        pace = np.where(known, (end - start) / (end_year - start_year), np.nan)
        needed = np.where(known & (left > 0), (green - start) / left, np.nan)
        beyond = (green - current) / scale <= 0
    code, place = _judge(pace / scale, needed / scale, known=known, green=beyond)
    return Trends(code=code, pace=pace, needed=needed, place=place)


def _starts(series: Floats, years: Integers, first: Integers) -> tuple[Floats, Integers]:
    """Return value and year at the start: the first year, else the one after or before.

    Both of shape (I, U); year 0 where there is none.
    """
    value = np.full((series.shape[0], series.shape[2]), np.nan)
    year = np.zeros(value.shape, dtype=np.int64)
    indicators = np.arange(len(series))
    for step in (0, 1, -1) if len(years) else ():
        wanted = first + step
        row = np.searchsorted(years, wanted).clip(0, len(years) - 1)
        found = np.where((years[row] == wanted)[:, None], series[indicators, row], np.nan)
        take = np.isnan(value) & ~np.isnan(found)
        value[take] = found[take]
        year = np.where(take, wanted[:, None], year)
    return value, year


def _ends(series: Floats, years: Integers) -> tuple[Floats, Integers]:
    """Return value and year of the latest value; year 0 where there is none."""
    value = np.full((series.shape[0], series.shape[2]), np.nan)
    year = np.zeros(value.shape, dtype=np.int64)
    for row, candidate in enumerate(years):
        present = ~np.isnan(series[:, row])
        np.copyto(value, series[:, row], where=present)
        year[present] = candidate
    return value, year


def _judge(pace: Floats, need: Floats, *, known: Flags, green: Flags) -> tuple[Codes, Floats]:
    """Turn normalised pace and need into a code and a place from 0 to 4.

    Rising while already beyond green, and every unit that is green today, is
    on track (place 3). Falling from above green has no need to divide by:
    place 0. Without time left before the horizon nothing is enough.
    """
    missing = known & np.isnan(need)
    need = np.where(missing, np.inf, need)
    with np.errstate(invalid="ignore", divide="ignore"):
        q = np.where(np.isinf(need), np.where(pace < 0, -np.inf, 0.0), pace / need)
        falling = pace < 0
        code = np.select(
            [green, falling, pace >= need - TOLERANCE, pace >= need / 2 - TOLERANCE],
            [Trend.UP, Trend.DOWN, Trend.UP, Trend.MODERATE],
            default=Trend.STAGNATING,
        )
        place = np.select(
            [green | ((need <= 0) & ~falling), falling & (need <= 0), falling, q < 0.5, q <= 1],
            [3.0, 0.0, np.maximum(0.0, 1 + q / 2), 1 + 2 * q, 2 + 2 * (q - 0.5)],
            default=3 + np.minimum(1.0, (q - 1) / 4),
        )
    return (
        np.where(known, code, Trend.NONE).astype(np.int8),
        np.where(known, place, np.nan),
    )


def goal_trends(trends: Trends, *, ratings: Codes, parameters: Parameters) -> Codes:
    """Average the trends of each goal's indicators on a scale from 0 to 4.

    Args:
        trends: The trends of the indicators, shape (I, U).
        ratings: Codes of ``Rating`` of the goals, shape (G, U).
        parameters: The framework's parameters.

    Returns:
        Codes of ``Trend``, shape (G, U); ``NONE`` where the goal is grey or no
        indicator has a trend.

    Source:
        Published; the ends of the scale derived
        (docs/methods.md#trend-of-a-goal).
    """
    has = trends.code != Trend.NONE
    place = np.where(has, trends.place, np.nan)
    everything = np.ones(len(place), dtype=bool)
    mean, count = goal_means(place, parameters=parameters, chosen=everything)
    every = np.ones(ratings.shape, dtype=bool)
    for rows, positions in parameters.rounds(everything):
        every[rows] &= ~has[positions] | (trends.code[positions] == Trend.UP)
    with np.errstate(invalid="ignore"):
        code = np.select(
            [every | (mean >= 3 - TOLERANCE), mean >= 2 - TOLERANCE, mean >= 1 - TOLERANCE],
            [Trend.UP, Trend.MODERATE, Trend.STAGNATING],
            default=Trend.DOWN,
        )
    shown = (count > 0) & (ratings > Rating.GREY)
    return np.where(shown, code, Trend.NONE).astype(np.int8)
