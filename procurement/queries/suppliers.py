"""What a supplier's desk shows: own solutions, needs that fit, what is followed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils import timezone

from accounts.models import User
from networks.models import County, CountyMembership
from procurement.enums import CLOSED_STAGES, JoinAnswer, NeedState, SolutionState
from procurement.models import (
    Need,
    PoolMember,
    Solution,
    Supplier,
    SupplierPerson,
    Watch,
)
from procurement.queries.known_names import county_key
from procurement.queries.listing import with_words

MOST_FITTING = 10


@dataclass(frozen=True, slots=True)
class Desk:
    """What stands on the desk of a company.

    Attributes:
        hidden: Keys of needs that are followed and can no longer be read.
    """

    solutions: list[Solution]
    fitting: list["Fitting"]
    followed: list[Watch]
    searches: list[Watch]
    hidden: set[int]


@dataclass(frozen=True, slots=True)
class Fitting:
    """A need that fits, and why: its category, its county, or both."""

    need: Need
    by_category: bool
    by_county: bool


def person_of_company(person: User) -> SupplierPerson | None:
    """Give the company that a person acts for, with what the person is in it."""
    rows = SupplierPerson.objects.filter(person=person).select_related("supplier__country")
    return rows.order_by("pk").first()


def own_solution(supplier: Supplier, need: Need) -> Solution | None:
    """Give what the company has for a need: a draft, or what has been sent."""
    rows = Solution.objects.filter(supplier=supplier, need=need)
    return rows.exclude(state=SolutionState.WITHDRAWN).order_by("-pk").first()


def read_desk(member: SupplierPerson, *, at: datetime) -> Desk:
    """Read the desk of somebody who acts for a company; a fixed number of queries."""
    supplier = member.supplier
    solutions = Solution.objects.filter(supplier=supplier).select_related(
        "need__municipality__country"
    )
    watches = (
        Watch.objects.filter(person=member.person)
        .select_related("need__municipality__country")
        .prefetch_related("goals", "categories", "counties")
        .order_by("-pk")
    )
    return Desk(
        solutions=list(solutions.order_by("-saved_at", "pk")[:100]),
        fitting=fitting_needs(supplier, at=at),
        followed=[watch for watch in watches if watch.need is not None],
        searches=[watch for watch in watches if watch.need is None],
        hidden=hidden_needs([watch.need for watch in watches if watch.need], member.person),
    )


def hidden_needs(needs: Iterable[Need], person: User) -> set[int]:
    """Give the keys of those that are not public and that the person may read no more."""
    inside = {need.pk for need in needs if need.published_at is None}
    if not inside:
        return set()
    known = Need.objects.visible_to(person).filter(pk__in=inside)
    return inside - set(known.values_list("pk", flat=True))


def open_needs(*, at: datetime) -> QuerySet[Need]:
    """Published needs that take solutions now."""
    whole_second = at.replace(microsecond=0)
    return Need.objects.filter(
        Q(solutions_until__isnull=True) | Q(solutions_until__gte=whole_second),
        state=NeedState.PUBLISHED,
    ).exclude(stage__in=CLOSED_STAGES)


def fitting_needs(supplier: Supplier, *, at: datetime) -> list[Fitting]:
    """Find needs of the company's categories or counties that it has not answered.

    Those that fit in both ways come first, then the nearest deadline.
    """
    categories = set(supplier.categories.values_list("pk", flat=True))
    counties = list(supplier.counties.values_list("pk", flat=True))
    local = of_counties(counties)
    answered = Solution.objects.filter(supplier=supplier, need__isnull=False)
    rows = (
        open_needs(at=at)
        .filter(Q(category__in=categories) | local)
        .exclude(pk__in=answered.values("need"))
        .annotate(
            is_local=Case(When(local, then=Value(True)), default=Value(False))  # noqa: FBT003 -- the value
        )
        .select_related("municipality__country", "category")
        .order_by("solutions_until", "pk")[:200]
    )
    found = [
        Fitting(need, need.category_id in categories, need.is_local)  # of this query
        for need in rows
    ]
    found.sort(key=lambda one: not (one.by_category and one.by_county))
    return found[:MOST_FITTING]


def places_in(counties: Iterable[County | int]) -> QuerySet[CountyMembership]:
    """Which municipalities lie in one of the counties today."""
    today = CountyMembership.objects.current(on=timezone.localdate())
    return today.filter(county__in=list(counties))


def of_counties(counties: Iterable[County | int]) -> Q:
    """The needs of municipalities that lie in one of the counties: led there, or joined."""
    places = places_in(counties).values("municipality")
    joined = PoolMember.objects.filter(municipality__in=places, answer=JoinAnswer.YES)
    return Q(municipality__in=places) | Q(pool__in=joined.values("pool"))


def current_counties() -> QuerySet[County]:
    """Counties of today in the countries that have any, by country and name."""
    today = timezone.localdate()
    rows = County.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=today), valid_from__lte=today
    )
    return rows.order_by("country", "name")


def counties_by_keys(keys: Iterable[str]) -> list[County]:
    """Find counties of today by what addresses call them (``no-33``); others are left out."""
    wanted = {key for key in keys if key}
    rows = current_counties() if wanted else County.objects.none()
    return [row for row in rows if county_key(row.country_id, row.code) in wanted]


def found_by(watch: Watch, needs: QuerySet[Need]) -> QuerySet[Need]:
    """Narrow needs to those that a search finds; its rows are prefetched."""
    if watch.words:
        needs = with_words(needs, watch.words)
    if goals := list(watch.goals.all()):
        needs = needs.filter(goals__in=goals)
    if categories := list(watch.categories.all()):
        needs = needs.filter(category__in=categories)
    if counties := list(watch.counties.all()):
        needs = needs.filter(of_counties(counties))
    return needs.distinct()
