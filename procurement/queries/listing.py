"""The list of needs: what fits the choices, in order, with how many fit each other choice.

Whatever the data, it takes four queries: whether anything has changed, the needs with the
words, the rows of one page, and the goals and members of pools of that page. What the
first finds in ``need_bitmaps`` may be a moment old; the rows are always read anew, so that
nobody reads what has just been hidden.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from operator import itemgetter
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DecimalField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Lower

from common.nordic import by_name, collation
from procurement.calculations.bitmaps import slice_of, union
from procurement.enums import JoinAnswer, SolutionState, SupplierState
from procurement.models import Need, PoolMember, Solution
from procurement.queries import known_names
from procurement.queries.need_bitmaps import NeedBitmaps, Shown, need_bitmaps
from procurement.queries.scope import Scope

DEADLINE, NEWEST, NAME, VOLUME = "frist", "nyest", "navn", "volum"
FORTNIGHT, MONTH, UNDATED, PASSED = "14", "30", "lopende", "ute"
FACETS = ("stage", "network", "goal", "category", "county", "deadline", "state")
_ONE_ALPHABET = str.maketrans("äö", "æø")  # as ``Need.searched`` is written
_MOST_WORDS = 6
_DAYS = {FORTNIGHT: 14, MONTH: 30}
# Long texts that no row of the list shows.
_NOT_SHOWN = (
    "description",
    "searched",
    "expected_effect",
    "climate_reason",
    "conflict_of_interest",
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the reader has chosen; empty for all.

    Attributes:
        stages: Codes of stages.
        networks: Address names.
        goals: Numbers.
        categories: Codes.
        counties: ``no-33`` and so on.
        deadline: FORTNIGHT, MONTH, UNDATED, PASSED or nothing.
        states: Codes of states that not everybody sees.
        municipality: Only the needs of the municipality with this key.
        measure: Only needs made from the measure with this key.
        indicator: Only needs made from the indicator with this code.
    """

    text: str = ""
    stages: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    goals: tuple[int, ...] = ()
    categories: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    deadline: str = ""
    states: tuple[str, ...] = ()
    municipality: int | None = None
    measure: int | None = None
    indicator: str = ""
    sort: str = DEADLINE

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order is chosen."""
        return replace(self, sort=DEADLINE) != Choices()


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: its name where the key does not tell it, and how many needs it gives."""

    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many needs fit, and what each choice would give: kind → key → option."""

    total: int
    options: dict[str, dict[str, Option]]


@dataclass(frozen=True, slots=True)
class Extra:
    """What stands beside the needs of one page, by key of the need."""

    goals: dict[int, list[int]] = field(default_factory=dict)
    members: dict[int, set[str]] = field(default_factory=dict)
    volumes: dict[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """What fits, and what each choice would give; a page of it is read by ``listed_needs``."""

    counts: Counts
    bitmaps: NeedBitmaps
    fitting: int
    scope: Scope
    sort: str
    at: datetime


def find_needs(*, scope: Scope, choices: Choices, at: datetime) -> Found:
    """Find what fits, and count what each choice gives while those of other kinds stay.

    One query; one more for words and for what one has come from, where there are some.
    """
    bitmaps, networks = need_bitmaps()
    known = {
        key: shown
        for key, shown in networks.items()
        if scope.everything or shown.is_public or key in scope.known
    }
    sets = _sets(bitmaps, known, at)
    chosen = _chosen(choices)
    base = bitmaps.readable(scope)
    if _narrows(choices):
        base &= bitmaps.found(_narrowing(choices), lambda: _keys(choices))
    wanted = {
        kind: union(sets[kind].get(key, 0) for key in keys)
        for kind, keys in chosen.items()
        if keys
    }
    fitting = base
    for one in wanted.values():
        fitting &= one
    counted = {
        kind: _counted(sets[kind], base, [wanted[other] for other in wanted if other != kind])
        for kind in FACETS
    }
    counts = Counts(fitting.bit_count(), _options(counted, known.values()))
    return Found(counts, bitmaps, fitting, scope, choices.sort, at)


def listed_needs(found: Found, *, begin: int, end: int) -> list[Need]:
    """List some of the needs that fit, in the order that is chosen; one query.

    The orders by name and by volume take one more after a change. Each need has
    ``network_known``: whether the reader may know of its network; and ``solutions_sent``:
    how many there are of companies that act, as on the page of the need.
    """
    scope, bitmaps = found.scope, found.bitmaps
    keys = [bitmaps.keys[place] for place in slice_of(_sections(found), begin, end)]
    sent = (
        Solution.objects.filter(
            need=OuterRef("pk"),
            state=SolutionState.SENT,
            supplier__state=SupplierState.ACTIVE,
        )
        .order_by()
        .values("need")
        .annotate(n=Count("pk"))
        .values("n")
    )
    rows = (
        Need.objects.filter(scope.reads(), pk__in=keys)
        .defer(*_NOT_SHOWN)
        .select_related("municipality__country", "network", "category", "pool")
        .annotate(
            network_known=Case(
                When(scope.knows_network(), then=Value(True)),  # noqa: FBT003 -- the value
                default=Value(False),  # noqa: FBT003 -- the value
            ),
            solutions_sent=Coalesce(Subquery(sent), 0),
        )
    )
    by_key = {need.pk: need for need in rows}
    return [by_key[key] for key in keys if key in by_key]


def extra_of(needs: Iterable[Need]) -> Extra:
    """Read goals and members of the needs of one page; one query."""
    keys = [need.pk for need in needs]
    none = Value(None, output_field=DecimalField())
    chosen: QuerySet[Any] = Need.goals.through.objects.filter(need__in=keys)
    goals = chosen.annotate(name=Value("", output_field=CharField()), amount=none).values_list(
        "need_id", "goal_id", "name", "amount"
    )
    members = (
        PoolMember.objects.filter(pool__need__in=keys, answer=JoinAnswer.YES)
        .annotate(goal=Value(0), name=Cast(F("municipality__name"), CharField()))
        .annotate(amount=F("volume"))
        .values_list("pool__need_id", "goal", "name", "amount")
    )
    extra = Extra()
    for need, goal, name, volume in sorted(goals.union(members, all=True), key=itemgetter(1)):
        if goal:
            extra.goals.setdefault(need, []).append(goal)
        else:
            extra.members.setdefault(need, set()).add(name)
            known = extra.volumes.get(need, Decimal(0))
            extra.volumes[need] = known + Decimal(str(volume or 0))
    return extra


def _chosen(choices: Choices) -> dict[str, Sequence[str | int]]:
    """Give the keys that are chosen of each kind."""
    return {
        "stage": choices.stages,
        "network": choices.networks,
        "goal": choices.goals,
        "category": choices.categories,
        "county": choices.counties,
        "deadline": (choices.deadline,) if choices.deadline else (),
        "state": choices.states,
    }


def _sets(
    bitmaps: NeedBitmaps, known: dict[int, Shown], at: datetime
) -> dict[str, Mapping[Any, int]]:
    """Give the bitmaps of each kind of choice for one reader at one moment."""
    networks = bitmaps.sets["network"]
    return {
        **bitmaps.sets,
        "network": {known[key].slug: one for key, one in networks.items() if key in known},
        "deadline": _deadlines(bitmaps, at),
    }


def _deadlines(bitmaps: NeedBitmaps, at: datetime) -> dict[str, int]:
    now = at.replace(microsecond=0)
    running = bitmaps.running & ~bitmaps.until_between()
    ahead = bitmaps.until_between(now)
    soon = {
        key: bitmaps.until_between(now, now + timedelta(days=days))
        for key, days in _DAYS.items()
    }
    return {**soon, UNDATED: running, PASSED: bitmaps.everything & ~running & ~ahead}


def _counted(sets: Mapping[Any, int], base: int, others: Iterable[int]) -> dict[Any, int]:
    """Count what each choice of one kind gives; those that give nothing are left out."""
    for other in others:
        base &= other
    counted = {key: (one & base).bit_count() for key, one in sets.items()}
    return {key: number for key, number in counted.items() if number}


def _options(
    counted: dict[str, dict[Any, int]], known: Iterable[Shown]
) -> dict[str, dict[str, Option]]:
    """Put names to what was counted, where the keys do not tell them."""
    names = {
        "network": {one.slug: one.label for one in known},
        "county": dict(known_names.counties().values()),
    }
    return {
        kind: {
            str(key): Option(names[kind].get(key, key) if kind in names else "", number)
            for key, number in numbers.items()
        }
        for kind, numbers in counted.items()
    }


def _narrows(choices: Choices) -> bool:
    return _narrowing(choices) != _narrowing(Choices())


def _narrowing(choices: Choices) -> Hashable:
    """What is looked for in the database."""
    return _words(choices.text), choices.municipality, choices.measure, choices.indicator


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.lower().translate(_ONE_ALPHABET).split()[:_MOST_WORDS])


def _keys(choices: Choices) -> Iterable[int]:
    """Give the keys of the needs with the words, of the place, and made from the source."""
    rows = Need.objects.order_by()
    if choices.municipality is not None:
        joined = PoolMember.objects.filter(
            municipality=choices.municipality, answer=JoinAnswer.YES
        )
        rows = rows.filter(
            Q(municipality=choices.municipality) | Q(pool__in=joined.values("pool"))
        )
    if choices.measure is not None:
        rows = rows.filter(from_measure=choices.measure)
    if choices.indicator:
        rows = rows.filter(from_indicator__code=choices.indicator)
    return with_words(rows, choices.text).values_list("pk", flat=True)


def with_words(needs: QuerySet[Need], text: str) -> QuerySet[Need]:
    """Narrow needs to those with all words, in the list and in mail about a search."""
    for word in _words(text):
        needs = needs.filter(searched__contains=word)
    return needs


def _sections(found: Found) -> list[tuple[Sequence[int], int]]:
    """Order needs: open ones by deadline, then those without one, then those that are over."""
    bitmaps, fitting = found.bitmaps, found.fitting
    newest_first = range(bitmaps.size)
    if found.sort == NEWEST:
        return [(newest_first, fitting)]
    if found.sort in {NAME, VOLUME}:
        order = bitmaps.order(
            (found.sort, collation()), lambda: _ordered(found.sort).values_list("pk", flat=True)
        )
        return [(order, fitting)]
    kinds = _deadlines(bitmaps, found.at)
    running, over = kinds[UNDATED], kinds[PASSED]
    return [
        (bitmaps.by_until, fitting & ~running & ~over),
        (newest_first, fitting & running),
        (bitmaps.by_last, fitting & over),
    ]


def _ordered(sort: str) -> QuerySet[Need]:
    """Order all needs by name or by volume, in the reader's alphabet."""
    rows = Need.objects.all()
    if sort == NAME:
        return rows.order_by(by_name("title"), "pk")
    whole = Case(When(pool__isnull=False, then=_pooled()), default=F("volume"))
    # Kilometres are not more than tonnes: the largest come first among those of one unit.
    return rows.annotate(whole=whole, folded=Lower("unit")).order_by(
        Case(When(whole__isnull=True, then=1), default=0),
        "folded",
        F("whole").desc(nulls_last=True),
        by_name("title"),
        "pk",
    )


def _pooled() -> Coalesce:
    """The volume a year of all who have joined."""
    joined = PoolMember.objects.filter(pool__need=OuterRef("pk"), answer=JoinAnswer.YES)
    total = joined.order_by().values("pool").annotate(n=Sum("volume")).values("n")
    return Coalesce(Subquery(total), F("volume"))
