"""Scores of indicators and goals, totals, and who is ranked: points from 0 to 100."""

import numpy as np

from indicators.calculations.parameters import Flags, Floats, Integers, Parameters


def spread(per_indicator: Floats, *, like: Floats) -> Floats:
    """Give an array of shape (I,) the trailing axes of ``like``, shape (I, …)."""
    return per_indicator.reshape(per_indicator.shape + (1,) * (like.ndim - 1))


def indicator_scores(values: Floats, *, worst: Floats, best: Floats) -> Floats:
    """Place values on the common scale: linear from worst to best, clipped.

    Args:
        values: Values in the indicators' own units, shape (I, …); NaN = none.
        worst: Value that scores 0, same units, shape (I,).
        best: Value that scores 100, same units, shape (I,).

    Returns:
        Points, 0 to 100, shape of ``values``; NaN where there is no value.

    Source:
        Published: SDG Index and Dashboards, detailed methodological paper,
        min-max rescaling (docs/methods.md#score-of-an-indicator).
    """
    low = spread(worst, like=values)
    scores = values - low
    scores *= 100.0
    scores /= spread(best, like=values) - low
    return np.clip(scores, 0.0, 100.0, out=scores)


def mean_and_count(scores: Floats, members: Integers) -> tuple[Floats, Floats]:
    """Average the named rows, leaving out what is missing.

    The rows are added one after the other, so that a unit has the same mean
    to the last bit whether it is computed alone or with thousands of others.

    Args:
        scores: Points, shape (I, …).
        members: Positions of the rows that count.

    Returns:
        Mean in points (NaN where none has one) and number of rows with a
        score, both of the trailing shape.
    """
    total = np.zeros(scores.shape[1:])
    count = np.zeros(scores.shape[1:])
    for position in members:
        present = ~np.isnan(scores[position])
        total += np.where(present, scores[position], 0.0)
        count += present
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(count > 0, total / count, np.nan), count


def goal_scores(scores: Floats, *, parameters: Parameters) -> Floats:
    """Average each goal's scored indicators, whatever the unit's profile.

    Args:
        scores: Points of the indicators, shape (I, …).
        parameters: The framework's parameters.

    Returns:
        Points, 0 to 100, shape (G, …); NaN where fewer than
        ``min_goal_share`` of the goal's scored indicators have a score.

    Source:
        Mean: published. The least share: derived
        (docs/methods.md#score-of-a-goal).
    """
    mean, count = goal_means(scores, parameters=parameters, chosen=parameters.scored)
    members = np.array(
        [np.count_nonzero(parameters.scored[parameters.goal == n]) for n in parameters.goals],
        dtype=np.float64,
    )
    with np.errstate(invalid="ignore"):
        enough = count / spread(members, like=count) >= parameters.min_goal_share
    return np.where(enough, mean, np.nan)


def goal_means(
    scores: Floats, *, parameters: Parameters, chosen: Flags
) -> tuple[Floats, Floats]:
    """Average some indicators of each goal, one after the other, leaving out what is missing.

    Args:
        scores: Any measure of the indicators, shape (I, …).
        parameters: The framework's parameters.
        chosen: The indicators that count, shape (I,).

    Returns:
        Mean (NaN where none has one) and number of indicators with one, both
        of shape (G, …).
    """
    total = np.zeros((len(parameters.goals), *scores.shape[1:]))
    count = np.zeros(total.shape)
    for rows, positions in parameters.rounds(chosen):
        part = scores[positions]
        present = ~np.isnan(part)
        part[~present] = 0.0
        total[rows] += part
        count[rows] += present
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(count > 0, total / count, np.nan), count


def missing_shares(scores: Floats, *, parameters: Parameters) -> Floats:
    """Return the share of the framework's scored indicators without a score.

    Indicators of goals that the framework does not cover are not counted.

    Args:
        scores: Points of the indicators, shape (I, …).
        parameters: The framework's parameters.

    Returns:
        Shares, 0 to 1, of the trailing shape; 1 when nothing is scored.

    Source:
        Published (docs/methods.md#total-score-and-ranks).
    """
    members = np.flatnonzero(parameters.scored & np.isin(parameters.goal, parameters.goals))
    if not len(members):
        return np.ones(scores.shape[1:])
    missing = np.isnan(scores[members]).sum(axis=0)
    return np.asarray(missing / len(members))


def total_scores(
    goals: Floats, *, ranked: Flags, group: Integers, parameters: Parameters
) -> Floats:
    """Average the goals of each unit.

    Args:
        goals: Points of the goals, shape (G, …, U).
        ranked: Whether the unit has few enough indicators missing, shape (…, U).
        group: Comparison group of each unit, shape (U,).
        parameters: The framework's parameters; ``group_mean`` says how a goal
            without a score is treated.

    Returns:
        Points, 0 to 100, shape (…, U); NaN for units that are not ranked, and
        where no goal has a score.

    Source:
        Mean of goals, means of groups and the limit for ranking: published
        (docs/methods.md#total-score-and-ranks).
    """
    filled = fill_with_group_means(goals, ranked, group) if parameters.group_mean else goals
    mean, _count = mean_and_count(filled, np.arange(len(goals)))
    return np.where(ranked, mean, np.nan)


def fill_with_group_means(goals: Floats, ranked: Flags, group: Integers) -> Floats:
    """Replace a missing goal score by the mean of the group's ranked members.

    Args:
        goals: Points, shape (G, …, U).
        ranked: Whether a unit is ranked, shape (…, U).
        group: Comparison group of each unit, shape (U,).

    Returns:
        Points, shape (G, …, U); NaN where no ranked member has the goal.
    """
    filled = goals.copy()
    for code in np.unique(group):
        inside = group == code
        block = np.where(ranked[..., inside], goals[..., inside], np.nan)
        have = np.count_nonzero(~np.isnan(block), axis=-1)
        total = np.nansum(block, axis=-1)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.where(have > 0, total / have, np.nan)
        own = goals[..., inside]
        filled[..., inside] = np.where(np.isnan(own), mean[..., None], own)
    return filled
