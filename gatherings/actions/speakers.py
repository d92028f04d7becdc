"""Speakers from outside: who they are, and the secret link to their part."""

import secrets
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from gatherings import notices
from gatherings.actions.locks import lock_series
from gatherings.models import Series, Speaker
from networks.actions.locks import sign

_BYTES = 24


@dataclass(frozen=True, slots=True)
class SpeakerDetails:
    """Who speaks."""

    name: str
    title: str = ""
    organisation: str = ""
    email: str = ""


DETAILS = tuple(field.name for field in fields(SpeakerDetails))


@transaction.atomic
def add_speaker(*, series: Series, details: SpeakerDetails, by: User) -> Speaker:
    """Add somebody who speaks; no link is made yet."""
    speaker = Speaker(series=lock_series(series))
    _write(speaker, details, by=by)
    return speaker


@transaction.atomic
def change_speaker(*, speaker: Speaker, details: SpeakerDetails, by: User) -> Speaker:
    """Change who speaks; the link stays."""
    lock_series(speaker.series)
    locked = Speaker.objects.get(pk=speaker.pk)
    _write(locked, details, by=by)
    return locked


@transaction.atomic
def correct_speaker(*, speaker: Speaker, name: str, title: str, organisation: str) -> Speaker:
    """Let a speaker put right how he or she is named; the e-mail is the hosts' matter."""
    lock_series(speaker.series)
    locked = Speaker.objects.get(pk=speaker.pk)
    locked.name, locked.title, locked.organisation = name, title, organisation
    locked.save(update_fields=["name", "title", "organisation"])
    return locked


@transaction.atomic
def remove_speaker(*, speaker: Speaker, by: User) -> None:
    """Take somebody out of the programme; the link is dead. Again changes nothing."""
    lock_series(speaker.series)
    row = Speaker.objects.filter(pk=speaker.pk).first()
    if row is not None:
        sign(row, by=by)
        row.delete()


@transaction.atomic
def make_link(*, speaker: Speaker, at: datetime) -> str:
    """Make a new secret link; an older one is dead at once. It is mailed if there is an e-mail.

    Only a digest is kept, so the link is shown this once.

    Returns:
        The whole address.
    """
    lock_series(speaker.series)
    locked = Speaker.objects.select_related("series").get(pk=speaker.pk)
    token = secrets.token_urlsafe(_BYTES)
    locked.token_digest = digest_of(token)
    locked.save(update_fields=["token_digest"])
    page = reverse("gatherings:speaker-page", kwargs={"token": token})
    address = f"{settings.SITE_URL}{page}"
    if locked.email:
        notices.speaker_link(speaker=locked, address=address, occasion=at.isoformat())
    return address


def digest_of(token: str) -> str:
    """Give what is stored of a secret link."""
    return sha256(token.encode()).hexdigest()


def _write(speaker: Speaker, details: SpeakerDetails, *, by: User) -> None:
    for name in DETAILS:
        setattr(speaker, name, getattr(details, name))
    sign(speaker, by=by)
    speaker.save()
