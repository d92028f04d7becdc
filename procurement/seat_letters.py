"""Mails about a company's seats at the dialogue conference of a need.

Taking seats brings a file for calendar programs along, giving them back one that takes the
conference out again. Another company is never named.
"""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import outbox
from common.enums import MailKind
from gatherings.words import when_and_where
from procurement.enums import Ending
from procurement.mail_files import of_gone_seats, of_seats
from procurement.models import ConferenceSeat
from procurement.queries.contacts import people_of_company, reader_of


def taken(*, seat: ConferenceSeat, at: datetime) -> None:
    """Confirm to a company how many come, when and where; also when the number changes."""
    conference = seat.conference

    def paragraphs() -> list[str]:
        text = ngettext(
            "%(n)s person from your company comes.",
            "%(n)s people from your company come.",
            seat.people,
        )
        found = [text % {"n": seat.people}]
        found.append(when_and_where(conference.gathering, shows_link=True))
        if conference.gathering.day is not None:
            found.append(_("The file with this mail puts the conference into your calendar."))
        return found

    _to_company(
        seat,
        lambda: _("Seats at the conference: %(conference)s"),
        paragraphs,
        occasion=f"taken {at.isoformat()}",
        file=of_seats(seat, at=at) if conference.gathering.day is not None else "",
    )


def given_back(*, former: ConferenceSeat, at: datetime) -> None:
    """Confirm to a company that it has given its seats back; ``former`` is not deleted yet."""
    _to_company(
        former,
        lambda: _("Your seats are given back: %(conference)s"),
        lambda: [_no_longer(former), _gone(former)],
        occasion=f"back {at.isoformat()}",
        file=of_gone_seats(former, at=at),
    )


def freed(*, former: ConferenceSeat, ending: Ending, at: datetime) -> None:
    """Tell a company that its seats are gone; ``former`` is not deleted yet."""
    _to_company(
        former,
        lambda: _("Your seats are given back: %(conference)s"),
        lambda: [
            _no_longer(former),
            _("The reason: %(reason)s") % {"reason": ending.label},
            _gone(former),
        ],
        occasion=f"freed {at.isoformat()}",
        file=of_gone_seats(former, at=at),
    )


def _no_longer(former: ConferenceSeat) -> str:
    text = _("%(company)s no longer has seats at the conference about «%(need)s».")
    return text % {"company": former.supplier, "need": former.conference.need.title}


def _gone(former: ConferenceSeat) -> str:
    if former.conference.gathering.day is None:
        return ""
    return _("The file with this mail takes the conference out of your calendar.")


def _to_company(
    seat: ConferenceSeat,
    subject: Callable[[], str],
    paragraphs: Callable[[], list[str]],
    *,
    occasion: str,
    file: str,
) -> None:
    need, company = seat.conference.need, seat.supplier
    for person in people_of_company(company):
        reader = reader_of(person, company.language)
        with translation.override(reader.language):
            why = _("You get this mail because you act for %(company)s.")
            parts = [
                *paragraphs(),
                f"{settings.SITE_URL}{need.get_absolute_url()}#mote-h",
                why % {"company": company},
            ]
            outbox.post(
                recipient=reader.email,
                language=reader.language,
                kind=MailKind.PROCUREMENT,
                about=f"procurement.conferenceseat:{seat.pk}",
                occasion=occasion,
                subject=subject() % {"conference": seat.conference.gathering},
                body_text="\n\n".join(filter(None, parts)),
                file=file,
            )
