"""A public series as schema.org events, for search engines; nobody's name is in it."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from gatherings import words
from gatherings.enums import GatheringKind, GatheringState
from gatherings.models import Gathering, Series
from gatherings.queries.openness import Closed, left_in_all
from gatherings.queries.series import SeriesRead, previous_starts

_SCHEMA = "https://schema.org/"
_CURRENCIES = {"Europe/Oslo": "NOK", "Europe/Stockholm": "SEK", "Europe/Copenhagen": "DKK"}
# The same letters that Django's json_script escapes: no text can end the element.
_ESCAPES = {ord(letter): f"\\u{ord(letter):04X}" for letter in "<>&\u2028\u2029"}


def json_ld(read: SeriesRead, *, at: datetime) -> SafeString:
    """Give a data block with one event per gathering that has a day.

    A data block is not a script: the browser runs nothing, and the site's policy for
    scripts does not concern it. What the host keeps from the public is not in it.
    """
    former = previous_starts(read.gatherings)
    events = [
        _event(read, one, former=former.get(one.pk, []), at=at)
        for one in read.gatherings
        if one.day is not None
    ]
    if not events:
        return SafeString("")
    data = {
        "@context": "https://schema.org",
        "@type": "EventSeries",
        "name": read.series.name,
        "description": read.series.summary,
        "url": settings.SITE_URL + read.series.get_absolute_url(),
        "organizer": _organizers(read),
        "subEvent": events,
    }
    text = json.dumps(_filled(data), ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 -- escaped above


def _event(
    read: SeriesRead, gathering: Gathering, *, former: list[str], at: datetime
) -> dict[str, Any]:
    series = read.series
    is_cancelled = gathering.state == GatheringState.CANCELLED
    is_digital = gathering.kind in {GatheringKind.DIGITAL, GatheringKind.GUIDANCE}
    address = settings.SITE_URL + gathering.get_absolute_url()
    ends = gathering.ends_at.astimezone(series.zone) if gathering.ends_at else gathering.day
    theme = gathering.theme if series.shows_programme else ""
    status = "EventRescheduled" if former else "EventScheduled"
    event: dict[str, Any] = {
        "@type": "Event",
        "name": f"{series.name}: {words.gathering_name(gathering)}",
        "description": theme or series.summary,
        "startDate": gathering.start,
        "previousStartDate": former,
        "endDate": ends.isoformat() if ends else "",
        "eventStatus": _SCHEMA + ("EventCancelled" if is_cancelled else status),
        "eventAttendanceMode": _SCHEMA
        + ("OnlineEventAttendanceMode" if is_digital else "OfflineEventAttendanceMode"),
        "inLanguage": series.language,
        "url": address,
        "isAccessibleForFree": True,
        "organizer": _organizers(read),
    }
    if is_digital:
        event["location"] = {"@type": "VirtualLocation", "url": address}
    elif gathering.place:
        event["location"] = {
            "@type": "Place",
            "name": gathering.place,
            "address": gathering.address or gathering.place,
        }
    if not is_cancelled and read.closed in {None, Closed.NOT_YET}:
        event["offers"] = _offer(read, gathering, at=at)
    return _filled(event)


def _offer(read: SeriesRead, gathering: Gathering, *, at: datetime) -> dict[str, str]:
    """Say where and until when one signs up; nothing is to be paid."""
    series = read.series
    ends = [each for each in (series.closes_at, gathering.closes_at) if each is not None]
    is_full = left_in_all(series) == 0
    is_over = gathering.has_closed_at(at)
    return _filled(
        {
            "@type": "Offer",
            "price": "0",
            "priceCurrency": _CURRENCIES.get(series.time_zone, "EUR"),
            "url": settings.SITE_URL + series.get_absolute_url(),
            "availability": _SCHEMA + ("SoldOut" if is_full or is_over else "InStock"),
            "validFrom": _moment(series.opens_at, series),
            "validThrough": _moment(min(ends, default=None), series),
        }
    )


def _moment(at: datetime | None, series: Series) -> str:
    return at.astimezone(series.zone).isoformat() if at else ""


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not known."""
    return {key: value for key, value in data.items() if value not in ("", [])}


def _organizers(read: SeriesRead) -> list[dict[str, str]]:
    names = read.hosts or [read.series.network.name]
    return [{"@type": "Organization", "name": name} for name in names]
