"""What this app knows about one person."""

from typing import Any

from django.db.models import Q

from accounts.models import User
from networks.models import Decision, InvitedRole, MainContact, Membership, RoleAssignment


def own_data(person: User) -> dict[str, Any]:
    """Roles, invitations to roles, contacts and recorded changes, ready for JSON."""
    roles = RoleAssignment.objects.select_related(
        "municipality", "region", "network", "programme", "given_by", "ended_by"
    )
    contacts = MainContact.objects.filter(
        Q(person=person) | Q(email__iexact=person.email)
    ).select_related("membership__municipality", "membership__network")
    invited = InvitedRole.objects.filter(
        Q(invitation__email__iexact=person.email) | Q(invitation__invited_by=person)
    ).select_related("invitation", "municipality", "region", "network", "programme")
    return {
        "roles": [_role(row) for row in roles.filter(person=person).order_by("pk")],
        "roles_given_to_others": roles.filter(given_by=person).exclude(person=person).count(),
        "roles_ended_for_others": roles.filter(ended_by=person).exclude(person=person).count(),
        "invitations_to_roles": [
            {
                "email": row.invitation.email,
                "role": row.role,
                "place": str(row.scope),
                "expires": row.invitation.expires_at,
            }
            for row in invited.order_by("pk")
        ],
        "main_contact": [
            {
                "municipality": str(row.membership.municipality),
                "network": str(row.membership.network),
                "name": row.name,
                "email": row.email,
                "position": row.position,
                "from": row.valid_from,
                "until": row.valid_to,
            }
            for row in contacts.order_by("pk")
        ],
        "changes_recorded": {
            "decisions": Decision.history.filter(history_user=person).count(),
            "memberships": Membership.history.filter(history_user=person).count(),
        },
    }


def _role(row: RoleAssignment) -> dict[str, Any]:
    return {
        "role": row.role,
        "place": str(row.scope),
        "from": row.valid_from,
        "until": row.valid_to,
        "given_by": row.given_by.get_full_name() if row.given_by else None,
        "ended_by": row.ended_by.get_full_name() if row.ended_by else None,
    }
