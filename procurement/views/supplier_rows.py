"""A company's desk and its alerts in words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import moment_in_words
from common.words import goal_name
from procurement import words
from procurement.enums import SolutionState, Verdict
from procurement.models import Solution, Watch
from procurement.queries.solutions import is_open
from procurement.queries.suppliers import Desk, Fitting
from procurement.views.need_rows import category_name

# State of a solution → kind of a status mark.
_KINDS = {
    SolutionState.DRAFT: "plan",
    SolutionState.SENT: "on",
    SolutionState.WITHDRAWN: "stop",
}


@dataclass(frozen=True, slots=True)
class SolutionRow:
    """One of the company's own solutions.

    Attributes:
        kind: Of its status mark.
        detail: When it was sent or saved, and until when it can be changed.
        change: Address of its form; empty where it can no longer be changed.
    """

    title: str
    lang: str
    href: str
    about: str
    kind: str
    state: str
    detail: str
    change: str
    result: str


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need that fits."""

    title: str
    lang: str
    href: str
    place: str
    left: str
    why: str


@dataclass(frozen=True, slots=True)
class FollowedRow:
    """A need that is followed; without an address where it can no longer be read."""

    pk: int
    title: str
    lang: str
    href: str
    left: str


@dataclass(frozen=True, slots=True)
class SearchRow:
    """A search that is followed."""

    pk: int
    text: str


def desk_rows(desk: Desk, *, at: datetime) -> dict[str, Any]:
    """Lay out the desk."""
    rows = [solution_row(one, at=at) for one in desk.solutions]
    waiting = sum(one.state == SolutionState.DRAFT for one in desk.solutions)
    text = ngettext(
        "%(number)s draft has not been sent.", "%(number)s drafts have not been sent.", waiting
    )
    return {
        "solutions": rows,
        "unsent": text % {"number": waiting} if waiting else "",
        "fitting": [_fitting(one, at=at) for one in desk.fitting],
        "followed": [followed_row(one, desk.hidden, at=at) for one in desk.followed],
        "searches": [SearchRow(watch.pk, search_in_words(watch)) for watch in desk.searches],
    }


def solution_row(solution: Solution, *, at: datetime) -> SolutionRow:
    """Lay out one of the company's own solutions."""
    need = solution.need
    is_live = solution.state != SolutionState.WITHDRAWN and is_open(solution, at=at)
    latest = solution.sent_at or solution.saved_at
    moment = words.moment(latest, need) if need is not None else moment_in_words(latest)
    if solution.state == SolutionState.SENT:
        detail = _("Sent %(moment)s, version %(number)s.") % {
            "moment": moment,
            "number": solution.version,
        }
    else:
        detail = _("Saved %(moment)s.") % {"moment": moment_in_words(solution.saved_at)}
    if need is not None:
        detail = f"{detail} {words.time_left(need.solutions_until, need, at=at)}."
    return SolutionRow(
        title=solution.title or _("Without a name yet"),
        lang=solution.language,
        href=solution.get_absolute_url(),
        about=need.title if need is not None else _("In the catalogue"),
        kind=_KINDS[SolutionState(solution.state)],
        state=solution.get_state_display(),
        detail=detail,
        change=form_address(solution) if is_live else "",
        result="" if solution.verdict == Verdict.NONE else solution.get_verdict_display(),
    )


def form_address(solution: Solution) -> str:
    """Give the address of the form of a solution."""
    if solution.need is not None:
        return reverse("procurement:solution-write", kwargs={"slug": solution.need.slug})
    return reverse("procurement:solution-change", kwargs={"pk": solution.pk})


def search_in_words(watch: Watch) -> str:
    """Say what a search looks for; its rows are prefetched."""
    parts = [f"«{watch.words}»"] if watch.words else []
    parts += [category_name(row) for row in watch.categories.all()]
    parts += [row.name for row in watch.counties.all()]
    parts += [f"{row.number} {goal_name(row.number)}" for row in watch.goals.all()]
    return " · ".join(parts)


def _fitting(one: Fitting, *, at: datetime) -> NeedRow:
    need = one.need
    why = []
    if one.by_category:
        why.append(category_name(need.category))
    if one.by_county:
        why.append(_("where you deliver"))
    return NeedRow(
        title=need.title,
        lang=need.language,
        href=need.get_absolute_url(),
        place=str(need.municipality),
        left=words.time_left(need.solutions_until, need, at=at),
        why=_("Fits: %(why)s") % {"why": ", ".join(why)},
    )


def followed_row(watch: Watch, hidden: Collection[int], *, at: datetime) -> FollowedRow:
    """Lay out a need that is followed, with its municipality at hand.

    Args:
        watch: Of one need.
        hidden: Keys of needs that the reader may read no more; nothing of them is told.
        at: Now.
    """
    need = watch.need
    assert need is not None  # noqa: S101 -- sorted out before
    if need.pk in hidden:
        return FollowedRow(watch.pk, _("A need that you can no longer read"), "", "", "")
    left = words.time_left(need.solutions_until, need, at=at)
    return FollowedRow(watch.pk, need.title, need.language, need.get_absolute_url(), left)
