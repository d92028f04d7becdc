"""Made-up figures for the municipalities of the demonstration networks.

A figure depends on the municipality, the indicator and the year alone, so that
loading again, also in a later year, changes none that is there.
"""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data" / "illustrative.csv"
FIRST_YEAR = 2018
_ANCHOR = 2025  # the year that ``level`` is said for
_WORST_SCORE, _BEST_SCORE = 3.0, 97.0
# Local elections: Norway 2019, 2023 …; Sweden 2018, 2022 …
_ELECTION = {"NO": 3, "SE": 2}
_EVERY = 4
# Shares of the series whose newest years are missing, or that are confidential.
_MISSING, _CONFIDENTIAL = 0.03, 0.045
COLUMNS = (
    "country", "municipality", "indicator", "period", "value", "status", "numerator",
    "denominator",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality as the figures need it; ``population`` in persons."""

    country: str
    code: str
    profile: str
    population: int


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an indicator's figures are made.

    Attributes:
        indicator: Its code.
        worst: Value that scores 0, in the indicator's unit.
        best: Value that scores 100, same unit.
        decimals: Digits after the point.
        profiles: Profiles it is meant for; empty = all.
        level: Mean score in 2025, points.
        drift: Mean change of the score, points a year.
        factor: What numerator / denominator is multiplied with; 0 = no rate.
        per_inhabitant: Denominator per inhabitant.
        at_least: Smallest denominator.
        election_years: Whether there are figures for election years only.
    """

    indicator: str
    worst: float
    best: float
    decimals: int
    profiles: tuple[str, ...]
    level: float
    drift: float
    factor: float
    per_inhabitant: float
    at_least: int
    election_years: bool


def recipes(framework: Path) -> list[Recipe]:
    """Read the recipes; bounds, decimals and profiles are those of the framework's file."""
    with framework.open(encoding="utf-8", newline="") as file:
        places = {row["indicator"]: row for row in csv.DictReader(file)}
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Recipe(
            indicator=row["indicator"],
            worst=float(places[row["indicator"]]["worst"]),
            best=float(places[row["indicator"]]["best"]),
            decimals=int(places[row["indicator"]]["decimals"]),
            profiles=tuple(filter(None, places[row["indicator"]]["profiles"].split(";"))),
            level=float(row["level"]),
            drift=float(row["drift"]),
            factor=float(row["factor"] or 0),
            per_inhabitant=float(row["denominator_per_inhabitant"] or 0),
            at_least=int(row["denominator_at_least"] or 1),
            election_years=row["election_years"] == "1",
        )
        for row in rows
    ]


def figures(
    places: Iterable[Place], made: Iterable[Recipe], *, last_year: int
) -> Iterator[tuple[str, ...]]:
    """Make the rows of a file for ``load_observations``, with the columns of ``COLUMNS``.

    Args:
        places: Whom they are made for.
        made: What is made.
        last_year: The newest year with figures.

    Yields:
        One row for each municipality, indicator and year from ``FIRST_YEAR``.
    """
    recipes_made = list(made)
    for place in places:
        for recipe in recipes_made:
            if recipe.profiles and place.profile not in recipe.profiles:
                continue
            fate = _chance(place, recipe, "missing")
            for year in _years(place, recipe, last_year):
                if fate < _MISSING and year > last_year - 2:
                    yield _row(place, recipe, year, "", "..", "", "")
                elif _MISSING <= fate < _CONFIDENTIAL:
                    yield _row(place, recipe, year, "", ":", "", "")
                else:
                    yield _figure(place, recipe, year)


def _years(place: Place, recipe: Recipe, last_year: int) -> list[int]:
    years = range(FIRST_YEAR, last_year + 1)
    rest = _ELECTION.get(place.country)
    if recipe.election_years and rest is not None:
        return [year for year in years if year % _EVERY == rest]
    return list(years)


def _figure(place: Place, recipe: Recipe, year: int) -> tuple[str, ...]:
    score = min(max(_score(place, recipe, year), _WORST_SCORE), _BEST_SCORE)
    value = recipe.worst + (recipe.best - recipe.worst) * score / 100
    if not recipe.factor:
        return _row(place, recipe, year, f"{value:.{recipe.decimals}f}", "", "", "")
    denominator = max(recipe.at_least, round(place.population * recipe.per_inhabitant))
    # of percentages the numerator is a count of whole things
    numerator = round(value * denominator / recipe.factor, 0 if recipe.factor == 100 else 1)
    exact = numerator / denominator * recipe.factor
    return _row(place, recipe, year, f"{exact:.4f}", "", f"{numerator:g}", f"{denominator}")


def _score(place: Place, recipe: Recipe, year: int) -> float:
    """Give a figure's place between worst (0) and best (100), in points, not clipped."""
    level = recipe.level + 12 * (_chance(place, None, "place") - 0.5)
    level += 40 * (_chance(place, recipe, "level") - 0.5)
    drift = recipe.drift + 3 * (_chance(place, recipe, "drift") - 0.45)
    noise = 2.4 * (_chance(place, recipe, str(year)) - 0.5)
    return level + drift * (year - _ANCHOR) + noise


def _chance(place: Place, recipe: Recipe | None, what: str) -> float:
    """Give a number from 0 to 1 that is always the same for the same things."""
    parts = (place.country, place.code, recipe.indicator if recipe else "", what)
    digest = hashlib.blake2b("|".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64


def _row(place: Place, recipe: Recipe, year: int, *cells: str) -> tuple[str, ...]:
    return (place.country, place.code, recipe.indicator, str(year), *cells)
