"""Row locks that several actions begin with, and what they refuse.

The network is always locked before its membership, so two actions never wait
for each other. ``FOR NO KEY UPDATE`` lets rows that only point there go on.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone

from accounts.models import User
from networks.models import Membership, Municipality, Network
from networks.models.networks import ENDED_STATES

_SIGNATURE = "_history_user"


class Refused(Exception):
    """Base of the reasons why an action is not done; views turn them into sentences."""


class NetworkClosed(Refused):
    """The network is closed: it can be read and no longer changed."""


class NotInNetwork(Refused):
    """The municipality has left the network or declined the invitation."""


def open_network(*, network: Network) -> Network:
    """Lock a network that is to be changed.

    Raises:
        NetworkClosed: The network is closed.
    """
    locked = Network.objects.select_for_update(no_key=True).get(pk=network.pk)
    if locked.closed_at is not None:
        raise NetworkClosed
    return locked


def open_membership(*, membership: Membership) -> Membership:
    """Lock a membership, after its network, whatever its state.

    Passes on:
        NetworkClosed: The network is closed.
    """
    network = open_network(network=membership.network)
    locked = (
        Membership.objects.select_for_update(no_key=True, of=("self",))
        .select_related("municipality__country", "decision")
        .get(pk=membership.pk)
    )
    locked.network = network
    return locked


def current_membership(*, membership: Membership) -> Membership:
    """Lock a membership that has not ended.

    Raises:
        NotInNetwork: The municipality has left or declined.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = open_membership(membership=membership)
    if locked.state in ENDED_STATES:
        raise NotInNetwork
    return locked


def sign(row: models.Model, *, by: User | None) -> None:
    """Let the history of the next save name ``by``."""
    setattr(row, _SIGNATURE, by)


def day_in(*, municipality: Municipality, at: datetime) -> date:
    """Give the day that ``at`` falls on in the municipality's time zone."""
    return timezone.localdate(at, ZoneInfo(municipality.country.time_zone))
