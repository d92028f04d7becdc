"""What the page of a measure shows beside its log: a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from accounts.models import User
from improvement.enums import Pull
from improvement.models import (
    Evaluation,
    Measure,
    MeasureIndicator,
    MeasureTarget,
    readable_municipalities,
)
from indicators.enums import Gender
from indicators.models import FrameworkIndicator, Indicator, Observation
from networks.models import Membership

MOST_OTHERS = 5


@dataclass(frozen=True, slots=True)
class Move:
    """An indicator that the measure is meant to move.

    Attributes:
        expectation: The indicator, the delay and the words.
        goal: Number of its goal, 1 to 17; nothing where no framework has it.
        series: Values by year, ascending; years without a value are left out.
        target: The value wanted: the objective's own, else where green begins.
        is_own_target: Whether the objective itself wants it.
    """

    expectation: MeasureIndicator
    goal: int | None
    series: dict[int, float]
    target: float | None
    is_own_target: bool

    @property
    def indicator(self) -> Indicator:
        return self.expectation.indicator


def pulls_of(measure: Measure) -> list[MeasureTarget]:
    """List the targets that the measure helps and hurts, in the goals' order."""
    rows = MeasureTarget.objects.filter(measure=measure).select_related("target__goal")
    return list(rows.order_by("target__goal_id", "target__position"))


def moves_of(measure: Measure) -> list[Move]:
    """List the indicators that the measure is meant to move; four queries."""
    expectations = list(
        MeasureIndicator.objects.filter(measure=measure)
        .select_related("indicator")
        .order_by("pk")
    )
    keys = [each.indicator_id for each in expectations]
    series: dict[int, dict[int, float]] = defaultdict(dict)
    values = (
        Observation.objects.shown()
        .filter(
            municipality=measure.municipality_id,
            indicator__in=keys,
            gender=Gender.TOTAL,
            period__gt=0,
            value__isnull=False,
        )
        .order_by("period")
        .values_list("indicator_id", "period", "value")
    )
    for indicator, year, value in values:
        series[indicator][year] = float(value or 0)
    places = {
        place.indicator_id: place
        for place in FrameworkIndicator.objects.filter(indicator__in=keys).order_by(
            "framework__is_default", "-pk"
        )
    }
    wanted: dict[int, float] = {}
    if measure.objective is not None:
        wanted = dict(
            measure.objective.wanted_values.filter(indicator__in=keys).values_list(
                "indicator_id", "wanted_value"
            )
        )
    return [
        _move(each, series[each.indicator_id], places.get(each.indicator_id), wanted)
        for each in expectations
    ]


def _move(
    expectation: MeasureIndicator,
    series: dict[int, float],
    place: FrameworkIndicator | None,
    wanted: dict[int, float],
) -> Move:
    own = wanted.get(expectation.indicator_id)
    return Move(
        expectation=expectation,
        goal=place.goal_id if place else None,
        series=series,
        target=own if own is not None else (place.green if place else None),
        is_own_target=own is not None,
    )


def others_doing(
    measure: Measure, person: User | AnonymousUser, helped: list[MeasureTarget]
) -> list[Measure]:
    """Measures elsewhere that are of one kin with this one, or help the same targets.

    First what it was copied from, what was copied from it and their copies; then those of
    municipalities that share a network with this one, with most targets in common. At
    most ``MOST_OTHERS``, only what ``person`` may read.
    """
    kin = Q(copied_from=measure.pk)
    if measure.copied_from_id is not None:
        kin |= Q(pk=measure.copied_from_id) | Q(copied_from=measure.copied_from_id)
    targets = [each.target_id for each in helped if each.pull == Pull.HELPS]
    current = Membership.objects.counted()
    here = current.filter(municipality=measure.municipality_id).values("network")
    near = current.filter(network__in=here).values("municipality")
    alike = Q(pk__in=MeasureTarget.objects.filter(
        target__in=targets, pull=Pull.HELPS, measure__municipality__in=near
    ).values("measure"))  # fmt: skip
    common = Count("pulls", filter=Q(pulls__target__in=targets, pulls__pull=Pull.HELPS))
    found = (
        Measure.objects.visible_to(person)
        .filter(kin | alike, archived_at__isnull=True)
        .exclude(municipality=measure.municipality_id)
        .annotate(
            is_kin=Case(When(kin, then=Value(1)), default=Value(0)),
            common=common,
        )
        .select_related("municipality")
        .order_by("-is_kin", "-common", F("logged_at").desc(nulls_last=True), "pk")
    )
    return list(found[:MOST_OTHERS])


def copies_of(measure: Measure, person: User | AnonymousUser | None) -> int:
    """Count the copies of a measure that ``person`` may read; all of them for None."""
    copies: QuerySet[Measure] = Measure.objects.filter(copied_from=measure)
    if person is not None:
        readable = readable_municipalities(person)
        copies = copies.filter(municipality__in=readable)
    return copies.count()


def newest_evaluation(measure: Measure) -> Evaluation | None:
    """Give the latest evaluation."""
    rows = Evaluation.objects.filter(measure=measure).select_related("by", "on_behalf_of")
    return rows.order_by("-at", "-pk").first()
