"""Ratings: green, yellow, orange, red or grey, for indicators and goals."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from indicators.calculations.parameters import (
    Codes,
    Flags,
    Floats,
    Integers,
    Parameters,
    Rating,
)
from indicators.calculations.scores import spread

_BLOCK = 16_384  # numbers


def applicable(table: Flags, profile: Integers) -> Flags:
    """Say which indicators are meant for which unit.

    Args:
        table: Whether an indicator is meant for a profile, shape (I, P).
        profile: Position of each unit's profile, shape (U,); -1 = a profile
            the framework does not know, for which nothing is meant.

    Returns:
        Flags, shape (I, U).
    """
    padded = np.concatenate([table, np.zeros((len(table), 1), dtype=bool)], axis=1)
    return padded[:, profile]


def indicator_ratings(values: Floats, *, parameters: Parameters, meant: Flags) -> Codes:
    """Rate values against the thresholds; every tie goes to the better colour.

    Args:
        values: Values in the indicators' own units, shape (I, …, U).
        parameters: The framework's parameters.
        meant: Whether the indicator is meant for the unit, shape (I, U).

    Returns:
        Codes of ``Rating``, shape of ``values``: ``EMPTY`` where the indicator
        has no thresholds or is not meant for the unit, ``GREY`` where it has
        no value.

    Source:
        Published; the ties derived (docs/methods.md#rating-of-an-indicator).
    """
    codes = np.empty(values.shape, dtype=np.int8)
    sign = np.where(parameters.best > parameters.worst, 1.0, -1.0)
    shown = meant & parameters.rated[:, None]
    shown = shown.reshape(shown.shape[0], *(1,) * (values.ndim - 2), shown.shape[1])
    for rows in blocks(values):
        better = values[rows] * spread(sign[rows], like=values)
        code = np.full(better.shape, Rating.RED, dtype=np.int8)
        for limit in (parameters.red, parameters.middle, parameters.green):
            code += better >= spread((sign * limit)[rows], like=values)
        code[np.isnan(better)] = Rating.GREY
        codes[rows] = np.where(shown[rows], code, np.int8(Rating.EMPTY))
    return codes


def blocks(values: Floats) -> Iterator[slice]:
    """Cut the first axis so that a block stays in the processor's cache."""
    each = max(1, _BLOCK // max(1, values[0].size)) if len(values) else 1
    for start in range(0, len(values), each):
        yield slice(start, start + each)


def places(values: Floats, *, parameters: Parameters) -> Floats:
    """Rescale values piecewise: worst 0, red 1, green 2, best 3, clipped.

    Where two limits coincide the value lies on the better side of both.

    Args:
        values: Values in the indicators' own units, shape (I, …).
        parameters: The framework's parameters.

    Returns:
        Places from 0 to 3, shape of ``values``; NaN without value or limits.

    Source:
        Published: SDG Index and Dashboards, detailed methodological paper,
        goal-level dashboards (docs/methods.md#rating-of-a-goal).
    """
    sign = np.where(parameters.best > parameters.worst, 1.0, -1.0)
    limits = [
        sign * limit
        for limit in (parameters.worst, parameters.red, parameters.green, parameters.best)
    ]
    result = np.empty(values.shape)
    for rows in blocks(values):
        better = values[rows] * spread(sign[rows], like=values)
        place = np.where(np.isnan(better), np.nan, 0.0)
        for low, high in pairwise(limits):
            begin = spread(low[rows], like=values)
            length = spread((high - low)[rows], like=values)
            with np.errstate(invalid="ignore", divide="ignore"):
                part = (better - begin) / length
            step = length <= 0
            if step.any():
                part = np.where(step, better >= spread(high[rows], like=values), part)
            place += np.clip(part, 0.0, 1.0)
        result[rows] = place
    return result


def goal_ratings(
    values: Floats, ratings: Codes, *, parameters: Parameters, meant: Flags
) -> tuple[Codes, Integers, Integers]:
    """Rate goals by their two weakest indicators.

    Args:
        values: Values in the indicators' own units, shape (I, …, U).
        ratings: Codes of the indicators, same shape.
        parameters: The framework's parameters.
        meant: Whether the indicator is meant for the unit, shape (I, U).

    Returns:
        Codes of ``Rating``, shape (G, …, U), ``EMPTY`` where no rated
        indicator of the goal is meant for the unit; number of those
        indicators with data, same shape; number meant, shape (G, U).

    Source:
        Published (docs/methods.md#rating-of-a-goal).
    """
    shape = (len(parameters.goals), *values.shape[1:])
    lowest, second = np.full(shape, np.inf), np.full(shape, np.inf)
    only = np.zeros(shape, dtype=np.int8)
    have = np.zeros(shape, dtype=np.int64)
    of = np.zeros((len(parameters.goals), values.shape[-1]), dtype=np.int64)
    place = places(values, parameters=parameters)
    place[ratings <= Rating.GREY] = np.inf
    for rows, positions in parameters.rounds(parameters.rated):
        new = place[positions]
        rating = ratings[positions]
        present = rating > Rating.GREY
        low = lowest[rows]
        second[rows] = np.minimum(second[rows], np.maximum(low, new))
        lowest[rows] = np.minimum(low, new)
        only[rows] = np.where(present, rating, only[rows])
        have[rows] += present
        of[rows] += meant[positions]
    codes = _goal_colours(lowest, second, only, have)
    wanted = of.reshape(of.shape[0], *(1,) * (values.ndim - 2), of.shape[1])
    with np.errstate(invalid="ignore", divide="ignore"):
        enough = (have > 0) & (have / wanted >= parameters.min_rating_share)
    codes[~enough] = Rating.GREY
    return np.where(wanted > 0, codes, np.int8(Rating.EMPTY)), have, of


def _goal_colours(lowest: Floats, second: Floats, only: Codes, have: Integers) -> Codes:
    """Turn the two lowest places into a colour; one indicator keeps its own."""
    with np.errstate(invalid="ignore"):
        mean = (lowest + second) / 2
    code = np.where(mean >= 1.5, Rating.YELLOW, Rating.ORANGE)
    code = np.where(second < 1, Rating.RED, code)
    code = np.where(lowest >= 2, Rating.GREEN, code)
    return np.where(have == 1, only, code).astype(np.int8)
