"""Sentences about guidance talks that pages, refusals and mails share."""

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import get_language, pgettext

from common.dates import TIME_FORMATS, date_in_words
from gatherings.models import Talk


def talk_day(talk: Talk) -> str:
    """Give the day of a talk where its series is held."""
    return date_in_words(talk.starts_at.astimezone(talk.series.zone).date())


def talk_hours(talk: Talk) -> str:
    """Give from when until when, by the clock where its series is held."""
    shape = TIME_FORMATS.get((get_language() or "nb").split("-")[0], "H:i")
    with timezone.override(talk.series.zone):
        start, end = (
            time_format(timezone.localtime(each).time(), shape)
            for each in (talk.starts_at, talk.ends_at)
        )
    return pgettext("from and to on a clock", "%(start)s–%(end)s") % {
        "start": start,
        "end": end,
    }


def talk_time(talk: Talk) -> str:
    """Give day and hours on one line."""
    return f"{talk_day(talk)}, {talk_hours(talk)}"
