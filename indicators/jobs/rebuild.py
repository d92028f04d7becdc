"""Areas from what is stored: after a small change, and where they span two countries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from indicators.calculations.parameters import (
    Flags,
    Floats,
    Integers,
)
from indicators.calculations.ratings import applicable
from indicators.documents import DashboardDocument, pack, unpack_dashboard, unpack_standing
from indicators.enums import DashboardKind, GroupKind
from indicators.jobs.areas import (
    Members,
    Sums,
    area_digest,
    area_documents,
    area_outcome,
    held_back,
    sums_of,
)
from indicators.jobs.fetch import Places
from indicators.jobs.figures import Figures, read_figures
from indicators.jobs.setup import Area, Setup, load_members
from indicators.jobs.standings import standing
from indicators.jobs.store import Store
from indicators.jobs.stored import stored_goals, stored_indicators
from indicators.models import Dashboard, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What is stored of some municipalities: M of them, in the order of ``ids``."""

    ids: Integers
    members: Members
    total: Floats  # (M,)
    countries: Sequence[str]

    def pick(self, positions: Integers) -> Members:
        """Give the members at some positions."""
        every = self.members
        return Members(
            current=every.current[:, positions],
            rating=every.rating[:, positions],
            trend=every.trend[:, positions],
            meant=every.meant[:, positions],
            trend_meant=every.trend_meant[:, positions],
            goal_score=every.goal_score[:, positions],
            goal_rating=every.goal_rating[:, positions],
            goal_trend=every.goal_trend[:, positions],
            vintage=every.vintage[positions],
            digests=[every.digests[place] for place in positions.tolist()],
            population=every.population[positions],
        )


def read_stored(setup: Setup, ids: Sequence[int], only: Sequence[int] | None = None) -> Stored:
    """Read the stored results of some municipalities, of all or only some indicators."""
    keys = np.array(sorted(ids), dtype=np.int64)
    shape = (len(setup.indicators), len(keys))
    rows = stored_indicators(setup, keys, shape, only)
    none = rows["rating"] < 0
    goals = stored_goals(setup, keys, (len(setup.parameters.goals) + 1, len(keys)))
    unrated = goals["rating"] < 0
    info = load_members(setup, keys.tolist())
    made = {
        pk: (digest, vintage.toordinal() if vintage else 0)
        for pk, digest, vintage in Dashboard.objects.filter(
            framework=setup.framework_id,
            kind=DashboardKind.MUNICIPALITY,
            object_id__in=keys.tolist(),
        ).values_list("object_id", "input_digest", "vintage")
    }
    members = Members(
        current=rows["value"],
        rating=np.where(none, -1, rows["rating"] - 1).astype(np.int8),
        trend=np.where(none, 0, rows["trend"]).astype(np.int8),
        meant=applicable(setup.parameters.rated_in, info.profile),
        trend_meant=applicable(setup.parameters.trend_in, info.profile),
        goal_score=goals["score"][:-1],
        goal_rating=np.where(unrated, -1, goals["rating"] - 1).astype(np.int8)[:-1],
        goal_trend=np.where(unrated, 0, goals["trend"]).astype(np.int8)[:-1],
        vintage=np.array([made.get(pk, ("", 0))[1] for pk in keys.tolist()], dtype=np.int64),
        digests=[made.get(pk, ("", 0))[0] for pk in keys.tolist()],
        population=info.population,
    )
    return Stored(ids=keys, members=members, total=goals["score"][-1], countries=info.countries)


def area_window(setup: Setup, countries: Sequence[str]) -> tuple[Integers, Flags] | None:
    """Give trend years and kind of edition for an area in one or more countries.

    Returns:
        Shape (I, 2) and (I,); None where a country has not been computed with
        these parameters.
    """
    tables = []
    for country in sorted(set(countries)):
        row = Standing.objects.filter(
            framework=setup.framework_id, kind=GroupKind.COUNTRY, key=country
        ).first()
        if row is None:
            continue
        document = unpack_standing(row.document)
        if document.get("parameters") != setup.digest.hex():
            continue
        tables.append([document["window"][str(key)] for key in setup.indicators.tolist()])
    if not tables:
        return None
    newest = np.array(tables, dtype=np.int64).reshape(len(tables), -1, 3).max(axis=0)
    return newest[:, :2], newest[:, 2] > 0


def rebuild_areas(
    store: Store, setup: Setup, areas: Sequence[Area], *, only: Sequence[int] | None
) -> None:
    """Compute areas from the stored results of their members.

    Args:
        store: Where the documents go.
        setup: The framework.
        areas: The areas.
        only: Positions of the indicators whose figures have changed; the
            series and challenges of the others are taken from the stored
            documents, which must fit (``fit``), and the standings are left to
            the caller. Empty = everything is read and written.
    """
    if not areas:
        return
    ids = sorted({pk for area in areas for pk in area.members})
    stored = read_stored(setup, ids, None if only is None else _same_goals(setup, only))
    figures = read_figures(setup, stored.ids, only=only)
    place_of = Places(stored.ids)
    positions = [place_of.of(np.array(area.members)).astype(np.int64) for area in areas]
    windows: dict[tuple[str, ...], list[int]] = {}
    for row, each in enumerate(positions):
        countries = tuple(sorted({stored.countries[place] for place in each.tolist()}))
        windows.setdefault(countries, []).append(row)
    for countries, rows in windows.items():
        known = area_window(setup, countries)
        if known is not None:
            _rebuild(
                store,
                setup,
                [areas[row] for row in rows],
                [positions[row] for row in rows],
                stored,
                figures,
                only,
                known,
            )


def _rebuild(
    store: Store,
    setup: Setup,
    areas: Sequence[Area],
    positions: Sequence[Integers],
    stored: Stored,
    figures: Figures,
    only: Sequence[int] | None,
    known: tuple[Integers, Flags],
) -> None:
    """Compute areas of the same countries together."""
    window, edition = known
    kept = _stored_dashboards(setup, areas)
    old = [kept.get((area.kind, area.pk)) for area in areas]
    memberships = np.zeros((len(areas), len(stored.ids)), dtype=bool)
    for row, each in enumerate(positions):
        memberships[row, each] = True
    back = held_back(figures.hidden, memberships, setup.aggregation > 0)
    members = [stored.pick(each) for each in positions]
    sums = []
    for row, each in enumerate(positions):
        value, have = sums_of(setup, figures, stored.members.population, each)
        sums.append(Sums(years=figures.years, value=value, have=have, held_back=back[row]))
    if only is not None:
        years = _all_years(figures, old)
        sums = [
            _patched(setup, before[2], new, only, years)
            for before, new in zip(old, sums, strict=True)
            if before is not None
        ]
    outcome, have_now = area_outcome(setup, sums, members, window=window, edition=edition)
    every = np.arange(len(areas))
    for row, document in area_documents(setup, areas, members, outcome, have_now, every):
        area, before = areas[row], old[row]
        if only is not None and before is not None:
            _keep_challenges(setup, document, before[2], only)
        digest = area_digest(setup, area, members[row], window)
        if before is None or before[0] != digest or before[1] != pack(document):
            vintage = int(outcome.vintage[row])
            store.dashboards(area.kind, [(area.pk, digest, vintage, document)], among=1)
    if only is not None:
        return
    store.standings(
        {
            (area.kind, str(area.pk)): standing(
                setup,
                own.current,
                own.goal_score,
                stored.total[each],
                comparable=area.comparable,
            )
            for area, own, each in zip(areas, members, positions, strict=True)
            if area.kind != DashboardKind.SUBGROUP
        }
    )


def _same_goals(setup: Setup, only: Sequence[int]) -> list[int]:
    """Name the indicators of all goals that some indicators belong to, and these."""
    goals = np.unique(setup.parameters.goal[list(only)])
    found = np.flatnonzero(np.isin(setup.parameters.goal, goals))
    return [int(place) for place in found]


def _keep_challenges(
    setup: Setup, document: DashboardDocument, old: DashboardDocument, only: Sequence[int]
) -> None:
    """Take the challenges of the goals that have not changed from the stored document."""
    read = set(_same_goals(setup, only))
    goals = {int(setup.parameters.goal[place]) for place in only}
    new, before = document["challenges"], old["challenges"]
    new["indicators"] = sorted(
        [row for row in before["indicators"] if row["i"] not in read] + new["indicators"],
        key=lambda row: (-row["count"] / row["with"], -row["gap"], row["i"]),
    )
    new["goals"] = sorted(
        [row for row in before["goals"] if row["goal"] not in goals]
        + [row for row in new["goals"] if row["goal"] in goals],
        key=lambda row: (-row["count"] / row["with"], -row["gap"], row["goal"]),
    )


def fit(setup: Setup, areas: Sequence[Area]) -> bool:
    """Whether the stored documents of areas are of the same members and indicators."""
    kept = _stored_dashboards(setup, areas)
    return all(
        _fits(setup, area, before and before[2])
        for area, before in ((area, kept.get((area.kind, area.pk))) for area in areas)
    )


def _stored_dashboards(
    setup: Setup, areas: Sequence[Area]
) -> dict[tuple[str, int], tuple[str, bytes, DashboardDocument]]:
    """Read digest, bytes and content of the stored documents of some areas."""
    wanted = {(area.kind, area.pk) for area in areas}
    rows = Dashboard.objects.filter(
        framework=setup.framework_id,
        kind__in={kind for kind, _pk in wanted},
        object_id__in={pk for _kind, pk in wanted},
    ).values_list("kind", "object_id", "input_digest", "document")
    return {
        (kind, pk): (digest, bytes(body), unpack_dashboard(body))
        for kind, pk, digest, body in rows
        if (kind, pk) in wanted
    }


def _all_years(figures: Figures, old: Sequence[Any]) -> Integers:
    """Unite the years of all documents with those that were read."""
    found = set(figures.years.tolist())
    for before in old:
        found.update(before[2]["years"])
    return np.array(sorted(found), dtype=np.int64)


def _fits(setup: Setup, area: Area, old: DashboardDocument | None) -> bool:
    """Whether the stored document is of the same members and indicators."""
    return (
        old is not None
        and old["members"] == list(area.members)
        and old["indicator"] == setup.indicators.tolist()
    )


def _patched(
    setup: Setup, old: DashboardDocument, new: Sums, only: Sequence[int], years: Integers
) -> Sums:
    """Take the indicators that have not changed from the stored document."""
    shape = (len(setup.indicators), len(years) + 1)
    value = np.full(shape, np.nan)
    have = np.zeros(shape, dtype=np.int64)
    back = np.zeros(shape, dtype=bool)
    members = np.array(old["have"], dtype=np.int64)
    series = np.array(old["series"], dtype=np.float64).reshape(shape[0], len(old["years"]))
    at = np.searchsorted(years, np.array(old["years"], dtype=np.int64))
    value[:, at] = series
    have[:, at] = np.where(np.isnan(series), 0, np.maximum(members, 1)[:, None])
    current = np.array(old["value"], dtype=np.float64)
    undated = ~np.isnan(current) & (np.array(old["year"]) == 0)
    value[undated, -1] = current[undated]
    have[undated, -1] = members[undated]
    back[:, -1] = np.array([reason == "h" for reason in old["missing"]])
    fresh = list(only)
    columns = np.append(np.searchsorted(years, new.years), len(years))
    for target, source, empty in (
        (value, new.value, np.nan),
        (have, new.have, 0),
        (back, new.held_back, False),
    ):
        target[fresh] = empty
        target[np.ix_(np.array(fresh), columns)] = source[fresh]
    return Sums(years=years, value=value, have=have, held_back=back)
