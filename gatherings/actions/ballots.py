"""Ballots, cast once for each who has the right.

In a secret vote nothing leads from the voter to the ballot: no key, no time, and no order
of rows, for all ballots of the vote are written anew with each one that is cast.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gatherings import words
from gatherings.actions.polls import lock_poll
from gatherings.enums import BallotKind, Electorate
from gatherings.models import Ballot, Registration, ThemePoll, Voter
from gatherings.queries.polls import electors, live_proposals, voter_of
from improvement.actions.refusals import Declined


class VotingClosed(Declined):
    """Voting has not opened, or is over; ``poll`` tells when."""

    def __init__(self, poll: ThemePoll, at: datetime) -> None:
        super().__init__(poll)
        self.poll = poll
        self.at = at

    @property
    def sentence(self) -> str:  # type: ignore[override]  # made of the case at hand
        poll = self.poll
        if poll.is_live and not poll.has_opened_at(self.at):
            opens = words.moment(poll.opens_at, poll.series)
            return _("Voting opens %(moment)s.") % {"moment": opens}
        return _("Voting is over.")


class NoRightToVote(Declined):
    """The person has no seat, or is not noted as present where that is the rule."""

    def __init__(self, poll: ThemePoll) -> None:
        super().__init__(poll)
        self.poll = poll

    @property
    def sentence(self) -> str:  # type: ignore[override]  # made of the case at hand
        held_at = self.poll.held_at
        if not self.poll.present_only or held_at is None:
            return _("Only those who have a seat vote.")
        sentence = _(
            "Only those who are noted as present vote (%(gathering)s). Ask the hosts to note "
            "that you are here."
        )
        return sentence % {"gathering": words.gathering_name(held_at)}


class VotedAlready(Declined):
    """The ballot is cast, by the person or by a colleague."""

    def __init__(self, voter: Voter) -> None:
        super().__init__(voter)
        self.voter = voter

    @property
    def sentence(self) -> str:  # type: ignore[override]  # made of the case at hand
        if self.voter.for_municipality:
            name = self.voter.registration.name or _("name erased")
            return _("Your municipality has voted (by %(name)s).") % {"name": name}
        return _("You have voted.")


class NothingChosen(Declined):
    """An empty ballot says nothing."""

    field = "choices"
    sentence = gettext_lazy("Choose at least one theme.")


class TooManyChosen(Declined):
    """The ballot names more themes than it has votes."""

    field = "choices"

    def __init__(self, poll: ThemePoll, count: int) -> None:
        super().__init__(poll, count)
        self.votes = poll.votes_each
        self.count = count

    @property
    def sentence(self) -> str:  # type: ignore[override]  # made of the case at hand
        text = ngettext(
            "You have %(votes)s vote and chose %(count)s themes. Take some away.",
            "You have %(votes)s votes and chose %(count)s themes. Take some away.",
            self.votes,
        )
        return text % {"votes": self.votes, "count": self.count}


class ChosenTwice(Declined):
    """A theme gets at most one vote of each ballot."""

    field = "choices"
    sentence = gettext_lazy("Choose each theme only once.")


class NoSuchTheme(Declined):
    """The theme is not in this vote."""

    field = "choices"
    sentence = gettext_lazy("Choose among the themes of this vote.")


@transaction.atomic
def cast(
    *,
    poll: ThemePoll,
    registration: Registration,
    choices: Sequence[int],
    changes: bool = False,
    at: datetime,
) -> Voter:
    """Vote. An open ballot can be changed until the end, a secret one cannot.

    Args:
        poll: The vote.
        registration: The seat of whoever votes.
        choices: Keys of themes, the best liked first.
        changes: Whether the voter knows that there is a ballot, and changes it.
        at: The time.

    Returns:
        That somebody has voted; what, is not said.

    Raises:
        NoRightToVote: The person has no seat, or is not noted as present.
        VotedAlready: The ballot is cast.

    Passes on:
        VotingClosed: Voting has not opened, is over, or the vote or series is cancelled.
        NothingChosen: ``choices`` is empty.
        TooManyChosen: There are more choices than votes.
        ChosenTwice: A theme is chosen twice.
        NoSuchTheme: A theme cannot be voted for.
    """
    locked = lock_poll(poll)
    _check_choices(locked, choices, at=at)
    row = electors(locked).select_related("municipality").filter(pk=registration.pk).first()
    if row is None:
        raise NoRightToVote(locked)
    voter = voter_of(locked, row)
    if voter is None:
        return _cast(locked, row, choices)
    if locked.ballot_kind == BallotKind.SECRET:
        raise VotedAlready(voter)
    ballot = Ballot.objects.get(voter=voter)
    if ballot.choices == list(choices) and voter.registration_id == row.pk:
        return voter
    if not changes:
        raise VotedAlready(voter)
    ballot.choices = list(choices)
    ballot.save(update_fields=["choices"])
    voter.registration = row
    voter.save(update_fields=["registration"])
    return voter


def check_choices(*, poll: ThemePoll, choices: Sequence[int], at: datetime) -> None:
    """See that a ballot could be cast like this, before the voter confirms it.

    Passes on:
        VotingClosed: Voting has not opened, is over, or the vote or series is cancelled.
        NothingChosen: ``choices`` is empty.
        TooManyChosen: There are more choices than votes.
        ChosenTwice: A theme is chosen twice.
        NoSuchTheme: A theme cannot be voted for.
    """
    _check_choices(poll, choices, at=at)


def _cast(poll: ThemePoll, row: Registration, choices: Sequence[int]) -> Voter:
    voter = Voter.objects.create(
        poll=poll,
        municipality=row.municipality,
        registration=row,
        for_municipality=poll.electorate == Electorate.MUNICIPALITY,
    )
    if poll.ballot_kind == BallotKind.OPEN:
        Ballot.objects.create(poll=poll, voter=voter, choices=list(choices))
        return voter
    ballots = [Ballot(poll=poll, choices=found) for found in _cast_so_far(poll)]
    ballots.append(Ballot(poll=poll, choices=list(choices)))
    poll.ballots.all().delete()
    Ballot.objects.bulk_create(sorted(ballots, key=lambda ballot: ballot.pk))
    return voter


def _cast_so_far(poll: ThemePoll) -> list[list[int]]:
    return list(poll.ballots.values_list("choices", flat=True))


def _check_choices(poll: ThemePoll, choices: Sequence[int], *, at: datetime) -> None:
    """See that voting is open and the choices keep to the rules.

    Raises:
        VotingClosed: Voting has not opened, is over, or the vote or series is cancelled.
        NothingChosen: ``choices`` is empty.
        TooManyChosen: There are more choices than votes.
        ChosenTwice: A theme is chosen twice.
        NoSuchTheme: A theme cannot be voted for.
    """
    if not poll.takes_votes_at(at):
        raise VotingClosed(poll, at)
    if not choices:
        raise NothingChosen
    if len(set(choices)) < len(choices):
        raise ChosenTwice
    if not set(choices) <= {row.pk for row in live_proposals(poll)}:
        raise NoSuchTheme
    if len(choices) > poll.votes_each:
        raise TooManyChosen(poll, len(choices))
