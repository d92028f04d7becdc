"""Members: active from a day, the five expectations, left with a reason."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from networks.actions import notices
from networks.actions.changes import announce
from networks.actions.contacts import close_contact
from networks.actions.locks import (
    NotInNetwork,
    Refused,
    current_membership,
    day_in,
    open_membership,
    sign,
)
from networks.enums import MembershipState
from networks.models import Membership


class DecisionMissing(Refused):
    """There is no decision to take part."""


class MainContactMissing(Refused):
    """There is no main contact today."""


class ActiveInFuture(Refused):
    """The first day is later than today."""


class LeavingReasonMissing(Refused):
    """A municipality leaves with a reason."""


class LeavesInFuture(Refused):
    """The last day is later than today."""


class LeftBeforeActive(Refused):
    """The last day is before the first."""


@transaction.atomic
def activate(
    *, membership: Membership, by: User | None, at: datetime, on: date | None = None
) -> Membership:
    """Make a municipality an active member. Again changes nothing.

    Args:
        membership: Which one.
        by: Who does it.
        at: When it is done.
        on: The first day, today when left out.

    Raises:
        DecisionMissing: There is no decision to take part.
        MainContactMissing: Nobody is main contact today.
        ActiveInFuture: ``on`` is later than today.

    Passes on:
        NetworkClosed: The network is closed.
        NotInNetwork: The municipality has left or declined.
    """
    locked = current_membership(membership=membership)
    if locked.state == MembershipState.ACTIVE:
        return locked
    if locked.decision is None or not locked.decision.is_decided:
        raise DecisionMissing
    if not locked.main_contacts.current().exists():
        raise MainContactMissing
    today = day_in(municipality=locked.municipality, at=at)
    if on is not None and on > today:
        raise ActiveInFuture
    locked.state = MembershipState.ACTIVE
    locked.active_from = on or today
    sign(locked, by=by)
    locked.save()
    notices.activated(membership=locked, at=at)
    announce(networks=[locked.network_id])
    return locked


@transaction.atomic
def leave(
    *,
    membership: Membership,
    reason: str,
    by: User | None,
    at: datetime,
    on: date | None = None,
) -> Membership:
    """End a membership with a reason; its history stays. Again changes nothing.

    The main contact's time ends on the same day.

    Raises:
        NotInNetwork: The municipality has declined the invitation.

    Passes on:
        NetworkClosed: The network is closed.
        LeavingReasonMissing: ``reason`` is empty.
        LeavesInFuture: ``on`` is later than today.
        LeftBeforeActive: ``on`` is before the first day as an active member.
    """
    locked = open_membership(membership=membership)
    if locked.state == MembershipState.LEFT:
        return locked
    if locked.state == MembershipState.DECLINED:
        raise NotInNetwork
    today = day_in(municipality=locked.municipality, at=at)
    last_day = on or today
    _check_leaving(locked, reason=reason, last_day=last_day, today=today)
    locked.state = MembershipState.LEFT
    locked.left_on = last_day
    locked.left_reason = reason.strip()
    locked.group = None
    sign(locked, by=by)
    locked.save()
    close_contact(membership=locked, on=last_day)
    notices.left(membership=locked, at=at)
    announce(networks=[locked.network_id])
    return locked


@transaction.atomic
def set_expectations(
    *,
    membership: Membership,
    is_anchored: bool,
    covers_own_costs: bool,
    takes_active_part: bool,
    is_tied_to_planning: bool,
    works_between_gatherings: bool,
    by: User | None,
) -> Membership:
    """Tick off the five expectations; the same again changes nothing.

    Passes on:
        NetworkClosed: The network is closed.
        NotInNetwork: The municipality has left or declined.
    """
    locked = current_membership(membership=membership)
    wanted = {
        "is_anchored": is_anchored,
        "covers_own_costs": covers_own_costs,
        "takes_active_part": takes_active_part,
        "is_tied_to_planning": is_tied_to_planning,
        "works_between_gatherings": works_between_gatherings,
    }
    if any(getattr(locked, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(locked, name, value)
        sign(locked, by=by)
        locked.save()
    return locked


def _check_leaving(membership: Membership, *, reason: str, last_day: date, today: date) -> None:
    if not reason.strip():
        raise LeavingReasonMissing
    if last_day > today:
        raise LeavesInFuture
    if membership.active_from is not None and last_day < membership.active_from:
        raise LeftBeforeActive
