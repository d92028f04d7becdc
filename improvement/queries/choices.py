"""What the forms about objectives and measures let one choose from."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from common.nordic import by_name
from common.translations import localized
from common.words import goal_name
from indicators.models import FrameworkIndicator, Indicator, Target
from networks.models import Decision, Municipality, Network


@dataclass(frozen=True, slots=True)
class IndicatorChoice:
    """An indicator by the goal it is first used for."""

    indicator: Indicator
    goal: int
    target: Target | None


def indicator_choices() -> list[IndicatorChoice]:
    """All indicators that a framework uses, once each, by goal and position; one query."""
    rows = (
        FrameworkIndicator.objects.select_related("indicator", "target")
        .order_by("-framework__is_default", "framework_id", "goal_id", "position", "pk")
        .defer("profiles", "trend_profiles")
    )
    found: dict[int, IndicatorChoice] = {}
    for row in rows:
        found.setdefault(
            row.indicator_id, IndicatorChoice(row.indicator, row.goal_id, row.target)
        )
    return sorted(found.values(), key=lambda each: each.goal)


def with_indicators(
    choices: list[IndicatorChoice], kept: Iterable[Indicator]
) -> list[IndicatorChoice]:
    """The same choices, and indicators that are named already though no framework uses them."""
    known = {each.indicator.pk for each in choices}
    lost = {each.pk: IndicatorChoice(each, 0, None) for each in kept if each.pk not in known}
    return [*choices, *lost.values()]


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """The targets of one goal, in order."""

    goal: int
    name: str
    targets: tuple[Target, ...]


def target_groups() -> list[TargetGroup]:
    """All targets by goal; one query."""
    groups: dict[int, list[Target]] = {}
    for target in Target.objects.order_by("goal_id", "position"):
        groups.setdefault(target.goal_id, []).append(target)
    return [
        TargetGroup(goal, goal_name(goal), tuple(targets)) for goal, targets in groups.items()
    ]


def target_title(target: Target) -> str:
    """The title in the reader's language."""
    return str(localized(target, "title"))


def networks_of(municipality: Municipality, *, kept: int | None = None) -> QuerySet[Network]:
    """Open networks that the municipality is in, and the one that is chosen already."""
    current = municipality.memberships.counted()
    return Network.objects.filter(
        Q(pk__in=current.values("network"), closed_at__isnull=True) | Q(pk=kept)
    ).order_by(by_name(), "pk")


def decisions_of(municipality: Municipality) -> QuerySet[Decision]:
    """What the municipality has decided, the newest first."""
    made = Decision.objects.filter(municipality=municipality, decided_on__isnull=False)
    return made.select_related("network").order_by("-decided_on", "-pk")
