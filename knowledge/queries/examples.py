"""Good examples: which ones a reader finds, and what stands on the page of one."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.expressions import OrderBy

from accounts.models import User
from assessments.models import Assessment
from assessments.models.cases import open_to_all
from common.nordic import by_name, matches
from improvement.models import Measure
from improvement.queries.acting import workplaces
from indicators.models import Goal, Indicator
from knowledge.models import DidToo, Example
from networks.models import Membership, Municipality, Network
from procurement.enums import JoinAnswer, Verdict
from procurement.models import PoolMember, Solution

Person = User | AnonymousUser
NEWEST, NAME, DONE = "nyeste", "navn", "flest"
_ORIGINS: dict[str, Any] = {
    "measure": Measure,
    "solution": Solution,
    "assessment": Assessment,
}
_SEARCHED = ("title", "summary", "text", "effect", "municipality__name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the reader has chosen; empty for all.

    Attributes:
        goal: 1 to 17.
        place: Key of a municipality.
        network: Address name.
        indicator: Code.
        measure: Only examples made from the measure with this key.
        solution: The same of a solution.
        assessment: The same of an assessment.
    """

    text: str = ""
    goal: int | None = None
    place: int | None = None
    network: str = ""
    indicator: str = ""
    measure: int | None = None
    solution: int | None = None
    assessment: int | None = None
    sort: str = NEWEST

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order is chosen."""
        return replace(self, sort=NEWEST) != Choices()


def listed(choices: Choices, person: Person) -> QuerySet[Example]:
    """Give the published examples that fit, in the order that is chosen."""
    rows = Example.objects.public()
    if choices.text:
        rows = rows.filter(matches(choices.text, fields=_SEARCHED))
    if choices.goal:
        rows = rows.filter(goals=choices.goal)
    if choices.place:
        rows = rows.filter(municipality=choices.place)
    for origin, model in _ORIGINS.items():
        if key := getattr(choices, origin):
            # Whoever may not know of the origin is not told either what was made from it.
            known = model.objects.visible_to(person).filter(pk=key)
            rows = rows.filter(**{f"{origin}__in": known.values("pk")})
    if choices.indicator:
        rows = rows.filter(indicator__code=choices.indicator)
    if choices.network:
        known = Network.objects.visible_to(person).filter(slug=choices.network)
        members = Membership.objects.counted().filter(network__in=known.values("pk"))
        rows = rows.filter(municipality__in=members.values("municipality"))
    rows = rows.annotate(done_too=Count("followers", distinct=True))
    orders: dict[str, tuple[str | OrderBy, ...]] = {
        NEWEST: ("-published_at", "-pk"),
        NAME: (by_name("title"), "pk"),
        DONE: ("-done_too", "-published_at", "-pk"),
    }
    return (
        rows.select_related("municipality__country", "indicator")
        .prefetch_related(Prefetch("goals", Goal.objects.order_by("number")))
        .order_by(*orders[choices.sort])
    )


@dataclass(frozen=True, slots=True)
class Options:
    """What the list can be narrowed to: only what gives at least one example."""

    goals: list[int]
    places: list[Municipality]
    networks: list[Network]
    indicators: list[Indicator]


def options(person: Person) -> Options:
    """Read what the published examples can be narrowed to; four queries."""
    public = Example.objects.public()
    places = Municipality.objects.filter(pk__in=public.values("municipality"))
    members = Membership.objects.counted().filter(municipality__in=places.values("pk"))
    networks = Network.objects.visible_to(person).filter(pk__in=members.values("network"))
    return Options(
        list(
            Goal.objects.filter(examples__in=public)
            .order_by("number")
            .values_list("number", flat=True)
            .distinct()
        ),
        list(places.select_related("country").order_by(by_name(), "pk")),
        list(networks.order_by(by_name(), "pk")),
        list(Indicator.objects.filter(pk__in=public.values("indicator")).order_by("pk")),
    )


def followers_of(example: Example) -> list[DidToo]:
    """List who did it too, the first first."""
    rows = example.followers.select_related("municipality__country").order_by("at", "pk")
    return list(rows)


def drafts_of(person: User) -> list[Example]:
    """List examples of the person's municipalities, or sent in, that are not public."""
    places = [place.pk for place in workplaces(person)]
    rows = Example.objects.filter(Q(municipality__in=places) | Q(created_by=person))
    found = Example.objects.visible_to(person).filter(pk__in=rows.values("pk"))
    return list(
        found.exclude(pk__in=Example.objects.public().values("pk"))
        .select_related("municipality__country")
        .order_by("-pk")[:50]
    )


def buyers_of(solution: Solution) -> set[int]:
    """Keys of the municipalities that have bought a solution; none while it is not bought."""
    need = solution.need
    if need is None or solution.verdict != Verdict.BOUGHT:
        return set()
    joined = PoolMember.objects.filter(pool__need=need, answer=JoinAnswer.YES)
    return {need.municipality_id, *joined.values_list("municipality", flat=True)}


def owners_of(assessment: Assessment) -> set[int]:
    """Keys of the municipalities that may tell of a case: none before it is decided.

    A confidential case is told of by nobody.
    """
    told = Assessment.objects.filter(open_to_all(), pk=assessment.pk).first()
    if told is None:
        return set()
    places = set(told.places.values_list("pk", flat=True))
    return places | (
        {told.applicant_municipality_id} if told.applicant_municipality_id else set()
    )
