"""What a reader holds in the session until it is answered: an invitation, a sign-up.

Only what the server itself has found out is put there, so the rest may rely on it.
"""

from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Invitation, User

SESSION_KEY = "samverk_invitation"
_SIGNED_UP = "samverk_signed_up"
_PROVEN = "samverk_proven_address"


def hold_invitation(request: HttpRequest, invitation: Invitation) -> None:
    """Remember whose link was followed; the secret itself is not kept."""
    request.session[SESSION_KEY] = invitation.pk


def held_invitation(request: HttpRequest) -> Invitation | None:
    """The invitation whose link was followed in this session, open or not."""
    key = request.session.get(SESSION_KEY)
    if key is None:
        return None
    return Invitation.objects.select_related("invited_by").filter(pk=key).first()


def open_invitation(request: HttpRequest) -> Invitation | None:
    """The same, but only while it can still be accepted."""
    invitation = held_invitation(request)
    if invitation is None or not invitation.is_open(at=timezone.now()):
        return None
    return invitation


def drop_invitation(request: HttpRequest) -> None:
    """Forget it: it has been answered."""
    request.session.pop(SESSION_KEY, None)


def remember_sign_up(request: HttpRequest, person: User) -> None:
    """Remember that the account was made in this browser; it is not signed in by that."""
    request.session[_SIGNED_UP] = person.pk


def signed_up_here(request: HttpRequest, person: User) -> bool:
    """Whether the person's account was made in this browser."""
    return bool(request.session.get(_SIGNED_UP) == person.pk)


def hold_proven_address(request: HttpRequest, email: str) -> None:
    """Remember an address whose owner has followed a secret link that was sent to it."""
    request.session[_PROVEN] = email.strip().lower()


def proven_address(request: HttpRequest) -> str:
    """The address that a secret link has shown to be the reader's; empty if none."""
    return str(request.session.get(_PROVEN, ""))


def drop_proven_address(request: HttpRequest) -> None:
    """Forget it: the account has been made."""
    request.session.pop(_PROVEN, None)
