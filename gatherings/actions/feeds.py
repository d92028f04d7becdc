"""Secret addresses of calendars: made once, renewed when somebody has them who should not."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.actions import digest
from accounts.models import User
from gatherings.models import CalendarFeed
from gatherings.sealed import seal
from networks.models import Network


@transaction.atomic
def make_feed(*, owner: User | Network, at: datetime) -> CalendarFeed:
    """Make the address of a person's or a network's calendar. Again changes nothing."""
    feed, _created = CalendarFeed.objects.get_or_create(
        **_of(owner), defaults={**_secret(), "made_at": at}
    )
    return feed


@transaction.atomic
def renew_feed(*, owner: User | Network, at: datetime) -> CalendarFeed:
    """Give a calendar a new address; the old one opens nothing from now on."""
    feed, _created = CalendarFeed.objects.update_or_create(
        **_of(owner), defaults={**_secret(), "made_at": at}
    )
    return feed


def _of(owner: User | Network) -> dict[str, Any]:
    return {"network" if isinstance(owner, Network) else "person": owner}


def _secret() -> dict[str, str]:
    token = secrets.token_urlsafe(32)
    return {"token_digest": digest(token), "token_sealed": seal(token)}
