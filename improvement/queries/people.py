"""People who can be made responsible for something in a municipality."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from common.nordic import by_name
from networks.enums import Role
from networks.models import Municipality, RegionMembership, RoleAssignment

_RESPONSIBLE = (Role.CONTRIBUTOR, Role.COORDINATOR, Role.ADMINISTRATOR)


def people_of(municipality: Municipality, *, kept: int | None = None) -> QuerySet[User]:
    """People who work in the municipality, and coordinators of its regions, by name.

    Args:
        municipality: The municipality.
        kept: Key of a person who is chosen already, also without a role there.
    """
    regions = RegionMembership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=timezone.localdate()),
        municipality=municipality,
    )
    held = RoleAssignment.objects.current().filter(
        Q(municipality=municipality, role__in=_RESPONSIBLE)
        | Q(region__in=regions.values("region"), role=Role.COORDINATOR)
    )
    found = Q(pk__in=held.values("person"), is_active=True) | Q(pk=kept)
    return User.objects.filter(found).order_by(by_name(), "pk")
