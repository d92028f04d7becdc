"""Counties, regions, networks and sub-groups: aggregates, heat, challenges, documents."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from indicators.calculations.aggregates import (
    AGGREGATION_NAMES,
    Aggregation,
    aggregate,
    latest_complete_year,
)
from indicators.calculations.challenges import (
    Challenge,
    common_challenges,
    gaps_to_green,
    goal_gaps,
)
from indicators.calculations.compute import compute
from indicators.calculations.panel import Panel
from indicators.calculations.parameters import (
    RATING_NAMES,
    TREND_NAMES,
    Codes,
    Flags,
    Floats,
    Integers,
)
from indicators.calculations.small_numbers import telling_areas
from indicators.documents import DashboardDocument
from indicators.jobs.figures import HIDDEN, NOT_COLLECTED, Figures
from indicators.jobs.places import Outcome, PlaceDocuments, with_reasons
from indicators.jobs.setup import Area, Setup

_RATINGS = np.array(RATING_NAMES, dtype=object)
_TRENDS = np.array(TREND_NAMES, dtype=object)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """The aggregates of one area, shape (I, Y + 1) with the undated ones last."""

    years: Integers
    value: Floats
    have: Integers
    held_back: Flags  # because a hidden member could be solved for


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """What was computed for M members, in the order of their primary keys."""

    current: Floats  # (I, M)
    rating: Codes  # (I, M)
    trend: Codes  # (I, M)
    meant: Flags  # (I, M)
    trend_meant: Flags  # (I, M)
    goal_score: Floats  # (G, M)
    goal_rating: Codes  # (G, M)
    goal_trend: Codes  # (G, M)
    vintage: Integers  # (M,)
    digests: Sequence[str]
    population: Floats  # (M,)


def members_from(
    outcome: Outcome, digests: Sequence[str], population: Floats, positions: Integers
) -> Members:
    """Pick the members of an area out of what was computed for a country."""
    results = outcome.results
    return Members(
        current=results.current[:, positions],
        rating=results.rating[:, positions],
        trend=results.trend[:, positions],
        meant=outcome.panel.meant[:, positions],
        trend_meant=outcome.panel.trend_meant[:, positions],
        goal_score=results.goal_score[:, positions],
        goal_rating=results.goal_rating[:, positions],
        goal_trend=results.goal_trend[:, positions],
        vintage=outcome.vintage[positions],
        digests=[digests[position] for position in positions.tolist()],
        population=population[positions],
    )


def sums_of(
    setup: Setup, figures: Figures, population: Floats, members: Integers
) -> tuple[Floats, Integers]:
    """Aggregate the members of one area, hidden values included.

    Args:
        setup: The framework.
        figures: Figures with at least the members among their municipalities.
        population: Inhabitants of those municipalities.
        members: Positions of the members, ascending.

    Returns:
        Values and number of members in each, shape (I, Y + 1).
    """
    shape = figures.everything.shape[:2]
    value, have = np.full(shape, np.nan), np.zeros(shape, dtype=np.int64)
    ratio = setup.aggregation[figures.parts_of] == Aggregation.RATIO
    rows = figures.parts_of[ratio]
    others = np.flatnonzero(
        (setup.aggregation != Aggregation.RATIO) & (setup.aggregation != Aggregation.NONE)
    )
    for chosen, numerators, denominators in (
        (rows, figures.numerators[ratio], figures.denominators[ratio]),
        (others, None, None),
    ):
        if not len(chosen):
            continue
        block = np.take(figures.everything[chosen], members, axis=2)
        nothing = np.empty((0, 0, 0))
        found = aggregate(
            block,
            nothing if numerators is None else np.take(numerators, members, axis=2),
            nothing if denominators is None else np.take(denominators, members, axis=2),
            population=population[members],
            how=setup.aggregation[chosen],
        )
        value[chosen], have[chosen] = found.value, found.have
    return value, have


def held_back(hidden: Flags, memberships: Flags, aggregated: Flags) -> Flags:
    """Say which aggregates must be held back.

    Args:
        hidden: Whether a municipality's value is hidden, shape (I, Y + 1, U).
        memberships: Whether a municipality is a member of an area, shape (A, U).
        aggregated: Whether an indicator is aggregated at all, shape (I,).

    Returns:
        Flags, shape (A, I, Y + 1).
    """
    found = np.zeros((len(memberships), *hidden.shape[:2]), dtype=bool)
    for row, year in np.argwhere(hidden.any(axis=2) & aggregated[:, None]):
        found[:, row, year] = telling_areas(memberships, hidden=hidden[row, year])
    return found


def area_outcome(
    setup: Setup,
    sums: Sequence[Sums],
    members: Sequence[Members],
    *,
    window: Integers,
    edition: Flags,
) -> tuple[Outcome, Integers]:
    """Score areas like municipalities.

    Args:
        setup: The framework.
        sums: The aggregates of A areas, all with the same years.
        members: What was computed for the members of each.
        window: First and last year of each trend, shape (I, 2).
        edition: Whether an indicator's current edition is undated, shape (I,).

    Returns:
        The outcome for A areas, and the number of members in each value of
        today, shape (I, A).
    """
    years = sums[0].years
    value = np.stack([np.where(one.held_back, np.nan, one.value) for one in sums], axis=-1)
    have = np.stack([one.have for one in sums], axis=-1)
    for place in range(len(sums)):
        last = latest_complete_year(have[:, :-1, place])
        later = np.arange(len(years))[None, :] > last[:, None]
        value[:, :-1, place][later] = np.nan
    panel = Panel(
        years=years,
        values=value[:, :-1],
        undated=value[:, -1],
        undated_edition=edition,
        meant=np.stack([one.meant.any(axis=1) for one in members], axis=-1),
        trend_meant=np.stack([one.trend_meant.any(axis=1) for one in members], axis=-1),
        group=np.zeros(len(sums), dtype=np.int64),
    )
    # A missing goal of an area is left out: areas have no ranked group to borrow from.
    results = compute(
        panel, parameters=replace(setup.parameters, group_mean=False), window=window
    )
    has = ~np.isnan(results.current)
    hidden = np.stack([one.held_back.any(axis=1) for one in sums], axis=-1)
    reasons = np.where(hidden, HIDDEN, NOT_COLLECTED).astype(np.int8)
    have_now = np.where(results.current_year == 0, have[:, -1], 0)
    for row, year in enumerate(years):
        have_now = np.where(results.current_year == year, have[:, row], have_now)
    outcome = Outcome(
        panel=panel,
        results=results,
        has_year=np.asarray((~np.isnan(panel.values)).any(axis=0)),
        missing=with_reasons(reasons, meant=panel.meant, has_value=has),
        flag=np.zeros(has.shape, dtype=np.int8),
        vintage=np.array([one.vintage.max(initial=0) for one in members], dtype=np.int64),
    )
    return outcome, np.where(has, have_now, 0)


def area_documents(
    setup: Setup,
    areas: Sequence[Area],
    members: Sequence[Members],
    outcome: Outcome,
    have: Integers,
    chosen: Integers,
) -> Iterator[tuple[int, DashboardDocument]]:
    """Build the documents of some areas.

    Args:
        setup: The framework.
        areas: All areas of ``outcome``.
        members: What was computed for the members of each.
        outcome: The areas' own results.
        have: Members in each value of today, shape (I, A).
        chosen: Positions of the areas whose documents are wanted.

    Yields:
        Position and document of each.
    """
    names = [AGGREGATION_NAMES[code] for code in setup.aggregation]
    for position, document in PlaceDocuments(setup, outcome, chosen):
        area, own = areas[position], members[position]
        document["kind"] = area.kind
        document["object"] = area.pk
        document["members"] = list(area.members)
        document["have"] = have[:, position].tolist()
        document["aggregation"] = names
        document["heat"] = {
            "score": np.ascontiguousarray(own.goal_score),  # type: ignore[typeddict-item]
            "rating": _RATINGS[own.goal_rating].tolist(),
            "trend": _TRENDS[own.goal_trend].tolist(),
        }
        gaps = gaps_to_green(own.current, parameters=setup.parameters)
        of_goals = goal_gaps(np.where(own.meant, gaps, np.nan), parameters=setup.parameters)
        document["challenges"] = {
            "indicators": _challenges(
                "i",
                common_challenges(np.arange(len(gaps)), own.rating, own.trend, gaps),
            ),
            "goals": _challenges(
                "goal",
                common_challenges(
                    np.array(setup.parameters.goals), own.goal_rating, own.goal_trend, of_goals
                ),
            ),
        }
        yield position, document


def _challenges(name: str, found: list[Challenge]) -> list[dict[str, Any]]:
    return [
        {
            name: one.item,
            "count": one.count,
            "off": one.off,
            "falling": one.falling,
            "with": one.members_with,
            "without": one.members_without,
            "gap": one.gap,
        }
        for one in found
    ]


def area_digest(setup: Setup, area: Area, members: Members, window: Integers) -> str:
    """Sum up what an area's document is made from."""
    digest = hashlib.blake2b(setup.digest, digest_size=32)
    digest.update(f"{area.kind} {area.pk} {area.members}".encode())
    digest.update(np.ascontiguousarray(window).tobytes())
    digest.update(np.ascontiguousarray(members.population).tobytes())
    digest.update("".join(members.digests).encode())
    return digest.hexdigest()
