"""Computing all municipalities of one country for one framework, and their areas."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime

import numpy as np
from django.db import transaction

from indicators.calculations.parameters import Flags, Integers
from indicators.calculations.trends import windows
from indicators.documents import StandingDocument
from indicators.enums import DashboardKind, GroupKind
from indicators.jobs.areas import (
    Sums,
    area_digest,
    area_documents,
    area_outcome,
    held_back,
    members_from,
    sums_of,
)
from indicators.jobs.fetch import Places
from indicators.jobs.figures import Figures, read_figures
from indicators.jobs.municipal import municipal_outcome, municipality_documents
from indicators.jobs.places import Outcome, place_digests
from indicators.jobs.rebuild import rebuild_areas
from indicators.jobs.setup import Area, Setup, Units, load_areas, load_setup, load_units
from indicators.jobs.standings import standing, window_rows
from indicators.jobs.store import Store, Written
from indicators.models import Framework

Progress = Callable[[int, int], None]
STEPS = 6


def compute_country(
    *, framework_id: int, country: str, at: datetime, progress: Progress
) -> dict[str, int]:
    """Compute one framework for all municipalities of a country, and for their areas.

    The framework's row is locked, so that two jobs never write its results at
    the same time. What is already stored for the same input is not written.

    Args:
        framework_id: Primary key; a deleted framework is no error.
        country: Code of the country.
        at: Now: which municipalities exist, and the time stamp of what is written.
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
        return asdict(recompute(framework, country=country, at=at, progress=progress))


def recompute(
    framework: Framework, *, country: str, at: datetime, progress: Progress
) -> Written:
    """Do the work of ``compute_country`` for a locked framework."""
    store = Store(framework, at)
    setup = load_setup(framework)
    units = load_units(setup, country=country, on=at.date())
    progress(1, STEPS)
    figures = read_figures(setup, units.ids)
    progress(2, STEPS)
    edition = figures.undated_edition
    window = windows(figures.has_value, years=figures.years, parameters=setup.parameters)
    outcome = municipal_outcome(setup, units, figures, window=window, edition=edition)
    progress(3, STEPS)
    digests = place_digests(setup, outcome, window=window, parts=figures.digested)
    stored = store.digests(DashboardKind.values)
    kind = str(DashboardKind.MUNICIPALITY)
    changed = _changed([(kind, pk) for pk in units.ids.tolist()], digests, stored)
    store.retire(setup, units)
    if len(changed):
        store.indicator_results(setup, outcome, units.ids)
        store.goal_results(setup, outcome.results, units.ids)
    progress(4, STEPS)
    store.dashboards(
        kind,
        municipality_documents(setup, units, outcome, digests, changed),
        among=len(changed),
    )
    progress(5, STEPS)
    every = load_areas(on=at.date())
    store.retire_areas(every, stored)
    own, mixed = _split(every, units)
    _write_areas(store, setup, units, figures, outcome, digests, own, window, edition, stored)
    if len(changed) or not store.has_standing(GroupKind.COUNTRY, country):
        store.standings(_groups(setup, units, outcome, window, edition))
    rebuild_areas(store, setup, mixed, only=None)
    progress(6, STEPS)
    return store.close()


def _changed(
    keys: Sequence[tuple[str, int]], digests: Sequence[str], stored: dict[tuple[str, int], str]
) -> Integers:
    """Give the positions of the places whose stored document is of another input."""
    return np.array(
        [
            position
            for position, (key, digest) in enumerate(zip(keys, digests, strict=True))
            if stored.get(key) != digest
        ],
        dtype=np.int64,
    )


def _split(every: Sequence[Area], units: Units) -> tuple[list[Area], list[Area]]:
    """Tell areas that lie in the country from those that only reach into it."""
    inside = set(units.ids.tolist())
    own = [area for area in every if inside.issuperset(area.members)]
    mixed = [
        area
        for area in every
        if not inside.issuperset(area.members) and not inside.isdisjoint(area.members)
    ]
    return own, mixed


def _write_areas(
    store: Store,
    setup: Setup,
    units: Units,
    figures: Figures,
    outcome: Outcome,
    digests: Sequence[str],
    areas: Sequence[Area],
    window: Integers,
    edition: Flags,
    stored: dict[tuple[str, int], str],
) -> None:
    """Compute and write the areas whose members or their figures have changed."""
    place_of = Places(units.ids)
    positions = [place_of.of(np.array(area.members)).astype(np.int64) for area in areas]
    members = [members_from(outcome, digests, units.population, each) for each in positions]
    own = [
        area_digest(setup, area, each, window)
        for area, each in zip(areas, members, strict=True)
    ]
    changed = _changed([(area.kind, area.pk) for area in areas], own, stored)
    if not len(changed):
        return
    memberships = np.zeros((len(areas), len(units.ids)), dtype=bool)
    for row, each in enumerate(positions):
        memberships[row, each] = True
    back = held_back(figures.hidden, memberships, setup.aggregation > 0)
    chosen = changed.tolist()
    sums = []
    for row in chosen:
        value, have = sums_of(setup, figures, units.population, positions[row])
        sums.append(Sums(years=figures.years, value=value, have=have, held_back=back[row]))
    picked = [areas[row] for row in chosen]
    theirs = [members[row] for row in chosen]
    found, have = area_outcome(setup, sums, theirs, window=window, edition=edition)
    chosen_digests = [own[row] for row in chosen]
    for kind in DashboardKind.values:
        of_kind = np.array(
            [place for place, area in enumerate(picked) if area.kind == kind], dtype=np.int64
        )
        if len(of_kind):
            store.dashboards(
                kind,
                (
                    (picked[at].pk, chosen_digests[at], int(found.vintage[at]), document)
                    for at, document in area_documents(
                        setup, picked, theirs, found, have, of_kind
                    )
                ),
                among=len(of_kind),
            )
    store.standings(
        {
            (area.kind, str(area.pk)): standing(
                setup,
                outcome.results.current[:, positions[row]],
                outcome.results.goal_score[:, positions[row]],
                outcome.results.total[positions[row]],
                comparable=area.comparable,
            )
            for row, area in zip(chosen, picked, strict=True)
            if area.kind != DashboardKind.SUBGROUP
        }
    )


def _groups(
    setup: Setup, units: Units, outcome: Outcome, window: Integers, edition: Flags
) -> dict[tuple[str, str], StandingDocument]:
    """Describe the whole country, and the comparison groups in it."""
    results = outcome.results
    country = standing(setup, results.current, results.goal_score, results.total)
    country["window"] = window_rows(setup, window, edition)
    country["parameters"] = setup.digest.hex()
    found = {(str(GroupKind.COUNTRY), units.country): country}
    for place, name in enumerate(units.groups):
        if name:
            inside = units.group == place
            found[str(GroupKind.GROUP), name] = standing(
                setup,
                results.current[:, inside],
                results.goal_score[:, inside],
                results.total[inside],
            )
    return found
