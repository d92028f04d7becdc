"""Who may read what a municipality does: itself, and those it works together with."""

from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from networks.models import Membership, Municipality, Network, RegionMembership
from networks.models.networks import NetworkQuerySet

# A municipality's work is read by its own people, by those of the networks it is in (all
# members, the leader, the programme) and by its regional council. Residents do not read it.
# A municipality that is only invited is not in the network yet: neither side reads the other.


def readable_municipalities(person: User | AnonymousUser) -> models.QuerySet[Municipality]:
    """Municipalities whose objectives, measures and log ``person`` may read."""
    if person.is_superuser:
        return Municipality.objects.all()
    if not person.is_authenticated:
        return Municipality.objects.none()
    roles = person.role_assignments.current()
    own = roles.values("municipality")
    today = timezone.localdate()
    regions = RegionMembership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=today), region__in=roles.values("region")
    )
    current = Membership.objects.counted()
    shared = current.filter(
        Q(network__in=roles.values("network"))
        | Q(network__programme__in=roles.values("programme"))
        | Q(network__region__in=roles.values("region"))
        | Q(network__in=current.filter(municipality__in=own).values("network"))
    )
    return Municipality.objects.filter(
        Q(pk__in=own)
        | Q(pk__in=regions.values("municipality"))
        | Q(pk__in=shared.values("municipality"))
    )


def workplace_networks(person: User | AnonymousUser) -> NetworkQuerySet:
    """Networks whose common work ``person`` may read: not every public one."""
    if person.is_superuser:
        return Network.objects.all()
    if not person.is_authenticated:
        return Network.objects.none()
    roles = person.role_assignments.current()
    current = Membership.objects.counted()
    return Network.objects.filter(
        Q(pk__in=roles.values("network"))
        | Q(programme__in=roles.values("programme"))
        | Q(region__in=roles.values("region"))
        | Q(
            pk__in=current.filter(municipality__in=roles.values("municipality")).values(
                "network"
            )
        )
    )


class MunicipalWorkQuerySet(models.QuerySet[Any]):
    """Rows with a ``municipality``; every page starts from ``visible_to``."""

    def visible_to(self, person: User | AnonymousUser) -> Self:
        """Rows of municipalities whose work ``person`` may read."""
        return self.filter(municipality__in=readable_municipalities(person))
