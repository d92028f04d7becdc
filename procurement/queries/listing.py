"""The list of needs: what fits the choices, in order, with how many fit each other choice.

Whatever the data, it takes five queries: all counts at once, one page, and the goals, the
members of pools and the solutions of that page.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Lower, NullIf
from django.utils import timezone

from accounts.models import User
from common.nordic import by_name, matches
from networks.models import CountyMembership, Municipality, Network
from procurement.enums import CLOSED_STAGES, JoinAnswer, NeedState, SolutionState
from procurement.models import Need, PoolMember, Solution

Person = User | AnonymousUser
DEADLINE, NEWEST, NAME, VOLUME = "frist", "nyest", "navn", "volum"
WEEK, MONTH, RUNNING, PASSED = "14", "30", "lopende", "ute"
TOTAL = "total"
FACETS = ("stage", "network", "goal", "category", "county", "deadline", "state")
_SEARCHED = ("title", "summary", "description")
_MOST_WORDS = 6
_DAYS = {WEEK: 14, MONTH: 30}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the reader has chosen; empty for all.

    Attributes:
        stages: Codes of stages.
        networks: Address names.
        goals: Numbers.
        categories: Codes.
        counties: ``no-33`` and so on.
        deadline: WEEK, MONTH, RUNNING, PASSED or nothing.
        states: Codes of states that not everybody sees.
        municipality: Only its needs.
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
    municipality: Municipality | None = None
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
    solutions: Counter[int] = field(default_factory=Counter)


def listed_needs(*, person: Person, choices: Choices, at: datetime) -> QuerySet[Need]:
    """List the needs that fit, in the order that is chosen.

    Each has ``network_known``: whether the reader may know of its network.
    """
    found = _found(person, choices)
    for facet in FACETS:
        found = found.filter(_fits(facet, choices, person=person, at=at))
    known = Network.objects.visible_to(person).filter(pk=OuterRef("network"))
    rows = found.select_related("municipality__country", "network", "category", "pool")
    return _ordered(rows.annotate(network_known=Exists(known)), choices.sort, at)


def counts_of(*, person: Person, choices: Choices, at: datetime) -> Counts:
    """Count what each choice would give while the choices of other kinds stay; one query."""
    base = _found(person, choices)
    parts = [_counted(base, facet, choices, person=person, at=at) for facet in (TOTAL, *FACETS)]
    total = 0
    options: dict[str, dict[str, Option]] = {facet: {} for facet in FACETS}
    for facet, key, label, number in parts[0].union(*parts[1:], all=True):
        if facet == TOTAL:
            total = number
        elif key:
            options[facet][key] = Option(label, number)
    _add_weeks_to_month(options["deadline"])
    return Counts(total, options)


def extra_of(needs: Iterable[Need]) -> Extra:
    """Read goals, members and numbers of solutions of the needs of one page; three queries."""
    keys = [need.pk for need in needs]
    extra = Extra()
    goals = Need.goals.through.objects.filter(need__in=keys).order_by("goal_id")
    for need, goal in goals.values_list("need_id", "goal_id"):
        extra.goals.setdefault(need, []).append(goal)
    joined = PoolMember.objects.filter(pool__need__in=keys, answer=JoinAnswer.YES)
    for row in joined.select_related("municipality", "pool"):
        need = row.pool.need_id
        extra.members.setdefault(need, set()).add(str(row.municipality))
        extra.volumes[need] = extra.volumes.get(need, Decimal(0)) + (row.volume or 0)
    sent = Solution.objects.filter(need__in=keys, state=SolutionState.SENT)
    extra.solutions.update(
        dict(sent.values("need").annotate(n=Count("pk")).values_list("need", "n"))
    )
    return extra


def _found(person: Person, choices: Choices) -> QuerySet[Need]:
    """Needs that the reader may know of, with the words, of the place."""
    rows = Need.objects.visible_to(person)
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
    if choices.text:
        words = " ".join(choices.text.split()[:_MOST_WORDS])
        rows = rows.filter(matches(words, fields=_SEARCHED))
    return rows


def _fits(facet: str, choices: Choices, *, person: Person, at: datetime) -> Q:
    """The condition of one kind of choice; empty where nothing is chosen."""
    if facet == "stage" and choices.stages:
        return Q(stage__in=choices.stages)
    if facet == "network" and choices.networks:
        known = Network.objects.visible_to(person).filter(slug__in=choices.networks)
        return Q(network__in=known.values("pk"))
    if facet == "goal" and choices.goals:
        chosen = Need.goals.through.objects.filter(goal__in=choices.goals)
        return Q(pk__in=chosen.values("need"))
    if facet == "category" and choices.categories:
        return Q(category__in=choices.categories)
    if facet == "county" and choices.counties:
        return Q(municipality__in=_in_counties(choices.counties))
    if facet == "state" and choices.states:
        return Q(state__in=choices.states)
    if facet == "deadline" and choices.deadline:
        return _by_deadline(choices.deadline, at)
    return Q()


def _by_deadline(key: str, at: datetime) -> Q:
    is_open = Q(state=NeedState.PUBLISHED) & ~Q(stage__in=CLOSED_STAGES)
    now = at.replace(microsecond=0)
    if key == RUNNING:
        return is_open & Q(solutions_until__isnull=True)
    if key == PASSED:
        return ~is_open | Q(solutions_until__lt=now)
    until = now + timedelta(days=_DAYS[key])
    return is_open & Q(solutions_until__gte=now, solutions_until__lte=until)


def _in_counties(keys: Iterable[str]) -> QuerySet[CountyMembership, int]:
    wanted = Q(pk__in=[])
    for key in keys:
        country, _dash, code = key.partition("-")
        wanted |= Q(county__country=country.upper(), county__code=code)
    return _county_rows().filter(wanted).values_list("municipality", flat=True)


def _county_rows() -> QuerySet[CountyMembership]:
    today = timezone.localdate()
    return CountyMembership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=today), valid_from__lte=today
    )


def _counted(
    base: QuerySet[Need], facet: str, choices: Choices, *, person: Person, at: datetime
) -> QuerySet[Need, Any]:
    """Count one kind of choice, with all the others as they are chosen."""
    rows = base.order_by()
    for other in FACETS:
        if other != facet:
            rows = rows.filter(_fits(other, choices, person=person, at=at))
    if facet == "network":
        rows = rows.filter(network__in=Network.objects.visible_to(person).values("pk"))
    if facet == "county":
        today = timezone.localdate()
        current = Q(municipality__county_memberships__valid_to__isnull=True)
        current |= Q(municipality__county_memberships__valid_to__gt=today)
        rows = rows.filter(current, municipality__county_memberships__valid_from__lte=today)
    key, label = _keys(at)[facet]
    return (
        rows.annotate(facet=_text(Value(facet)), choice=_text(key), label=_text(label))
        .values("facet", "choice", "label")
        .annotate(number=Count("pk"))
        .values_list("facet", "choice", "label", "number")
    )


def _keys(at: datetime) -> dict[str, tuple[Any, Any]]:
    """Give, for each kind of choice, what its key and its name are made of."""
    none = Value("")
    county = F("municipality__county_memberships__county__code")
    return {
        TOTAL: (none, none),
        "stage": (F("stage"), none),
        "network": (
            F("network__slug"),
            Coalesce(NullIf(F("network__short_name"), none), F("network__name")),
        ),
        "goal": (F("goals"), none),
        "category": (F("category"), none),
        "county": (
            Concat(Lower(F("municipality__country")), Value("-"), county),
            F("municipality__county_memberships__county__name"),
        ),
        "deadline": (
            Case(
                *(
                    When(_by_deadline(key, at), then=Value(key))
                    for key in (PASSED, RUNNING, WEEK, MONTH)
                ),
                default=none,
            ),
            none,
        ),
        "state": (F("state"), none),
    }


def _text(expression: Any) -> Cast:
    return Cast(expression, CharField())


def _add_weeks_to_month(options: dict[str, Option]) -> None:
    """Count what closes within two weeks among what closes within a month, too."""
    soon = options.get(WEEK)
    if soon is not None:
        later = options.get(MONTH, Option("", 0))
        options[MONTH] = Option("", later.number + soon.number)


def _ordered(rows: QuerySet[Need], sort: str, at: datetime) -> QuerySet[Need]:
    """Order needs: open ones by deadline, then those without one, then those that are over."""
    newest = F("published_at").desc(nulls_last=True)
    if sort == NEWEST:
        return rows.order_by(newest, "-pk")
    if sort == NAME:
        return rows.order_by(by_name("title"), "pk")
    if sort == VOLUME:
        return rows.annotate(
            whole=Case(When(pool__isnull=False, then=_pooled()), default=F("volume"))
        ).order_by(F("whole").desc(nulls_last=True), by_name("title"), "pk")
    rows = rows.annotate(
        section=Case(
            When(_by_deadline(PASSED, at), then=Value(2)),
            When(solutions_until__isnull=True, then=Value(1)),
            default=Value(0),
            output_field=IntegerField(),
        )
    )
    ahead = Case(When(section=0, then=F("solutions_until")), output_field=DateTimeField())
    return rows.order_by(
        "section",
        ahead.asc(nulls_last=True),
        F("solutions_until").desc(nulls_last=True),
        newest,
        "-pk",
    )


def _pooled() -> Coalesce:
    """The volume a year of all who have joined."""
    joined = PoolMember.objects.filter(pool__need=OuterRef("pk"), answer=JoinAnswer.YES)
    total = joined.order_by().values("pool").annotate(n=Sum("volume")).values("n")
    return Coalesce(Subquery(total), F("volume"))
