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
        return [*found, _calendar(seat)]

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


def moved(*, seat: ConferenceSeat, sequence: int, at: datetime) -> bool:
    """Tell a company that the conference is held at another time or place; once for each move.

    Args:
        seat: With conference, need and gathering at hand.
        sequence: The number of the move.
        at: When it was moved.

    Returns:
        Whether anybody was written to.
    """
    occasion = f"moved {sequence}"
    if outbox.is_posted(about=_about(seat), occasion=occasion):
        return False
    gathering = seat.conference.gathering
    _to_company(
        seat,
        lambda: _("The conference is moved: %(conference)s"),
        lambda: [
            _("Your seats stay. If you cannot come, give them back on the page of the need."),
            when_and_where(gathering, shows_link=True),
            _calendar(seat),
        ],
        occasion=occasion,
        file=of_seats(seat, at=at) if gathering.day is not None else "",
    )
    return True


def reminder(*, seat: ConferenceSeat) -> bool:
    """Remind a company of the conference, the day before; again writes nothing.

    Returns:
        Whether anybody was written to.
    """
    gathering = seat.conference.gathering
    occasion = f"reminder {gathering.day}"
    if outbox.is_posted(about=_about(seat), occasion=occasion):
        return False
    _to_company(
        seat,
        lambda: _("Reminder of the conference: %(conference)s"),
        lambda: [when_and_where(gathering, shows_link=True)],
        occasion=occasion,
        file="",
    )
    return True


def _calendar(seat: ConferenceSeat) -> str:
    if seat.conference.gathering.day is None:
        return ""
    return _("The file with this mail puts the conference into your calendar.")


def _about(seat: ConferenceSeat) -> str:
    return f"procurement.conferenceseat:{seat.pk}"


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
                about=_about(seat),
                occasion=occasion,
                subject=subject() % {"conference": seat.conference.gathering},
                body_text="\n\n".join(filter(None, parts)),
                file=file,
            )
