"""Who may do what; found by rules' autodiscovery.

A superuser may do everything (Django's own backend says so). A role counts
from its first day until the day before its last (``RoleAssignment.current``).
"""

import rules
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from networks.enums import Role
from networks.models import InvitedRole, Municipality, Network, Programme, Region
from networks.queries import roles_of
from networks.queries.assignments import Scope, has_administrator, leads_network_of

Person = User | AnonymousUser


def _holds(person: Person, municipality: Municipality | None, *wanted: Role) -> bool:
    if municipality is None:
        return False
    held = roles_of(person).municipalities.get(municipality.pk, set())
    return bool(held & set(wanted))


@rules.predicate
def administers(person: Person, municipality: Municipality | None) -> bool:
    return _holds(person, municipality, Role.ADMINISTRATOR)


@rules.predicate
def coordinates(person: Person, municipality: Municipality | None) -> bool:
    return _holds(person, municipality, Role.COORDINATOR, Role.ADMINISTRATOR)


@rules.predicate
def contributes(person: Person, municipality: Municipality | None) -> bool:
    return _holds(person, municipality, Role.CONTRIBUTOR, Role.COORDINATOR, Role.ADMINISTRATOR)


@rules.predicate
def belongs_to(person: Person, municipality: Municipality | None) -> bool:
    return municipality is not None and municipality.pk in roles_of(person).municipalities


@rules.predicate
def leads(person: Person, network: Network | None) -> bool:
    if network is None:
        return False
    roles = roles_of(person)
    held = roles.networks.get(network.pk, set()) | roles.programmes.get(
        network.programme_id or 0, set()
    )
    return Role.NETWORK_LEADER in held


@rules.predicate
def sees(person: Person, network: Network | None) -> bool:
    if network is None:
        return False
    return Network.objects.visible_to(person).filter(pk=network.pk).exists()


@rules.predicate
def administers_region(person: Person, region: Region | None) -> bool:
    if region is None:
        return False
    return Role.ADMINISTRATOR in roles_of(person).regions.get(region.pk, set())


@rules.predicate
def leads_any(person: Person) -> bool:
    return roles_of(person).any_of(Role.NETWORK_LEADER)


@rules.predicate
def manages_roles(person: Person, scope: Scope | None) -> bool:
    """Whether the person gives and ends roles in a place."""
    if isinstance(scope, Municipality):
        return bool(administers(person, scope))
    if isinstance(scope, Region):
        return bool(administers_region(person, scope))
    if isinstance(scope, Network):
        return bool(leads(person, scope))
    if isinstance(scope, Programme):
        return Role.NETWORK_LEADER in roles_of(person).programmes.get(scope.pk, set())
    return False


@rules.predicate
def appoints_first_administrator(person: Person, scope: Scope | None) -> bool:
    """A network leader may name an administrator where a member municipality has none."""
    if not isinstance(person, User) or not isinstance(scope, Municipality):
        return False
    if not leads_network_of(person, scope):
        return False
    return not has_administrator(scope, on=timezone.localdate())


@rules.predicate
def stands_behind(person: Person, invited: InvitedRole | None) -> bool:
    """Whether the person may still give the role that somebody is invited to.

    A network leader stands only behind an own invitation of a first administrator.
    """
    if invited is None or not isinstance(person, User) or not person.is_active:
        return False
    scope = invited.scope
    if manages_roles(person, scope):
        return True
    return (
        invited.role == Role.ADMINISTRATOR
        and invited.invitation.invited_by_id == person.pk
        and bool(appoints_first_administrator(person, scope))
    )


rules.add_perm("networks.view_network", sees)
rules.add_perm("networks.lead_network", leads)
rules.add_perm("networks.create_network", leads_any)
rules.add_perm("networks.act_for_municipality", coordinates)
rules.add_perm("networks.administer_municipality", administers)
rules.add_perm("networks.manage_roles", manages_roles)
rules.add_perm("networks.invite_administrator", manages_roles | appoints_first_administrator)
rules.add_perm("networks.uphold_invitation", stands_behind)
