"""A network closes: everything is kept, and each municipality goes on with its own."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from improvement.actions.refusals import Declined
from improvement.actions.rounds import close_round
from improvement.calculations.content import checksum
from improvement.enums import ConflictState
from improvement.models import (
    GoalConflict,
    Measure,
    NetworkSnapshot,
    Objective,
    StateInput,
)
from improvement.queries.closing import open_rounds
from improvement.queries.snapshots import snapshot_of
from networks.actions.locks import NotInNetwork, open_network, sign
from networks.actions.networks import NetworkDetails, change_network, close_network
from networks.models import Municipality, Network
from networks.queries import is_in


class LastDayInFuture(Declined):
    """A network does not close before its last day."""

    field = "ends_on"
    sentence = _("The last day cannot be later than today.")


class NetworkIsOpen(Declined):
    """Work is moved from a network that has closed."""

    sentence = _("The network is not closed. Its work stays where it is.")


class NoSuccessor(Declined):
    """No network has taken over."""

    sentence = _("No network has taken over from this one.")


@transaction.atomic
def close(
    *,
    network: Network,
    by: User,
    at: datetime,
    successor: Network | None = None,
    ends_on: date | None = None,
) -> Network:
    """Keep all that a network has, close its rounds, then close it. Again changes nothing.

    Objectives and measures live on in their municipalities.

    Args:
        network: Which one.
        by: Who closes it.
        at: When.
        successor: The network that takes over.
        ends_on: Its last day; as it was when left out.

    Raises:
        LastDayInFuture: ``ends_on`` is later than today.

    Passes on:
        EndsBeforeStart: ``ends_on`` is before the first day.
        SuccessorIsItself: ``successor`` is the network that closes.
        SuccessorClosed: ``successor`` is closed itself.
    """
    locked = Network.objects.select_for_update(no_key=True).get(pk=network.pk)
    if locked.closed_at is not None:
        return locked
    if ends_on is not None and ends_on > timezone.localdate(at):
        raise LastDayInFuture
    if ends_on is not None:
        names = NetworkDetails.__dataclass_fields__
        details = NetworkDetails(**{name: getattr(locked, name) for name in names})
        locked = change_network(
            network=locked, details=replace(details, ends_on=ends_on), by=by
        )
    locked.successor = successor
    content = snapshot_of(locked, at=at)
    for each in open_rounds(locked):
        close_round(round=each, by=by, at=at)
    closed = close_network(network=locked, by=by, at=at, successor=successor)
    NetworkSnapshot.objects.create(
        network=closed,
        content=content,
        sha256=checksum(content),
        taken_at=at,
        taken_by=by,
    )
    return closed


@transaction.atomic
def move_to_successor(
    *,
    network: Network,
    municipality: Municipality,
    by: User,
    on_behalf_of: Municipality | None = None,
) -> int:
    """Tie a municipality's living work to the network that has taken over.

    What was kept of the closed network does not change. Again changes nothing.

    Args:
        network: The closed one.
        municipality: Whose work.
        by: Who moves it.
        on_behalf_of: The municipality, where ``by`` has no role of its own.

    Returns:
        How many objectives, measures, conflicts and inputs were moved.

    Raises:
        NetworkIsOpen: The network is not closed.
        NoSuccessor: No network has taken over.
        NotInNetwork: The municipality is not in the successor.

    Passes on:
        NetworkClosed: The successor is closed too.
    """
    if network.closed_at is None:
        raise NetworkIsOpen
    if network.successor is None:
        raise NoSuccessor
    own = {"municipality": municipality, "network": network}
    living = {**own, "archived_at__isnull": True}
    # The work first and then the network, as those do who change one of these.
    moved: list[Objective | Measure | GoalConflict | StateInput] = [
        *Objective.objects.filter(**living).select_for_update().order_by("pk"),
        *Measure.objects.filter(**living).select_for_update().order_by("pk"),
        *GoalConflict.objects.filter(**own)
        .exclude(state=ConflictState.DISMISSED)
        .select_for_update()
        .order_by("pk"),
        *StateInput.objects.filter(**own).select_for_update().order_by("pk"),
    ]
    successor = open_network(network=network.successor)
    if not is_in(municipality, successor):
        raise NotInNetwork
    for row in moved:
        row.network, row.on_behalf_of = successor, on_behalf_of
        sign(row, by=by)
        row.save()
    return len(moved)
