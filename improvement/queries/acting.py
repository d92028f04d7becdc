"""On whose behalf somebody acts."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from networks.enums import Role
from networks.models import Municipality, RegionMembership
from networks.queries import Roles, roles_of

_WORKING = {Role.CONTRIBUTOR, Role.COORDINATOR, Role.ADMINISTRATOR}
_STEERING = {Role.COORDINATOR, Role.ADMINISTRATOR}
# A region's coordinator (a climate coordinator, for instance) acts for its municipalities.
_ACTING_FOR = {Role.COORDINATOR}
_KEPT = "_samverk_workplaces"


def works_in(person: User | AnonymousUser, municipality: Municipality) -> bool:
    """Whether the person logs status and writes objectives and measures there."""
    held = roles_of(person).municipalities.get(municipality.pk, set())
    return bool(held & _WORKING) or acts_as_region(person, municipality)


def steers(person: User | AnonymousUser, municipality: Municipality) -> bool:
    """Whether the person runs rounds, reports and imports there."""
    held = roles_of(person).municipalities.get(municipality.pk, set())
    return bool(held & _STEERING) or acts_as_region(person, municipality)


def acts_as_region(person: User | AnonymousUser, municipality: Municipality) -> bool:
    """Whether the person is coordinator of a region that the municipality is in today."""
    regions = _regions(roles_of(person))
    if not regions:
        return False
    return _in_regions(regions).filter(municipality=municipality).exists()


def behalf(person: User, municipality: Municipality) -> Municipality | None:
    """The municipality, where the person works for it without a role of its own; else none."""
    held = roles_of(person).municipalities.get(municipality.pk, set())
    return None if held & _WORKING else municipality


def workplaces(person: User) -> list[Municipality]:
    """Municipalities that the person works in or acts for: own ones first, then by key.

    Kept on the object for as long as its roles are (``networks.queries.roles_of``).
    """
    roles = roles_of(person)
    kept: tuple[Roles, list[Municipality]] | None = getattr(person, _KEPT, None)
    if kept is not None and kept[0] is roles:
        return list(kept[1])
    places = _workplaces(roles)
    setattr(person, _KEPT, (roles, places))
    return list(places)


def workplace_keys(person: User) -> tuple[int, ...]:
    """Keys of ``workplaces``; one query for coordinators of a region, none for others."""
    roles = roles_of(person)
    own, regions = _own(roles), _regions(roles)
    if not regions:
        return tuple(own)
    return tuple({*own, *_in_regions(regions).values_list("municipality", flat=True)})


def _workplaces(roles: Roles) -> list[Municipality]:
    own, regions = _own(roles), _regions(roles)
    wanted = Q(pk__in=own)
    if regions:
        wanted |= Q(pk__in=_in_regions(regions).values("municipality"))
    if not own and not regions:
        return []
    found = Municipality.objects.filter(wanted).select_related("country").order_by("pk")
    return sorted(found, key=lambda place: (place.pk not in own, place.pk))


def _own(roles: Roles) -> list[int]:
    return [pk for pk, held in roles.municipalities.items() if held & _WORKING]


def _regions(roles: Roles) -> list[int]:
    return [pk for pk, held in roles.regions.items() if held & _ACTING_FOR]


def _in_regions(regions: list[int]) -> QuerySet[RegionMembership]:
    today = timezone.localdate()
    return RegionMembership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=today), region__in=regions
    )
