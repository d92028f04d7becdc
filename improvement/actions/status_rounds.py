"""Status rounds of a network: ask the members, take in their parts, lock the answer.

The network is locked first, then the status round, so that nobody delivers into a round
that is being locked.
"""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from improvement.actions.refusals import Declined
from improvement.enums import Anchoring
from improvement.models import StatusRound, StatusRoundPart
from improvement.queries.status_rounds import snapshot_of
from indicators.models import Indicator
from networks.actions.locks import NotInNetwork, day_in, open_network, sign
from networks.models import Decision, Municipality, Network
from networks.queries import is_in


class StatusRoundLocked(Declined):
    """The status round is locked: it can be read and no longer changed."""

    sentence = _("The status round is locked. It can be read, but not changed.")


class NotOpenYet(Declined):
    """Nothing is delivered before the status round opens."""

    sentence = _("The status round has not opened yet.")


class DeadlineBeforeOpening(Declined):
    """The deadline is before the day on which the status round opens."""

    field = "deadline"
    sentence = _("The deadline must come after the opening.")


class DeadlineHasPassed(Declined):
    """The deadline of a new status round lies behind us."""

    field = "deadline"
    sentence = _("Choose today or a later day.")


class IndicatorsMissing(Declined):
    """A status round asks for at least one indicator."""

    field = "indicators"
    sentence = _("Choose at least one indicator.")


class NameTaken(Declined):
    """The network has a status round with this name."""

    field = "name"
    sentence = _("The network has a status round with this name.")


class DecisionOfAnother(Declined):
    """The decision is another municipality's, or is not made yet."""

    field = "decision"
    sentence = _("Choose a decision that your municipality has made.")


class AnchoredTooEarly(Declined):
    """The day of the anchoring is later than today."""

    field = "on"
    sentence = _("The day cannot be later than today.")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRoundDetails:
    """What a status round asks for.

    Attributes:
        name: Unique in the network.
        indicators: The set, ``n >= 1``.
        year_from: A value of this year or later fills an indicator.
        opens_on: The first day to deliver.
        deadline: The last day to deliver, in each municipality's own time zone.
    """

    name: str
    indicators: Collection[Indicator]
    year_from: int
    opens_on: date
    deadline: date


@transaction.atomic
def create_status_round(
    *, network: Network, details: StatusRoundDetails, by: User | None, at: datetime
) -> StatusRound:
    """Ask the members of a network for their status.

    Args:
        network: Which network.
        details: What is asked for, and by when.
        by: Who asks.
        at: When.

    Raises:
        DeadlineHasPassed: The deadline is before today.
        NameTaken: The network has one with this name.

    Passes on:
        NetworkClosed: The network is closed.
        DeadlineBeforeOpening: The deadline is before the opening.
        IndicatorsMissing: No indicator is chosen.
    """
    locked = open_network(network=network)
    _check(details)
    if details.deadline < timezone.localdate(at):
        raise DeadlineHasPassed
    if locked.status_rounds.filter(name=details.name.strip()).exists():
        raise NameTaken
    made = StatusRound(
        network=locked,
        name=details.name.strip(),
        year_from=details.year_from,
        opens_on=details.opens_on,
        deadline=details.deadline,
        created_by=by,
    )
    sign(made, by=by)
    made.save()
    made.indicators.set(details.indicators)
    return made


@transaction.atomic
def change_status_round(
    *, status_round: StatusRound, details: StatusRoundDetails, by: User | None
) -> StatusRound:
    """Change what is asked for, or by when, until the status round is locked.

    Raises:
        NameTaken: The network has another one with this name.

    Passes on:
        NetworkClosed: The network is closed.
        StatusRoundLocked: The status round is locked.
        DeadlineBeforeOpening: The deadline is before the opening.
        IndicatorsMissing: No indicator is chosen.
    """
    locked = _open(status_round)
    _check(details)
    locked.name = details.name.strip()
    locked.year_from = details.year_from
    locked.opens_on, locked.deadline = details.opens_on, details.deadline
    sign(locked, by=by)
    try:
        with transaction.atomic():
            locked.save()
    except IntegrityError:
        raise NameTaken from None
    locked.indicators.set(details.indicators)
    return locked


@transaction.atomic
def deliver_part(
    *,
    status_round: StatusRound,
    municipality: Municipality,
    comment: str,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> StatusRoundPart:
    """Deliver a municipality's part, also after the deadline: it is then shown as late.

    Delivering again changes the comment; the first delivery's time and person stay.

    Raises:
        NotOpenYet: ``at`` is before the first day, in the municipality's time zone.

    Passes on:
        NetworkClosed: The network is closed.
        StatusRoundLocked: The status round is locked.
        NotInNetwork: The municipality is no member that counts.
    """
    locked = _open(status_round)
    if day_in(municipality=municipality, at=at) < locked.opens_on:
        raise NotOpenYet
    part = _part(locked, municipality)
    part.comment = comment.strip()
    if part.delivered_at is None:
        part.delivered_at, part.delivered_by = at, by
        part.on_behalf_of = on_behalf_of
    sign(part, by=by)
    part.save()
    return part


@transaction.atomic
def anchor_part(
    *,
    status_round: StatusRound,
    municipality: Municipality,
    how: Anchoring,
    on: date,
    decision: Decision,
    by: User | None,
    at: datetime,
) -> StatusRoundPart:
    """Say that the status is anchored, on which day and by which decision.

    Args:
        status_round: Which status round.
        municipality: Whose part.
        how: Politically or administratively.
        on: The day, not later than today.
        decision: One that the municipality has made.
        by: Who says it.
        at: When it is said.

    Raises:
        AnchoredTooEarly: ``on`` is later than today.
        DecisionOfAnother: The decision is another municipality's, or is not made yet.

    Passes on:
        NetworkClosed: The network is closed.
        StatusRoundLocked: The status round is locked.
        NotInNetwork: The municipality is no member that counts.
    """
    locked = _open(status_round)
    if on > day_in(municipality=municipality, at=at):
        raise AnchoredTooEarly
    if decision.municipality_id != municipality.pk or not decision.is_decided:
        raise DecisionOfAnother
    part = _part(locked, municipality)
    if how == Anchoring.POLITICAL:
        part.politically_on, part.politically_by = on, decision
    else:
        part.administratively_on, part.administratively_by = on, decision
    sign(part, by=by)
    part.save()
    return part


@transaction.atomic
def lock_status_round(
    *, status_round: StatusRound, by: User | None, at: datetime
) -> StatusRound:
    """Freeze a status round: figures, judgements and parts as they are. Once and for all.

    Locking again changes nothing.

    Passes on:
        NetworkClosed: The network is closed.
    """
    network = open_network(network=status_round.network)
    locked = StatusRound.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=status_round.pk
    )
    locked.network = network
    if locked.locked_at is None:
        locked.snapshot = snapshot_of(locked, at=at)
        locked.sha256 = checksum(locked.snapshot)
        locked.locked_at, locked.locked_by = at, by
        sign(locked, by=by)
        locked.save()
    return locked


def checksum(snapshot: dict[str, Any]) -> str:
    """Give the SHA-256 of a snapshot, hexadecimal, over its canonical text."""
    return hashlib.sha256(canonical(snapshot).encode()).hexdigest()


def canonical(snapshot: dict[str, Any]) -> str:
    """Write a snapshot as JSON with sorted keys: the same content is the same text."""
    return json.dumps(snapshot, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)


def _check(details: StatusRoundDetails) -> None:
    """Check what is asked for.

    Raises:
        DeadlineBeforeOpening: The deadline is before the opening.
        IndicatorsMissing: No indicator is chosen.
    """
    if details.deadline < details.opens_on:
        raise DeadlineBeforeOpening
    if not details.indicators:
        raise IndicatorsMissing


def _open(status_round: StatusRound) -> StatusRound:
    """Lock a status round that may still be changed, after its network.

    Raises:
        StatusRoundLocked: The status round is locked.
    """
    network = open_network(network=status_round.network)
    locked = StatusRound.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=status_round.pk
    )
    locked.network = network
    if locked.locked_at is not None:
        raise StatusRoundLocked
    return locked


def _part(status_round: StatusRound, municipality: Municipality) -> StatusRoundPart:
    """The part of a member, made when it is asked for the first time.

    Raises:
        NotInNetwork: The municipality is no member that counts.
    """
    if not is_in(municipality, status_round.network):
        raise NotInNetwork
    part, _made = StatusRoundPart.objects.get_or_create(
        status_round=status_round, municipality=municipality
    )
    return part
