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
    shape = current.shape
    code = np.zeros(shape, dtype=np.int8)
    pace, needed, place = (np.full(shape, np.nan) for _ in range(3))
    for position in np.flatnonzero(parameters.rated & (window[:, 1] > 0)):
        first, last = window[position]
        start, start_year = _starts(series[position], years, int(first))
        end, end_year = _ends(series[position], years)
        known = ~np.isnan(start) & (start_year < end_year) & (end_year >= last - 1)
        known &= meant[position] & ~np.isnan(current[position])
        with np.errstate(invalid="ignore", divide="ignore"):
            pace[position] = np.where(known, (end - start) / (end_year - start_year), np.nan)
            left = parameters.horizon - start_year
            wanted = (parameters.green[position] - start) / left
            needed[position] = np.where(known & (left > 0), wanted, np.nan)
        scale = parameters.best[position] - parameters.worst[position]
        green = (parameters.green[position] - current[position]) / scale <= 0
        code[position], place[position] = _judge(
            pace[position] / scale, needed[position] / scale, known=known, green=green
        )
    return Trends(code=code, pace=pace, needed=needed, place=place)


def _starts(series: Floats, years: Integers, first: int) -> tuple[Floats, Integers]:
    """Return value and year at the start: the first year, else the one after or before."""
    value = np.full(series.shape[1], np.nan)
    year = np.zeros(series.shape[1], dtype=np.int64)
    for candidate in (first, first + 1, first - 1):
        for row in np.flatnonzero(years == candidate):
            take = np.isnan(value) & ~np.isnan(series[row])
            value = np.where(take, series[row], value)
            year = np.where(take, candidate, year)
    return value, year


def _ends(series: Floats, years: Integers) -> tuple[Floats, Integers]:
    """Return value and year of the latest value; year 0 where there is none."""
    value = np.full(series.shape[1], np.nan)
    year = np.zeros(series.shape[1], dtype=np.int64)
    for row, candidate in enumerate(years):
        present = ~np.isnan(series[row])
        value = np.where(present, series[row], value)
        year = np.where(present, candidate, year)
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
    codes = np.zeros(ratings.shape, dtype=np.int8)
    for row, number in enumerate(parameters.goals):
        total = np.zeros(ratings.shape[1:])
        count = np.zeros(ratings.shape[1:])
        every = np.ones(ratings.shape[1:], dtype=bool)
        for position in parameters.of_goal(number):
            has = trends.code[position] != Trend.NONE
            total += np.where(has, trends.place[position], 0.0)
            count += has
            every &= ~has | (trends.code[position] == Trend.UP)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = total / count
        code = np.select(
            [every | (mean >= 3 - TOLERANCE), mean >= 2 - TOLERANCE, mean >= 1 - TOLERANCE],
            [Trend.UP, Trend.MODERATE, Trend.STAGNATING],
            default=Trend.DOWN,
        )
        shown = (count > 0) & (ratings[row] > Rating.GREY)
        codes[row] = np.where(shown, code, Trend.NONE)
    return codes
