"""Calendar files of talks and conferences that go with mails (``settings.MAIL_FILES``).

A mail names its file by a key; the file is made when the mail is sent. The moment of a change
raises the sequence, so that a calendar program takes the newest file whatever comes first.
"""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from common.outbox import MailFile
from gatherings import calendars
from procurement import words
from procurement.models import Conference, ConferenceSeat, Need, Slot

GONE = "procurement.gone"
_SINCE = datetime(2020, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


def of_talk(slot: Slot, *, at: datetime) -> str:
    """Name the file of a booked talk, as it is from ``at`` on."""
    return f"procurement.talk:{slot.pk}-{slot.supplier_id}-{_stamp(at)}"


def of_gone_talk(slot: Slot, *, at: datetime) -> str:
    """Name the file that takes a talk out of calendars; it holds all it needs."""
    times = f"{_stamp(slot.starts_at)}-{_stamp(slot.ends_at)}"
    return f"{GONE}:{slot.need_id}-{slot.uid.hex}-{times}-{_stamp(at)}"


def of_seats(seat: ConferenceSeat, *, at: datetime) -> str:
    """Name the file of a conference for a company that comes, as it is from ``at`` on."""
    return f"procurement.seats:{seat.conference_id}-{seat.supplier_id}-{_stamp(at)}"


def of_gone_seats(seat: ConferenceSeat, *, at: datetime) -> str:
    """Name the file that takes a conference out of a company's calendars."""
    return f"procurement.gone_seats:{seat.conference_id}-{seat.supplier_id}-{_stamp(at)}"


def make_talk(key: str) -> MailFile | None:
    """Make the file that ``of_talk`` names; none where the company has the talk no more."""
    pk, supplier, stamp = (int(part) for part in key.split("-"))
    rows = Slot.objects.select_related("need__municipality__country", "need__contact")
    slot = rows.filter(pk=pk, supplier=supplier).first()
    if slot is None:
        return None
    return _write(slot, changed_at=_moment(stamp), method="PUBLISH")


def make_gone_talk(key: str) -> MailFile | None:
    """Make the file that ``of_gone_talk`` names."""
    need, uid, *stamps = key.split("-")
    starts_at, ends_at, changed_at = (_moment(int(stamp)) for stamp in stamps)
    rows = Need.objects.select_related("municipality__country", "contact")
    found = rows.filter(pk=need).first()
    if found is None:
        return None
    gone = Slot(need=found, uid=UUID(uid), starts_at=starts_at, ends_at=ends_at)
    return _write(gone, changed_at=changed_at, method="CANCEL")


def make_seats(key: str) -> MailFile | None:
    """Make the file that ``of_seats`` names; none where the company comes no more."""
    conference, supplier, _at = (int(part) for part in key.split("-"))
    if not ConferenceSeat.objects.filter(conference=conference, supplier=supplier).exists():
        return None
    return _write_conference(key, method="PUBLISH")


def make_gone_seats(key: str) -> MailFile | None:
    """Make the file that ``of_gone_seats`` names."""
    return _write_conference(key, method="CANCEL")


def _write_conference(key: str, *, method: str) -> MailFile | None:
    """Write the conference as a company has it in its calendar; none while it has no day.

    The name of the event is the company's own: the same gathering may stand in the calendar
    of a reader for another reason.
    """
    pk, supplier, stamp = (int(part) for part in key.split("-"))
    rows = Conference.objects.select_related(
        "need__municipality__country", "gathering__series__network"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        return None
    need, gathering, is_gone = found.need, found.gathering, method == "CANCEL"
    if gathering.day is None:
        return None
    address = settings.SITE_URL + need.get_absolute_url()
    with translation.override(need.language):
        title = f"{gathering}: {need.title}"
        entry = calendars.Entry(
            uid=uuid5(NAMESPACE_URL, f"{address}#{found.pk}-{supplier}"),
            sequence=stamp,
            changed_at=_moment(stamp),
            title=_("Cancelled: %(title)s") % {"title": title} if is_gone else title,
            day=gathering.day,
            starts_at=gathering.starts_at,
            ends_at=gathering.ends_at,
            zone=gathering.series.time_zone,
            is_cancelled=is_gone,
            place=", ".join(filter(None, [gathering.place, gathering.address]))
            or gathering.link,
            text="",
            address=address,
            organizer=need.contact_email,
        )
    return _file(need, entry, method=method)


def _write(slot: Slot, *, changed_at: datetime, method: str) -> MailFile:
    need, is_gone = slot.need, method == "CANCEL"
    with translation.override(need.language):
        title = _("Talk about «%(need)s»") % {"need": need.title}
        entry = calendars.Entry(
            uid=slot.uid,
            sequence=_stamp(changed_at),
            changed_at=changed_at,
            title=_("Cancelled: %(title)s") % {"title": title} if is_gone else title,
            day=slot.starts_at.astimezone(words.zone_of(need)).date(),
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            zone=words.zone_of(need).key,
            is_cancelled=is_gone,
            place=slot.link,
            text="",
            address=settings.SITE_URL + need.get_absolute_url(),
            organizer=need.contact_email,
        )
    return _file(need, entry, method=method)


def _file(need: Need, entry: calendars.Entry, *, method: str) -> MailFile:
    host = urlsplit(settings.SITE_URL).hostname or ""
    name = f"Samverk: {need.title}"
    body = calendars.write(name=name, host=host, entries=[entry], method=method)
    return MailFile(f"{need.slug}.ics", body, f"text/calendar; method={method}")


def _stamp(at: datetime) -> int:
    return (at - _SINCE) // _SECOND


def _moment(stamp: int) -> datetime:
    return _SINCE + stamp * _SECOND
