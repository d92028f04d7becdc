"""The dashboard of a network, region or county in words and printed numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.lists import in_words
from common.nordic import sort_key
from common.numbers import format_number
from common.words import goal_name
from networks.models import Municipality
from portal.pages import figures
from portal.pages.figures import Document
from portal.queries.frameworks import Catalogue, IndicatorInfo

MOST_COLUMNS = 15
"""With more members than this the municipalities are rows and the goals columns."""

CHALLENGES_SHOWN = 5

AGGREGATION_WORDS = {
    "ratio": lambda: _("sum of numerators over sum of denominators"),
    "sum": lambda: _("sum"),
    "population_mean": lambda: _("mean weighted by population"),
    "mean": lambda: _("unweighted mean"),
    "none": lambda: _("cannot be added up"),
}


@dataclass(frozen=True, slots=True)
class Member:
    """A municipality of the area."""

    pk: int
    name: str
    lang: str
    href: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One goal in one municipality; ``points`` are 0 to 100 or None."""

    member: Member
    goal: int
    points: float | None
    score: str
    rating: str
    trend: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One goal over all members, or (with many members) one member over all goals."""

    goal: int
    member: Member | None
    cells: list[Cell]
    median: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """What several members share: *5 of 6 municipalities*."""

    goal: int
    title: str
    lang: str
    is_illustrative: bool
    shared: str
    details: list[str]
    href: str


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One indicator for the whole area."""

    info: IndicatorInfo
    href: str
    value: str
    year: int
    missing: str
    members: str
    how: str
    target: str
    rating: str
    trend: str
    gap: str


@dataclass(frozen=True, slots=True)
class AreaPage:
    """Everything the dashboard of an area shows of its figures."""

    lead: str
    members: list[Member]
    goals: list[int]
    heat: list[HeatRow]
    is_transposed: bool
    challenges: list[Challenge]
    aggregates: list[Aggregate]
    improving: int
    with_trend: int
    cells_red: int
    cells_with: int
    best_goal: int | None
    unrated_goals: str
    newest_year: int | None
    has_illustrative: bool


def members_of(places: Sequence[Municipality]) -> list[Member]:
    """List the members in the order of the reader's alphabet."""
    members = [
        Member(place.pk, str(place.local_name), place.local_name.lang, place.get_absolute_url())
        for place in places
    ]
    return sorted(members, key=lambda member: (sort_key(member.name), member.pk))


def build(document: Document, catalogue: Catalogue, places: Sequence[Municipality]) -> AreaPage:
    """Say what the stored dashboard of an area says."""
    members = members_of(places)
    goals: list[int] = list(document["goals"]["goal"])
    cells = _cells(document, members)
    transposed = len(members) > MOST_COLUMNS
    by_goal = {goal: [cells[goal, member.pk] for member in members] for goal in goals}
    rated = [cell for row in by_goal.values() for cell in row if cell.rating != "grey"]
    trends = [trend for trend in document["goals"]["trend"] if trend]
    challenges = _challenges(document, catalogue)
    aggregates = _aggregates(document, catalogue, len(members))
    reached = _best_goal(by_goal)
    return AreaPage(
        lead=_lead(challenges, reached),
        members=members,
        goals=goals,
        heat=_by_member(members, goals, cells) if transposed else _by_goal(by_goal),
        is_transposed=transposed,
        challenges=challenges[:CHALLENGES_SHOWN],
        aggregates=aggregates,
        improving=sum(trend in {"up", "moderate"} for trend in trends),
        with_trend=len(trends),
        cells_red=sum(cell.rating == "red" for cell in rated),
        cells_with=len(rated),
        best_goal=reached,
        unrated_goals=in_words(
            [str(goal) for goal, row in by_goal.items() if all(c.rating == "grey" for c in row)]
        ),
        newest_year=_last(document),
        has_illustrative=catalogue.has_illustrative,
    )


def ratings_by_member(document: Document) -> dict[int, list[str]]:
    """Give each member's ratings in the order of the goals, for bands and weaves."""
    heat = document["heat"]["rating"]
    return {
        member: [(row[place] or "grey") for row in heat]
        for place, member in enumerate(document["members"])
    }


def _cells(document: Document, members: Sequence[Member]) -> dict[tuple[int, int], Cell]:
    heat = document["heat"]
    column = {key: place for place, key in enumerate(document["members"])}
    cells = {}
    for row, goal in enumerate(document["goals"]["goal"]):
        for member in members:
            place = column.get(member.pk)
            score = None if place is None else heat["score"][row][place]
            rating = "grey" if place is None else heat["rating"][row][place] or "grey"
            trend = "" if place is None else heat["trend"][row][place] or ""
            printed = "" if score is None else format_number(score)
            cells[goal, member.pk] = Cell(member, goal, score, printed, rating, trend)
    return cells


def _by_goal(by_goal: Mapping[int, list[Cell]]) -> list[HeatRow]:
    return [HeatRow(goal, None, row, _median(row)) for goal, row in by_goal.items()]


def _by_member(
    members: Sequence[Member], goals: Sequence[int], cells: Mapping[tuple[int, int], Cell]
) -> list[HeatRow]:
    rows = []
    for member in members:
        row = [cells[goal, member.pk] for goal in goals]
        rows.append(HeatRow(0, member, row, ""))
    return rows


def _median(row: Sequence[Cell]) -> str:
    scores = [cell.points for cell in row if cell.points is not None]
    return format_number(median(scores)) if scores else "–"


def _best_goal(by_goal: Mapping[int, list[Cell]]) -> int | None:
    """Give the goal that most members have reached or are close to, if half of them are."""
    counts = {
        goal: sum(cell.rating in {"green", "yellow"} for cell in row)
        for goal, row in by_goal.items()
    }
    if not counts:
        return None
    best = max(counts, key=lambda goal: (counts[goal], -goal))
    members = len(by_goal[best])
    return best if members and counts[best] * 2 >= members else None


def _lead(challenges: Sequence[Challenge], best_goal: int | None) -> str:
    sentences = []
    if challenges:
        first = challenges[0]
        sentences.append(
            _("The most shared challenge is %(what)s: %(shared)s.")
            % {"what": _("“%s”") % first.title, "shared": first.shared}
        )
    if best_goal:
        sentences.append(
            _("Most of the municipalities have reached or are close to %(goal)s.")
            % {"goal": goal_name(best_goal)}
        )
    return " ".join(sentences) or _("There are too few figures yet to say what is shared.")


def _challenges(document: Document, catalogue: Catalogue) -> list[Challenge]:
    found = []
    for row in document["challenges"]["indicators"]:
        info = catalogue.indicators.get(document["indicator"][row["i"]])
        if info is not None and row["with"]:
            found.append(_challenge(row, info))
    return found


def _challenge(row: Mapping[str, Any], info: IndicatorInfo) -> Challenge:
    details = []
    off, falling, without = row["off"], row["falling"], row["without"]
    count = row["count"]
    if off:
        details.append(
            ngettext(
                "%(n)s has some or a long way to go", "%(n)s have some or a long way to go", off
            )
            % {"n": off}
        )
    if falling:
        details.append(
            ngettext("%(n)s is going the wrong way", "%(n)s are going the wrong way", falling)
            % {"n": falling}
        )
    if without:
        details.append(
            ngettext("%(n)s has no figures", "%(n)s have no figures", without) % {"n": without}
        )
    return Challenge(
        goal=info.goal,
        title=info.name,
        lang=info.name_lang,
        is_illustrative=info.is_illustrative,
        shared=_shared(count, of=row["with"], without=without),
        details=details,
        href=info.code,
    )


def _shared(count: int, *, of: int, without: int) -> str:
    numbers = {"n": count, "of": of}
    if without:
        return (
            ngettext(
                "%(n)s of %(of)s municipality with figures",
                "%(n)s of %(of)s municipalities with figures",
                of,
            )
            % numbers
        )
    return (
        ngettext("%(n)s of %(of)s municipality", "%(n)s of %(of)s municipalities", of) % numbers
    )


def _aggregates(document: Document, catalogue: Catalogue, members: int) -> list[Aggregate]:
    rows = []
    for place, key in enumerate(document["indicator"]):
        info = catalogue.indicators.get(key)
        if info is None:
            continue
        value = document["value"][place]
        how = document["aggregation"][place] or "none"
        rows.append(
            Aggregate(
                info=info,
                href=info.code,
                value=figures.value_text(info, value),
                year=document["year"][place] or 0,
                missing="" if value is not None else document["missing"][place] or "",
                members=_("%(have)s of %(of)s")
                % {"have": document["have"][place], "of": members},
                how=AGGREGATION_WORDS[how](),
                target=figures.target_text(info),
                rating=document["rating"][place] or "grey",
                trend=document["trend"][place] or "",
                gap=figures.gap_text(info, value),
            )
        )
    return rows


def _last(document: Document) -> int | None:
    return document["years"][-1] if document["years"] else None
