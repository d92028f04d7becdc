"""What an objective or a measure may be tied to: a network, a round, people."""

from django.db.models import Q

from accounts.models import User
from improvement.models import Round
from improvement.queries.people import people_of
from networks.actions.locks import NotInNetwork, open_network
from networks.models import Municipality, Network
from networks.queries import is_in


def check_network(*, municipality: Municipality, network: Network | None) -> Network | None:
    """Lock the network that work is tied to; it is open, and the municipality is in it.

    Returns:
        The network as it stands under the lock, or None where the work is tied to none.

    Raises:
        NotInNetwork: The municipality is not in the network, or only invited to it.

    Passes on:
        NetworkClosed: The network is closed.
    """
    if network is None:
        return None
    locked = open_network(network=network)
    if not is_in(municipality, locked):
        raise NotInNetwork
    return locked


def open_round(*, municipality: Municipality, network: Network | None) -> Round | None:
    """Find the round that new work belongs to: the network's own, else the municipality's."""
    rounds = Round.objects.filter(municipality=municipality, closed_at__isnull=True)
    fitting = rounds.filter(Q(network=network) | Q(network__isnull=True))
    found = sorted(
        fitting,
        key=lambda each: (
            each.network_id != (network.pk if network else None),
            each.topic_id is not None,
            each.pk,
        ),
    )
    return found[0] if found else None


def may_be_responsible(*, person: User, municipality: Municipality) -> bool:
    """Whether the person has a role in the municipality, or acts for it."""
    return people_of(municipality).filter(pk=person.pk).exists()
