"""The stored results of a municipality, as reports speak of them."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from common.translations import LocalText
from indicators.documents import unpack_dashboard
from indicators.enums import DashboardKind
from indicators.models import (
    Dashboard,
    Framework,
    FrameworkIndicator,
    GoalResult,
    IndicatorResult,
)
from networks.models import Municipality, Network

RATED = ("green", "yellow", "orange", "red")
"""Best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One indicator of a municipality today.

    ``value`` is in ``unit``; ``score`` is in points, 0 to 100; ``rating`` is a code of
    ``common.words.RATINGS`` or "", ``trend`` one of ``TRENDS``.
    """

    pk: int
    code: str
    name: LocalText
    unit: LocalText
    decimals: int
    goal: int
    target: str
    value: float | None
    year: int | None
    status: str
    score: float | None
    rating: str
    trend: str
    is_illustrative: bool

    @property
    def is_rated(self) -> bool:
        """Whether it has a value that counts as good or bad."""
        return self.rating in RATED and self.value is not None and self.score is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalFigure:
    """One goal of a municipality today; ``score`` is in points, 0 to 100."""

    goal: int
    score: float | None
    rating: str
    trend: str
    have: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All that is stored of one municipality in the framework that is shown first."""

    framework: Framework | None
    vintage: date | None = None
    indicators: list[Figure] = field(default_factory=list)
    goals: dict[int, GoalFigure] = field(default_factory=dict)

    @property
    def rated(self) -> list[Figure]:
        """Those that are rated, the best first."""
        return sorted(
            (one for one in self.indicators if one.is_rated),
            key=lambda one: (RATED.index(one.rating), -(one.score or 0), one.code),
        )

    @property
    def goal_of(self) -> dict[int, int]:
        """The goal of each indicator, by the indicator's key."""
        return {one.pk: one.goal for one in self.indicators}

    def strongest(self, number: int) -> list[Figure]:
        """The best ones that are reached or close to it."""
        good = [one for one in self.rated if one.rating in {"green", "yellow"}]
        return good[:number]

    def weakest(self, number: int) -> list[Figure]:
        """Those with furthest to go, the furthest first; none that is among the strongest."""
        best = {one.pk for one in self.strongest(number)}
        poor = [one for one in self.rated if one.rating != "green" and one.pk not in best]
        return poor[::-1][:number]


def default_framework() -> Framework | None:
    """The framework that the dashboards open with."""
    return Framework.objects.order_by("-is_default", "pk").first()


def figures_of(municipality: Municipality) -> Figures:
    """Read what is stored of a municipality; four queries."""
    framework = default_framework()
    if framework is None:
        return Figures(framework=None)
    results = {
        row.indicator_id: row
        for row in IndicatorResult.objects.filter(
            framework=framework, municipality=municipality
        )
    }
    goals = {
        row.goal: GoalFigure(
            goal=row.goal,
            score=row.score,
            rating=row.rating,
            trend=row.trend,
            have=row.have,
            of=row.of,
        )
        for row in GoalResult.objects.filter(
            framework=framework, municipality=municipality, goal__gte=1
        ).order_by("goal")
    }
    made = Dashboard.objects.filter(
        framework=framework,
        kind=DashboardKind.MUNICIPALITY,
        object_id=municipality.pk,
    ).values_list("vintage", flat=True)
    return Figures(
        framework=framework,
        vintage=made.first(),
        indicators=[
            _figure(row, results[row.indicator_id])
            for row in indicators_in(framework)
            if row.indicator_id in results
        ],
        goals=goals,
    )


def indicators_in(framework: Framework) -> list[FrameworkIndicator]:
    """The indicators of a framework in their order, with their names."""
    return list(
        FrameworkIndicator.objects.filter(framework=framework)
        .select_related("indicator")
        .order_by("position", "pk")
    )


def _figure(row: FrameworkIndicator, result: IndicatorResult) -> Figure:
    return Figure(
        pk=row.indicator_id,
        code=row.indicator.code,
        name=row.indicator.local_name,
        unit=row.indicator.local_unit,
        decimals=row.indicator.decimals,
        goal=row.goal_id,
        target=row.target_id or "",
        value=result.value,
        year=result.year,
        status=result.status,
        score=result.score,
        rating=result.rating,
        trend=result.trend,
        is_illustrative=row.indicator.is_illustrative,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """A common challenge: ``count`` of ``having`` members with data have it."""

    code: str
    name: LocalText
    goal: int
    count: int
    having: int
    without: int
    is_illustrative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkFigures:
    """What is stored of a network."""

    framework: Framework | None
    vintage: date | None = None
    challenges: list[Challenge] = field(default_factory=list)


def network_figures(network: Network, *, number: int) -> NetworkFigures:
    """Read the common challenges of a network, the most shared first; three queries."""
    framework = default_framework()
    row = (
        framework
        and Dashboard.objects.filter(
            framework=framework, kind=DashboardKind.NETWORK, object_id=network.pk
        ).first()
    )
    if framework is None or not row:
        return NetworkFigures(framework=framework)
    document = unpack_dashboard(row.document)
    known = {each.indicator_id: each for each in indicators_in(framework)}
    keys = document["indicator"]
    found = []
    for one in document["challenges"]["indicators"]:
        each = known.get(keys[one["i"]])
        if each is not None and one["count"]:
            found.append(_challenge(each, one))
    return NetworkFigures(framework=framework, vintage=row.vintage, challenges=found[:number])


def _challenge(row: FrameworkIndicator, stored: dict[str, Any]) -> Challenge:
    return Challenge(
        code=row.indicator.code,
        name=row.indicator.local_name,
        goal=row.goal_id,
        count=stored["count"],
        having=stored["with"],
        without=stored["without"],
        is_illustrative=row.indicator.is_illustrative,
    )
