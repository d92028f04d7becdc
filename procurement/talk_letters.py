"""Mails about talks, to the company and to the contact of the buyers.

Each talk brings its file for calendar programs along. Another company is never named.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common import outbox
from common.enums import MailKind
from procurement import words
from procurement.enums import Ending
from procurement.mail_files import GONE, of_gone_talk, of_talk
from procurement.models import Slot, Supplier
from procurement.queries.contacts import Reader, contacts_of, people_of_company, reader_of

_MINUTE = timedelta(minutes=1)


def booked(*, slot: Slot, at: datetime) -> None:
    """Confirm a talk to the company, and tell the contact of the buyers."""
    _to_both(
        slot,
        lambda: _("Talk booked: %(need)s"),
        lambda: [_when(slot), _where(slot), _calendar()],
        occasion=f"booked {at.isoformat()}",
        file=of_talk(slot, at=at),
    )


def link_changed(*, slot: Slot, at: datetime) -> None:
    """Tell where a booked talk is held now."""
    _to_both(
        slot,
        lambda: _("New link to the talk: %(need)s"),
        lambda: [_when(slot), _where(slot), _calendar()],
        occasion=f"link {at.isoformat()}",
        file=of_talk(slot, at=at),
    )


def given_back(*, former: Slot, at: datetime) -> None:
    """Tell both that a company has given its talk back.

    Args:
        former: The talk as it was, not saved, with company and person.
        at: The time.
    """
    _to_both(
        former,
        lambda: _("Talk given back: %(need)s"),
        lambda: [_was(former), _gone()],
        occasion=f"back {at.isoformat()}",
        file=of_gone_talk(former, at=at),
    )


def called_off(*, former: Slot, ending: Ending, reason: str, at: datetime) -> None:
    """Tell both that a talk is not held.

    Args:
        former: The talk as it was, not saved, with company and person.
        ending: Why.
        reason: In the words of those who called it off; may be empty.
        at: The time.
    """
    _to_both(
        former,
        lambda: _("Talk cancelled: %(need)s"),
        lambda: [_was(former), _why(ending, reason), _gone()],
        occasion=f"off {at.isoformat()}",
        file=of_gone_talk(former, at=at),
    )


def reminder(*, slot: Slot) -> bool:
    """Remind both of a talk, the day before; again writes nothing.

    Returns:
        Whether anybody was written to.
    """
    occasion = f"reminder {slot.supplier_id} {slot.starts_at.isoformat()}"
    if outbox.is_posted(about=f"procurement.slot:{slot.pk}", occasion=occasion):
        return False
    _to_both(
        slot,
        lambda: _("Reminder of the talk: %(need)s"),
        lambda: [_when(slot), _where(slot)],
        occasion=occasion,
    )
    return True


def _to_both(
    slot: Slot,
    subject: Callable[[], str],
    paragraphs: Callable[[], list[str]],
    *,
    occasion: str,
    file: str = "",
) -> None:
    """Write to who booked, or to the company's people, and to the contact of the buyers."""
    need, company = slot.need, slot.supplier
    if company is None:
        return

    is_held = not file.startswith(GONE)

    def sentence() -> str:
        if is_held:
            return _("%(company)s and %(place)s talk about «%(need)s».")
        return _("The talk of %(company)s with %(place)s about «%(need)s» is not held.")

    def post(reader: Reader, reason: str) -> None:
        outbox.post(
            recipient=reader.email,
            language=reader.language,
            kind=MailKind.PROCUREMENT,
            about=f"procurement.slot:{slot.pk}",
            occasion=occasion,
            subject=subject() % {"need": need.title},
            body_text="\n\n".join(
                part
                for part in [
                    sentence()
                    % {"company": company, "place": need.municipality, "need": need.title},
                    *paragraphs(),
                    f"{settings.SITE_URL}{need.get_absolute_url()}#mote-h",
                    reason,
                ]
                if part
            ),
            file=file,
        )

    for person in _bookers(slot, company):
        reader = reader_of(person, company.language)
        with translation.override(reader.language):
            post(reader, _why_you(is_held=is_held))
    for reader in contacts_of(need):
        with translation.override(reader.language):
            post(reader, _("You get this mail because you are the contact of the need."))


def _bookers(slot: Slot, company: Supplier) -> list[User]:
    """Give the one who booked, or all of the company where that one has left."""
    people = people_of_company(company)
    return [one for one in people if one.pk == slot.booked_by_id] or people


def _why_you(*, is_held: bool) -> str:
    text = _("You get this mail because your company booked the talk.")
    if not is_held:
        return text
    more = _("Until it begins you can give it back on the page of the need.")
    return f"{text} {more}"


def _when(slot: Slot) -> str:
    zone = words.zone_of(slot.need).key
    known = {"when": words.moment(slot.starts_at, slot.need), "zone": zone}
    minutes = (slot.ends_at - slot.starts_at) // _MINUTE
    length = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    return "\n".join([_("When: %(when)s (local time, %(zone)s)") % known, length])


def _was(former: Slot) -> str:
    return _("It was to be: %(when)s") % {"when": words.moment(former.starts_at, former.need)}


def _where(slot: Slot) -> str:
    if slot.link:
        return _("Link to the meeting: %(link)s") % {"link": slot.link}
    return _("There is no link to the meeting yet. You get a mail when it comes.")


def _calendar() -> str:
    return _("The file with this mail puts the talk into your calendar.")


def _gone() -> str:
    return _("The file with this mail takes the talk out of your calendar.")


def _why(ending: Ending, reason: str) -> str:
    text = reason or str(ending.label)
    return _("The reason: %(reason)s") % {"reason": text}
