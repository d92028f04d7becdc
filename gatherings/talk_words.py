"""Sentences about guidance talks that pages, refusals and mails share."""

from common.dates import date_in_words
from gatherings.models import Talk
from gatherings.words import span


def talk_day(talk: Talk) -> str:
    """Give the day of a talk where its series is held."""
    return date_in_words(talk.starts_at.astimezone(talk.series.zone).date())


def talk_hours(talk: Talk) -> str:
    """Give from when until when, by the clock where its series is held."""
    return span(talk.starts_at, talk.ends_at, zone=talk.series.zone)


def talk_time(talk: Talk) -> str:
    """Give day and hours on one line."""
    return f"{talk_day(talk)}, {talk_hours(talk)}"
