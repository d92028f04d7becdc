"""Inviting somebody by e-mail to a role; the role is given when the person accepts."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import actions as account_actions
from accounts.models import Invitation, User
from common.enums import MailKind
from common.outbox import post
from networks.actions.locks import Refused
from networks.actions.roles import RoleDoesNotFit, give_role
from networks.enums import ROLES_OF_SCOPE, Role
from networks.models import InvitedRole, RoleAssignment
from networks.queries.assignments import Scope, holds, is_invited, scope_kind_of


class AlreadyInvited(Refused):
    """An invitation to the same role is on its way; it can be sent again."""


class AlreadyHolds(Refused):
    """The owner of the address holds the role already."""


class InvitesOneself(Refused):
    """A role is given by someone else: nobody is the inviter and the invited."""


@transaction.atomic
def invite_to_role(
    *,
    email: str,
    role: Role,
    scope: Scope,
    language: str,
    invited_by: User,
    at: datetime,
) -> Invitation:
    """Write an invitation to a role and put its letter in the outbox.

    Raises:
        RoleDoesNotFit: The role means nothing in this kind of place.
        InvitesOneself: The address is the inviter's own.
        AlreadyInvited: The same invitation is open.
        AlreadyHolds: The role is held already.
    """
    kind = scope_kind_of(scope)
    if role not in ROLES_OF_SCOPE[kind]:
        raise RoleDoesNotFit
    # One at a time for each inviter: a double click makes one invitation.
    User.objects.select_for_update(no_key=True).get(pk=invited_by.pk)
    if holds(email=email, role=role, scope=scope, on=timezone.localdate(at)):
        raise AlreadyHolds
    if email.casefold() == invited_by.email.casefold():
        raise InvitesOneself
    if is_invited(email=email, role=role, scope=scope, at=at):
        raise AlreadyInvited
    invitation, token = account_actions.invite(
        email=email, language=language, invited_by=invited_by, at=at
    )
    invited = InvitedRole.objects.create(
        invitation=invitation, role=role, **{kind.lower(): scope}
    )
    _write(invited, token=token)
    return invitation


@transaction.atomic
def send_again(*, invited: InvitedRole, at: datetime) -> None:
    """Send an invitation again, with a new link and 14 new days.

    Passes on:
        accounts.actions.InvitationNotOpen: It has been accepted or withdrawn.
    """
    token = account_actions.renew_invitation(invitation=invited.invitation, at=at)
    invited.invitation.refresh_from_db()
    _write(invited, token=token)


@transaction.atomic
def accept(
    *, invited: InvitedRole, person: User, at: datetime, on: date
) -> RoleAssignment | None:
    """Accept an invitation: the role is given by whoever invited.

    Accepting again changes nothing, also when the role has been ended since.

    Returns:
        The role, or None when the invitation had been accepted before.

    Passes on:
        accounts.actions.InvitationNotOpen: It has been used or withdrawn, or is too old.
        accounts.actions.OtherAddress: It was sent to another address.
    """
    before = Invitation.objects.select_for_update().get(pk=invited.invitation_id)
    accepted = account_actions.accept_invitation(invitation=before, person=person, at=at)
    if before.accepted_at is not None:
        return None
    return give_role(
        person=person,
        role=Role(invited.role),
        scope=invited.scope,
        given_by=accepted.invited_by,
        on=on,
    )


def _write(invited: InvitedRole, *, token: str) -> None:
    invitation = invited.invitation
    path = reverse("networks:invitation", kwargs={"token": token})
    with translation.override(invitation.language):
        words = {"role": invited.get_role_display(), "place": str(invited.scope)}
        subject = _("Invitation to Samverk: %(role)s, %(place)s") % words
        text = render_to_string(
            "networks/mail/invitation.txt",
            {
                **words,
                "inviter": invitation.invited_by.get_full_name(),
                "link": f"{settings.SITE_URL}{path}",
                "expires_at": invitation.expires_at,
                "site_url": settings.SITE_URL,
            },
        )
    post(
        recipient=invitation.email,
        language=invitation.language,
        kind=MailKind.INVITATION,
        about=f"accounts.invitation:{invitation.pk}",
        # A renewed invitation has a new digest, and so a letter of its own.
        occasion=invitation.token_digest,
        subject=subject,
        body_text=text.strip(),
    )
