"""Closed votes are counted once; the winners become the themes of later gatherings."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from gatherings.actions.gatherings import lock_gathering, open_series, raise_sequence
from gatherings.actions.polls import PollOver, lock_poll
from gatherings.actions.theme_notes import note_theme
from gatherings.calculations import tallies
from gatherings.calculations.tallies import Row
from gatherings.enums import PollState, TieRule, VoteMethod
from gatherings.models import PollResult, ThemePoll, ThemeProposal
from gatherings.queries.polls import entitled, gatherings_decided, points_of
from improvement.actions.refusals import Declined
from networks.actions.locks import sign

_SEED_BYTES = 16


class StillOpen(Declined):
    """Votes are still taken."""

    sentence = gettext_lazy("Voting is not over yet. It can be counted when it has closed.")


class NoTie(Declined):
    """There is nothing for the hosts to choose between."""

    sentence = gettext_lazy("There are no equal votes to choose between.")


class ChoiceNotEqual(Declined):
    """Only themes with equal votes can be chosen, each for one gathering."""

    field = "choices"
    sentence = gettext_lazy("Choose among the themes with equal votes, each only once.")


class TieReasonMissing(Declined):
    """Those who voted want to know why."""

    field = "reason"
    sentence = gettext_lazy("Say why. Participants see the reason.")


@transaction.atomic
def count(*, poll: ThemePoll, by: User | None, at: datetime) -> PollResult:
    """Count a vote that has closed, and give later gatherings their themes.

    Where votes are equal and the hosts are to choose, nothing is decided yet. Counting
    again gives what was counted.

    Args:
        poll: The vote.
        by: Who asks for it; nobody when it happens by itself.
        at: The time.

    Raises:
        PollOver: The vote is cancelled.
        StillOpen: Votes are still taken.

    Passes on:
        GatheringCancelled: The series is cancelled.
        NetworkClosed: The network is closed.
    """
    open_series(poll.series)
    locked = lock_poll(poll)
    if locked.state == PollState.CANCELLED:
        raise PollOver
    if not locked.is_live:
        return PollResult.objects.get(poll=locked)
    if not locked.has_closed_at(at):
        raise StillOpen
    points = points_of(locked)
    seats = len(gatherings_decided(locked))
    is_tied = bool(tallies.contested(points, seats=seats))
    waits = is_tied and locked.tie_rule == TieRule.HOST
    by_lot = is_tied and locked.tie_rule == TieRule.LOT
    seed = secrets.token_hex(_SEED_BYTES) if by_lot else ""
    order = tallies.by_lot(points, seed=seed) if seed else []
    rows = tallies.tally(points, seats=0 if waits else seats, order=order)
    result = PollResult.objects.create(
        poll=locked,
        ballots=locked.ballots.count(),
        entitled=entitled(locked),
        tally=[asdict(row) for row in rows],
        lot_seed=seed,
        counted_by=by,
        counted_at=at,
    )
    locked.state = PollState.TIED if waits else PollState.COUNTED
    locked.opened_at = locked.opened_at or locked.opens_at
    locked.counted_at = at
    sign(locked, by=by)
    locked.save(update_fields=["state", "opened_at", "counted_at", "updated_at"])
    _write_themes(locked, result, rows, by=by, at=at)
    return result


@transaction.atomic
def break_tie(
    *, poll: ThemePoll, choices: Sequence[int], reason: str, by: User, at: datetime
) -> PollResult:
    """Choose between themes with equal votes, where the rule says that the hosts do.

    Args:
        poll: The vote, counted.
        choices: A theme for each gathering in question, in their order.
        reason: Why; everybody reads it.
        by: Who chooses.
        at: The time.

    Raises:
        NoTie: The vote does not wait for a choice.
        TieReasonMissing: ``reason`` is empty.
        ChoiceNotEqual: A choice is not among the equal ones, or made twice.

    Passes on:
        GatheringCancelled: The series is cancelled.
        NetworkClosed: The network is closed.
    """
    if not reason.strip():
        raise TieReasonMissing
    open_series(poll.series)
    locked = lock_poll(poll)
    if locked.state != PollState.TIED:
        raise NoTie
    points = points_of(locked)
    seats = len(gatherings_decided(locked))
    open_seats = tallies.contested(points, seats=seats)
    fits = len(choices) == len(open_seats) == len(set(choices)) and all(
        key in open_seats[seat] for seat, key in zip(sorted(open_seats), choices, strict=True)
    )
    if not fits:
        raise ChoiceNotEqual
    rows = tallies.tally(points, seats=seats, order=choices)
    result = PollResult.objects.get(poll=locked)
    result.tally = [asdict(row) for row in rows]
    result.tie_note = reason.strip()
    result.save(update_fields=["tally", "tie_note"])
    locked.state = PollState.COUNTED
    sign(locked, by=by)
    locked.save(update_fields=["state", "updated_at"])
    _write_themes(locked, result, rows, by=by, at=at)
    return result


def _write_themes(
    poll: ThemePoll,
    result: PollResult,
    rows: Sequence[Row],
    *,
    by: User | None,
    at: datetime,
) -> None:
    gatherings = gatherings_decided(poll)
    proposals = ThemeProposal.objects.in_bulk([row.key for row in rows])
    for row in rows:
        if row.seat is None:
            continue
        gathering = lock_gathering(gatherings[row.seat - 1])
        proposal = proposals[row.key]
        before = gathering.theme
        with translation.override(poll.series.language):
            reason = _reason(poll, result, row)
        note_theme(
            gathering,
            theme=proposal.title,
            reason=reason,
            poll=poll,
            proposal=proposal,
            by=by,
            at=at,
        )
        if gathering.theme != before:
            raise_sequence(gathering, ["theme"], by=by, at=at)
        sign(gathering, by=by)
        gathering.save(update_fields=["theme", "theme_reason", "sequence", "updated_at"])


def _reason(poll: ThemePoll, result: PollResult, row: Row) -> str:
    """Say on one line what decided, in the language of the series."""
    known = {
        "number": poll.held_at.number if poll.held_at else None,
        "points": row.points,
        "ballots": result.ballots,
    }
    if poll.method == VoteMethod.RANKED:
        here = _("Voted at gathering %(number)s: %(points)s points, %(ballots)s ballots")
        text = here if poll.held_at else _("Voted: %(points)s points, %(ballots)s ballots")
    elif poll.method == VoteMethod.SEVERAL:
        here = _("Voted at gathering %(number)s: on %(points)s of %(ballots)s ballots")
        text = here if poll.held_at else _("Voted: on %(points)s of %(ballots)s ballots")
    else:
        here = _("Voted at gathering %(number)s: %(points)s of %(ballots)s votes")
        text = here if poll.held_at else _("Voted: %(points)s of %(ballots)s votes")
    return text % known
