"""Whose programmes and cases a person may read, by the roles in force today."""

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import User
from networks.enums import Role
from networks.models import Membership, Network, Region

# Who handles programmes and cases of a region.
OFFICERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
# Who may be named to decide cases of a region.
DECIDERS = (Role.COUNCIL_MEMBER, Role.ADMINISTRATOR)
# Who works in a municipality: its case is an own one.
WORKERS = (Role.COORDINATOR, Role.ADMINISTRATOR, Role.CONTRIBUTOR)


def handled_regions(person: User) -> models.QuerySet[Region]:
    """Regions whose officer the person is: all their cases are open to it."""
    roles = person.role_assignments.current().filter(role__in=OFFICERS)
    return Region.objects.filter(pk__in=roles.filter(region__isnull=False).values("region"))


def deciding_regions(person: User) -> models.QuerySet[Region]:
    """Regions in whose council the person sits, or which it administers."""
    roles = person.role_assignments.current().filter(role__in=DECIDERS)
    return Region.objects.filter(pk__in=roles.filter(region__isnull=False).values("region"))


def followed_regions(person: User) -> models.QuerySet[Region]:
    """Regions that the person belongs to, or follows through one of their networks.

    Its own people, and those of the networks it follows: their members and leaders.
    """
    roles = person.role_assignments.current()
    members = Membership.objects.counted().filter(
        municipality__in=roles.filter(municipality__isnull=False).values("municipality")
    )
    networks = Network.objects.filter(
        Q(pk__in=members.values("network"))
        | Q(pk__in=roles.filter(network__isnull=False).values("network")),
        region__isnull=False,
    )
    return Region.objects.filter(
        Q(pk__in=roles.filter(region__isnull=False).values("region"))
        | Q(pk__in=networks.values("region"))
    )


def steered_municipalities(person: User) -> models.QuerySet[Any, Any]:
    """Municipalities whose own cases the person reads: as coordinator or administrator."""
    roles = person.role_assignments.current().filter(
        role__in=(Role.COORDINATOR, Role.ADMINISTRATOR), municipality__isnull=False
    )
    return roles.values("municipality")


def worked_municipalities(person: User) -> models.QuerySet[Any, Any]:
    """Municipalities whose cases are own ones of the person: it judges none of them."""
    roles = person.role_assignments.current().filter(
        role__in=WORKERS, municipality__isnull=False
    )
    return roles.values("municipality")
