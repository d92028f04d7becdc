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
from gatherings import words
from gatherings.enums import LIVE_STATES, SEATED_STATES
from gatherings.mail_files import of_gathering
from gatherings.models import Gathering, Registration, Series, Speaker
from gatherings.tokens import make_token
from networks.models import MainContact


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
    for row, address in told(gathering):
        with translation.override(row.language):
            _post(
                row,
                recipient=address,
                occasion=_occasion(gathering, "cancelled"),
                subject=_("Gathering %(number)s of %(series)s is cancelled")
                % {"number": gathering.number, "series": gathering.series.name},
                paragraphs=[_day(gathering), _why(gathering)],
                file=of_gathering(gathering),
            )


def gathering_moved(*, gathering: Gathering, before: Gathering) -> None:
    """Tell those who come, substitutes too, that day, time or place is another now.

    Args:
        gathering: As it is now.
        before: As it was.
    """
    for row, address in told(gathering):
        with translation.override(row.language):
            _post(
                row,
                recipient=address,
                occasion=_occasion(gathering, "moved"),
                subject=_("New day, time or place: gathering %(number)s of %(series)s")
                % {"number": gathering.number, "series": gathering.series.name},
                paragraphs=[
                    _("Now: %(when)s") % {"when": _when(row, gathering)},
                    _("Before: %(when)s") % {"when": _when(row, before)},
                    _file(row, gathering, address),
                ],
                file=of_gathering(gathering),
            )


def gathering_reopened(*, gathering: Gathering) -> None:
    """Tell everybody with a seat, or in line for one, that it takes place after all."""
    coming = told(gathering)
    keys = {row.pk for row, _address in coming}
    live = gathering.series.registrations.filter(state__in=LIVE_STATES).exclude(email="")
    rows = [*coming, *((row, row.email) for row in live.exclude(pk__in=keys).order_by("pk"))]
    for row, address in rows:
        row.series = gathering.series
        with translation.override(row.language):
            comes = _("You are signed up for it, as before.")
            absent = _("You are not signed up for it. You can choose it at your seats.")
            _post(
                row,
                recipient=address,
                occasion=_occasion(gathering, "reopened"),
                subject=_("Gathering %(number)s of %(series)s takes place after all")
                % {"number": gathering.number, "series": gathering.series.name},
                paragraphs=[
                    _when(row, gathering),
                    comes if row.pk in keys else absent,
                    _file(row, gathering, address) if row.pk in keys else "",
                ],
                file=of_gathering(gathering) if row.pk in keys else "",
            )


def told(gathering: Gathering) -> list[tuple[Registration, str]]:
    """Give those who are told of a change, each with the address: owners and substitutes."""
    rows = gathering.participations.filter(registration__state__in=LIVE_STATES)
    found: dict[str, tuple[Registration, str]] = {}
    for participation in rows.select_related("registration").order_by("pk"):
        row = participation.registration
        row.series = gathering.series
        for address in (row.email, participation.substitute_email):
            if address:
                found.setdefault(address.lower(), (row, address))
    return list(found.values())


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
    reached = set()
    for row, address in to:
        if address.lower() in reached:
            continue
        reached.add(address.lower())
        with translation.override(row.language):
            foot = _questions(series)
        _post_own_words(series, address, subject=subject, text=text, foot=foot, day=day)
    return len(reached)


def to_contacts(
    *, series: Series, contacts: Iterable[MainContact], subject: str, text: str, day: str
) -> int:
    """Write the hosts' own words to main contacts, with the way to the page of the series.

    Args:
        series: Whose hosts write.
        contacts: To whom; the same words on the same day reach each once.
        subject: One line.
        text: Plain text, paragraphs parted by an empty line.
        day: The day, as ISO 8601.

    Returns:
        How many addresses the mail goes to.
    """
    reached = set()
    page = settings.SITE_URL + series.get_absolute_url()
    for contact in contacts:
        address = contact.email.lower()
        if address in reached:
            continue
        reached.add(address)
        with translation.override(
            contact.person.language if contact.person else series.language
        ):
            foot = "\n\n".join([_("Sign up here:"), page, _questions(series)])
        _post_own_words(series, address, subject=subject, text=text, foot=foot, day=day)
    return len(reached)


def _post_own_words(
    series: Series, address: str, *, subject: str, text: str, foot: str, day: str
) -> None:
    digest = sha256(f"{subject}\n{text}".encode()).hexdigest()[:24]
    outbox.post(
        recipient=address,
        language=series.language,
        kind=MailKind.GATHERING,
        about=f"gatherings.series:{series.pk}",
        occasion=f"words {day} {digest}",
        subject=subject,
        body_text=f"{text.strip()}\n\n{foot}",
    )


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


def _occasion(gathering: Gathering, what: str) -> str:
    """Name a change: the same one is told of once."""
    return f"gathering {gathering.pk} {what} {gathering.sequence}"


def _when(row: Registration, gathering: Gathering) -> str:
    return words.when_and_where(gathering, shows_link=row.state in SEATED_STATES)


def _file(row: Registration, gathering: Gathering, address: str) -> str:
    """Point to the calendar file; that of the seat is the owner's alone."""
    if address == row.email:
        path = reverse("gatherings:seat-calendar", kwargs={"token": make_token(row)})
    elif gathering.day is not None and gathering.series.network.is_public:
        keys = {"slug": gathering.series.slug, "number": gathering.number}
        path = reverse("gatherings:gathering-file", kwargs=keys)
    else:
        return ""
    return "\n\n".join([_("Put it in your calendar:"), settings.SITE_URL + path])


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
    file: str = "",
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
        file=file,
    )
