"""Votes on themes: who may vote, what can be voted for, what the ballots say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from gatherings.calculations import tallies
from gatherings.calculations.tallies import Row
from gatherings.enums import Attendance, Electorate, GatheringState, SeatState, VoteMethod
from gatherings.models import (
    Gathering,
    Participation,
    PollResult,
    Registration,
    ThemePoll,
    ThemeProposal,
    Voter,
)


@dataclass(frozen=True, slots=True)
class TheirVote:
    """What stands on an open ballot, or that a secret one is cast.

    Attributes:
        choices: Keys of themes, the best liked first; empty in a secret vote.
    """

    voter: Voter
    choices: tuple[int, ...]


def electors(poll: ThemePoll) -> QuerySet[Registration]:
    """Those who have the right to vote: a seat, and where that is the rule, presence."""
    rows = Registration.objects.filter(series=poll.series_id, state=SeatState.CONFIRMED)
    if poll.present_only:
        rows = rows.filter(
            _present("participations__"), participations__gathering=poll.held_at_id
        )
    return rows


def entitled(poll: ThemePoll) -> int:
    """Count ballots that could be cast; one that was cast counts, whatever came after."""
    if poll.electorate == Electorate.MUNICIPALITY:
        now = set(electors(poll).values_list("municipality", flat=True))
        return len(now | set(poll.voters.values_list("municipality", flat=True)))
    rows = [
        *electors(poll).values_list("pk", "email"),
        *poll.voters.values_list("registration", "registration__email"),
    ]
    return len({email.lower() or pk for pk, email in rows})


def voter_of(poll: ThemePoll, registration: Registration) -> Voter | None:
    """Find who has voted with the ballot that ``registration`` would cast.

    Whoever gives the seat back and takes another does not get another ballot.
    """
    rows = poll.voters.select_related("registration", "municipality__country")
    if poll.electorate == Electorate.MUNICIPALITY:
        return rows.filter(
            municipality=registration.municipality_id, for_municipality=True
        ).first()
    same = Q(registration=registration)
    if registration.email:
        same |= Q(registration__email__iexact=registration.email)
    return rows.filter(same, for_municipality=False).first()


def vote_of(poll: ThemePoll, registration: Registration) -> TheirVote | None:
    """Tell whether that ballot is cast, and in an open vote what stands on it."""
    voter = voter_of(poll, registration)
    if voter is None:
        return None
    choices = poll.ballots.filter(voter=voter).values_list("choices", flat=True).first()
    return TheirVote(voter, tuple(choices or ()))


def votes_cast(
    registrations: Sequence[Registration], polls: Iterable[ThemePoll]
) -> set[tuple[int, int]]:
    """Tell which of these seats have voted, or their municipality has; one query.

    Returns:
        Pairs of vote and seat.
    """
    rows = Voter.objects.filter(poll__in=polls).values_list(
        "poll", "registration", "municipality", "for_municipality"
    )
    return {
        (poll, row.pk)
        for poll, voter, place, for_place in rows
        for row in registrations
        if (row.municipality_id == place if for_place else row.pk == voter)
    }


def present_at(
    registrations: Iterable[Registration], polls: Iterable[ThemePoll]
) -> set[tuple[int | None, int]]:
    """Tell which of these seats are noted as present where the votes are held; one query.

    Returns:
        Pairs of gathering and seat; none, without a query, where no vote asks for it.
    """
    asked = {poll.held_at_id for poll in polls if poll.present_only}
    if not asked:
        return set()
    rows = Participation.objects.filter(
        _present(""), gathering__in=asked, registration__in=list(registrations)
    )
    return set(rows.values_list("gathering", "registration"))


def live_proposals(poll: ThemePoll) -> list[ThemeProposal]:
    """List what can be voted for, the earliest first."""
    rows = poll.proposals.filter(merged_into__isnull=True, withdrawn_at__isnull=True)
    return list(rows.select_related("municipality__country").order_by("proposed_at", "pk"))


def all_proposals(poll: ThemePoll) -> list[ThemeProposal]:
    """List all that was proposed and not withdrawn, the earliest first."""
    rows = poll.proposals.filter(withdrawn_at__isnull=True)
    return list(
        rows.select_related("municipality__country", "merged_into").order_by(
            "proposed_at", "pk"
        )
    )


def gatherings_decided(poll: ThemePoll) -> list[Gathering]:
    """List the gatherings that get a theme, the winner's first; cancelled ones get none."""
    rows = poll.decides.filter(gathering__state=GatheringState.PLANNED)
    return [row.gathering for row in rows.select_related("gathering").order_by("place")]


def gatherings_in_question(poll: ThemePoll) -> list[Gathering]:
    """List the gatherings that the rules name, the winner's first; cancelled ones too."""
    rows = poll.decides.select_related("gathering").order_by("place")
    return [row.gathering for row in rows]


def points_of(poll: ThemePoll) -> dict[int, int]:
    """Add up the ballots: theme → points, the earliest theme first."""
    return tallies.points_of(
        poll.ballots.values_list("choices", flat=True),
        themes=[row.pk for row in live_proposals(poll)],
        places=poll.choices_max if poll.method == VoteMethod.RANKED else None,
    )


def stored_rows(result: PollResult) -> list[Row]:
    """Read a stored count."""
    return [Row(**row) for row in result.tally]


def recount(poll: ThemePoll) -> list[Row]:
    """Count the ballots again, with the number that was drawn or the hosts' choice."""
    result = PollResult.objects.get(poll=poll)
    won = [row.key for row in stored_rows(result) if row.seat is not None]
    points = points_of(poll)
    order = tallies.by_lot(points, seed=result.lot_seed) if result.lot_seed else won
    return tallies.tally(points, seats=len(won), order=order)


def _present(path: str) -> Q:
    """What is noted of the owner; a note about a substitute is no note about the owner."""
    return Q(
        (f"{path}attendance", Attendance.PRESENT),
        (f"{path}substitute_name", ""),
        (f"{path}erased_substitute__isnull", True),
    )
