"""What the page «Goals and measures» of a municipality shows."""

from dataclasses import dataclass

from django.db.models import Count, F, Max, Prefetch, Q

from improvement.enums import Priority
from improvement.models import (
    Measure,
    MeasureTarget,
    Objective,
    ObjectiveIndicator,
    Round,
    StatusAssessment,
    StepProgress,
)
from indicators.models import IndicatorResult, Target
from networks.models import Municipality


def open_rounds(municipality: Municipality) -> list[Round]:
    """Rounds under way with their steps in order, the newest first."""
    steps = StepProgress.objects.select_related("step").order_by("step__position", "pk")
    rounds = (
        Round.objects.filter(municipality=municipality, closed_at__isnull=True)
        .select_related("network", "topic")
        .prefetch_related(Prefetch("progress", queryset=steps, to_attr="steps"))
    )
    return list(rounds.order_by("-started_on", "-pk"))


@dataclass(frozen=True, slots=True)
class WantedRow:
    """An indicator of an objective: what is wanted, and what it says now."""

    wanted: ObjectiveIndicator
    result: IndicatorResult | None


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """An objective with its goals, its indicators and how many measures it has."""

    objective: Objective
    goals: tuple[int, ...]
    wanted: tuple[WantedRow, ...]
    measure_count: int


def objectives_of(municipality: Municipality) -> list[ObjectiveRow]:
    """Objectives that are not archived, the oldest first; four queries."""
    found = list(
        Objective.objects.filter(municipality=municipality, archived_at__isnull=True)
        .select_related("decision")
        .annotate(measure_count=Count("measures", filter=Q(measures__archived_at__isnull=True)))
        .prefetch_related(
            Prefetch("targets", queryset=Target.objects.only("number", "goal", "position")),
            Prefetch(
                "wanted_values",
                queryset=ObjectiveIndicator.objects.select_related("indicator").order_by("pk"),
            ),
        )
        .order_by("pk")
    )
    indicators = {
        each.indicator_id for objective in found for each in objective.wanted_values.all()
    }
    results = results_of(municipality, indicators)
    return [
        ObjectiveRow(
            objective=each,
            goals=tuple(sorted({target.goal_id for target in each.targets.all()})),
            wanted=tuple(
                WantedRow(wanted, results.get(wanted.indicator_id))
                for wanted in each.wanted_values.all()
            ),
            measure_count=each.measure_count,
        )
        for each in found
    ]


def results_of(municipality: Municipality, indicators: set[int]) -> dict[int, IndicatorResult]:
    """Stored results by indicator: of the framework shown first, where it has the indicator."""
    rows = (
        IndicatorResult.objects.filter(municipality=municipality, indicator__in=indicators)
        .select_related("framework")
        .order_by("framework__is_default", "-framework_id")
    )
    return {row.indicator_id: row for row in rows}


def goals_of(measures: list[Measure]) -> dict[int, tuple[int, ...]]:
    """Numbers of the goals that measures help, by measure; one query."""
    pulls = MeasureTarget.objects.filter(measure__in=measures, pull="HELPS").values_list(
        "measure_id", "target__goal_id"
    )
    goals: dict[int, set[int]] = {}
    for measure, goal in pulls:
        goals.setdefault(measure, set()).add(goal)
    return {measure: tuple(sorted(numbers)) for measure, numbers in goals.items()}


def aims_of(measures: list[Measure]) -> dict[int, tuple[int, ...]]:
    """Numbers of the goals that the objectives of measures aim at, by objective; one query."""
    objectives = {each.objective_id for each in measures if each.objective_id}
    rows = Objective.targets.through.objects.filter(objective__in=objectives).values_list(
        "objective_id", "target__goal_id"
    )
    goals: dict[int, set[int]] = {}
    for objective, goal in rows:
        goals.setdefault(objective, set()).add(goal)
    return {objective: tuple(sorted(numbers)) for objective, numbers in goals.items()}


def board_measures(municipality: Municipality) -> list[Measure]:
    """Measures that are not archived, with when they were evaluated, nearest end first."""
    return list(
        Measure.objects.filter(municipality=municipality, archived_at__isnull=True)
        .select_related("responsible_person")
        .annotate(evaluated_at=Max("evaluations__at"))
        .order_by(F("expected_end_on").asc(nulls_last=True), "ends_on", "pk")
    )


def high_priorities(rounds: list[Round]) -> list[StatusAssessment]:
    """What the municipality itself has put first in the open rounds."""
    return list(
        StatusAssessment.objects.filter(round__in=rounds, priority=Priority.HIGH)
        .select_related("goal", "target")
        .order_by("goal_id", "pk")
    )


def decided_paper(rows: list[ObjectiveRow]) -> str:
    """Address of the newest decision behind the objectives, if it has one."""
    decided = [
        each.objective.decision
        for each in rows
        if each.objective.decision is not None and each.objective.decision.link
    ]
    newest = max(decided, key=lambda one: (str(one.decided_on or ""), one.pk), default=None)
    return newest.link if newest else ""
