"""Mails to municipalities that are asked to join a common need."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from common import outbox
from common.dates import date_in_words
from common.enums import MailKind
from gatherings.calculations.reminding import HOUR
from procurement import words
from procurement.enums import JoinAnswer
from procurement.models import PoolMember
from procurement.queries.contacts import Reader, contacts_of, people_of, reader_of
from procurement.queries.reminders import DAYS_BEFORE


def asked(*, member: PoolMember) -> None:
    """Tell the people of a municipality that it is asked to join."""
    _write(member, occasion="asked", is_reminder=False)


def reminder(*, member: PoolMember) -> bool:
    """Remind them that the day to join is near; once for each such day.

    Returns:
        Whether anybody was written to.
    """
    occasion = f"join until {member.pool.join_until}"
    if outbox.is_posted(about=_about(member), occasion=occasion):
        return False
    return _write(member, occasion=occasion, is_reminder=True)


def answered(*, member: PoolMember, at: datetime) -> None:
    """Tell the lead what a municipality has answered; of a withdrawal those who are in too."""
    need = member.pool.need
    if member.municipality_id == need.municipality_id:
        return
    for reader in contacts_of(need):
        with translation.override(reader.language):
            why = _("You get this mail because you are the contact of the need.")
            _tell(member, reader, why=why, at=at)
    if member.answer != JoinAnswer.LEFT:
        return
    others = member.pool.members.filter(answer=JoinAnswer.YES)
    others = others.exclude(municipality=need.municipality_id)
    for other in others.select_related("municipality__country").order_by("pk"):
        for person in people_of(other.municipality, network=need.network):
            reader = reader_of(person, need.language)
            with translation.override(reader.language):
                why = _("You get this mail because you work with this for %(place)s.")
                _tell(member, reader, why=why % {"place": other.municipality}, at=at)


def _tell(member: PoolMember, reader: Reader, *, why: str, at: datetime) -> None:
    """Write in the language that is in force what a municipality has answered."""
    need = member.pool.need
    names = {
        "title": need.title,
        "place": member.municipality,
        "answer": member.get_answer_display(),
    }
    amount = ""
    if member.volume is not None and member.answer != JoinAnswer.LEFT:
        volume = words.amount(member.volume, need.unit)
        amount = _("%(place)s needs %(volume)s a year.") % {**names, "volume": volume}
    outbox.post(
        recipient=reader.email,
        language=reader.language,
        kind=MailKind.PROCUREMENT,
        about=_about(member),
        occasion=f"answered {at.isoformat()}",
        subject=_("%(place)s: %(answer)s – %(title)s") % names,
        body_text="\n\n".join(
            part
            for part in [
                _("%(place)s has answered about «%(title)s»: %(answer)s.") % names,
                amount,
                member.reason,
                f"{settings.SITE_URL}{need.get_absolute_url()}#kommuner-h",
                why,
            ]
            if part
        ),
    )


def reminded_from(join_until: date, *, zone: ZoneInfo) -> datetime:
    """Give when the reminder goes out: three days before the last day, in the morning."""
    return datetime.combine(join_until - timedelta(days=DAYS_BEFORE), HOUR, tzinfo=zone)


def closes_at(join_until: date, *, zone: ZoneInfo) -> datetime:
    """Give the midnight that ends the last day."""
    return datetime.combine(join_until + timedelta(days=1), time.min, tzinfo=zone)


def _write(member: PoolMember, *, occasion: str, is_reminder: bool) -> bool:
    pool, need, place = member.pool, member.pool.need, member.municipality
    path = reverse("procurement:pool-answer", kwargs={"slug": need.slug, **place.address_keys})
    people = people_of(place, network=need.network)
    for person in people:
        reader = reader_of(person, need.language)
        with translation.override(reader.language):
            names = {"title": need.title, "lead": need.municipality, "place": place}
            subject = _("Answer whether you join: %(title)s") % names
            if is_reminder:
                subject = _("Reminder: %(subject)s") % {"subject": subject}
            parts = [
                _("%(lead)s asks %(place)s to buy together: «%(title)s».") % names,
                need.summary,
                _volume(member),
                _until(pool.join_until),
                _("Read the need, and answer yes, interested or no:"),
                settings.SITE_URL + path,
                _("You get this mail because you work with this for %(place)s.") % names,
            ]
            outbox.post(
                recipient=reader.email,
                language=reader.language,
                kind=MailKind.PROCUREMENT,
                about=_about(member),
                occasion=occasion,
                subject=subject,
                body_text="\n\n".join(part for part in parts if part),
            )
    return bool(people)


def _about(member: PoolMember) -> str:
    return f"procurement.poolmember:{member.pk}"


def _volume(member: PoolMember) -> str:
    volume = words.volume(member.pool.need)
    return _("The lead needs %(volume)s.") % {"volume": volume} if volume else ""


def _until(day: date | None) -> str:
    if day is None:
        return ""
    return _("Answer by %(day)s.") % {"day": date_in_words(day)}
