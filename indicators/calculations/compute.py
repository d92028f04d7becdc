"""The whole method in order: from a panel of values to results."""

from indicators.calculations.panel import Panel, Results, current_values, known_by_year
from indicators.calculations.parameters import Integers, Parameters
from indicators.calculations.ratings import goal_ratings, indicator_ratings
from indicators.calculations.scores import (
    goal_scores,
    indicator_scores,
    missing_shares,
    total_scores,
)
from indicators.calculations.trends import goal_trends, indicator_trends, windows


def compute(panel: Panel, *, parameters: Parameters, window: Integers | None = None) -> Results:
    """Compute every unit of a panel, for today and as known in each year.

    Each unit's results depend on its own values alone, except for the totals
    of a framework with ``group_mean`` and for trend years that are not stated;
    so a single unit gives the same bits as the same unit among thousands when
    ``window`` is handed in.

    Args:
        panel: The figures, shape (I, Y, U).
        parameters: The framework's parameters.
        window: First and last year of each trend, shape (I, 2); empty = taken
            from the parameters and the panel.

    Returns:
        The results.
    """
    if window is None:
        window = windows(panel.has_value, years=panel.years, parameters=parameters)
    meant = panel.meant
    current, current_year = current_values(panel)
    score = indicator_scores(current, worst=parameters.worst, best=parameters.best)
    rating = indicator_ratings(current, parameters=parameters, meant=meant)
    trends = indicator_trends(
        panel.unbroken,
        current,
        years=panel.years,
        window=window,
        meant=panel.trend_meant,
        parameters=parameters,
    )
    goal_rating, have, of = goal_ratings(current, rating, parameters=parameters, meant=meant)
    goal_score = goal_scores(score, parameters=parameters)
    missing = missing_shares(score, parameters=parameters)
    ranked = missing <= parameters.max_missing_share_ranked

    known = known_by_year(panel.values)
    score_then = indicator_scores(known, worst=parameters.worst, best=parameters.best)
    rating_then = indicator_ratings(known, parameters=parameters, meant=meant)
    goal_rating_then, _have, _of = goal_ratings(
        known, rating_then, parameters=parameters, meant=meant
    )
    goal_score_then = goal_scores(score_then, parameters=parameters)
    ranked_then = (
        missing_shares(score_then, parameters=parameters) <= parameters.max_missing_share_ranked
    )
    return Results(
        current=current,
        current_year=current_year,
        score=score,
        rating=rating,
        trend=trends.code,
        pace=trends.pace,
        needed=trends.needed,
        goal_score=goal_score,
        goal_rating=goal_rating,
        goal_trend=goal_trends(trends, ratings=goal_rating, parameters=parameters),
        goal_have=have,
        goal_of=of,
        missing_share=missing,
        ranked=ranked,
        total=total_scores(goal_score, ranked=ranked, group=panel.group, parameters=parameters),
        score_by_year=score_then,
        rating_by_year=rating_then,
        goal_score_by_year=goal_score_then,
        goal_rating_by_year=goal_rating_then,
        total_by_year=total_scores(
            goal_score_then, ranked=ranked_then, group=panel.group, parameters=parameters
        ),
    )
