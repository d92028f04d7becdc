"""A public series as schema.org events, for search engines; nobody's name is in it."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from gatherings import words
from gatherings.enums import GatheringKind, GatheringState
from gatherings.models import Gathering
from gatherings.queries.series import SeriesRead

_SCHEMA = "https://schema.org/"
# The same letters that Django's json_script escapes: no text can end the element.
_ESCAPES = {ord(letter): f"\\u{ord(letter):04X}" for letter in "<>&\u2028\u2029"}


def json_ld(read: SeriesRead) -> SafeString:
    """Give a data block with one event per gathering that has a day.

    A data block is not a script: the browser runs nothing, and the site's policy for
    scripts does not concern it.
    """
    events = [_event(read, one) for one in read.gatherings if one.day is not None]
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
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 -- escaped above


def _event(read: SeriesRead, gathering: Gathering) -> dict[str, Any]:
    series = read.series
    is_cancelled = gathering.state == GatheringState.CANCELLED
    is_digital = gathering.kind in {GatheringKind.DIGITAL, GatheringKind.GUIDANCE}
    address = settings.SITE_URL + gathering.get_absolute_url()
    starts, ends = (
        each.astimezone(series.zone) if each else gathering.day
        for each in (gathering.starts_at, gathering.ends_at)
    )
    event: dict[str, Any] = {
        "@type": "Event",
        "name": f"{series.name}: {words.gathering_name(gathering)}",
        "description": gathering.theme or series.summary,
        "startDate": starts.isoformat() if starts else None,
        "endDate": ends.isoformat() if ends else None,
        "eventStatus": _SCHEMA + ("EventCancelled" if is_cancelled else "EventScheduled"),
        "eventAttendanceMode": _SCHEMA
        + ("OnlineEventAttendanceMode" if is_digital else "OfflineEventAttendanceMode"),
        "inLanguage": series.language,
        "url": address,
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
    return event


def _organizers(read: SeriesRead) -> list[dict[str, str]]:
    names = read.hosts or [read.series.network.name]
    return [{"@type": "Organization", "name": name} for name in names]
