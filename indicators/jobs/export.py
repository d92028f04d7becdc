"""Scores, ratings, trends and ranks of all municipalities as a table."""

import csv
import math
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from indicators.calculations.panel import Results
from indicators.calculations.parameters import RATING_NAMES, TREND_NAMES, Floats
from indicators.calculations.relative import competition_ranks
from indicators.calculations.trends import windows
from indicators.jobs.figures import read_figures
from indicators.jobs.municipal import municipal_outcome
from indicators.jobs.places import Outcome
from indicators.jobs.setup import Setup, Units, load_setup, load_units
from indicators.models import Framework

HEADER = (
    "country",
    "code",
    "level",
    "item",
    "year",
    "value",
    "score",
    "rating",
    "trend",
    "rank",
    "n_of_N",
)


def export_scores(
    *, framework: Framework, countries: Sequence[str], year: int | None, output: Path, on: date
) -> int:
    """Write a framework's results, computed from the values as they are now.

    Args:
        framework: The framework.
        countries: Codes of the countries to write.
        year: As known in that year, without trends; empty = today.
        output: The file; it is replaced when all is written.
        on: Municipalities that exist on this day are written.

    Returns:
        Number of rows.
    """
    setup = load_setup(framework)
    draft = output.with_name(f".{output.name}.part")
    count = 0
    with draft.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(HEADER)
        for country in countries:
            for row in _rows_of(setup, country=country, year=year, on=on):
                writer.writerow(row)
                count += 1
    draft.replace(output)
    return count


def _rows_of(
    setup: Setup, *, country: str, year: int | None, on: date
) -> Iterator[tuple[Any, ...]]:
    units = load_units(setup, country=country, on=on)
    if not len(units.ids):
        return
    figures = read_figures(setup, units.ids)
    window = windows(figures.has_value, years=figures.years, parameters=setup.parameters)
    outcome = municipal_outcome(
        setup, units, figures, window=window, edition=figures.undated_edition
    )
    place = None
    if year is not None:
        place = int(np.searchsorted(figures.years, year, side="right")) - 1
        if place < 0:
            return
    yield from _table(setup, units, outcome, place, year)


def _table(
    setup: Setup, units: Units, outcome: Outcome, place: int | None, year: int | None
) -> Iterator[tuple[Any, ...]]:
    """Give indicators, goals and the total of every municipality, unit by unit."""
    results = outcome.results
    values, years = (
        (results.current, results.current_year) if place is None else _known_in(outcome, place)
    )
    score, rating = _of(results, "score", place), _of(results, "rating", place)
    goal_score, goal_rating = (
        _of(results, "goal_score", place),
        _of(results, "goal_rating", place),
    )
    total = results.total if place is None else results.total_by_year[place]
    ranked = ~np.isnan(total)
    ranks = _ranks(np.where(setup.comparable[:, None], values, np.nan), setup.more_is_better)
    goal_ranks = _ranks(np.where(ranked, goal_score, np.nan), np.ones(len(goal_score)))
    total_ranks = competition_ranks(total)
    among = len(units.ids)
    for unit, code in enumerate(units.codes):
        head = (units.country, code)
        for row, item in enumerate(setup.codes):
            trend = TREND_NAMES[results.trend[row, unit]] if place is None else ""
            yield (
                *head,
                "indicator",
                item,
                years[row, unit] or "",
                _number(values[row, unit]),
                _number(score[row, unit]),
                RATING_NAMES[rating[row, unit]],
                trend,
                *_rank(ranks[row], unit, among),
            )
        for row, number in enumerate(setup.parameters.goals):
            trend = TREND_NAMES[results.goal_trend[row, unit]] if place is None else ""
            yield (
                *head,
                "goal",
                number,
                year or "",
                "",
                _number(goal_score[row, unit]),
                RATING_NAMES[goal_rating[row, unit]],
                trend,
                *_rank(goal_ranks[row], unit, among),
            )
        yield (
            *head,
            "total",
            "total",
            year or "",
            "",
            _number(total[unit]),
            "",
            "",
            *_rank(total_ranks, unit, among),
        )


def _known_in(outcome: Outcome, place: int) -> tuple[Floats, Any]:
    """Give the values as known in a year, and the years they are of."""
    values = np.full(outcome.panel.undated.shape, np.nan)
    years = np.zeros(values.shape, dtype=np.int64)
    for row in range(place + 1):
        present = ~np.isnan(outcome.panel.values[:, row])
        np.copyto(values, outcome.panel.values[:, row], where=present)
        years[present] = outcome.panel.years[row]
    return values, years


def _of(results: Results, name: str, place: int | None) -> Any:
    if place is None:
        return getattr(results, name)
    return getattr(results, f"{name}_by_year")[:, place]


def _ranks(values: Floats, direction: Any) -> list[Any]:
    return [competition_ranks(row * sign) for row, sign in zip(values, direction, strict=True)]


def _rank(ranks: Any, unit: int, among: int) -> tuple[Any, str]:
    """Give the rank and how many have one, of how many."""
    if not ranks[unit]:
        return "", ""
    return ranks[unit], f"{np.count_nonzero(ranks)} of {among}"


def _number(value: float) -> str:
    return "" if math.isnan(value) else repr(float(value))
