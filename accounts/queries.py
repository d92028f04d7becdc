"""Reads about people that several callers share."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Q

from accounts.models import Invitation, User
from common.models import OutboxMessage


def has_account(*, email: str) -> bool:
    """Whether an open account has confirmed this address or was made with it."""
    confirmed = Q(emailaddress__email__iexact=email, emailaddress__verified=True)
    people = User.objects.filter(Q(email__iexact=email) | confirmed, is_active=True)
    return people.exists()


def own_data(person: User) -> dict[str, Any]:
    """Everything this app and the outbox know about a person, ready for JSON."""
    mine = Q(invited_by=person) | Q(accepted_by=person) | Q(email__iexact=person.email)
    return {
        "account": {
            "email": person.email,
            "name": person.name,
            "language": person.language,
            "joined": person.date_joined,
            "last_signed_in": person.last_login,
            "has_password": person.has_usable_password(),
            "is_staff": person.is_staff,
            "is_superuser": person.is_superuser,
        },
        "email_addresses": list(
            EmailAddress.objects.filter(user=person)
            .order_by("pk")
            .values("email", "verified", "primary")
        ),
        "sign_in_providers": list(
            SocialAccount.objects.filter(user=person)
            .order_by("pk")
            .values("provider", "uid", "last_login", "date_joined", "extra_data")
        ),
        "two_step_sign_in": list(
            Authenticator.objects.filter(user=person)
            .order_by("pk")
            .values("type", "created_at", "last_used_at")
        ),
        "sessions": list(
            UserSession.objects.filter(user=person)
            .order_by("pk")
            .values("created_at", "last_seen_at", "ip", "user_agent")
        ),
        "invitations": list(
            Invitation.objects.filter(mine)
            .order_by("pk")
            .values("email", "created_at", "expires_at", "accepted_at", "withdrawn_at")
        ),
        "messages": list(
            OutboxMessage.objects.filter(recipient__iexact=person.email)
            .order_by("pk")
            .values("kind", "subject", "created_at", "sent_at")
        ),
    }
