"""The portfolio of a programme: what was granted, what it does, and how that moved.

Officers of the region see all figures, and may narrow them. Others see figures of groups of a
set size alone, and no narrower ones: a filter would tell by subtraction what is hidden. So
would figures of two days with one decision between: for others confidential cases come in whole
groups. One currency at a time: amounts of two are never added up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Q

from assessments.calculations.portfolio import (
    MOMENTS,
    Case,
    Table,
    changes,
    direction,
    is_safe,
    level_name,
    money,
    movement,
    unresolved,
    unresolved_by_goal,
)
from assessments.calculations.sheets import DIMENSIONS, GOALS, Content
from assessments.enums import DECIDED_STATES, Moment, SheetState, Side
from assessments.models import Assessment, FundingProgramme, Sheet
from networks.enums import Effect

ALL: Final = 1
"""The smallest group that officers see: every one."""
STEPS: Final = (("APPLICATION", "DECISION"), ("DECISION", "END"), ("APPLICATION", "END"))
"""Pairs of moments that the movement is told between."""
# Whose sheet tells of a moment, the first that has been sent.
_TOLD_BY: Final[Mapping[str, tuple[tuple[Side, Moment], ...]]] = {
    "APPLICATION": ((Side.APPLICANT, Moment.APPLICATION), (Side.COMMON, Moment.APPLICATION)),
    "DECISION": ((Side.COMMON, Moment.DECISION), (Side.COMMON, Moment.APPLICATION)),
    "HALFWAY": ((Side.COMMON, Moment.HALFWAY), (Side.APPLICANT, Moment.HALFWAY)),
    "END": ((Side.COMMON, Moment.END), (Side.APPLICANT, Moment.END)),
}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What an officer has narrowed the portfolio to; empty for all."""

    kind: str = ""
    state: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """The movement between two moments: of the overall judgement, and of each dimension."""

    before: str
    after: str
    tables: Mapping[str, Table[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What the page shows.

    Attributes:
        currency: Of all amounts.
        currencies: All that the programme has granted in.
        minimum: Fewest cases of a group that is shown; 1 for officers.
        whole: Cases and money by direction of the overall judgement, and the whole of it.
        dimensions: Money by the direction of each dimension.
        goals: Money by the direction of each goal that any case touches.
        moved: Levels before and after.
        value_chain: Real change in the value chain from the application to the end.
        harmed: Goal → cases that harm it unsolved.
        open_cases: Cases with unsolved harm that the reader may open, with those goals.
    """

    currency: str
    currencies: tuple[str, ...]
    minimum: int
    whole: Table[str]
    dimensions: Mapping[str, Table[str]]
    goals: Mapping[str, Table[str]]
    moved: tuple[Moved, ...]
    value_chain: Table[str]
    harmed: Mapping[str, int]
    open_cases: tuple[tuple[Assessment, tuple[str, ...]], ...]


def read_portfolio(
    programme: FundingProgramme,
    *,
    is_officer: bool,
    currency: str = "",
    narrowed: Narrowed | None = None,
) -> Portfolio:
    """Count what a programme has granted; two queries.

    Args:
        programme: Whose cases: decided, not rejected, never tests.
        is_officer: Whether the reader sees every case anyhow.
        currency: Which amounts; the one with most cases when left out.
        narrowed: For officers alone; others' choices are passed over.
    """
    minimum = ALL if is_officer else programme.group_minimum
    rows = _granted(programme, narrowed if is_officer and narrowed else Narrowed())
    if not is_officer:
        rows = _in_whole_groups(rows, minimum=minimum)
    currencies = _by_use(rows)
    chosen = currency if currency in currencies else (currencies or ("NOK",))[0]
    kept = [row for row in rows if row.currency == chosen]
    sheets = _sheets(kept)
    cases = [_case(row, sheets.get(row.pk, {})) for row in kept]
    by_key = {row.pk: row for row in kept}
    return Portfolio(
        currency=chosen,
        currencies=currencies,
        minimum=minimum,
        whole=money(cases, part="overall", key="", minimum=minimum),
        dimensions={
            key: money(cases, part="dimensions", key=key, minimum=minimum) for key in DIMENSIONS
        },
        goals=_goals(cases, minimum=minimum),
        moved=tuple(_moved(cases, *pair, minimum=minimum) for pair in STEPS),
        value_chain=_value_chain(cases, minimum=minimum),
        harmed=unresolved_by_goal(cases, minimum=minimum),
        open_cases=tuple(
            (by_key[case.key], goals)
            for case in cases
            if (is_officer or not case.is_confidential) and (goals := unresolved(case))
        ),
    )


def _granted(programme: FundingProgramme, narrowed: Narrowed) -> list[Assessment]:
    rows = Assessment.objects.counted().filter(
        ~Q(decision__effect=Effect.REJECTS), programme=programme, state__in=DECIDED_STATES
    )
    if narrowed.kind:
        rows = rows.filter(kind=narrowed.kind)
    if narrowed.state:
        rows = rows.filter(state=narrowed.state)
    if narrowed.first is not None:
        rows = rows.filter(decision__decided_on__gte=narrowed.first)
    if narrowed.last is not None:
        rows = rows.filter(decision__decided_on__lte=narrowed.last)
    return list(rows.select_related("decision").order_by("-decision__decided_on", "-pk"))


def _in_whole_groups(rows: Sequence[Assessment], *, minimum: int) -> list[Assessment]:
    """Leave out the newest confidential cases of each currency until they make a whole group.

    Decisions are recorded one after another, so their keys are the order of the groups: a day
    that lies back and is recorded late moves no case from one group to another.

    Source: docs/methods.md#portfolios.
    """
    hidden: dict[str, list[Assessment]] = {}
    for row in sorted(rows, key=lambda row: row.decision_id or 0):
        if row.is_confidential:
            hidden.setdefault(row.currency, []).append(row)
    left_out = {
        row.pk for group in hidden.values() for row in group[len(group) // minimum * minimum :]
    }
    return [row for row in rows if row.pk not in left_out]


def _by_use(rows: Iterable[Assessment]) -> tuple[str, ...]:
    counted: dict[str, int] = {}
    for row in rows:
        counted[row.currency] = counted.get(row.currency, 0) + 1
    return tuple(sorted(counted, key=lambda code: (-counted[code], code)))


def _sheets(rows: Iterable[Assessment]) -> dict[int, dict[tuple[str, str], Content]]:
    found: dict[int, dict[tuple[str, str], Content]] = {}
    sent = Sheet.objects.filter(
        assessment__in=[row.pk for row in rows],
        state=SheetState.SENT,
        side__in=[Side.APPLICANT, Side.COMMON],
    )
    for key, side, moment, content in sent.values_list(
        "assessment", "side", "moment", "content"
    ):
        found.setdefault(key, {})[side, moment] = content
    return found


def _case(row: Assessment, sheets: Mapping[tuple[str, str], Content]) -> Case:
    told: dict[str, Content] = {}
    for moment in MOMENTS:
        for side, when in _TOLD_BY[moment]:
            if (side.value, when.value) in sheets:
                told[moment] = sheets[side.value, when.value]
                break
    return Case(row.pk, row.amount_granted or Decimal(0), row.is_confidential, told)


def _goals(cases: list[Case], *, minimum: int) -> dict[str, Table[str]]:
    found = {}
    for key in GOALS:
        table = money(cases, part="goals", key=key, minimum=minimum)
        if {"POSITIVE", "NEGATIVE"} & set(table.groups):
            found[key] = table
    return found


def _told_at(cases: list[Case], *moments: str, minimum: int) -> list[Case]:
    """Cases with sheets at all the moments; none where those without would be told by them."""
    told: list[Case] = []
    rest: list[Case] = []
    for case in cases:
        (told if all(moment in case.sheets for moment in moments) else rest).append(case)
    return told if is_safe(rest, minimum=minimum) else []


def _moved(cases: list[Case], before: str, after: str, *, minimum: int) -> Moved:
    told = _told_at(cases, before, after, minimum=minimum)
    tables = {
        key: movement(
            told,
            part="dimensions" if key else "overall",
            key=key,
            before=before,
            after=after,
            minimum=minimum,
            # Fewer cells, so that more of them are of enough cases.
            name=level_name if minimum == ALL else direction,
        )
        for key in ("", *DIMENSIONS)
    }
    return Moved(before, after, tables)


def _value_chain(cases: list[Case], *, minimum: int) -> Table[str]:
    told = _told_at(cases, "APPLICATION", "END", minimum=minimum)
    return changes(
        told,
        part="perspectives",
        key="VALUE_CHAIN",
        before="APPLICATION",
        after="END",
        minimum=minimum,
    )
