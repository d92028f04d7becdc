"""Themes that are proposed, changed, withdrawn, merged and parted, until voting opens."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gatherings.actions.locks import NoSeat
from gatherings.actions.polls import unopened
from gatherings.enums import SeatState
from gatherings.models import Registration, ThemePoll, ThemeProposal
from gatherings.queries.polls import live_proposals
from improvement.actions.refusals import Declined
from networks.actions.locks import sign


class ProposalsClosed(Declined):
    """The time for proposals is over; the hosts can still add one."""

    sentence = _("The time for proposals is over. Ask the hosts.")


class TitleTaken(Declined):
    """The theme is proposed already."""

    field = "title"
    sentence = _("This theme is proposed already.")


class ProposalGone(Declined):
    """It is withdrawn, or merged into another."""

    sentence = _("This theme is withdrawn, or merged into another.")


class HoldsOthers(Declined):
    """Others are merged into it and would be lost with it."""

    sentence = _("Other themes are merged into this one. Part them first.")


class MergeReasonMissing(Declined):
    """Whoever proposed it wants to know why."""

    field = "reason"
    sentence = _("Say why. The reason stands beside the theme.")


class NothingToMergeInto(Declined):
    """The other theme is another vote's, withdrawn, merged, or the same one."""

    field = "into"
    sentence = _("Choose another theme of this vote.")


@transaction.atomic
def propose(
    *,
    poll: ThemePoll,
    title: str,
    text: str = "",
    registration: Registration | None,
    by: User | None,
    at: datetime,
) -> ThemeProposal:
    """Propose a theme. The same one by the same person again changes nothing.

    Args:
        poll: The vote.
        title: The theme, on one line.
        text: Why.
        registration: The seat of whoever proposes; None for the hosts.
        by: The account, where there is one.
        at: The time.

    Raises:
        NoSeat: Whoever proposes has no seat in the series.
        ProposalsClosed: Only the hosts can still propose.
        TitleTaken: Somebody else has proposed the same.

    Passes on:
        PollOver: The vote is counted or cancelled.
        PollOpened: Voting has opened.
    """
    locked = unopened(poll, at=at)
    if registration is not None:
        registration.refresh_from_db(fields=["state"])
        is_of_series = registration.series_id == locked.series_id
        if not is_of_series or registration.state != SeatState.CONFIRMED:
            raise NoSeat
        if not locked.takes_proposals_at(at):
            raise ProposalsClosed
    same = _with_title(locked, title)
    if same is not None:
        if same.registration_id == (registration.pk if registration else None):
            return same
        raise TitleTaken
    row = ThemeProposal(
        poll=locked,
        title=title.strip(),
        text=text.strip(),
        municipality=registration.municipality if registration else None,
        registration=registration,
        by=by,
        proposed_at=at,
    )
    sign(row, by=by)
    row.save()
    return row


@transaction.atomic
def change_proposal(
    *, proposal: ThemeProposal, title: str, text: str, by: User | None, at: datetime
) -> ThemeProposal:
    """Write a theme in other words; its place in the order stays.

    Raises:
        TitleTaken: There is such a theme already.

    Passes on:
        ProposalGone: It is withdrawn or merged.
        PollOver: The vote is counted or cancelled.
        PollOpened: Voting has opened.
    """
    row = _live(proposal, at=at)
    same = _with_title(row.poll, title)
    if same is not None and same.pk != row.pk:
        raise TitleTaken
    if (row.title, row.text) == (title.strip(), text.strip()):
        return row
    row.title, row.text = title.strip(), text.strip()
    sign(row, by=by)
    row.save(update_fields=["title", "text", "updated_at"])
    return row


@transaction.atomic
def withdraw_proposal(
    *, proposal: ThemeProposal, by: User | None, at: datetime
) -> ThemeProposal:
    """Take a theme back.

    Raises:
        HoldsOthers: Others are merged into it.

    Passes on:
        ProposalGone: It is withdrawn or merged.
        PollOver: The vote is counted or cancelled.
        PollOpened: Voting has opened.
    """
    row = _live(proposal, at=at)
    if row.merged.exists():
        raise HoldsOthers
    row.withdrawn_at = at
    sign(row, by=by)
    row.save(update_fields=["withdrawn_at", "updated_at"])
    return row


@transaction.atomic
def merge(
    *, proposal: ThemeProposal, into: ThemeProposal, reason: str, by: User, at: datetime
) -> ThemeProposal:
    """Merge a theme into another; it stays to be seen, with the reason.

    Raises:
        MergeReasonMissing: ``reason`` is empty.
        NothingToMergeInto: ``into`` cannot be voted for in this vote, or is the same.

    Passes on:
        ProposalGone: It is withdrawn or merged.
        PollOver: The vote is counted or cancelled.
        PollOpened: Voting has opened.
    """
    if not reason.strip():
        raise MergeReasonMissing
    row = _live(proposal, at=at)
    others = {one.pk for one in live_proposals(row.poll)} - {row.pk}
    if into.pk not in others:
        raise NothingToMergeInto
    row.merged_into, row.merge_reason = into, reason.strip()
    sign(row, by=by)
    row.save(update_fields=["merged_into", "merge_reason", "updated_at"])
    return row


@transaction.atomic
def part(*, proposal: ThemeProposal, by: User, at: datetime) -> ThemeProposal:
    """Undo a merger. Again changes nothing.

    Passes on:
        PollOver: The vote is counted or cancelled.
        PollOpened: Voting has opened.
    """
    row = _locked(proposal, at=at)
    if row.merged_into_id is None:
        return row
    row.merged_into, row.merge_reason = None, ""
    sign(row, by=by)
    row.save(update_fields=["merged_into", "merge_reason", "updated_at"])
    return row


def _locked(proposal: ThemeProposal, *, at: datetime) -> ThemeProposal:
    """Lock the vote, which guards its themes."""
    poll = unopened(proposal.poll, at=at)
    row = ThemeProposal.objects.get(pk=proposal.pk)
    row.poll = poll
    return row


def _live(proposal: ThemeProposal, *, at: datetime) -> ThemeProposal:
    row = _locked(proposal, at=at)
    if not row.is_live:
        raise ProposalGone
    return row


def _with_title(poll: ThemePoll, title: str) -> ThemeProposal | None:
    wanted = title.strip().casefold()
    return next((row for row in live_proposals(poll) if row.title.casefold() == wanted), None)
