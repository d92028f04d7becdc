"""Writes about people: accounts, profiles, invitations."""

import hashlib
import secrets
from datetime import datetime, timedelta
from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction

from accounts.models import CLOSED_DOMAIN, Invitation, User
from common.models import OutboxMessage

INVITATION_LASTS = timedelta(days=14)


class InvitationNotOpen(Exception):
    """The invitation has been used or withdrawn, or is too old."""


class OtherAddress(Exception):
    """The invitation was sent to another address than the person's."""


class AccountClosed(Exception):
    """The account has been closed and cannot be changed."""


@transaction.atomic
def open_account(
    *, email: str, password: str | None = None, name: str = "", language: str = ""
) -> User:
    """Store a person whose address needs no confirmation; again changes nothing.

    For people that an operator vouches for (demonstration accounts). Everyone else comes
    by invitation.
    """
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        person = User.objects.create_user(email, password, name=name, language=language)
    EmailAddress.objects.get_or_create(
        user=person,
        email=person.email,
        defaults={"verified": True, "primary": True},
    )
    return person


def change_profile(*, person: User, name: str, language: str) -> None:
    """Store name and language; an empty language follows the browser.

    Raises:
        AccountClosed: The account is closed.
    """
    changed = User.objects.filter(pk=person.pk, is_active=True).update(
        name=name, language=language
    )
    if not changed:
        raise AccountClosed
    person.name = name
    person.language = language


@transaction.atomic
def invite(
    *, email: str, language: str, invited_by: User, at: datetime
) -> tuple[Invitation, str]:
    """Write an invitation that can be accepted within 14 days.

    Returns:
        The invitation and the secret for its link, which is not stored anywhere.
    """
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email.strip().lower(),
        token_digest=digest(token),
        language=language,
        invited_by=invited_by,
        expires_at=at + INVITATION_LASTS,
    )
    return invitation, token


@transaction.atomic
def renew_invitation(*, invitation: Invitation, at: datetime) -> str:
    """Give an invitation a new secret and 14 new days; the old link stops working.

    Also one that is too old can be renewed.

    Returns:
        The new secret.

    Raises:
        InvitationNotOpen: It has been accepted or withdrawn.
    """
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.accepted_at is not None or locked.withdrawn_at is not None:
        raise InvitationNotOpen
    token = secrets.token_urlsafe(32)
    locked.token_digest = digest(token)
    locked.expires_at = at + INVITATION_LASTS
    locked.save(update_fields=["token_digest", "expires_at", "updated_at"])
    return token


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, at: datetime) -> None:
    """Make an invitation useless; again changes nothing.

    Raises:
        InvitationNotOpen: It has been accepted: end the role instead.
    """
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.accepted_at is not None:
        raise InvitationNotOpen
    if locked.withdrawn_at is None:
        locked.withdrawn_at = at
        locked.save(update_fields=["withdrawn_at", "updated_at"])


@transaction.atomic
def accept_invitation(*, invitation: Invitation, person: User, at: datetime) -> Invitation:
    """Mark an invitation as accepted by the person it was sent to.

    The row is locked, so it is accepted once. The same person again changes nothing.

    Returns:
        The invitation as stored.

    Raises:
        InvitationNotOpen: It has been used or withdrawn, or ``at`` is too late.
        OtherAddress: The person has not confirmed the address it was sent to.
    """
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.accepted_by_id == person.pk and locked.accepted_at is not None:
        return locked
    if not locked.is_open(at=at):
        raise InvitationNotOpen
    if not owns_address(person=person, email=locked.email):
        raise OtherAddress
    locked.accepted_at = at
    locked.accepted_by = person
    locked.save(update_fields=["accepted_at", "accepted_by", "updated_at"])
    return locked


def owns_address(*, person: User, email: str) -> bool:
    """Whether the person has confirmed that the address is theirs."""
    mine = EmailAddress.objects.filter(user=person, email__iexact=email, verified=True)
    return bool(mine.exists())


@transaction.atomic
def close_account(*, person: User, at: datetime) -> None:
    """Remove everything that says who the person was; the row stays as a pseudonym.

    What the person has decided or entered keeps pointing to the nameless row, so the log
    stays whole. Open invitations to and from the person are withdrawn. Again changes
    nothing.
    """
    locked = User.objects.select_for_update().get(pk=person.pk)
    if not locked.is_active and locked.email.endswith(f"@{CLOSED_DOMAIN}"):
        return
    Invitation.objects.filter(invited_by=locked, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=at
    )
    Invitation.objects.filter(email__iexact=locked.email, accepted_at=None).delete()
    Invitation.objects.filter(accepted_by=locked).update(email=_pseudonym(locked))
    OutboxMessage.objects.filter(recipient__iexact=locked.email).delete()
    end_sessions(person=locked)
    for model in (Authenticator, SocialAccount, EmailAddress):
        model.objects.filter(user=locked).delete()
    locked.email = _pseudonym(locked)
    locked.name = ""
    locked.language = ""
    locked.is_active = False
    locked.is_staff = False
    locked.is_superuser = False
    locked.set_unusable_password()
    locked.save()
    locked.groups.clear()
    locked.user_permissions.clear()


def end_sessions(*, person: User) -> None:
    """Sign the person out everywhere."""
    rows = UserSession.objects.filter(user=person)
    keys = list(rows.values_list("session_key", flat=True))
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in keys:
        store(key).delete()
    rows.delete()


def digest(token: str) -> str:
    """Give what is stored of a secret link: its SHA-256, 64 hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()


def _pseudonym(person: User) -> str:
    return f"person-{person.pk}@{CLOSED_DOMAIN}"
