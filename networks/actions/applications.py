"""How a municipality comes into a network: invited → applied → decided."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from networks.actions import notices
from networks.actions.changes import announce
from networks.actions.contacts import close_contact
from networks.actions.locks import (
    Refused,
    current_membership,
    day_in,
    open_membership,
    open_network,
    sign,
)
from networks.enums import Effect, MembershipState
from networks.models import Decision, Membership, Municipality, Network
from networks.models.networks import ENDED_STATES

UNANSWERED = (MembershipState.INVITED, MembershipState.APPLIED)


class DeadlinePassed(Refused):
    """The deadline that is to be set lies in the past."""


class MunicipalityNotInForce(Refused):
    """A municipality does not exist any longer, or not yet.

    Attributes:
        names: The municipalities, as they are called.
    """

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


class TooLateToApply(Refused):
    """The deadline for applying has passed."""


class TakesPartAlready(Refused):
    """The municipality has decided to take part: it can only leave."""


class DecisionOfOther(Refused):
    """The decision is another municipality's, or about another network."""


class DecisionNotMade(Refused):
    """The decision is still awaited."""


class DecisionDoesNotTakePart(Refused):
    """The decision does not say that the municipality takes part."""


@dataclass(frozen=True, slots=True)
class Invitations:
    """What came of inviting.

    Attributes:
        invited: New invitations and those that got another deadline.
        unchanged: Memberships that were there already.
        without_readers: Invited municipalities where nobody has an account to
            be written to.
    """

    invited: list[Membership]
    unchanged: list[Membership]
    without_readers: list[Municipality]


def applications_close_at(membership: Membership) -> datetime | None:
    """Give the first moment that is too late: midnight after the day, municipality's time."""
    if membership.apply_by is None:
        return None
    zone = ZoneInfo(membership.municipality.country.time_zone)
    return datetime.combine(membership.apply_by + timedelta(days=1), time.min, tzinfo=zone)


def is_open_for_answer(membership: Membership, *, at: datetime) -> bool:
    """Whether an invited municipality may still apply at ``at``."""
    closes_at = applications_close_at(membership)
    return closes_at is None or at < closes_at


@transaction.atomic
def invite_municipalities(
    *,
    network: Network,
    municipalities: Collection[Municipality],
    apply_by: date | None,
    by: User | None,
    at: datetime,
) -> Invitations:
    """Invite municipalities; their administrators and coordinators get a mail.

    One that is invited already gets the new deadline. One that has answered
    is left as it is; one that has left or declined is invited anew.

    Args:
        network: To which network.
        municipalities: Which ones.
        apply_by: The last day to apply, in each municipality's own time; or none.
        by: Who invites.
        at: When.

    Raises:
        DeadlinePassed: ``apply_by`` is before today.

    Passes on:
        NetworkClosed: The network is closed.
        MunicipalityNotInForce: One of the municipalities does not exist today.
    """
    locked = open_network(network=network)
    if apply_by is not None and apply_by < timezone.localdate(at):
        raise DeadlinePassed
    keys = [municipality.pk for municipality in municipalities]
    chosen = list(
        Municipality.objects.filter(pk__in=keys).select_related("country").order_by("pk")
    )
    _check_in_force(chosen, on=timezone.localdate(at))
    current = {
        membership.municipality_id: membership
        for membership in locked.memberships.exclude(state__in=ENDED_STATES)
        .select_for_update(no_key=True, of=("self",))
        .filter(municipality__in=chosen)
    }
    invited, unchanged = [], []
    for municipality in chosen:
        membership = current.get(municipality.pk) or Membership(
            network=locked, municipality=municipality, invited_at=at
        )
        is_new = membership._state.adding
        renewed = (
            membership.state == MembershipState.INVITED and membership.apply_by != apply_by
        )
        membership.network, membership.municipality = locked, municipality
        if not is_new and not renewed:
            unchanged.append(membership)
            continue
        membership.apply_by = apply_by
        sign(membership, by=by)
        membership.save()
        invited.append(membership)
    reached = notices.invited(memberships=invited, at=at)
    silent = [each.municipality for each in invited if each.municipality_id not in reached]
    return Invitations(invited=invited, unchanged=unchanged, without_readers=silent)


@transaction.atomic
def apply(*, membership: Membership, by: User | None, at: datetime) -> Membership:
    """Apply on behalf of an invited municipality. Again changes nothing.

    A decision to take part that is there already is used at once.

    Raises:
        TooLateToApply: ``at`` is after the deadline.

    Passes on:
        NetworkClosed: The network is closed.
        NotInNetwork: The municipality has left or declined.
    """
    locked = current_membership(membership=membership)
    if locked.state != MembershipState.INVITED:
        return locked
    if not is_open_for_answer(locked, at=at):
        raise TooLateToApply
    locked.applied_at = at
    locked.state = MembershipState.APPLIED
    decision = _decision_on_file(locked)
    if decision is not None:
        _take_decision(locked, decision)
    sign(locked, by=by)
    locked.save()
    notices.applied(membership=locked, at=at)
    announce(networks=[locked.network_id])
    return locked


@transaction.atomic
def decline(
    *, membership: Membership, by: User | None, at: datetime, reason: str = ""
) -> Membership:
    """Decline an invitation, or take back an application or an invitation. Again: no change.

    Raises:
        TakesPartAlready: The municipality has decided to take part, or is active.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = open_membership(membership=membership)
    if locked.state in ENDED_STATES:
        return locked
    if locked.state not in UNANSWERED:
        raise TakesPartAlready
    was_counted = locked.state == MembershipState.APPLIED
    locked.state = MembershipState.DECLINED
    locked.left_on = day_in(municipality=locked.municipality, at=at)
    locked.left_reason = reason.strip()
    sign(locked, by=by)
    locked.save()
    close_contact(membership=locked, on=locked.left_on)
    if was_counted:
        announce(networks=[locked.network_id])
    return locked


@transaction.atomic
def attach_decision(
    *, membership: Membership, decision: Decision, by: User | None, at: datetime
) -> Membership:
    """Take a decision as the one that lets the municipality take part.

    An invited municipality has thereby applied, if the deadline has not passed;
    after it the decision is kept and waits for a new deadline or for the leader.

    Raises:
        DecisionOfOther: It is another municipality's, or about another network.
        DecisionNotMade: It is still awaited.
        DecisionDoesNotTakePart: It does not say that the municipality takes part.

    Passes on:
        NetworkClosed: The network is closed.
        NotInNetwork: The municipality has left or declined.
    """
    locked = current_membership(membership=membership)
    if locked.decision_id == decision.pk and locked.state != MembershipState.INVITED:
        return locked
    if decision.municipality_id != locked.municipality_id or decision.network_id not in (
        None,
        locked.network_id,
    ):
        raise DecisionOfOther
    if not decision.is_decided:
        raise DecisionNotMade
    if decision.effect != Effect.TAKES_PART:
        raise DecisionDoesNotTakePart
    before = locked.state
    if before == MembershipState.INVITED and is_open_for_answer(locked, at=at):
        locked.applied_at = at
        locked.state = MembershipState.APPLIED
    _take_decision(locked, decision)
    sign(locked, by=by)
    locked.save()
    if before != locked.state:
        announce(networks=[locked.network_id])
    return locked


def _check_in_force(municipalities: Collection[Municipality], *, on: date) -> None:
    gone = [
        str(municipality)
        for municipality in municipalities
        if (municipality.valid_from and municipality.valid_from > on)
        or (municipality.valid_to and municipality.valid_to <= on)
    ]
    if gone:
        raise MunicipalityNotInForce(gone)


def _decision_on_file(membership: Membership) -> Decision | None:
    """Find the decision to take part: the attached one, else the newest one recorded."""
    if membership.decision is not None and membership.decision.is_decided:
        return membership.decision
    return (
        Decision.objects.filter(
            municipality=membership.municipality_id,
            network=membership.network_id,
            effect=Effect.TAKES_PART,
            decided_on__isnull=False,
        )
        .order_by("-decided_on", "-pk")
        .first()
    )


def _take_decision(membership: Membership, decision: Decision) -> None:
    membership.decision = decision
    membership.is_anchored = True
    if membership.state == MembershipState.APPLIED:
        membership.state = MembershipState.DECIDED
