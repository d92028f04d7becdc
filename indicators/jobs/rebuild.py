"""Areas from what is stored: after a small change, and where they span two countries."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indicators.calculations.parameters import (
    RATING_NAMES,
    TREND_NAMES,
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
from indicators.jobs.fetch import Places, fetch, marks
from indicators.jobs.figures import Figures, read_figures
from indicators.jobs.setup import Area, Setup, load_members
from indicators.jobs.standings import standing
from indicators.jobs.store import Store, stored_indicators
from indicators.models import Dashboard, GoalResult, Standing
from indicators.models.results import TOTAL


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


def read_stored(setup: Setup, ids: Sequence[int]) -> Stored:
    """Read the stored results of some municipalities."""
    keys = np.array(sorted(ids), dtype=np.int64)
    shape = (len(setup.indicators), len(keys))
    rows = stored_indicators(setup, keys, shape)
    none = rows["rating"] < 0
    goals, total = _stored_goals(setup, keys)
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
        goal_score=goals["score"],
        goal_rating=goals["rating"].astype(np.int8),
        goal_trend=goals["trend"].astype(np.int8),
        vintage=np.array([made.get(pk, ("", 0))[1] for pk in keys.tolist()], dtype=np.int64),
        digests=[made.get(pk, ("", 0))[0] for pk in keys.tolist()],
        population=info.population,
    )
    return Stored(ids=keys, members=members, total=total, countries=info.countries)


_GOALS = f"""
SELECT CAST(municipality_id AS integer), CAST(goal AS smallint),
       CAST(COALESCE(score, 9e307) AS double precision),
       CAST(CASE rating {{rating}} ELSE -1 END AS smallint),
       CAST(CASE trend {{trend}} ELSE 0 END AS smallint)
FROM {GoalResult._meta.db_table} WHERE framework_id = %s
""".format(  # noqa: S608 -- only constants of this module
    rating=" ".join(
        f"WHEN '{name}' THEN {code}" for code, name in enumerate(RATING_NAMES[:-1])
    ),
    trend=" ".join(f"WHEN '{name}' THEN {code}" for code, name in enumerate(TREND_NAMES)),
)


def _stored_goals(setup: Setup, ids: Integers) -> tuple[dict[str, Floats], Floats]:
    """Read goals as arrays of shape (G, M), and the totals."""
    goals = np.array([*setup.parameters.goals, TOTAL], dtype=np.int64)
    keys = ids.tolist()
    rows = fetch(
        f"{_GOALS} AND municipality_id IN ({marks(keys)})",
        [setup.framework_id, *keys],
        [("unit", "i4"), ("goal", "i2"), ("score", "f8"), ("rating", "i2"), ("trend", "i2")],
    )
    at = (Places(goals).of(rows["goal"]), Places(ids).of(rows["unit"]))
    known = at[0] >= 0
    at = (at[0][known], at[1][known])
    found = {}
    for name, nothing in (("score", np.nan), ("rating", -1.0), ("trend", 0.0)):
        array = np.full((len(goals), len(ids)), nothing)
        column = rows[name][known].astype(np.float64)
        array[at] = np.where(column == 9e307, np.nan, column)
        found[name] = array
    total = found["score"][-1]
    return {name: array[:-1] for name, array in found.items()}, total


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
            series of the others are taken from the stored document. Empty =
            all are read.
    """
    if not areas:
        return
    ids = sorted({pk for area in areas for pk in area.members})
    stored = read_stored(setup, ids)
    figures = read_figures(setup, stored.ids, only=only)
    place_of = Places(stored.ids)
    for area in areas:
        positions = place_of.of(np.array(area.members)).astype(np.int64)
        _rebuild(store, setup, area, stored, positions, figures, only)


def _rebuild(
    store: Store,
    setup: Setup,
    area: Area,
    stored: Stored,
    positions: Integers,
    figures: Figures,
    only: Sequence[int] | None,
) -> None:
    countries = [stored.countries[place] for place in positions.tolist()]
    known = area_window(setup, countries)
    if known is None:
        return
    window, edition = known
    row = Dashboard.objects.filter(
        framework=setup.framework_id, kind=area.kind, object_id=area.pk
    ).first()
    old = unpack_dashboard(row.document) if row is not None else None
    if only is not None and not _fits(setup, area, old):
        figures = read_figures(setup, stored.ids)
        only = None
    members = stored.pick(positions)
    value, have = sums_of(setup, figures, stored.members.population, positions)
    memberships = np.zeros((1, len(stored.ids)), dtype=bool)
    memberships[0, positions] = True
    back = held_back(figures.hidden, memberships, setup.aggregation > 0)[0]
    sums = Sums(years=figures.years, value=value, have=have, held_back=back)
    if only is not None and old is not None:
        sums = _patched(setup, old, sums, only)
    outcome, have_now = area_outcome(setup, [sums], [members], window=window, edition=edition)
    for _position, document in area_documents(
        setup, [area], [members], outcome, have_now, np.array([0])
    ):
        digest = area_digest(setup, area, members, window)
        if row is None or bytes(row.document) != pack(document) or row.input_digest != digest:
            store.dashboards(
                area.kind, [(area.pk, digest, int(outcome.vintage[0]), document)], among=1
            )
    if area.kind != DashboardKind.SUBGROUP:
        store.standings(
            {
                (area.kind, str(area.pk)): standing(
                    setup,
                    members.current,
                    members.goal_score,
                    stored.total[positions],
                    comparable=area.comparable,
                )
            }
        )


def _fits(setup: Setup, area: Area, old: DashboardDocument | None) -> bool:
    """Whether the stored document is of the same members and indicators."""
    return (
        old is not None
        and old["members"] == list(area.members)
        and old["indicator"] == setup.indicators.tolist()
    )


def _patched(setup: Setup, old: DashboardDocument, new: Sums, only: Sequence[int]) -> Sums:
    """Take the indicators that have not changed from the stored document."""
    years = np.union1d(np.array(old["years"], dtype=np.int64), new.years)
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
