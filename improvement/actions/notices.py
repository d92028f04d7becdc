"""Which mails about the cycle a person wants."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts.models import User
from improvement.enums import NoticeKind
from improvement.models import NoticeChoice


@transaction.atomic
def choose_notices(*, person: User, wanted: Collection[str], at: datetime) -> None:
    """Keep which kinds of mail a person wants; the others are switched off.

    A kind that was off already keeps the day on which it was switched off.
    """
    NoticeChoice.objects.filter(person=person, kind__in=wanted).delete()
    for kind in NoticeKind:
        if kind not in wanted:
            switch_off(person=person, kind=kind, at=at)


def switch_off(*, person: User, kind: str, at: datetime) -> NoticeChoice:
    """Send a person no more mail of one kind. Again changes nothing."""
    choice, _is_new = NoticeChoice.objects.get_or_create(
        person=person, kind=kind, defaults={"switched_off_at": at}
    )
    return choice
