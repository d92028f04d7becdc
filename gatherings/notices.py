"""Mails of the hosts: something is cancelled, or they have something to say."""

from collections.abc import Iterable
from hashlib import sha256

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from common import outbox
from common.dates import date_in_words
from common.enums import MailKind
from gatherings.enums import LIVE_STATES
from gatherings.models import Gathering, Participation, Registration, Series, Speaker
from gatherings.tokens import make_token


def series_cancelled(*, series: Series) -> None:
    """Tell everybody who has a seat or waits for one that the series is cancelled, and why."""
    for row in series.registrations.filter(state__in=LIVE_STATES).exclude(email=""):
        row.series = series
        with translation.override(row.language):
            _post(
                row,
                occasion="series cancelled",
                subject=_("%(series)s is cancelled") % {"series": series.name},
                paragraphs=[_("All gatherings of the series are cancelled."), _why(series)],
            )


def gathering_cancelled(*, gathering: Gathering) -> None:
    """Tell those who were to come, substitutes too, that one gathering is cancelled."""
    coming = gathering.participations.filter(registration__state__in=LIVE_STATES)
    for participation in coming.exclude(registration__email="").select_related("registration"):
        row = participation.registration
        row.series = gathering.series
        for address in _addresses(participation):
            with translation.override(row.language):
                _post(
                    row,
                    recipient=address,
                    occasion=f"gathering {gathering.pk} cancelled",
                    subject=_("Gathering %(number)s of %(series)s is cancelled")
                    % {"number": gathering.number, "series": gathering.series.name},
                    paragraphs=[_day(gathering), _why(gathering)],
                )


def in_own_words(
    *, series: Series, to: Iterable[tuple[Registration, str]], subject: str, text: str, day: str
) -> int:
    """Write the hosts' own words to each of ``to``, one mail for an address.

    The same words on the same day reach an address once.

    Args:
        series: Whose hosts write.
        to: Registrations, each with the address that the mail goes to.
        subject: One line.
        text: Plain text, paragraphs parted by an empty line.
        day: The day, as ISO 8601.

    Returns:
        How many addresses the mail goes to.
    """
    words = sha256(f"{subject}\n{text}".encode()).hexdigest()[:24]
    reached = set()
    for row, address in to:
        if address.lower() in reached:
            continue
        reached.add(address.lower())
        row.series = series
        with translation.override(row.language):
            foot = _questions(series)
        outbox.post(
            recipient=address,
            language=series.language,
            kind=MailKind.GATHERING,
            about=f"gatherings.series:{series.pk}",
            occasion=f"words {day} {words}",
            subject=subject,
            body_text=f"{text.strip()}\n\n{foot}",
        )
    return len(reached)


def speaker_link(*, speaker: Speaker, address: str, occasion: str) -> None:
    """Send a speaker the secret link to the own items."""
    series = speaker.series
    with translation.override(series.language):
        outbox.post(
            recipient=speaker.email,
            language=series.language,
            kind=MailKind.GATHERING,
            about=f"gatherings.speaker:{speaker.pk}",
            occasion=occasion[:100],
            subject=_("You speak at %(series)s") % {"series": series.name},
            body_text="\n\n".join(
                [_("Your part of the programme, when and where:"), address, _questions(series)]
            ),
        )


def _addresses(participation: Participation) -> list[str]:
    both = [participation.registration.email, participation.substitute_email]
    return [address for address in both if address]


def _day(gathering: Gathering) -> str:
    if gathering.day is None:
        return ""
    return _("It was to be on %(day)s.") % {"day": date_in_words(gathering.day)}


def _why(cancelled: Series | Gathering) -> str:
    return _("The reason: %(reason)s") % {"reason": cancelled.cancel_reason}


def _questions(series: Series) -> str:
    return _("Questions? Write to %(email)s.") % {"email": series.contact_email}


def _post(
    row: Registration,
    *,
    occasion: str,
    subject: str,
    paragraphs: list[str],
    recipient: str = "",
) -> None:
    to = recipient or row.email
    lines = [*(each for each in paragraphs if each)]
    if to == row.email:  # the link is the owner's alone
        token = make_token(row)
        address = settings.SITE_URL + reverse("gatherings:seat", kwargs={"token": token})
        lines += [_("Your seats:"), address]
    outbox.post(
        recipient=to,
        language=row.language,
        kind=MailKind.GATHERING,
        about=f"gatherings.registration:{row.pk}",
        occasion=occasion[:100],
        subject=subject,
        body_text="\n\n".join([*lines, _questions(row.series)]),
    )
