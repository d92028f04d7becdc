"""Judgements of one round beside the computed results of the municipality."""

from dataclasses import dataclass, field

from improvement.calculations.judgements import steps_apart
from improvement.models import Round, StatusAssessment
from indicators.models import Framework, Goal, GoalResult, Target
from networks.models import Municipality


@dataclass(frozen=True, slots=True)
class GoalStatus:
    """One goal: what the figures say, and what the municipality says.

    Attributes:
        number: Of the goal, 1 to 17.
        result: The computed result, or None where there is none.
        said: The judgement in this round.
        former: The judgement in the round before, that can be carried over.
        targets: Judgements of targets of the goal in this round, in their order.
        former_targets: How many targets were judged in the round before.
        target_count: How many targets the goal has.
    """

    number: int
    result: GoalResult | None
    said: StatusAssessment | None
    former: StatusAssessment | None
    targets: list[StatusAssessment] = field(default_factory=list)
    former_targets: int = 0
    target_count: int = 0

    @property
    def rating(self) -> str:
        """The computed rating; grey where there is too little data."""
        return (self.result.rating if self.result is not None else "") or "grey"

    @property
    def apart(self) -> int | None:
        """Steps that the judgement is better (above 0) or worse than the rating."""
        if self.said is None:
            return None
        return steps_apart(judgement=self.said.judgement, rating=self.rating)


def former_judgements(round_: Round) -> list[StatusAssessment]:
    """The judgements of the last earlier round of the same work that has any.

    At most two queries.
    """
    earlier = (
        StatusAssessment.objects.filter(
            round__municipality=round_.municipality_id,
            round__network=round_.network_id,
            round__topic=round_.topic_id,
            round__number__lt=round_.number,
        )
        .order_by("-round__number")
        .values_list("round", flat=True)
        .first()
    )
    if earlier is None:
        return []
    rows = StatusAssessment.objects.filter(round=earlier).select_related("goal", "target")
    return list(rows.order_by("goal", "target__position", "pk"))


def goal_results(municipality: Municipality) -> dict[int, GoalResult]:
    """The results of a municipality in the framework that is shown first; two queries."""
    framework = Framework.objects.order_by("-is_default", "pk").first()
    if framework is None:
        return {}
    rows = GoalResult.objects.filter(framework=framework, municipality=municipality)
    return {row.goal: row for row in rows if row.goal}


def judged(round_: Round) -> list[GoalStatus]:
    """All 17 goals of a round, in order; seven queries at most."""
    results = goal_results(round_.municipality)
    said: dict[int, StatusAssessment] = {}
    targets: dict[int, list[StatusAssessment]] = {}
    rows = round_.assessments.select_related("goal", "target", "by", "carried_from__round")
    for row in rows.order_by("goal", "target__position", "pk"):
        if row.target_id is None:
            said[row.goal_id] = row
        else:
            targets.setdefault(row.goal_id, []).append(row)
    former: dict[int, StatusAssessment] = {}
    former_targets: dict[int, int] = {}
    if round_.closed_at is None:
        for row in former_judgements(round_):
            if row.target_id is None:
                former[row.goal_id] = row
            else:
                former_targets[row.goal_id] = former_targets.get(row.goal_id, 0) + 1
    counts: dict[int, int] = {}
    for goal in Target.objects.values_list("goal", flat=True):
        counts[goal] = counts.get(goal, 0) + 1
    return [
        GoalStatus(
            number=number,
            result=results.get(number),
            said=said.get(number),
            former=former.get(number),
            targets=targets.get(number, []),
            former_targets=former_targets.get(number, 0),
            target_count=counts.get(number, 0),
        )
        for number in Goal.objects.order_by("number").values_list("number", flat=True)
    ]
