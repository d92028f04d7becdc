"""Who holds which role where."""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone

from accounts.models import User
from networks.enums import Role

ROLES_ATTRIBUTE = "_samverk_roles"

# Every page of somebody signed in asks this, so it is not composed anew each time; the same
# rows as RoleAssignmentQuerySet.current.
_CURRENT = """
    SELECT role, municipality_id, region_id, network_id, programme_id
    FROM networks_roleassignment
    WHERE person_id = %s AND valid_from <= %s AND (valid_to IS NULL OR valid_to > %s)
"""


@dataclass(frozen=True, slots=True)
class Roles:
    """All roles of one person today, read by one query.

    Each field maps the key of a place to the roles held there.
    """

    municipalities: dict[int, set[str]] = field(default_factory=dict)
    regions: dict[int, set[str]] = field(default_factory=dict)
    networks: dict[int, set[str]] = field(default_factory=dict)
    programmes: dict[int, set[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether the person has any role at all."""
        return bool(self.municipalities or self.regions or self.networks or self.programmes)

    def any_of(self, *wanted: Role) -> bool:
        """Whether one of the roles is held anywhere."""
        places = (self.municipalities, self.regions, self.networks, self.programmes)
        return any(held & set(wanted) for place in places for held in place.values())

    @property
    def version(self) -> str:
        """A text that is the same for as long as the roles are."""
        places = (self.municipalities, self.regions, self.networks, self.programmes)
        return repr([sorted((pk, sorted(held)) for pk, held in one.items()) for one in places])


def roles_of(person: User | AnonymousUser, *, on: date | None = None) -> Roles:
    """The roles of ``person``, kept on the object for the rest of the request.

    Args:
        person: Signed in or not; an anonymous one has none.
        on: Another day than today; such an answer is not kept.
    """
    if not person.is_authenticated:
        return Roles()
    kept: Roles | None = getattr(person, ROLES_ATTRIBUTE, None)
    if kept is not None and on is None:
        return kept
    roles = Roles()
    day = on or timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(_CURRENT, [person.pk, day, day])
        rows = cursor.fetchall()
    for role, *places in rows:
        scopes = (roles.municipalities, roles.regions, roles.networks, roles.programmes)
        for scope, place in zip(scopes, places, strict=True):
            if place is not None:
                scope.setdefault(place, set()).add(role)
    if on is None:
        setattr(person, ROLES_ATTRIBUTE, roles)
    return roles


def forget_roles(person: User) -> None:
    """Read the roles again next time: they were just changed."""
    if hasattr(person, ROLES_ATTRIBUTE):
        delattr(person, ROLES_ATTRIBUTE)
