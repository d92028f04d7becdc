"""Rows of the pages about goal conflicts: cases, the matrix, measures that pull apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import date_in_words
from common.numbers import format_number
from common.translations import localized
from common.words import goal_name
from improvement.calculations.pulls import Cell
from improvement.enums import ConflictState
from improvement.forms.conflicts import SCORES
from improvement.models import GoalConflict, Measure
from improvement.queries.conflicts import Contest
from indicators.models import Target
from networks.models import Network

GOALS = range(1, 18)


@dataclass(frozen=True, slots=True)
class TargetName:
    """A target, ready to show."""

    number: str
    goal: int
    title: str


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to its page."""

    text: str
    lang: str
    href: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRow:
    """One case, ready to show; ``css`` is the letter of the colour of its score."""

    title: str
    lang: str
    href: str
    first: TargetName
    second: TargetName
    number: str
    words: str
    css: str
    place: str
    affected: str
    where: str
    mitigation: str
    decided: str
    network: str
    measure: Link | None
    state: str
    is_proposed: bool
    is_dismissed: bool

    @property
    def pair(self) -> tuple[TargetName, TargetName]:
        """Both targets."""
        return self.first, self.second


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """The cases between two goals; without any the texts are empty."""

    mean: str
    count: str
    spoken: str
    href: str
    css: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One goal against all goals."""

    goal: int
    cells: list[MatrixCell]


@dataclass(frozen=True, slots=True)
class ContestRow:
    """A target and the measures that pull on it in opposite directions."""

    target: TargetName
    helping: list[Link]
    hurting: list[Link]


def target_name(target: Target) -> TargetName:
    """Name a target in the reader's language."""
    return TargetName(target.pk, target.goal_id, str(localized(target, "title")))


def conflict_row(conflict: GoalConflict, *, network: Network | None) -> ConflictRow:
    """Show one case.

    Args:
        conflict: The case.
        network: Its network, if the reader may know of it.
    """
    measure = conflict.measure
    return ConflictRow(
        title=conflict.title,
        lang=conflict.language,
        href=conflict.get_absolute_url(),
        first=target_name(conflict.first),
        second=target_name(conflict.second),
        number=format_number(conflict.score, signed=True),
        words=str(SCORES[conflict.score]),
        css=_colour(conflict.score),
        place=str(conflict.municipality),
        affected=conflict.affected,
        where=conflict.place,
        mitigation=conflict.mitigation,
        decided=_decided(conflict),
        network=network.label if network else "",
        measure=measure_link(measure) if measure else None,
        state=str(conflict.get_state_display()),
        is_proposed=conflict.state == ConflictState.PROPOSED,
        is_dismissed=conflict.state == ConflictState.DISMISSED,
    )


def measure_link(measure: Measure, *, with_place: bool = False) -> Link:
    """Lead to a measure."""
    place = str(measure.municipality) if with_place else ""
    return Link(measure.title, measure.language, measure.get_absolute_url(), place)


def matrix_rows(
    cells: Mapping[tuple[int, int], Cell], *, query: str, anchor: str
) -> list[MatrixRow]:
    """Lay out the 17 × 17 goals; a pair stands on both sides of the diagonal.

    Args:
        cells: Lower and higher goal → cell.
        query: The other choices of the address, each followed by ``&``.
        anchor: Where the list of cases stands on the page.
    """
    shown = {
        pair: _matrix_cell(cell, pair, query=query, anchor=anchor)
        for pair, cell in cells.items()
    }
    nothing = MatrixCell("", "", "", "", "")
    return [
        MatrixRow(
            goal, [shown.get((min(goal, other), max(goal, other)), nothing) for other in GOALS]
        )
        for goal in GOALS
    ]


def pair_words(pair: tuple[int, int]) -> str:
    """Name two goals: *11 Sustainable cities and 15 Life on land*."""
    one, other = pair
    return _("%(first)s and %(last)s") % {
        "first": f"{one} {goal_name(one)}",
        "last": f"{other} {goal_name(other)}",
    }


def contest_rows(contests: Iterable[Contest], *, with_place: bool) -> list[ContestRow]:
    """Show the targets that measures pull on in opposite directions."""
    return [
        ContestRow(
            target=target_name(contest.target),
            helping=[measure_link(each, with_place=with_place) for each in contest.helping],
            hurting=[measure_link(each, with_place=with_place) for each in contest.hurting],
        )
        for contest in contests
    ]


def _matrix_cell(cell: Cell, pair: tuple[int, int], *, query: str, anchor: str) -> MatrixCell:
    cases = ngettext("%d case", "%d cases", cell.count) % cell.count
    words = SCORES[max(-3, min(3, round(cell.mean)))]
    return MatrixCell(
        mean=format_number(cell.mean, decimals=1, signed=True),
        count=str(cell.count),
        spoken=f"{pair_words(pair)}: {words}, {cases}",
        href=f"?{query}mal={pair[0]}-{pair[1]}#{anchor}",
        css=_colour(cell.mean),
    )


def _colour(score: float) -> str:
    """Give the letter of the colour: d and c against, n neither, b and a with each other."""
    if score <= -1.5:
        return "d"
    if score < 0:
        return "c"
    if score == 0:
        return "n"
    return "b" if score < 1.5 else "a"


def _decided(conflict: GoalConflict) -> str:
    decision = conflict.decision
    parts = [conflict.decided_by]
    if decision is not None:
        parts += [decision.body if decision.body != conflict.decided_by else ""]
        parts += [decision.case_number]
        parts += [date_in_words(decision.decided_on) if decision.decided_on else ""]
    return ", ".join(part for part in parts if part)
