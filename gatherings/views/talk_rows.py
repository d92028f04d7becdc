"""What the pages of guidance talks show: finished texts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gatherings.forms.series import ZONES
from gatherings.models import Series, Talk, TalkNote
from gatherings.talk_words import talk_day, talk_hours, talk_time
from networks.models import Municipality


@dataclass(frozen=True, slots=True)
class TalkRow:
    """One talk on a line; ``href`` and ``book`` are empty where there is nothing to open."""

    pk: int
    day: str
    hours: str
    when: str
    guide: str
    place: str
    contact: str
    state: str
    kind: str
    reason: str
    link: str
    href: str
    book: str
    is_free: bool
    can_change: bool
    can_be_held: bool
    is_held: bool


@dataclass(frozen=True, slots=True)
class DayRows:
    """The talks of one day."""

    day: str
    rows: list[TalkRow]


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note, and where its author deletes it."""

    text: str
    by: str
    at: datetime
    remove: str


@dataclass(frozen=True, slots=True)
class TalksCard:
    """What the page of a series tells of its talks."""

    text: str
    href: str


def talk_row(talk: Talk, *, at: datetime, municipality: Municipality | None = None) -> TalkRow:
    """Show a talk; free ones lead to the form for ``municipality`` where one is given."""
    known = {"slug": talk.series.slug, "talk": talk.pk}
    is_free = talk.municipality_id is None
    is_live = talk.cancelled_at is None
    state, kind = _state(talk, at=at)
    book = ""
    if is_free and municipality is not None:
        keys = {**known, **municipality.address_keys}
        book = reverse("gatherings:talk-book", kwargs=keys)
    return TalkRow(
        pk=talk.pk,
        day=capfirst(talk_day(talk)),
        hours=talk_hours(talk),
        when=capfirst(talk_time(talk)),
        guide=talk.guide.get_full_name(),
        place=str(talk.municipality or ""),
        contact=talk.booked_by.get_full_name() if talk.booked_by else "",
        state=state,
        kind=kind,
        reason=talk.cancel_reason,
        link=talk.link if is_live else "",
        href="" if is_free else reverse("gatherings:talk", kwargs=known),
        book=book,
        is_free=is_free,
        can_change=is_live and talk.starts_at > at,
        can_be_held=is_live and not is_free and talk.starts_at <= at,
        is_held=talk.done_at is not None,
    )


def _state(talk: Talk, *, at: datetime) -> tuple[str, str]:
    if talk.cancelled_at is not None:
        given_back = pgettext("guidance talk", "Given back")
        called_off = pgettext("guidance talk", "Cancelled")
        return (called_off if talk.cancel_reason else given_back), "no"
    if talk.municipality_id is None:
        is_over = talk.starts_at <= at
        unused = pgettext("guidance talk", "Not used")
        return (unused if is_over else pgettext("guidance talk", "Free")), "wait"
    if talk.done_at is not None:
        return pgettext("guidance talk", "Held"), "yes"
    return pgettext("guidance talk", "Booked"), "yes"


def by_day(
    talks: Iterable[Talk], *, at: datetime, municipality: Municipality | None = None
) -> list[DayRows]:
    """Show talks, which come in order, under their days."""
    rows = [talk_row(one, at=at, municipality=municipality) for one in talks]
    return [DayRows(day, list(group)) for day, group in groupby(rows, key=lambda row: row.day)]


def note_row(note: TalkNote, *, person_key: int, talk: Talk) -> NoteRow:
    """Show a note; only its author can delete it."""
    keys = {"slug": talk.series.slug, "talk": talk.pk, "note": note.pk}
    is_own = note.by_id == person_key
    return NoteRow(
        text=note.text,
        by=note.by.get_full_name() if note.by else _("somebody who has no account any more"),
        at=note.at.astimezone(talk.series.zone),
        remove=reverse("gatherings:talk-note-remove", kwargs=keys) if is_own else "",
    )


def zone_words(series: Series) -> str:
    """Say whose clock the times go by."""
    place = ZONES.get(series.time_zone, series.time_zone)
    return _("All times are local time in %(place)s.") % {"place": place}


def left_words(series: Series, *, booked: int) -> str:
    """Say how many talks the municipality has, of how many it may have."""
    most = series.talks_per_municipality
    if most is None:
        return ngettext("You have %(number)s talk.", "You have %(number)s talks.", booked) % {
            "number": booked
        }
    return _("Talks booked: %(have)s of %(of)s.") % {"have": booked, "of": most}


def talks_card(series: Series, *, is_of_it: bool, may_hold: bool) -> TalksCard | None:
    """Tell those who may book, and the hosts, of the talks of a series.

    ``series`` comes of ``with_talk_counts``.
    """
    every: int = series.talk_count  # type: ignore[attr-defined]  # as said above
    free: int = series.free_talk_count  # type: ignore[attr-defined]  # as said above
    if not every or not (is_of_it or may_hold):
        return None
    text = ngettext("%(number)s free time", "%(number)s free times", free) % {"number": free}
    name = "talks" if is_of_it else "host-talks"
    href = reverse(f"gatherings:{name}", kwargs={"slug": series.slug})
    return TalksCard(text if free else _("No free times now"), href)
