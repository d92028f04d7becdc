"""The invitation that a reader holds: kept in the session from the link to the answer."""

from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Invitation

SESSION_KEY = "samverk_invitation"


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
