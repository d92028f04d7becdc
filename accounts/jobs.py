"""Work about people that nobody waits for."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from accounts.models import Invitation
from common.models import OutboxMessage

# How long after their end these are kept, for questions about what happened.
UNANSWERED_KEPT = timedelta(days=180)
MESSAGES_KEPT = timedelta(days=365)


@transaction.atomic
def forget_old(*, at: datetime) -> dict[str, int]:
    """Delete what nobody needs any more: see the retention constants above.

    Returns:
        How many rows of each kind were deleted.
    """
    ended = at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    old = {
        "sessions": Session.objects.filter(expire_date__lt=at),
        "devices": UserSession.objects.filter(last_seen_at__lt=ended),
        "invitations": Invitation.objects.filter(
            accepted_at=None, expires_at__lt=at - UNANSWERED_KEPT
        ),
        "messages": OutboxMessage.objects.filter(sent_at__lt=at - MESSAGES_KEPT),
    }
    counts = {}
    for kind, rows in old.items():
        counts[kind] = rows.count()
        rows.delete()
    return counts
