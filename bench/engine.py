"""The engine: full recompute, memory, growth, one changed value, number of tasks."""

import io
import math
from collections.abc import Iterator

import numpy as np
from django.db import connection, transaction
from django.utils import timezone

from bench.gates import Gate, at_most, nothing, peak_memory, seconds, times
from bench.world import LAST_YEAR, build
from indicators import jobs, tasks
from indicators.calculations.relative import quarter_cuts
from indicators.calculations.trends import windows
from indicators.jobs.areas import Sums, area_outcome, held_back, members_from, sums_of
from indicators.jobs.fetch import Places
from indicators.jobs.figures import read_figures
from indicators.jobs.municipal import municipal_outcome
from indicators.jobs.setup import load_areas, load_setup, load_units
from indicators.models import (
    Dashboard,
    Framework,
    GoalResult,
    IndicatorResult,
    Observation,
    Standing,
)

RESULTS = (IndicatorResult, GoalResult, Dashboard, Standing)
RUNS = 3


def gates() -> Iterator[Gate]:
    framework = build("XA", municipalities=650, indicators=200, years=20)
    count = Observation.objects.count()
    yield from _full(framework, "XA", count)
    small, middle, large = (
        build(code, municipalities=size, indicators=50, years=10)
        for code, size in (("XB", 65), ("XC", 650), ("XD", 6_500))
    )
    compute(small, "XB")
    at_650, at_6500 = times(
        3,
        (lambda: empty(middle), lambda: compute(middle, "XC")),
        (lambda: empty(large), lambda: compute(large, "XD")),
    )
    exponent = math.log10(at_6500 / at_650)
    yield Gate(
        "growth 650 → 6,500 municipalities (50 indicators, 10 years)",
        seconds(at_650),
        seconds(at_6500),
        f"exponent {exponent:.2f}",
        "≤ 1.10",
        exponent <= 1.10,
    )
    one, other = times(
        15,
        (Change(small), lambda: change(small)),
        (Change(large), lambda: change(large)),
    )
    yield at_most("one value changed, 6,500 against 65 municipalities", one, other, 3)


def _full(framework: Framework, country: str, count: int) -> Iterator[Gate]:
    compute(framework, country)
    parts = {model: copied(model) for model in RESULTS}
    for model in RESULTS:
        execute(f'CREATE TABLE "floor_{table(model)}" (LIKE "{table(model)}" INCLUDING ALL)')
    bare, ours, change_time = times(
        RUNS,
        (
            lambda: [execute(f'TRUNCATE "floor_{table(model)}"') for model in RESULTS],
            lambda: floor(framework, country, parts),
        ),
        (lambda: empty(framework), lambda: compute(framework, country)),
        (Change(framework), lambda: change(framework)),
    )
    yield at_most(f"full recompute, {count:,} values, DB to DB, with documents", bare, ours, 2)
    empty(framework)
    peak = peak_memory(lambda: compute(framework, country)) / 1e6
    yield Gate(
        "its memory above the process's base",
        "",
        f"{peak:.0f} MB",
        "",
        "≤ 300 MB",
        peak <= 300,
    )
    (again,) = times(RUNS, (nothing, lambda: compute(framework, country)))
    yield Gate(
        "the same again: nothing to write",
        seconds(ours),
        seconds(again),
        f"{again / ours:.2f}×",
        "",
        passed=True,
    )
    share = change_time / ours
    yield Gate(
        "one value changed, DB to DB",
        seconds(ours),
        seconds(change_time),
        f"{share:.1%}",
        "≤ 3 %",
        share <= 0.03,
    )
    number = len(tasks.countries_of(framework))
    yield Gate("tasks of a full recompute", "", str(number), "", "≤ 20", number <= 20)


def compute(framework: Framework, country: str) -> None:
    jobs.compute_country(
        framework_id=framework.pk, country=country, at=timezone.now(), progress=_quiet
    )


def _quiet(_done: int, _total: int) -> None:
    """Nobody watches."""


class Change:
    """Changes one value and remembers where, before the clock starts."""

    where: dict[int, tuple[int, int]] = {}

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.turn = 0

    def __call__(self) -> None:
        self.turn += 1
        execute("ANALYZE")  # as autovacuum does within minutes
        rows = Observation.objects.filter(
            indicator__framework_indicators__framework=self.framework, period=LAST_YEAR - 1
        ).order_by("indicator", "municipality")
        row = rows[self.turn]
        Observation.objects.filter(pk=row.pk).update(value=(row.value + 7.3) % 100)
        self.where[self.framework.pk] = (row.indicator_id, row.municipality_id)


def change(framework: Framework) -> None:
    indicator, municipality = Change.where[framework.pk]
    jobs.compute_changes(
        framework_id=framework.pk,
        indicator_ids=[indicator],
        municipality_ids=[municipality],
        at=timezone.now(),
        progress=_quiet,
    )


def empty(framework: Framework) -> None:
    """Forget all results of a framework."""
    for model in RESULTS:
        model.objects.filter(framework=framework).delete()
    for model in RESULTS:
        execute(f'VACUUM "{table(model)}"')


def floor(framework: Framework, country: str, parts: dict[type, bytes]) -> None:
    """COPY out, the same arithmetic on arrays, COPY in of the same result; nothing else."""
    with transaction.atomic():
        arithmetic(framework, country)
        with connection.cursor() as cursor:
            for model, rows in parts.items():
                cursor.cursor.copy_expert(
                    f'COPY "floor_{table(model)}" FROM STDIN (FORMAT binary)', io.BytesIO(rows)
                )


def arithmetic(framework: Framework, country: str) -> None:
    at = timezone.now()
    setup = load_setup(framework)
    units = load_units(setup, country=country, on=at.date())
    figures = read_figures(setup, units.ids)
    edition = figures.undated_edition
    window = windows(figures.has_value, years=figures.years, parameters=setup.parameters)
    outcome = municipal_outcome(setup, units, figures, window=window, edition=edition)
    places = Places(units.ids)
    inside = set(units.ids.tolist())
    areas = [area for area in load_areas(on=at.date()) if inside.issuperset(area.members)]
    positions = [places.of(np.array(area.members)).astype(np.int64) for area in areas]
    members = [
        members_from(outcome, [""] * len(units.ids), units.population, each)
        for each in positions
    ]
    sums = []
    for each in positions:
        value, have = sums_of(setup, figures, units.population, each)
        back = np.zeros(value.shape, dtype=bool)
        sums.append(Sums(years=figures.years, value=value, have=have, held_back=back))
    held_back(figures.hidden, np.zeros((0, len(units.ids)), dtype=bool), setup.aggregation > 0)
    area_outcome(setup, sums, members, window=window, edition=edition)
    current = outcome.results.current
    groups = [units.group == place for place in range(len(units.groups))]
    for chosen in (slice(None), *groups, *positions):
        quarter_cuts(current[:, chosen], more_is_better=setup.more_is_better)


def table(model: type) -> str:
    return str(model._meta.db_table)  # type: ignore[attr-defined]


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def copied(model: type) -> bytes:
    buffer = io.BytesIO()
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(f'COPY "{table(model)}" TO STDOUT (FORMAT binary)', buffer)
    return buffer.getvalue()
