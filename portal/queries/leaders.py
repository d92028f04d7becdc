"""Whom a municipality can ask for help."""

from dataclasses import dataclass

from django.db.models import Q

from networks.enums import Role
from networks.models import Membership, Municipality, RoleAssignment
from networks.models.networks import ENDED_STATES


@dataclass(frozen=True, slots=True)
class Leader:
    """Somebody who leads a network of the municipality."""

    name: str
    email: str
    network: str


def leaders_for(municipality: Municipality) -> list[Leader]:
    """List who leads the municipality's networks, each person once; one query."""
    current = Membership.objects.exclude(state__in=ENDED_STATES).filter(
        municipality=municipality, network__closed_at=None
    )
    rows = (
        RoleAssignment.objects.current()
        .filter(
            Q(network__in=current.values("network"))
            | Q(programme__networks__in=current.values("network")),
            role=Role.NETWORK_LEADER,
            person__is_active=True,
        )
        .select_related("person", "network", "programme")
        .order_by("network__name", "person__email", "pk")
    )
    found: dict[int, Leader] = {}
    for row in rows:
        place = row.network or row.programme
        person = row.person
        found.setdefault(
            row.person_id, Leader(person.get_full_name(), person.email, str(place))
        )
    return list(found.values())
