"""What the pages about votes on themes show: finished texts, nothing left to compute."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from common.dates import date_in_words
from common.nordic import sort_key
from gatherings import words
from gatherings.enums import Electorate, PollState, SeatState, VoteMethod
from gatherings.models import (
    Gathering,
    Registration,
    Series,
    ThemeChange,
    ThemePoll,
    ThemeProposal,
)
from gatherings.queries.polls import electors, votes_cast
from gatherings.tokens import make_token


@dataclass(frozen=True, slots=True)
class PollRow:
    """One vote in a list, with a mark (yes, wait or no) and its address."""

    question: str
    kind: str
    state: str
    detail: str
    href: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One proposed theme.

    Attributes:
        merged: What was merged into it, each with who proposed it and why.
        links: What one may do: words → address.
    """

    pk: int
    title: str
    text: str
    by: str
    merged: list["MergedRow"] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MergedRow:
    """A theme that was merged into another; ``part`` is the address to undo it, or empty."""

    title: str
    by: str
    reason: str
    part: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One theme that was written or changed, and why."""

    what: str
    theme: str
    reason: str


def state_of(poll: ThemePoll, *, at: datetime) -> tuple[str, str]:
    """Give the mark and the words of where a vote stands at a time."""
    if poll.state == PollState.CANCELLED:
        return "no", str(PollState.CANCELLED.label)
    if poll.state == PollState.COUNTED:
        return "yes", str(PollState.COUNTED.label)
    if poll.state == PollState.TIED:
        return "wait", str(PollState.TIED.label)
    if not poll.is_live:
        return "no", _("The series or its network has ended")
    if poll.has_closed_at(at):
        return "wait", _("Closed, not counted yet")
    if poll.has_opened_at(at):
        return "yes", str(PollState.OPEN.label)
    if poll.takes_proposals_at(at):
        return "wait", str(PollState.PROPOSALS.label)
    return "wait", _("Voting has not opened yet")


def detail_of(poll: ThemePoll, *, at: datetime) -> str:
    """Say until when, or since when."""
    if poll.state == PollState.CANCELLED:
        return poll.cancel_reason
    if not poll.is_live or poll.has_closed_at(at):
        return ""
    if poll.has_opened_at(at):
        closes = words.moment(poll.closes_at, poll.series)
        return _("You can vote until %(moment)s.") % {"moment": closes}
    opens = words.moment(poll.opens_at, poll.series)
    return _("Voting opens %(moment)s.") % {"moment": opens}


def poll_row(poll: ThemePoll, *, href: str, at: datetime) -> PollRow:
    """Show a vote in a list."""
    kind, state = state_of(poll, at=at)
    return PollRow(
        question=poll.question,
        kind=kind,
        state=state,
        detail=detail_of(poll, at=at),
        href=href,
        is_open=poll.takes_votes_at(at),
    )


def poll_rows(series: Series, polls: Iterable[ThemePoll], *, at: datetime) -> list[PollRow]:
    """Show votes to those who are signed in."""
    found = []
    for poll in polls:
        poll.series = series
        href = reverse("gatherings:poll", kwargs={"slug": series.slug, "poll": poll.pk})
        found.append(poll_row(poll, href=href, at=at))
    return found


def series_polls(
    series: Series, mine: Registration | None, *, may_hold: bool, at: datetime
) -> list[PollRow]:
    """Show the votes of a series to its hosts and those who have a seat; one query."""
    has_seat = mine is not None and mine.state == SeatState.CONFIRMED
    if not may_hold and not has_seat:
        return []
    return poll_rows(series, series.polls.order_by("-opens_at", "-pk"), at=at)


def gathering_polls(gathering: Gathering, *, at: datetime) -> list[PollRow]:
    """Show the votes held at a gathering, or about its theme; one query."""
    rows = gathering.series.polls.filter(held_at=gathering) | gathering.series.polls.filter(
        decides__gathering=gathering
    )
    return poll_rows(gathering.series, rows.distinct().order_by("opens_at", "pk"), at=at)


def seat_polls(registration: Registration, *, at: datetime) -> list[PollRow]:
    """Show votes on the page of one's seat, what waits for an answer first; two queries."""
    if registration.state != SeatState.CONFIRMED:
        return []
    series, token = registration.series, make_token(registration)
    polls = list(series.polls.order_by("-opens_at", "-pk"))
    cast = votes_cast([registration], polls) if polls else set()
    found = []
    for poll in polls:
        poll.series = series
        href = reverse("gatherings:seat-poll", kwargs={"token": token, "poll": poll.pk})
        row = poll_row(poll, href=href, at=at)
        if row.is_open and (poll.pk, registration.pk) in cast:
            row = replace(row, kind="yes", state=_("You have voted"), is_open=False)
        found.append(row)
    return sorted(found, key=lambda row: not row.is_open)


def change_rows(gathering: Gathering) -> list[ChangeRow]:
    """Show how a gathering got its theme, the latest first; one query."""
    rows = ThemeChange.objects.filter(gathering=gathering).order_by("-at", "-pk")
    found = []
    for row in rows:
        day = date_in_words(row.at.astimezone(gathering.series.zone).date())
        by_hosts = row.poll_id is None
        said = _("Changed by the hosts on %(day)s") if by_hosts else _("By vote, %(day)s")
        found.append(ChangeRow(said % {"day": day}, row.after, row.reason))
    return found


def rule_rows(poll: ThemePoll, decides: Sequence[Gathering]) -> list[tuple[str, str]]:
    """Tell all rules of a vote, before anybody votes."""
    series = poll.series
    who = str(poll.get_electorate_display())
    if poll.present_only and poll.held_at is not None:
        present = _("only those noted as present: %(gathering)s")
        who = f"{who}, {present % {'gathering': words.gathering_name(poll.held_at)}}"
    proposals = poll.proposals_until
    rows = [
        (_("Decides"), "; ".join(_decides(decides))),
        (_("Proposals until"), words.moment(proposals or poll.opens_at, series)),
        (
            _("Voting"),
            _("%(opens)s to %(closes)s")
            % {
                "opens": words.moment(poll.opens_at, series),
                "closes": words.moment(poll.closes_at, series),
            },
        ),
        (_("Who votes"), _("%(who)s. One needs a seat in the series.") % {"who": who}),
        (_("How"), how(poll)),
        (_("Secret or open"), str(poll.get_ballot_kind_display())),
        (_("When votes are equal"), str(poll.get_tie_rule_display())),
    ]
    if poll.held_at is not None:
        rows.insert(1, (_("Held at"), words.gathering_name(poll.held_at)))
    return rows


def _decides(gatherings: Sequence[Gathering]) -> list[str]:
    return [
        pgettext("place in a vote, gathering", "%(place)s. → %(gathering)s")
        % {"place": place, "gathering": words.gathering_name(row)}
        for place, row in enumerate(gatherings, start=1)
    ]


def how(poll: ThemePoll) -> str:
    """Say how many votes a ballot has, or how themes are ordered."""
    if poll.method == VoteMethod.RANKED:
        text = ngettext(
            "You put at most %(n)s theme in order. The first place gives %(n)s point.",
            "You put at most %(n)s themes in order. The first place gives %(n)s points, each "
            "further place one less.",
            poll.choices_max,
        )
        return text % {"n": poll.choices_max}
    text = ngettext(
        "You have %(n)s vote.",
        "You have %(n)s votes, at most one for each theme.",
        poll.votes_each,
    )
    return text % {"n": poll.votes_each}


def proposer(row: ThemeProposal) -> str:
    """Say where a theme comes from; no person is named."""
    return str(row.municipality) if row.municipality else _("the hosts")


def theme_rows(
    proposals: Sequence[ThemeProposal],
    *,
    links: Callable[[ThemeProposal], dict[str, str]] = lambda _row: {},
    part: Callable[[ThemeProposal], str] = lambda _row: "",
) -> list[ThemeRow]:
    """Show the themes that can be voted for, each with what was merged into it."""
    held: dict[int, list[ThemeProposal]] = {}
    for row in proposals:
        if row.merged_into_id is not None:
            held.setdefault(row.merged_into_id, []).append(row)
    return [
        ThemeRow(
            pk=row.pk,
            title=row.title,
            text=row.text,
            by=proposer(row),
            merged=[
                MergedRow(one.title, proposer(one), one.merge_reason, part(one))
                for one in _all_held(row.pk, held)
            ],
            links=links(row),
        )
        for row in proposals
        if row.is_live
    ]


def _all_held(key: int, held: dict[int, list[ThemeProposal]]) -> list[ThemeProposal]:
    """List what was merged into a theme, and what had been merged into that before."""
    own = held.get(key, [])
    return [*own, *(deeper for one in own for deeper in _all_held(one.pk, held))]


def in_order_of_names(rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Sort rows by the name they begin with."""
    return sorted(rows, key=lambda row: sort_key(row[0]))


def has_vote(poll: ThemePoll, registration: Registration) -> bool:
    """Whether the seat has the right to vote; one query."""
    return electors(poll).filter(pk=registration.pk).exists()


def votes_left(poll: ThemePoll, used: int) -> str:
    """Say how many votes are left; nothing where there is only one."""
    if poll.votes_each == 1:
        return ""
    return _("You have %(left)s of %(all)s votes left.") % {
        "left": max(poll.votes_each - used, 0),
        "all": poll.votes_each,
    }


def is_by_place(poll: ThemePoll) -> bool:
    """Whether each municipality has one ballot."""
    return poll.electorate == Electorate.MUNICIPALITY
