"""The list of needs: what fits the choices, in order, with how many fit each other choice.

Whatever the data, it takes four queries: all counts at once, the keys and the rows of one
page, and the goals and members of pools of that page.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    DecimalField,
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
from django.db.models.functions import Cast, Coalesce

from common.nordic import by_name
from networks.models import CountyMembership
from procurement.enums import CLOSED_STAGES, JoinAnswer, NeedState, SolutionState
from procurement.models import Need, PoolMember, Solution
from procurement.queries import known_names
from procurement.queries.known_names import county_rows
from procurement.queries.scope import Scope

DEADLINE, NEWEST, NAME, VOLUME = "frist", "nyest", "navn", "volum"
WEEK, MONTH, RUNNING, PASSED = "14", "30", "lopende", "ute"
TOTAL = "total"
FACETS = ("stage", "network", "goal", "category", "county", "deadline", "state")
# What each kind of choice is counted by; goals have a table of their own.
_COLUMNS = {
    "stage": "stage",
    "network": "shown_network",
    "category": "category_id",
    "county": "municipality_id",
    "deadline": "runs_out",
    "state": "state",
}
_ONE_ALPHABET = str.maketrans("äö", "æø")  # as ``Need.searched`` is written
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


def listed_needs(
    *, scope: Scope, choices: Choices, at: datetime, begin: int, end: int
) -> list[Need]:
    """List some of the needs that fit, in the order that is chosen; two queries.

    Each has ``network_known``: whether the reader may know of its network; and
    ``solutions_sent``: how many there are.
    """
    found = _found(scope, choices)
    for facet in FACETS:
        found = found.filter(_fits(facet, choices, scope=scope, at=at))
    keys = list(_ordered(found, choices.sort, at).values_list("pk", flat=True)[begin:end])
    sent = (
        Solution.objects.filter(need=OuterRef("pk"), state=SolutionState.SENT)
        .order_by()
        .values("need")
        .annotate(n=Count("pk"))
        .values("n")
    )
    rows = (
        Need.objects.filter(pk__in=keys)
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


def counts_of(*, scope: Scope, choices: Choices, at: datetime) -> Counts:
    """Count what each choice would give while the choices of other kinds stay.

    One query: the needs that fit words and place are found once, with what each kind of
    choice says of them, and counted from there.
    """
    conditions = {facet: _fits(facet, choices, scope=scope, at=at) for facet in FACETS}
    active = [facet for facet in FACETS if conditions[facet]]
    fits = {f"fits_{facet}": _truth(conditions[facet]) for facet in active}
    base = (
        _found(scope, choices)
        .order_by()
        .annotate(**fits, runs_out=_runs_out(at), shown_network=_shown_network(scope))
        .values("pk", *_COLUMNS.values(), *fits)
    )
    sql, params = base.query.sql_with_params()
    names = ", ".join(["pk", *_COLUMNS.values(), *fits])
    counted = " UNION ALL ".join(_counting(facet, active) for facet in (TOTAL, *FACETS))
    found: dict[str, dict[str, int]] = {facet: {} for facet in (TOTAL, *FACETS)}
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH base ({names}) AS MATERIALIZED ({sql}) {counted}",
            params,
        )
        for facet, key, number in cursor.fetchall():
            if key is not None and key != "":
                found[facet][str(key)] = number
    total = found.pop(TOTAL).get(TOTAL, 0)
    return Counts(total, _options(found))


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


def _found(scope: Scope, choices: Choices) -> QuerySet[Need]:
    """Needs that the reader may know of, with the words, of the place."""
    rows = Need.objects.filter(scope.reads())
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
        for word in choices.text.lower().translate(_ONE_ALPHABET).split()[:_MOST_WORDS]:
            rows = rows.filter(searched__contains=word)
    return rows


def _fits(facet: str, choices: Choices, *, scope: Scope, at: datetime) -> Q:
    """The condition of one kind of choice; empty where nothing is chosen."""
    if facet == "stage" and choices.stages:
        return Q(stage__in=choices.stages)
    if facet == "network" and choices.networks:
        return Q(network__slug__in=choices.networks) & scope.knows_network()
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
    return county_rows().filter(wanted).values_list("municipality", flat=True)


def _counting(facet: str, active: list[str]) -> str:
    """Give the SQL that counts one kind of choice, with all others as they are chosen."""
    others = [f"fits_{other}" for other in active if other != facet]
    where = f"WHERE {' AND '.join(others)}" if others else ""
    if facet == TOTAL:
        return f"SELECT '{TOTAL}', '{TOTAL}', COUNT(*) FROM base {where}"  # noqa: S608 -- ours
    if facet == "goal":
        table = Need.goals.through._meta.db_table
        return (
            f"SELECT 'goal', CAST(goals.goal_id AS varchar(60)), COUNT(*) FROM base "  # noqa: S608 -- ours
            f"JOIN {table} goals ON goals.need_id = base.pk {where} GROUP BY goals.goal_id"
        )
    column = _COLUMNS[facet]
    return (
        f"SELECT '{facet}', CAST({column} AS varchar(60)), COUNT(*) FROM base "  # noqa: S608 -- ours
        f"{where} GROUP BY {column}"
    )


def _truth(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))  # noqa: FBT003 -- values


def _shown_network(scope: Scope) -> Case:
    """Give the address name of a need's network where the reader may know of it."""
    return Case(When(scope.knows_network(), then=F("network__slug")), default=Value(""))


def _runs_out(at: datetime) -> Case:
    """Give the key of the deadline of each need."""
    keys = (PASSED, RUNNING, WEEK, MONTH)
    return Case(
        *(When(_by_deadline(key, at), then=Value(key)) for key in keys), default=Value("")
    )


def _options(found: dict[str, dict[str, int]]) -> dict[str, dict[str, Option]]:
    """Name what was counted; places are counted together by county."""
    options = {
        facet: {key: Option("", number) for key, number in counted.items()}
        for facet, counted in found.items()
        if facet not in {"network", "county"}
    }
    names = known_names.networks()
    options["network"] = {
        slug: Option(names.get(slug, slug), number) for slug, number in found["network"].items()
    }
    counties: dict[str, Option] = {}
    homes = known_names.counties()
    for place, number in found["county"].items():
        if place in homes:
            key, name = homes[place]
            counties[key] = Option(name, number + counties.get(key, Option("", 0)).number)
    options["county"] = counties
    soon = options["deadline"].get(WEEK)
    if soon is not None:  # what closes within two weeks closes within a month, too
        later = options["deadline"].get(MONTH, Option("", 0))
        options["deadline"][MONTH] = Option("", later.number + soon.number)
    return options


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
