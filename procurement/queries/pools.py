"""Pools: who is in with how much, who has not answered, and which needs are alike."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from accounts.models import User
from common.memory import Memory
from common.nordic import sort_key
from networks.models import Membership, Municipality
from procurement.calculations.likeness import (
    LEAST,
    Described,
    Likeness,
    likeness,
    stemmed,
    stems,
)
from procurement.enums import CLOSED_STAGES, JoinAnswer, NeedState
from procurement.models import Need, Pool, PoolMember
from procurement.queries.scope import scope_of

MOST_PROPOSED = 10
_MOST_COMPARED = 2_000
_asked: Memory[set[int]] = Memory(seconds=60, entries=1)


@dataclass(frozen=True, slots=True)
class Total:
    """What all that have said yes need together.

    Attributes:
        volume: A year, in the unit of the need.
        short: How much is missing to the stated minimum; 0 where it is reached or not stated.
        surplus: How much is above it; 0 where it is not.
    """

    volume: Decimal
    short: Decimal
    surplus: Decimal


def sum_of(pool: Pool, need: Need) -> Total:
    """Sum the volumes of those who have said yes, against the stated minimum."""
    rows = pool.members.filter(answer=JoinAnswer.YES).values_list("volume", flat=True)
    return total_of(pool, rows)


def total_of(pool: Pool, volumes: Iterable[Decimal | None]) -> Total:
    """Sum volumes against the stated minimum of a pool."""
    whole = sum((volume for volume in volumes if volume is not None), Decimal())
    if pool.minimum is None:
        return Total(whole, Decimal(), Decimal())
    return Total(
        whole, max(Decimal(), pool.minimum - whole), max(Decimal(), whole - pool.minimum)
    )


def members_read(pool: Pool) -> list[PoolMember]:
    """Read all that are asked, by name, with their decisions; one query."""
    rows = pool.members.select_related("municipality__country", "decision")
    return sorted(rows, key=lambda row: (sort_key(str(row.municipality)), row.pk))


def asked_member(*, need: Need, municipality: Municipality) -> PoolMember | None:
    """Give the municipality's place in the pool of a need; None where it is not asked."""
    rows = PoolMember.objects.filter(pool__need=need, municipality=municipality)
    return rows.select_related("pool", "municipality__country", "decision").first()


def places_to_ask(need: Need) -> list[Municipality]:
    """List the municipalities of the need's network that are not asked yet, by name."""
    if need.network is None:
        return []
    current = Membership.objects.counted().filter(network=need.network)
    known = PoolMember.objects.filter(pool__need=need).values("municipality")
    rows = Municipality.objects.filter(pk__in=current.values("municipality"))
    rows = rows.exclude(pk__in=known).exclude(pk=need.municipality_id)
    return sorted(rows.select_related("country"), key=lambda row: sort_key(str(row)))


# ---- who has not answered


def asked_places() -> set[int]:
    """Give the municipalities that are asked and have not answered; a minute old."""
    return _asked.get("all", _read_asked)


def unanswered(municipalities: Collection[int], *, today: date) -> list[PoolMember]:
    """Give what municipalities are asked to join and can still answer.

    Args:
        municipalities: Their keys.
        today: The day.
    """
    rows = _unanswered().filter(municipality__in=municipalities)
    rows = rows.filter(Q(pool__join_until__isnull=True) | Q(pool__join_until__gte=today))
    return list(
        rows.select_related("municipality__country", "pool__need__municipality").order_by("pk")
    )


def _read_asked() -> set[int]:
    return set(_unanswered().values_list("municipality", flat=True))


def _unanswered() -> QuerySet[PoolMember]:
    rows = PoolMember.objects.filter(answer=JoinAnswer.ASKED)
    rows = rows.filter(pool__need__state__in=[NeedState.SHARED, NeedState.PUBLISHED])
    return rows.exclude(pool__need__stage__in=CLOSED_STAGES)


# ---- needs that are alike


@dataclass(frozen=True, slots=True)
class Proposal:
    """A need of another municipality that is like one's own.

    Attributes:
        likeness: How much, and why.
        words: Words that both have, as this need writes them.
        is_common: It has a pool already.
    """

    need: Need
    likeness: Likeness
    words: tuple[str, ...]
    is_common: bool


def alike(need: Need, person: User | AnonymousUser) -> list[Proposal]:
    """Find needs that could be pooled with this one, the most alike first; six queries.

    Only those that the person may read, of other municipalities of the same country, before
    the competition, and either of the same category or for one of the same goals.
    """
    goals = Need.goals.through.objects
    mine = frozenset(need.goals.values_list("number", flat=True))
    shared = goals.filter(need=OuterRef("pk"), goal__number__in=mine)
    rows = (
        Need.objects.filter(scope_of(person).reads())
        .filter(municipality__country=need.municipality.country_id)
        .exclude(municipality=need.municipality_id)
        .exclude(state=NeedState.CLOSED)
        .exclude(stage__in=CLOSED_STAGES)
        .filter(Q(category=need.category_id) | Exists(shared))
        .exclude(pool__members__municipality=need.municipality_id)
    )
    # Where there are more than are compared, the others of the category are not left out.
    same_first = Case(When(category=need.category_id, then=0), default=1)
    found = list(
        rows.only(
            "title", "summary", "language", "category", "wanted_from", "contract_ends_on"
        ).order_by(same_first, "-pk")[:_MOST_COMPARED]
    )
    keys = [row.pk for row in found]
    goals_of, targets_of = _goals_of(keys), _targets_of(keys)
    own = _described(need, mine, _targets_of([need.pk])[need.pk])
    scored = [
        (row, likeness(own, _described(row, goals_of[row.pk], targets_of[row.pk])))
        for row in found
    ]
    best = sorted(
        (each for each in scored if each[1].points >= LEAST),
        key=lambda each: (-each[1].points, each[0].pk),
    )[:MOST_PROPOSED]
    return _with_rows(best)


def _with_rows(best: list[tuple[Need, Likeness]]) -> list[Proposal]:
    """Read what is shown of the few that are proposed."""
    whole = Need.objects.select_related("municipality__country", "pool").in_bulk(
        [row.pk for row, _likeness in best]
    )
    proposals = []
    for row, found in best:
        need = whole[row.pk]
        written = stemmed(f"{need.title} {need.summary}", need.language)
        shared = tuple(written[key] for key in found.words if key in written)
        proposals.append(Proposal(need, found, shared, hasattr(need, "pool")))
    return proposals


def _described(need: Need, goals: Iterable[int], targets: Iterable[str]) -> Described:
    return Described(
        goals=frozenset(goals),
        targets=frozenset(targets),
        category=need.category_id,
        day=need.wanted_from
        or (need.contract_ends_on + timedelta(days=1) if need.contract_ends_on else None),
        words=stems(f"{need.title} {need.summary}", need.language),
    )


def _goals_of(keys: list[int]) -> dict[int, set[int]]:
    rows = Need.goals.through.objects.filter(need__in=keys)
    found: dict[int, set[int]] = defaultdict(set)
    for key, number in rows.values_list("need", "goal__number"):
        found[key].add(number)
    return found


def _targets_of(keys: list[int]) -> dict[int, set[str]]:
    rows = Need.targets.through.objects.filter(need__in=keys)
    found: dict[int, set[str]] = defaultdict(set)
    for key, target in rows.values_list("need", "target"):
        found[key].add(str(target))
    return found
