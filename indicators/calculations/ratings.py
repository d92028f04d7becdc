"""Ratings: green, yellow, orange, red or grey, for indicators and goals."""

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
    for position, rated in enumerate(parameters.rated):
        codes[position] = Rating.EMPTY
        if rated:
            codes[position] = np.where(
                meant[position], _colours(values[position], parameters, position), Rating.EMPTY
            )
    return codes


def _colours(values: Floats, parameters: Parameters, position: int) -> Codes:
    """Rate the values of one indicator, each limit in the direction of better."""
    sign = 1.0 if parameters.best[position] > parameters.worst[position] else -1.0
    better = sign * values
    code = (better >= sign * parameters.red[position]).astype(np.int8)
    code += better >= sign * parameters.middle[position]
    code += better >= sign * parameters.green[position]
    return np.where(np.isnan(values), np.int8(Rating.GREY), code + np.int8(Rating.RED))


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
    better = values * spread(sign, like=values)
    limits = [
        spread(sign * limit, like=values)
        for limit in (parameters.worst, parameters.red, parameters.green, parameters.best)
    ]
    result = np.where(np.isnan(values), np.nan, 0.0)
    for low, high in pairwise(limits):
        length = high - low
        with np.errstate(invalid="ignore", divide="ignore"):
            part = np.where(length > 0, (better - low) / length, (better >= high) * 1.0)
        result += np.clip(part, 0.0, 1.0)
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
    codes = np.full(shape, Rating.EMPTY, dtype=np.int8)
    have = np.zeros(shape, dtype=np.int64)
    of = np.zeros((len(parameters.goals), values.shape[-1]), dtype=np.int64)
    place = places(values, parameters=parameters)
    for row, number in enumerate(parameters.goals):
        lowest = np.full(values.shape[1:], np.inf)
        second = np.full(values.shape[1:], np.inf)
        only = np.zeros(values.shape[1:], dtype=np.int8)
        for position in parameters.of_goal(number)[parameters.rated[parameters.goal == number]]:
            present = ratings[position] > Rating.GREY
            new = np.where(present, place[position], np.inf)
            second = np.minimum(second, np.maximum(lowest, new))
            lowest = np.minimum(lowest, new)
            only = np.where(present, ratings[position], only)
            have[row] += present
            of[row] += meant[position]
        codes[row] = _goal_colours(lowest, second, only, have[row])
        with np.errstate(invalid="ignore", divide="ignore"):
            enough = (have[row] > 0) & (have[row] / of[row] >= parameters.min_rating_share)
        codes[row] = np.where(enough, codes[row], Rating.GREY)
        codes[row] = np.where(of[row] > 0, codes[row], Rating.EMPTY)
    return codes, have, of


def _goal_colours(lowest: Floats, second: Floats, only: Codes, have: Integers) -> Codes:
    """Turn the two lowest places into a colour; one indicator keeps its own."""
    with np.errstate(invalid="ignore"):
        mean = (lowest + second) / 2
    code = np.where(mean >= 1.5, Rating.YELLOW, Rating.ORANGE)
    code = np.where(second < 1, Rating.RED, code)
    code = np.where(lowest >= 2, Rating.GREEN, code)
    return np.where(have == 1, only, code).astype(np.int8)
