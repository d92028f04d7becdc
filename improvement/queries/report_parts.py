"""What a municipality and a network do, as reports speak of it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from improvement.enums import ConflictState, Outcome, Pull
from improvement.models import (
    Evaluation,
    GoalConflict,
    Measure,
    Objective,
    StateInput,
    StatusAssessment,
    StatusEntry,
    StepProgress,
)
from networks.models import Municipality, Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Everything living that a municipality does.

    Attributes:
        assessments: The newest judgement of each goal, by its number.
        evaluations: The newest evaluation of each measure, by the measure's key.
    """

    objectives: list[Objective]
    measures: list[Measure]
    conflicts: list[GoalConflict]
    assessments: dict[int, StatusAssessment]
    evaluations: dict[int, Evaluation]
    inputs: list[StateInput]


def work_of(municipality: Municipality) -> Work:
    """Read what a municipality does; a fixed number of queries."""
    measures = list(
        Measure.objects.filter(municipality=municipality, archived_at__isnull=True)
        .select_related("objective", "from_indicator")
        .prefetch_related("pulls", "expectations", "objective__targets")
        .order_by("pk")
    )
    return Work(
        objectives=list(
            Objective.objects.filter(municipality=municipality, archived_at__isnull=True)
            .select_related("decision")
            .prefetch_related("targets", "wanted_values__indicator")
            .order_by("pk")
        ),
        measures=measures,
        conflicts=list(
            GoalConflict.objects.filter(
                municipality=municipality, state=ConflictState.CONFIRMED
            )
            .select_related("measure", "decision", "first", "second")
            .order_by("score", "-updated_at", "pk")
        ),
        assessments=newest_assessments(municipality),
        evaluations=newest_evaluations([measure.pk for measure in measures]),
        inputs=list(StateInput.objects.filter(municipality=municipality).order_by("pk")),
    )


def newest_assessments(municipality: Municipality) -> dict[int, StatusAssessment]:
    """The newest judgement of each goal that has one."""
    rows = StatusAssessment.objects.filter(
        round__municipality=municipality, target__isnull=True
    ).order_by("at", "pk")
    return {row.goal_id: row for row in rows}


def newest_evaluations(measures: Collection[int]) -> dict[int, Evaluation]:
    """The newest evaluation of each measure that has one."""
    rows = Evaluation.objects.filter(measure__in=measures).order_by("at", "pk")
    return {row.measure_id: row for row in rows}


def entries_between(
    municipality: Municipality, *, start: datetime, end: datetime
) -> list[StatusEntry]:
    """Entries published from ``start`` until before ``end``, the oldest first."""
    rows = StatusEntry.objects.filter(
        measure__municipality=municipality, at__gte=start, at__lt=end
    )
    return list(rows.select_related("measure").order_by("at", "pk"))


def goal_of_target(number: str) -> int:
    """The goal that a target belongs to: 13 for *13.2*."""
    return int(number.partition(".")[0])


def goals_of_objective(objective: Objective) -> set[int]:
    """The goals that an objective's targets belong to."""
    return {goal_of_target(target.pk) for target in objective.targets.all()}


def goals_of_measure(measure: Measure, goal_of: Mapping[int, int]) -> set[int]:
    """The goals that a measure works for.

    Args:
        measure: With pulls, expectations and the objective's targets loaded.
        goal_of: The goal of each indicator, by its key.
    """
    found = {
        goal_of_target(pull.target_id)
        for pull in measure.pulls.all()
        if pull.pull == Pull.HELPS
    }
    indicators = {each.indicator_id for each in measure.expectations.all()}
    if measure.from_indicator_id is not None:
        indicators.add(measure.from_indicator_id)
    found |= {goal_of[key] for key in indicators if key in goal_of}
    if measure.objective is not None:
        found |= goals_of_objective(measure.objective)
    return found


def indicators_at_work(measures: Iterable[Measure]) -> set[int]:
    """Keys of the indicators that some measure is expected to move, or was made from."""
    found: set[int] = set()
    for measure in measures:
        found |= {each.indicator_id for each in measure.expectations.all()}
        if measure.from_indicator_id is not None:
            found.add(measure.from_indicator_id)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What the members of a network do together."""

    members: list[Municipality]
    progress: list[StepProgress]
    measures: list[Measure]
    worked: list[Evaluation]
    conflicts: list[GoalConflict]
    inputs: list[StateInput]


def common_work(network: Network) -> Common:
    """Read what the members of a network do in it; a fixed number of queries.

    What a municipality goes on with after it has left is its own.
    """
    here = {"network": network, "municipality__in": network.current_municipalities()}
    measures = (
        Measure.objects.filter(**here, archived_at__isnull=True)
        .select_related("municipality__country")
        .order_by("municipality", "pk")
    )
    newest = newest_evaluations([measure.pk for measure in measures])
    by_key = {measure.pk: measure for measure in measures}
    worked = [one for one in newest.values() if one.outcome == Outcome.WORKED]
    for evaluation in worked:
        evaluation.measure = by_key[evaluation.measure_id]
    return Common(
        members=list(network.current_municipalities().select_related("country")),
        progress=open_steps(network),
        measures=list(measures),
        worked=sorted(worked, key=lambda one: (one.at, one.pk), reverse=True),
        conflicts=list(
            GoalConflict.objects.filter(**here, state=ConflictState.CONFIRMED)
            .select_related("municipality__country", "first", "second")
            .order_by("score", "pk")
        ),
        inputs=list(inputs_of_network(network)),
    )


def open_steps(network: Network) -> list[StepProgress]:
    """How far the open rounds of a network are, in the order of the steps.

    Of a closed network, the rounds that closed with it.
    """
    is_open = Q(round__closed_at__isnull=True)
    if network.closed_at is not None:
        is_open |= Q(round__closed_at=network.closed_at)
    return list(
        StepProgress.objects.filter(
            is_open,
            round__network=network,
            round__municipality__in=network.current_municipalities(),
        )
        .select_related("step", "round__municipality__country", "round__topic")
        .order_by("step__is_side_input", "step__position", "round__municipality", "pk")
    )


def inputs_of_network(network: Network) -> QuerySet[StateInput]:
    """Input to the state from the members of a network, tied to it, newest first."""
    return (
        StateInput.objects.filter(
            network=network, municipality__in=network.current_municipalities()
        )
        .select_related("municipality__country")
        .order_by(F("sent_on").desc(nulls_first=True), "-pk")
    )
