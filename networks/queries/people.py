"""Who holds a role in a place, to be written to or shown."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from networks.enums import Role
from networks.models import Network, RoleAssignment


def people_with_roles(
    *, municipalities: Collection[int], roles: Collection[Role], at: datetime
) -> dict[int, list[User]]:
    """The active people with one of the roles at ``at``, each once per municipality.

    Returns:
        Key of a municipality → people, by e-mail address; without those
        municipalities where there is nobody.
    """
    rows = (
        RoleAssignment.objects.current(on=timezone.localdate(at))
        .filter(municipality__in=municipalities, role__in=roles, person__is_active=True)
        .select_related("person")
        .order_by("person__email", "pk")
    )
    found: dict[int, list[User]] = {}
    for row in rows:
        people = found.setdefault(row.municipality_id or 0, [])
        if row.person not in people:
            people.append(row.person)
    return found


def leaders_of(*, network: Network, at: datetime) -> list[User]:
    """The active people who lead the network or its programme at ``at``, by address."""
    held = RoleAssignment.objects.current(on=timezone.localdate(at)).filter(
        Q(network=network) | Q(programme__isnull=False, programme=network.programme_id),
        role=Role.NETWORK_LEADER,
    )
    return list(
        User.objects.filter(pk__in=held.values("person"), is_active=True).order_by("email")
    )
