"""Votes on themes: made, changed until they open, opened, cancelled.

The rules of a vote are fixed by the clock: from ``opens_at`` on nothing about it changes but
the ballots, whether or not anybody has pressed a button. A host may open it earlier.
"""

from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gatherings.actions.gatherings import open_series
from gatherings.enums import (
    BallotKind,
    Electorate,
    GatheringState,
    PollState,
    SeriesState,
    TieRule,
    VoteMethod,
)
from gatherings.models import Gathering, PollSeat, Series, ThemePoll
from gatherings.queries.polls import live_proposals
from improvement.actions.refusals import Declined
from networks.actions.locks import sign

FEWEST_THEMES = 2


class SeriesIsDraft(Declined):
    """Only who has a seat can vote, and nobody has one in a draft."""

    sentence = _("Publish the series first. Those who have a seat vote.")


class TimesWrong(Declined):
    """Voting ends after it begins, and not in the past."""

    field = "closes_on"
    sentence = _("Voting must close after it opens, and later than now.")


class ProposalsTooLong(Declined):
    """What one votes on is known before one votes."""

    field = "proposals_on"
    sentence = _("The time for proposals must be over when voting opens.")


class NothingDecided(Declined):
    """A vote decides the theme of something."""

    field = "decides"
    sentence = _("Choose at least one gathering that the vote decides.")


class DecidesTooEarly(Declined):
    """What has been, or comes before the vote, has its theme already."""

    field = "decides"
    sentence = _(
        "The vote can only decide gatherings that come after the one where it is held, and "
        "that are neither over nor cancelled."
    )


class DecidedElsewhere(Declined):
    """Two votes do not decide the same at a time."""

    field = "decides"
    sentence = _("Another vote decides one of these gatherings.")


class PresentWhere(Declined):
    """Presence is noted at a gathering."""

    field = "held_at"
    sentence = _("Choose the gathering where the vote is held.")


class PollOpened(Declined):
    """Rules and proposals are fixed when voting opens."""

    sentence = _("Voting has opened. Rules and themes can no longer be changed.")


class PollOver(Declined):
    """The vote is counted or cancelled."""

    sentence = _("The vote is over.")


class TooFewThemes(Declined):
    """There must be something to choose between."""

    sentence = _("There must be at least two themes to choose between.")


class WhyCancelled(Declined):
    """Those who have voted want to know why it does not count."""

    field = "reason"
    sentence = _("Say why. Participants see the reason.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PollRules:
    """What voters are told before they vote, and what then holds.

    Attributes:
        proposals_until: Last moment for participants' proposals; None until voting opens.
        opens_at: First moment of voting.
        closes_at: Last moment of voting.
        held_at: Gathering where the vote is held, if it is held at one.
        choices_max: Votes of each ballot, or places where themes are ordered; at least 1.
        present_only: Whether only those vote who are noted as present at ``held_at``.
    """

    question: str
    opens_at: datetime
    closes_at: datetime
    proposals_until: datetime | None = None
    held_at: Gathering | None = None
    electorate: str = Electorate.PERSON
    present_only: bool = False
    method: str = VoteMethod.SEVERAL
    choices_max: int = 3
    ballot_kind: str = BallotKind.SECRET
    tie_rule: str = TieRule.EARLIEST


RULES = tuple(field.name for field in fields(PollRules))


@transaction.atomic
def make_poll(
    *, series: Series, rules: PollRules, decides: list[Gathering], by: User, at: datetime
) -> ThemePoll:
    """Make a vote; proposals are taken at once.

    Args:
        series: Whose participants vote.
        rules: How, when and who.
        decides: The gatherings that get a theme, the winner's first.
        by: Who makes it.
        at: The time.

    Raises:
        SeriesIsDraft: The series is not published.

    Passes on:
        TimesWrong: Voting ends before it begins, or in the past.
        ProposalsTooLong: Proposals end after voting begins.
        PresentWhere: Presence is asked for, and there is no gathering to be at.
        NothingDecided: ``decides`` is empty.
        DecidesTooEarly: One of them is another series', over, cancelled or too early.
        DecidedElsewhere: Another vote decides one of them.
        GatheringCancelled: The series is cancelled.
        NetworkClosed: The network is closed.
    """
    locked = open_series(series)
    if locked.state == SeriesState.DRAFT:
        raise SeriesIsDraft
    poll = ThemePoll(series=locked)
    _write(poll, rules, decides, by=by, at=at)
    return poll


@transaction.atomic
def change_poll(
    *, poll: ThemePoll, rules: PollRules, decides: list[Gathering], by: User, at: datetime
) -> ThemePoll:
    """Change the rules of a vote that has not opened.

    Passes on:
        PollOver: It is counted or cancelled.
        PollOpened: It has opened.
        TimesWrong: Voting ends before it begins, or in the past.
        ProposalsTooLong: Proposals end after voting begins.
        PresentWhere: Presence is asked for, and there is no gathering to be at.
        NothingDecided: ``decides`` is empty.
        DecidesTooEarly: One of them is another series', over, cancelled or too early.
        DecidedElsewhere: Another vote decides one of them.
        GatheringCancelled: The series is cancelled.
        NetworkClosed: The network is closed.
    """
    open_series(poll.series)
    locked = unopened(poll, at=at)
    _write(locked, rules, decides, by=by, at=at)
    return locked


@transaction.atomic
def open_poll(*, poll: ThemePoll, by: User, at: datetime) -> ThemePoll:
    """Open a vote before its time, or note that its time has come. Again changes nothing.

    Raises:
        PollOver: It is counted, cancelled, or the time to vote is over.
        TooFewThemes: There are fewer than two themes.

    Passes on:
        GatheringCancelled: The series is cancelled.
        NetworkClosed: The network is closed.
    """
    open_series(poll.series)
    locked = lock_poll(poll)
    if not locked.is_live or locked.has_closed_at(at):
        raise PollOver
    if locked.state == PollState.OPEN:
        return locked
    if len(live_proposals(locked)) < FEWEST_THEMES:
        raise TooFewThemes
    locked.state = PollState.OPEN
    locked.opens_at = min(locked.opens_at, at)
    locked.opened_at = locked.opens_at
    sign(locked, by=by)
    locked.save(update_fields=["state", "opens_at", "opened_at", "updated_at"])
    return locked


@transaction.atomic
def cancel_poll(*, poll: ThemePoll, reason: str, by: User, at: datetime) -> ThemePoll:
    """Call a vote off; what was voted decides nothing. Again changes nothing.

    Raises:
        WhyCancelled: ``reason`` is empty.
        PollOver: It has decided.
    """
    if not reason.strip():
        raise WhyCancelled
    locked = lock_poll(poll)
    if locked.state == PollState.CANCELLED:
        return locked
    if locked.state == PollState.COUNTED:
        raise PollOver
    locked.state, locked.cancel_reason = PollState.CANCELLED, reason.strip()
    sign(locked, by=by)
    locked.save(update_fields=["state", "cancel_reason", "updated_at"])
    return locked


def lock_poll(poll: ThemePoll) -> ThemePoll:
    """Lock a vote; where its series is locked too, that comes first."""
    return (
        ThemePoll.objects.select_for_update(no_key=True, of=("self",))
        .select_related("series__network", "held_at")
        .get(pk=poll.pk)
    )


def unopened(poll: ThemePoll, *, at: datetime) -> ThemePoll:
    """Lock a vote whose rules and proposals can still change.

    Raises:
        PollOver: It is counted or cancelled.
        PollOpened: It has opened.
    """
    locked = lock_poll(poll)
    if not locked.is_live:
        raise PollOver
    if locked.has_opened_at(at):
        raise PollOpened
    return locked


def _write(
    poll: ThemePoll, rules: PollRules, decides: list[Gathering], *, by: User, at: datetime
) -> None:
    _check(poll, rules, decides, at=at)
    for name in RULES:
        setattr(poll, name, getattr(rules, name))
    if rules.method == VoteMethod.ONE:
        poll.choices_max = 1
    sign(poll, by=by)
    poll.save()
    poll.decides.all().delete()
    PollSeat.objects.bulk_create(
        PollSeat(poll=poll, gathering=gathering, place=place)
        for place, gathering in enumerate(decides, start=1)
    )


def _check(
    poll: ThemePoll, rules: PollRules, decides: list[Gathering], *, at: datetime
) -> None:
    """See that the rules make sense.

    Raises:
        TimesWrong: Voting ends before it begins, or in the past.
        ProposalsTooLong: Proposals end after voting begins.
        PresentWhere: Presence is asked for, and there is no gathering to be at.
        NothingDecided: ``decides`` is empty.
        DecidesTooEarly: One of them is another series', over, cancelled or too early.
        DecidedElsewhere: Another vote decides one of them.
    """
    if rules.closes_at <= max(rules.opens_at, at):
        raise TimesWrong
    if rules.proposals_until is not None and rules.proposals_until > rules.opens_at:
        raise ProposalsTooLong
    if rules.present_only and rules.held_at is None:
        raise PresentWhere
    if not decides:
        raise NothingDecided
    first = rules.held_at.number if rules.held_at else 0
    today = at.astimezone(poll.series.zone).date()
    for gathering in decides:
        is_over = gathering.day is not None and gathering.day < today
        is_cancelled = gathering.state == GatheringState.CANCELLED
        is_other = gathering.series_id != poll.series_id
        if is_other or is_over or is_cancelled or gathering.number <= first:
            raise DecidesTooEarly
    others = PollSeat.objects.filter(gathering__in=decides).exclude(
        Q(poll=poll.pk) | Q(poll__state__in=(PollState.COUNTED, PollState.CANCELLED))
    )
    if others.exists() or len(set(decides)) < len(decides):
        raise DecidedElsewhere
