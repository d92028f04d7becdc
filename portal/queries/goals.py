"""The 17 goals with their targets, and what is measured for each of them."""

from dataclasses import dataclass, field

from common.translations import LocalText, localized
from common.words import goal_name
from indicators.models import FrameworkIndicator, Target

# The official wording of a target, and how the United Nations measures it.
OFFICIAL = "https://unstats.un.org/sdgs/metadata/?Text=&Goal={goal}&Target={target}"


@dataclass(slots=True)
class TargetRow:
    """One target: our short title, and the indicators that say something about it."""

    number: str
    title: LocalText
    official_url: str
    indicators: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class GoalRows:
    """One goal with its targets, in their official order."""

    number: int
    name: str
    targets: list[TargetRow] = field(default_factory=list)


def goals_with_targets(framework: int | None) -> list[GoalRows]:
    """List the goals and targets in the reader's language.

    Args:
        framework: Whose indicators are named beside the targets; None for no one's.

    Returns:
        The goals in order; empty when the list of targets has not been loaded.
    """
    found: dict[int, GoalRows] = {}
    by_number: dict[str, TargetRow] = {}
    for target in Target.objects.order_by("goal", "position"):
        goal = found.setdefault(
            target.goal_id, GoalRows(target.goal_id, goal_name(target.goal_id))
        )
        row = TargetRow(
            target.number,
            localized(target, "title"),
            OFFICIAL.format(goal=target.goal_id, target=target.number),
        )
        goal.targets.append(row)
        by_number[target.number] = row
    measured = (
        FrameworkIndicator.objects.filter(framework=framework, target__isnull=False)
        .select_related("indicator")
        .order_by("position", "pk")
    )
    for each in measured:
        by_number[str(each.target_id)].indicators.append(
            (each.indicator.code, str(each.indicator.local_name))
        )
    return list(found.values())
