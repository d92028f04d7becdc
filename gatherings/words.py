"""Sentences about series and gatherings that pages, refusals and mails share."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from common.dates import TIME_FORMATS, date_in_words, moment_in_words
from gatherings.enums import Diet, GatheringKind
from gatherings.models import Gathering, Registration, Series
from gatherings.queries.openness import Closed

_LAST_MINUTE = (23, 59)


def closed(why: Closed, series: Series) -> str:
    """Say why nobody can be signed up, and whom to ask."""
    known = {"email": series.contact_email, "network": series.network}
    if why == Closed.CANCELLED and series.cancel_reason:
        known["reason"] = series.cancel_reason
        return _("The series is cancelled: %(reason)s Questions? Write to %(email)s.") % known
    sentences = {
        Closed.NOT_PUBLISHED: _("The series is not published yet."),
        Closed.CANCELLED: _("The series is cancelled. Questions? Write to %(email)s."),
        Closed.NETWORK_CLOSED: _("The network is closed, and nobody can sign up any more."),
        Closed.NOT_A_MEMBER: _("The municipality is not a member of %(network)s."),
        Closed.OVER: _("The last gathering has been."),
    }
    if why == Closed.NOT_YET:
        return _("Sign-up opens %(when)s.") % {"when": moment(series.opens_at, series)}
    if why == Closed.TOO_LATE:
        words = _("Sign-up closed %(when)s. Do you still want to come? Write to %(email)s.")
        return words % {"when": deadline(series), "email": series.contact_email}
    return sentences[why] % known


def moment(at: datetime | None, series: Series) -> str:
    """Give a time as the clock shows it where the series is held; nothing for none."""
    if at is None:
        return ""
    with timezone.override(series.zone):
        return moment_in_words(at)


def deadline(series: Series) -> str:
    """Give the last moment to sign up; the day alone where it is the whole day."""
    if series.closes_at is None:
        return ""
    if closes_with_the_day(series):
        return date_in_words(series.closes_at.astimezone(series.zone).date())
    return moment(series.closes_at, series)


def closes_with_the_day(series: Series) -> bool:
    """Whether one can sign up until midnight where the series is held."""
    if series.closes_at is None:
        return False
    local = series.closes_at.astimezone(series.zone)
    return (local.hour, local.minute) == _LAST_MINUTE


def gathering_name(gathering: Gathering) -> str:
    """Name one gathering: its number, and its title if it has one."""
    name = _("Gathering %(number)s") % {"number": gathering.number}
    return f"{name}: {gathering.title}" if gathering.title else name


def day_of(gathering: Gathering) -> str:
    """Give the day, or that it will come."""
    return date_in_words(gathering.day) if gathering.day else _("day to come")


def hours_of(gathering: Gathering) -> str:
    """Give from when until when, in the zone of the series, or that it will come."""
    if gathering.starts_at is None or gathering.ends_at is None:
        return _("time to come")
    return span(gathering.starts_at, gathering.ends_at, zone=gathering.series.zone)


def span(starts_at: datetime, ends_at: datetime, *, zone: ZoneInfo) -> str:
    """Give from when until when, by the clock of a zone."""
    with timezone.override(zone):
        start, end = (_clock(each) for each in (starts_at, ends_at))
    return pgettext("from and to on a clock", "%(start)s–%(end)s") % {
        "start": start,
        "end": end,
    }


def times(starts: time | None, ends: time | None) -> str:
    """Give the times of an item of the programme, as they stand."""
    shape = _clock_shape()
    found = [time_format(each, shape) for each in (starts, ends) if each is not None]
    return "–".join(found)


def place_of(gathering: Gathering) -> str:
    """Give the place, or that it will come; a digital one needs none."""
    if gathering.place:
        return gathering.place
    if gathering.kind == GatheringKind.DIGITAL:
        return _("Digital")
    return _("place to come")


def whole(gathering: Gathering) -> str:
    """Give number, day, hours and place on one line."""
    parts = (day_of(gathering), hours_of(gathering), place_of(gathering))
    return f"{gathering_name(gathering)}: {', '.join(parts)}"


def when_and_where(gathering: Gathering, *, shows_link: bool) -> str:
    """Give day, hours, place, address and, to those who come, the link."""
    first = ", ".join((day_of(gathering), hours_of(gathering), place_of(gathering)))
    link = gathering.link if shows_link else ""
    return "\n".join(part for part in (first, gathering.address, link) if part)


def diet(row: Registration) -> str:
    """Give what somebody does not eat on one line; nothing where nothing was said."""
    known = dict(Diet.choices)
    names = [str(known[code]) for code in row.diets if code in known]
    return ", ".join([*names, *([row.diet_text] if row.diet_text else [])])


def _clock(at: datetime) -> str:
    return date_format(timezone.localtime(at), _clock_shape())


def _clock_shape() -> str:
    return TIME_FORMATS.get((get_language() or "nb").split("-")[0], "H:i")
