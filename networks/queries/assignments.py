"""Roles and invitations of one place, as its administrators see them."""

from datetime import date, datetime

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from accounts.models import User
from common.nordic import by_name
from networks.enums import Role, ScopeKind
from networks.models import (
    InvitedRole,
    Membership,
    Municipality,
    Network,
    Programme,
    Region,
    RoleAssignment,
)
from networks.models.networks import ENDED_STATES
from networks.queries.roles import roles_of

Scope = Municipality | Region | Network | Programme

# Who holds this role in a place can give roles there.
KEY_ROLES = {
    ScopeKind.MUNICIPALITY: Role.ADMINISTRATOR,
    ScopeKind.REGION: Role.ADMINISTRATOR,
    ScopeKind.NETWORK: Role.NETWORK_LEADER,
    ScopeKind.PROGRAMME: Role.NETWORK_LEADER,
}
_KINDS: dict[type[Scope], ScopeKind] = {
    Municipality: ScopeKind.MUNICIPALITY,
    Region: ScopeKind.REGION,
    Network: ScopeKind.NETWORK,
    Programme: ScopeKind.PROGRAMME,
}


def scope_kind_of(scope: Scope) -> ScopeKind:
    """What sort of place it is."""
    return _KINDS[type(scope)]


def key_role_of(kind: ScopeKind) -> Role:
    """The role that lets somebody give roles in such a place."""
    return KEY_ROLES[kind]


def roles_held_in(scope: Scope, *, on: date) -> QuerySet[RoleAssignment]:
    """Roles in force in a place: most powerful role first, then by name."""
    return _with_names(RoleAssignment.objects.filter(_in(scope)).current(on=on)).order_by(
        _role_order(), by_name("person__name"), "pk"
    )


def role_log_of(scope: Scope) -> QuerySet[RoleAssignment]:
    """Every role ever given in a place, newest first."""
    return _with_names(RoleAssignment.objects.filter(_in(scope))).order_by("-valid_from", "-pk")


def waiting_invitations(scope: Scope) -> QuerySet[InvitedRole]:
    """Invitations to a role here that are neither accepted nor withdrawn, newest first.

    Those that are too old are among them: they can be renewed.
    """
    return (
        InvitedRole.objects.filter(
            _in(scope), invitation__accepted_at=None, invitation__withdrawn_at=None
        )
        .select_related("invitation__invited_by")
        .order_by("-invitation__expires_at", "-pk")
    )


def people_in(scope: Scope, *, on: date) -> QuerySet[User]:
    """People who hold a role in a place, by name."""
    held = RoleAssignment.objects.filter(_in(scope)).current(on=on)
    return User.objects.filter(pk__in=held.values("person"), is_active=True).order_by(
        by_name("name"), "pk"
    )


def has_administrator(municipality: Municipality, *, on: date) -> bool:
    """Whether somebody can give roles in the municipality."""
    return (
        RoleAssignment.objects.filter(
            municipality=municipality, role=Role.ADMINISTRATOR, person__is_active=True
        )
        .current(on=on)
        .exists()
    )


def leads_network_of(person: User, municipality: Municipality) -> bool:
    """Whether the person leads a network that the municipality is invited to or in."""
    roles = roles_of(person)
    led = [pk for pk, held in roles.networks.items() if Role.NETWORK_LEADER in held]
    led_programmes = [
        pk for pk, held in roles.programmes.items() if Role.NETWORK_LEADER in held
    ]
    if not led and not led_programmes:
        return False
    return (
        Membership.objects.filter(
            Q(network__in=led) | Q(network__programme__in=led_programmes),
            municipality=municipality,
            network__closed_at=None,
        )
        .exclude(state__in=ENDED_STATES)
        .exists()
    )


def is_invited(*, email: str, role: Role, scope: Scope, at: datetime) -> bool:
    """Whether an invitation to the same role here is still open."""
    return InvitedRole.objects.filter(
        _in(scope),
        role=role,
        invitation__email__iexact=email,
        invitation__accepted_at=None,
        invitation__withdrawn_at=None,
        invitation__expires_at__gt=at,
    ).exists()


def holds(*, email: str, role: Role, scope: Scope, on: date) -> bool:
    """Whether the owner of the address holds the role here."""
    return (
        RoleAssignment.objects.filter(_in(scope), role=role, person__email__iexact=email)
        .current(on=on)
        .exists()
    )


def sole_places_of(person: User, *, on: date) -> list[Scope]:
    """Places where nobody but the person can give roles."""
    rows = RoleAssignment.objects.current(on=on)
    mine = rows.filter(person=person, role__in=set(KEY_ROLES.values())).select_related(
        "municipality", "region", "network", "programme"
    )
    places: list[Scope] = []
    for row in mine.order_by("pk"):
        others = rows.filter(_in(row.scope), role=row.role, person__is_active=True)
        if row.role == KEY_ROLES[row.scope_kind] and not others.exclude(person=person).exists():
            places.append(row.scope)
    return places


def _in(scope: Scope) -> Q:
    return Q(**{scope_kind_of(scope).lower(): scope})


def _with_names(rows: QuerySet[RoleAssignment]) -> QuerySet[RoleAssignment]:
    return rows.select_related("person", "given_by", "ended_by")


def _role_order() -> Case:
    order = (
        Role.NETWORK_LEADER,
        Role.ADMINISTRATOR,
        Role.COORDINATOR,
        Role.COUNCIL_MEMBER,
        Role.CONTRIBUTOR,
        Role.READER,
    )
    whens = [When(role=role, then=Value(place)) for place, role in enumerate(order)]
    return Case(*whens, default=Value(len(order)), output_field=IntegerField())
