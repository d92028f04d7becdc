"""Solutions: for their company, for the buyers with an explained match, for everybody."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from common.nordic import matches
from networks.models import CountyMembership, Municipality
from procurement.calculations.matching import Match, Offered, Wanted, match
from procurement.enums import JoinAnswer, Openness, PointKind, SolutionState
from procurement.models import (
    BuyerNote,
    Category,
    Need,
    PoolMember,
    Reference,
    Solution,
    SolutionPoint,
)


@dataclass(frozen=True, slots=True)
class Assessed:
    """One solution on the desk of the buyers.

    Attributes:
        notes: Those with words, the newest first.
        references: All named, with their answers, and every «not so» given before.
    """

    solution: Solution
    match: Match
    is_shortlisted: bool
    notes: list[BuyerNote]
    references: list[Reference]


@dataclass(frozen=True, slots=True)
class Buyers:
    """Who buys, and how much together.

    Attributes:
        members: The lead first, then those who have said yes, in no order.
        volume: A year, in the unit of the need; None where nobody has said.
    """

    members: list[Municipality]
    volume: Decimal | None


def buyers_of(need: Need) -> Buyers:
    """Read who buys; a need of one alone has its own municipality."""
    joined = PoolMember.objects.filter(pool__need=need, answer=JoinAnswer.YES)
    rows = list(joined.select_related("municipality__country").order_by("pk"))
    volumes = {row.municipality_id: row.volume for row in rows if row.volume is not None}
    if need.volume is not None:
        volumes.setdefault(need.municipality_id, need.volume)
    others = [row.municipality for row in rows if row.municipality_id != need.municipality_id]
    total = sum(volumes.values(), Decimal()) if volumes else None
    return Buyers([need.municipality, *others], total)


def wanted_of(need: Need, buyers: Buyers) -> Wanted:
    """Say what the need asks for, as the calculation reads it."""
    members = [place.pk for place in buyers.members]
    today = CountyMembership.objects.current(on=timezone.localdate())
    counties = today.filter(municipality__in=members).values_list("county", flat=True)
    must = need.points.filter(kind=PointKind.MUST).values_list("pk", flat=True)
    return Wanted(
        points=frozenset(must),
        volume=None if buyers.volume is None else float(buyers.volume),
        members=frozenset(members),
        counties=frozenset(counties),
        category=need.category_id,
    )


def assessed(need: Need, *, only: Solution | None = None) -> list[Assessed]:
    """Read the solutions that have come to a need, each with its match; 12 queries at most.

    Those of companies that are closed or suspended since are among them. The caller sorts.
    """
    rows = Solution.objects.filter(need=need, state=SolutionState.SENT)
    if only is not None:
        rows = rows.filter(pk=only.pk)
    found = list(
        rows.select_related("supplier__country", "category")
        .prefetch_related(
            "points__point",
            "delivers_to",
            "counties",
            "goals",
            "supplier__counties",
            "supplier__categories",
            Prefetch(
                "references",
                Reference.objects.shown()
                .select_related("municipality__country")
                .order_by("pk"),
            ),
        )
        .order_by("pk")
    )
    wanted = wanted_of(need, buyers_of(need))
    notes: dict[int, list[BuyerNote]] = defaultdict(list)
    listed: dict[int, bool] = {}
    told = BuyerNote.objects.filter(solution__in=found).select_related("municipality", "by")
    for row in told.order_by("-at", "-pk"):
        if row.text:
            notes[row.solution_id].append(row)
        else:
            listed.setdefault(row.solution_id, row.is_shortlisted)
    return [
        Assessed(
            solution=one,
            match=match(wanted, offered_of(one)),
            is_shortlisted=listed.get(one.pk, False),
            notes=notes[one.pk],
            references=list(one.references.all()),
        )
        for one in found
    ]


def offered_of(solution: Solution) -> Offered:
    """Say what a company offers, as the calculation reads it; rows are at hand."""
    supplier = solution.supplier
    counties = [*solution.counties.all(), *supplier.counties.all()]
    categories = {row.pk for row in supplier.categories.all()}
    if solution.category_id:
        categories.add(solution.category_id)
    return Offered(
        answers={row.point_id: row.answer for row in solution.points.all()},
        minimum=None if solution.minimum is None else float(solution.minimum),
        members=frozenset(place.pk for place in solution.delivers_to.all()),
        counties=frozenset(row.pk for row in counties),
        categories=frozenset(categories),
        maturity=solution.maturity,
    )


def whole(person: User | AnonymousUser) -> QuerySet[Solution]:
    """Solutions that the person may read, with what one page of them shows."""
    found: QuerySet[Solution] = Solution.objects.visible_to(person).select_related(
        "supplier__country", "need__municipality__country", "category"
    )
    return found


def points_of(solution: Solution) -> list[SolutionPoint]:
    """Give the answers to the points that a solution must meet or that are open, in order."""
    return list(solution.points.select_related("point").order_by("point__position"))


def catalogue(
    *, words: str = "", category: Category | None = None, county: int | None = None
) -> QuerySet[Solution]:
    """Find solutions that are open to everybody, the newest first.

    The confidential part is never searched.
    """
    rows = Solution.objects.visible_to(AnonymousUser()).filter(openness=Openness.EVERYBODY)
    if words:
        fields = ("title", "text", "effect", "supplier__name")
        rows = rows.filter(matches(words, fields=fields))
    if category is not None:
        rows = rows.filter(Q(category=category) | Q(need__category=category))
    if county is not None:
        served = Solution.counties.through.objects.filter(
            solution=OuterRef("pk"), county=county
        )
        today = CountyMembership.objects.current(on=timezone.localdate())
        lives = today.filter(municipality__in=OuterRef("delivers_to"), county=county)
        by_place = Solution.objects.filter(Exists(lives), pk=OuterRef("pk"))
        rows = rows.filter(Exists(served) | Exists(by_place))
    return rows.select_related("supplier", "need", "category").order_by("-sent_at", "pk")


def is_open(solution: Solution, *, at: datetime) -> bool:
    """Whether its company may still change it or take it back."""
    return solution.need is None or solution.need.takes_solutions_at(at)
