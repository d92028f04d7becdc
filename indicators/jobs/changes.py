"""A small change: a few municipalities, the areas they lie in, the groups they stand in."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime

import numpy as np
from django.db import transaction
from django.db.models import BigIntegerField
from django.db.models.functions import Cast

from indicators.calculations.parameters import Flags, Floats, Integers
from indicators.documents import (
    DashboardDocument,
    StandingDocument,
    unpack_dashboard,
    unpack_standing,
)
from indicators.enums import DashboardKind, GroupKind
from indicators.jobs.country import Progress, recompute
from indicators.jobs.fetch import Places, fetch, marks
from indicators.jobs.figures import Figures, read_figures
from indicators.jobs.municipal import municipal_outcome, municipality_documents
from indicators.jobs.places import Outcome, place_digests
from indicators.jobs.rebuild import area_window, fit, rebuild_areas
from indicators.jobs.setup import Area, Setup, Units, load_areas, load_setup, load_units
from indicators.jobs.standings import best_first, goal_rows, indicator_rows
from indicators.jobs.store import Store, Written
from indicators.models import (
    Dashboard,
    Framework,
    GoalResult,
    IndicatorResult,
    Observation,
    Standing,
)
from indicators.models.results import TOTAL
from networks.models import Municipality
from networks.queries import descendants_of, successions


def compute_changes(
    *,
    framework_id: int,
    indicator_ids: Sequence[int],
    municipality_ids: Sequence[int],
    at: datetime,
    progress: Progress,
) -> dict[str, int]:
    """Compute what a few changed values touch; the outcome is that of a full computation.

    Where a change reaches further (the years of a trend move, a total depends
    on the group's means, small numbers are hidden, the parameters are new) the
    whole country is computed instead.

    Args:
        framework_id: Primary key; a deleted framework is no error.
        indicator_ids: Indicators whose values may have changed.
        municipality_ids: Municipalities whose values may have changed. Those that
            former ones became part of are computed in their place.
        at: Now.
        progress: Told the steps done and the steps in all.

    Returns:
        Rows written, by table.
    """
    with transaction.atomic():
        framework = (
            Framework.objects.select_for_update(of=("self",)).filter(pk=framework_id).first()
        )
        if framework is None:
            return asdict(Written())
        heirs = descendants_of(municipality_ids, successions())
        municipality_ids = [*municipality_ids, *(row.successor for row in heirs)]
        countries = sorted(
            set(
                Municipality.objects.in_force(on=at.date())
                .filter(pk__in=municipality_ids)
                .values_list("country_id", flat=True)
            )
        )
        total = Written()
        for country in countries:
            written = _of_country(
                framework,
                country=country,
                indicator_ids=indicator_ids,
                municipality_ids=municipality_ids,
                at=at,
                progress=progress,
            )
            framework.refresh_from_db(fields=["results_version"])
            total = Written(
                *(a + b for a, b in zip(_counts(total), _counts(written), strict=True))
            )
        return asdict(total)


def _counts(written: Written) -> list[int]:
    return list(asdict(written).values())


def _of_country(
    framework: Framework,
    *,
    country: str,
    indicator_ids: Sequence[int],
    municipality_ids: Sequence[int],
    at: datetime,
    progress: Progress,
) -> Written:
    setup = load_setup(framework)
    known = None if setup.parameters.group_mean else area_window(setup, [country])
    if known is None:
        return recompute(framework, country=country, at=at, progress=progress)
    window, edition = known
    units = load_units(setup, country=country, on=at.date(), ids=municipality_ids)
    figures = read_figures(setup, units.ids)
    outcome = municipal_outcome(setup, units, figures, window=window, edition=edition)
    store = Store(framework, at)
    stored = _stored_documents(setup, units)
    named = np.isin(setup.indicators, np.array(list(indicator_ids), dtype=np.int64))
    changed = named | _differing(setup, units, outcome, stored)
    areas = load_areas(touching=units.ids.tolist(), on=at.date())
    groups = _groups_of(units, areas, at)
    standings = _stored_standings(setup, groups)
    if (
        _reaches_further(
            setup, country, figures, changed, window, edition, stored, units, on=at.date()
        )
        or any(
            standings.get(name, {}).get("members") != len(ids) for name, ids in groups.items()
        )
        or not fit(setup, areas)
    ):
        return recompute(framework, country=country, at=at, progress=progress)
    store.indicator_results(setup, outcome, units.ids)
    store.goal_results(setup, outcome.results, units.ids)
    digests = place_digests(setup, outcome, window=window, parts=figures.digested)
    kind = str(DashboardKind.MUNICIPALITY)
    before = store.digests([kind], units.ids.tolist())
    new = [
        place
        for place, pk in enumerate(units.ids.tolist())
        if before.get((kind, pk)) != digests[place]
    ]
    store.dashboards(
        kind,
        municipality_documents(setup, units, outcome, digests, np.array(new, dtype=np.int64)),
        among=len(new),
    )
    positions = np.flatnonzero(changed).tolist()
    rebuild_areas(store, setup, areas, only=positions)
    _patch(setup, standings, groups, positions)
    store.standings(standings)
    return store.close()


def _stored_documents(setup: Setup, units: Units) -> dict[int, DashboardDocument]:
    rows = Dashboard.objects.filter(
        framework=setup.framework_id,
        kind=DashboardKind.MUNICIPALITY,
        object_id__in=units.ids.tolist(),
    ).values_list("object_id", "document")
    return {pk: unpack_dashboard(body) for pk, body in rows}


def _differing(
    setup: Setup, units: Units, outcome: Outcome, stored: dict[int, DashboardDocument]
) -> Flags:
    """Say which indicators' values are not those of the stored documents."""
    found = np.zeros(len(setup.indicators), dtype=bool)
    for place, pk in enumerate(units.ids.tolist()):
        old = stored.get(pk)
        if old is None or old["indicator"] != setup.indicators.tolist():
            return np.ones_like(found)
        kept = outcome.has_year[:, place]
        if old["years"] != outcome.panel.years[kept].tolist():
            found |= _unlike_years(old, outcome, place)
            continue
        series = np.array(old["series"], dtype=np.float64).reshape(len(found), -1)
        now = outcome.panel.values[:, kept, place]
        found |= ((series != now) & ~(np.isnan(series) & np.isnan(now))).any(axis=1)
        value = np.array(old["value"], dtype=np.float64)
        current = outcome.results.current[:, place]
        found |= (value != current) & ~(np.isnan(value) & np.isnan(current))
    return found


def _unlike_years(old: DashboardDocument, outcome: Outcome, place: int) -> Flags:
    """Compare series whose years differ, year by year."""
    years = np.union1d(np.array(old["years"], dtype=np.int64), outcome.panel.years)
    before, now = (np.full((len(old["series"]), len(years)), np.nan) for _ in range(2))
    before[:, np.searchsorted(years, np.array(old["years"], dtype=np.int64))] = np.array(
        old["series"], dtype=np.float64
    ).reshape(len(before), -1)
    now[:, np.searchsorted(years, outcome.panel.years)] = outcome.panel.values[:, :, place]
    return np.asarray(((before != now) & ~(np.isnan(before) & np.isnan(now))).any(axis=1))


def _reaches_further(
    setup: Setup,
    country: str,
    figures: Figures,
    changed: Flags,
    window: Integers,
    edition: Flags,
    stored: dict[int, DashboardDocument],
    units: Units,
    *,
    on: date,
) -> bool:
    """Whether a change touches municipalities other than those it was made in."""
    if len(stored) < len(units.ids) or bool(changed.all()):
        return True
    if bool((changed & setup.limited).any()) or bool(figures.hidden.any()):
        return True
    own = ~np.isnan(figures.raw)
    undated = figures.undated_edition
    for position in np.flatnonzero(changed).tolist():
        indicator = int(setup.indicators[position])
        if bool(undated[position]) != bool(edition[position]) and (
            undated[position] or not _exists(indicator, 0, country, on=on)
        ):
            return True
        if setup.parameters.trend_end[position]:
            continue
        have = own[position].any(axis=1)
        latest = int(figures.years[have].max()) if have.any() else 0
        end = int(window[position, 1])
        if latest > end or (latest < end and not _exists(indicator, end, country, on=on)):
            return True
    return False


def _exists(indicator: int, period: int, country: str, *, on: date) -> bool:
    """Whether any municipality of the country on that day has a value of that year."""
    return Observation.objects.filter(
        indicator=indicator,
        period=period,
        gender="T",
        value__isnull=False,
        municipality__in=Municipality.objects.in_force(on=on).filter(country=country),
    ).exists()


def _groups_of(
    units: Units, areas: Sequence[Area], at: datetime
) -> dict[tuple[str, str], Integers]:
    """Name the groups that municipalities stand in, with the keys of all their members."""
    names = {units.groups[place] for place in units.group.tolist()} - {""}
    found = {(str(GroupKind.COUNTRY), units.country): _keys_of(units.country, at)}
    for name in names:
        found[str(GroupKind.GROUP), name] = _keys_of(units.country, at, group=name)
    for area in areas:
        if area.kind != DashboardKind.SUBGROUP:
            found[area.kind, str(area.pk)] = np.array(area.members, dtype=np.int64)
    return found


def _keys_of(country: str, at: datetime, *, group: str = "") -> Integers:
    """Read the keys of a country's municipalities, or of those of one group, ascending."""
    rows = Municipality.objects.in_force(on=at.date()).filter(country=country)
    if group:
        rows = rows.filter(group=group)
    statement = rows.order_by("pk").values_list(Cast("pk", BigIntegerField()))
    found = fetch(*statement.query.sql_with_params(), [("pk", "i8")])
    return found["pk"].astype(np.int64)


def _stored_standings(
    setup: Setup, groups: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], StandingDocument]:
    wanted = set(groups)
    rows = Standing.objects.filter(
        framework=setup.framework_id,
        kind__in={kind for kind, _key in wanted},
        key__in={key for _kind, key in wanted},
    ).values_list("kind", "key", "document")
    return {
        (kind, key): unpack_standing(body) for kind, key, body in rows if (kind, key) in wanted
    }


def _patch(
    setup: Setup,
    standings: dict[tuple[str, str], StandingDocument],
    groups: dict[tuple[str, str], Integers],
    positions: Sequence[int],
) -> None:
    """Bring standings up to date where some indicators have changed."""
    ids = np.unique(np.concatenate(list(groups.values())))
    current = _current(setup, ids, positions)
    changed = {int(setup.parameters.goal[place]) for place in positions}
    goals = sorted(changed & set(setup.parameters.goals))
    scores = _scores(setup, ids, [*goals, TOTAL])
    compared = [place for place in positions if setup.comparable[place]]
    for name, document in standings.items():
        if "indicator" not in document:
            continue
        inside = np.isin(ids, groups[name])
        table = np.full((len(setup.indicators), int(inside.sum())), np.nan)
        table[positions] = current[:, inside]
        document["indicator"].update(indicator_rows(setup, table, compared))
        document["goal"].update(goal_rows(goals, scores[:-1, inside]))
        document["total"] = best_first(scores[-1, inside])


def _current(setup: Setup, ids: Integers, positions: Sequence[int]) -> Floats:
    """Read the values of today of some indicators, shape (len(positions), U)."""
    chosen = setup.indicators[list(positions)]
    rows = fetch(
        "SELECT CAST(indicator_id AS integer), CAST(municipality_id AS integer), "  # noqa: S608 -- only constants
        f"CAST(value AS double precision) FROM {IndicatorResult._meta.db_table} "
        f"WHERE framework_id = %s AND value IS NOT NULL AND indicator_id IN ({marks(chosen)})",
        [setup.framework_id, *chosen.tolist()],
        [("indicator", "i4"), ("unit", "i4"), ("value", "f8")],
    )
    return _table(rows, "indicator", chosen, ids)


def _scores(setup: Setup, ids: Integers, goals: Sequence[int]) -> Floats:
    """Read the points of some goals, shape (len(goals), U)."""
    rows = fetch(
        "SELECT CAST(goal AS integer), CAST(municipality_id AS integer), "  # noqa: S608 -- only constants
        f"CAST(score AS double precision) FROM {GoalResult._meta.db_table} "
        f"WHERE framework_id = %s AND score IS NOT NULL AND goal IN ({marks(goals)})",
        [setup.framework_id, *goals],
        [("goal", "i4"), ("unit", "i4"), ("value", "f8")],
    )
    return _table(rows, "goal", np.array(goals, dtype=np.int64), ids)


def _table(rows: np.ndarray, name: str, keys: Integers, ids: Integers) -> Floats:
    table = np.full((len(keys), len(ids)), np.nan)
    at = Places(keys).of(rows[name]), Places(ids).of(rows["unit"])
    known = (at[0] >= 0) & (at[1] >= 0)
    table[at[0][known], at[1][known]] = rows["value"][known]
    return table
