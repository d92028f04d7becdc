"""The result of a vote on themes, as it is shown and printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.lists import in_words
from common.numbers import format_number
from gatherings import words
from gatherings.calculations import tallies
from gatherings.enums import BallotKind, PollState, TieRule, VoteMethod
from gatherings.models import Ballot, PollResult, ThemeChange, ThemePoll
from gatherings.queries.polls import gatherings_decided, live_proposals, stored_rows
from gatherings.views.theme_rows import in_order_of_names, is_by_place


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One theme in the result.

    Attributes:
        points: Points as they stand in the count.
        words: The points in words, with their share.
        gathering: Which gathering has it as its theme; empty for none.
    """

    place: int
    title: str
    points: int
    words: str
    gathering: str


@dataclass(frozen=True, slots=True)
class Result:
    """The count of a vote.

    Attributes:
        most: The highest points that could be had, for the length of the bars.
        turnout: How many voted, of how many.
        ties: How equal votes were dealt with, one sentence each.
        ballots: In an open vote, who voted what.
    """

    rows: list[ResultRow]
    most: int
    turnout: str
    note: str
    ties: list[str]
    ballots: list[tuple[str, str]]


def result_of(poll: ThemePoll) -> Result | None:
    """Show the count; None while there is none. At most six queries."""
    found = PollResult.objects.filter(poll=poll).first()
    if found is None or poll.state == PollState.CANCELLED:
        return None
    counted = stored_rows(found)
    titles = {row.pk: row.title for row in live_proposals(poll)}
    changes = ThemeChange.objects.filter(poll=poll).select_related("gathering")
    won = {row.proposal_id: words.gathering_name(row.gathering) for row in changes}
    total = sum(row.points for row in counted)
    rows = [
        ResultRow(
            place=row.place,
            title=titles[row.key],
            points=row.points,
            words=_points(poll, row.points, ballots=found.ballots, total=total),
            gathering=won.get(row.key, ""),
        )
        for row in counted
    ]
    each = poll.choices_max if poll.method == VoteMethod.RANKED else 1
    return Result(
        rows=rows,
        most=max(found.ballots * each, 1),
        turnout=_turnout(poll, found),
        note="" if total else _("Nobody voted, so no theme is decided."),
        ties=_ties(poll, found, counted, titles),
        ballots=_open_ballots(poll, titles) if poll.ballot_kind == BallotKind.OPEN else [],
    )


def _points(poll: ThemePoll, points: int, *, ballots: int, total: int) -> str:
    if poll.method == VoteMethod.RANKED:
        share = 100 * points / total if total else 0
        text = ngettext(
            "%(n)s point, %(share)s %% of all points",
            "%(n)s points, %(share)s %% of all points",
            points,
        )
    else:
        share = 100 * points / ballots if ballots else 0
        text = ngettext(
            "%(n)s vote, %(share)s %% of the ballots",
            "%(n)s votes, %(share)s %% of the ballots",
            points,
        )
    return text % {"n": points, "share": format_number(share)}


def _turnout(poll: ThemePoll, found: PollResult) -> str:
    known = {"ballots": found.ballots, "entitled": found.entitled}
    if is_by_place(poll):
        return _("%(ballots)s of %(entitled)s municipalities voted.") % known
    return _("%(ballots)s of %(entitled)s with the right to vote did.") % known


def _ties(
    poll: ThemePoll,
    found: PollResult,
    counted: Sequence[tallies.Row],
    titles: Mapping[int, str],
) -> list[str]:
    points = {row.key: row.points for row in counted}
    won = sum(row.seat is not None for row in counted)
    seats = len(gatherings_decided(poll)) if poll.state == PollState.TIED else won
    groups = {tuple(group) for group in tallies.contested(points, seats=seats).values()}
    sentences = []
    for group in sorted(groups, key=lambda keys: -points[keys[0]]):
        equal = _("Equal votes: %(themes)s.") % {
            "themes": in_words([f"«{titles[key]}»" for key in group])
        }
        sentences.append(f"{equal} {_broken(poll, found, group, titles)}")
    return sentences


def _broken(
    poll: ThemePoll, found: PollResult, group: Sequence[int], titles: Mapping[int, str]
) -> str:
    if poll.state == PollState.TIED:
        return _("The hosts choose between them, and say why.")
    if poll.tie_rule == TieRule.HOST:
        return _("The hosts chose, because: %(reason)s") % {"reason": found.tie_note}
    if poll.tie_rule == TieRule.EARLIEST:
        return _("The theme that was proposed first goes first.")
    keys = ", ".join(f"{titles[key]} {key}" for key in group)
    return _(
        "The lot decided; the number drawn is %(seed)s. Anybody can repeat it: the theme with "
        "the smallest SHA-256 of “number drawn:number of the theme” goes first. The numbers of "
        "the themes: %(keys)s."
    ) % {"seed": found.lot_seed, "keys": keys}


def _open_ballots(poll: ThemePoll, titles: Mapping[int, str]) -> list[tuple[str, str]]:
    ballots = Ballot.objects.filter(poll=poll, voter__isnull=False).select_related(
        "voter__registration", "voter__municipality__country"
    )
    rows = []
    for ballot in ballots:
        voter = ballot.voter
        if voter is None:
            continue
        name = voter.registration.name or _("name erased")
        place = str(voter.municipality)
        who = place if voter.for_municipality else f"{name}, {place}"
        chosen = [titles[key] for key in ballot.choices if key in titles]
        if poll.method == VoteMethod.RANKED:
            chosen = [f"{number}. {title}" for number, title in enumerate(chosen, start=1)]
        rows.append((who, "; ".join(chosen)))
    return in_order_of_names(rows)
