"""What a group looks like: quarters and medians, stored or made from the members."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from common.memory import Memory
from indicators.calculations.places import Quarters, quarters_of
from indicators.documents import DashboardDocument, StandingDocument
from indicators.models import Framework
from portal.queries.documents import read_documents, read_standing
from portal.queries.frameworks import Catalogue
from portal.queries.groups import Group

_kept: "Memory[Standing]" = Memory(seconds=300, entries=64)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the members of a group are spread.

    Attributes:
        members: How many municipalities the group has.
        indicator: Key of an indicator → its quarters, in its own unit.
        goal: Number of a goal → (members with a score, median in points).
        total: Total scores of the ranked members in points, best first.
    """

    members: int = 0
    indicator: Mapping[int, Quarters] = field(default_factory=dict)
    goal: Mapping[int, tuple[int, float | None]] = field(default_factory=dict)
    total: Sequence[float] = ()


def standing_of(
    framework: Framework, group: Group, *, catalogue: Catalogue, year: int | None
) -> Standing:
    """Give the standing of a group, as known now or in an earlier year.

    Args:
        framework: Whose results are compared.
        group: Whom to compare.
        catalogue: The framework's indicators, for their directions.
        year: Calendar year; None for the newest state.
    """
    if year is None and group.stored is not None:
        kind, key = group.stored
        document = read_standing(framework, kind=kind, key=key)
        if document is not None:
            return _unpacked(document, len(group.members))
    kept_key = (framework.pk, framework.results_version, group.members, year)
    return _kept.get(kept_key, lambda: _made(framework, group, catalogue, year))


def _unpacked(document: StandingDocument, members: int) -> Standing:
    return Standing(
        members=document.get("members", members),
        indicator={
            int(key): Quarters(int(row[0] or 0), row[1], row[2], row[3])
            for key, row in document.get("indicator", {}).items()
        },
        goal={
            int(key): (int(row[0] or 0), row[1])
            for key, row in document.get("goal", {}).items()
        },
        total=document.get("total", ()),
    )


def _made(
    framework: Framework, group: Group, catalogue: Catalogue, year: int | None
) -> Standing:
    documents = read_documents(framework, kind="municipality", object_ids=group.members)
    values: dict[int, list[float]] = {}
    goals: dict[int, list[float]] = {}
    totals: list[float] = []
    for document in documents.values():
        position = _position(document, year)
        for key, value in _values(document, position):
            values.setdefault(key, []).append(value)
        for goal, score in _goal_scores(document, position):
            goals.setdefault(goal, []).append(score)
        total = document["total"]
        sum_now = total["score"] if position is None else total["score_by_year"][position]
        if sum_now is not None and total["ranked"]:
            totals.append(sum_now)
    directions = {key: info.more_is_better for key, info in catalogue.indicators.items()}
    return Standing(
        members=len(group.members),
        indicator={
            key: quarters_of(found, more_is_better=directions[key])
            for key, found in values.items()
            if key in directions
        },
        goal={
            goal: (len(found), quarters_of(found, more_is_better=True).median)
            for goal, found in goals.items()
        },
        total=sorted(totals, reverse=True),
    )


def _position(document: DashboardDocument, year: int | None) -> int | None:
    years: Sequence[int] = document["years"]
    return None if year is None or year not in years else years.index(year)


def _values(document: DashboardDocument, position: int | None) -> Iterable[tuple[int, float]]:
    for place, key in enumerate(document["indicator"]):
        value = document["value"][place]
        if position is not None:
            value = latest_of(document["series"][place], position)
        if value is not None:
            yield key, value


def _goal_scores(
    document: DashboardDocument, position: int | None
) -> Iterable[tuple[int, float]]:
    goals = document["goals"]
    for place, goal in enumerate(goals["goal"]):
        if position is None:
            score = goals["score"][place]
        else:
            score = goals["score_by_year"][place][position]
        if score is not None:
            yield goal, score


def latest_of(series: Sequence[float | None], position: int) -> float | None:
    """Give the latest value not after a position of a series."""
    return next((v for v in reversed(series[: position + 1]) if v is not None), None)
