"""Guidance talks: offered by the hosts, booked by one municipality each, moved, given back.

Everything is done under a lock on the series. A talk that is given back stays, cancelled,
with the notes of those who had it; its time is offered anew as a talk of its own.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from gatherings import talk_letters as letters
from gatherings.actions.gatherings import WhyMissing
from gatherings.actions.locks import lock_in_open_network, lock_series
from gatherings.actions.talk_refusals import (
    MOST_TALKS,
    GuideBusy,
    NoSlots,
    NotAGuide,
    NoTalkLeft,
    NotAMember,
    NotBegun,
    TalkOver,
    TalksClosed,
    TalkTaken,
    TimePassed,
)
from gatherings.enums import SeriesState, TalkSide
from gatherings.models import Series, Talk, TalkNote
from gatherings.queries.talks import booked_by_municipality, guides_of, overlapping
from networks.models import Municipality


@transaction.atomic
def offer_talks(
    *,
    series: Series,
    guide: User,
    times: Sequence[tuple[datetime, datetime]],
    link: str,
    at: datetime,
) -> list[Talk]:
    """Offer free talks with one guide.

    Args:
        series: In whose name guidance is given.
        guide: Who gives it.
        times: Start and end of each.
        link: To the digital meeting; may be empty.
        at: The time.

    Raises:
        NoSlots: There are no times, or more than ``MOST_TALKS``.
        TimePassed: A talk would have begun.

    Passes on:
        NotAGuide: ``guide`` neither holds the series nor leads the network.
        GuideBusy: The guide has another talk at one of the times.
        TalksClosed: The series is cancelled.
        NetworkClosed: The network is closed.
    """
    locked = _open(series, is_published=False)
    if not 0 < len(times) <= MOST_TALKS:
        raise NoSlots(len(times))
    if any(start <= at for start, _end in times):
        raise TimePassed
    _reserve(locked, guide, times, at=at)
    return [
        Talk.objects.create(series=locked, guide=guide, starts_at=start, ends_at=end, link=link)
        for start, end in times
    ]


@transaction.atomic
def book_talk(
    *,
    talk: Talk,
    municipality: Municipality,
    question: str,
    by: User | None,
    at: datetime,
    is_past_limit: bool = False,
) -> Talk:
    """Book a free talk. The same municipality once more changes nothing.

    Args:
        talk: The talk.
        municipality: For whom it is booked.
        question: What the municipality wants to talk about; may be empty.
        by: Who of the municipality comes and gets the mail; None where it has no account.
        at: The time.
        is_past_limit: Whether a host gives the municipality one more than each may have.

    Raises:
        TalkTaken: Another municipality has booked it, or it is not offered any more.
        NoTalkLeft: The municipality has booked as many as each may.
        NotAMember: It is no member of the network.

    Passes on:
        TalkOver: The talk has begun or is cancelled.
        TalksClosed: The series is not published.
        NetworkClosed: The network is closed.
    """
    series = _open(talk.series)
    row = _lock(talk)
    if row is None:
        raise TalkTaken
    _must_come(row, at=at)
    if row.municipality_id == municipality.pk:
        return row
    if row.municipality_id is not None:
        raise TalkTaken
    if not series.network.current_municipalities().filter(pk=municipality.pk).exists():
        raise NotAMember
    most = series.talks_per_municipality
    booked = booked_by_municipality(series).get(municipality.pk, 0)
    if not is_past_limit and most is not None and booked >= most:
        raise NoTalkLeft(municipality, series)
    row.municipality = municipality
    row.question, row.booked_by, row.booked_at = question.strip(), by, at
    _change(row)
    letters.booked(talk=row)
    return row


@transaction.atomic
def rebook_talk(*, talk: Talk, to: Talk, at: datetime) -> Talk:
    """Let a municipality change to another free time; the former one becomes free.

    The talk itself moves, so calendars follow it, and the notes come along.

    Raises:
        TalkTaken: Another municipality has booked ``to``, or it is not offered any more.
        TalkOver: ``talk`` is booked by nobody.

    Passes on:
        TalkOver: One of them has begun or is cancelled.
        TalksClosed: The series is not published.
        NetworkClosed: The network is closed.
    """
    series = _open(talk.series)
    row, free = _lock(talk), _lock(to)
    if row is None or row.municipality_id is None:
        raise TalkOver
    if free is None or free.municipality_id is not None or free.series_id != series.pk:
        raise TalkTaken
    _must_come(row, at=at)
    _must_come(free, at=at)
    former = Talk(
        series=series,
        guide=row.guide,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        link=row.link,
    )
    free.delete()
    row.guide, row.link = free.guide, free.link
    row.starts_at, row.ends_at = free.starts_at, free.ends_at
    _change(row)
    former.save()
    letters.moved(talk=row, former=former)
    return row


@transaction.atomic
def give_back(*, talk: Talk, at: datetime) -> Talk:
    """Let a municipality give its talk back; the time is free again. Again changes nothing.

    Passes on:
        TalkOver: The talk has begun.
    """
    lock_series(talk.series)
    row = _locked_rows(talk.series).get(pk=talk.pk)
    if row.municipality_id is None or row.cancelled_at is not None:
        return row
    _must_come(row, at=at)
    row.cancelled_at = at
    _change(row)
    Talk.objects.create(
        series=row.series,
        guide=row.guide,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        link=row.link,
    )
    letters.cancelled(talk=row)
    return row


@transaction.atomic
def change_talk(
    *,
    talk: Talk,
    guide: User,
    starts_at: datetime,
    ends_at: datetime,
    link: str,
    at: datetime,
) -> Talk:
    """Let a host move a talk or give it to another guide. Nothing changed, nothing raised.

    Raises:
        TalkOver: It has been removed.
        TimePassed: It would begin in the past.

    Passes on:
        TalkOver: The talk has begun or is cancelled.
        NotAGuide: ``guide`` neither holds the series nor leads the network.
        GuideBusy: The guide has another talk then.
        TalksClosed: The series is cancelled.
        NetworkClosed: The network is closed.
    """
    series = _open(talk.series, is_published=False)
    row = _lock(talk)
    if row is None:
        raise TalkOver
    _must_come(row, at=at)
    wanted = (guide.pk, starts_at, ends_at, link)
    if wanted == (row.guide_id, row.starts_at, row.ends_at, row.link):
        return row
    if starts_at <= at:
        raise TimePassed
    _reserve(series, guide, [(starts_at, ends_at)], at=at, besides=row)
    former = Talk(series=series, guide=row.guide, starts_at=row.starts_at, ends_at=row.ends_at)
    row.guide, row.link = guide, link
    row.starts_at, row.ends_at = starts_at, ends_at
    _change(row)
    if row.municipality_id is not None:
        letters.moved(talk=row, former=former)
    return row


@transaction.atomic
def cancel_talk(*, talk: Talk, reason: str, at: datetime) -> None:
    """Let a host call a talk off: a free one is removed, a booked one cancelled with a mail.

    Again changes nothing.

    Raises:
        WhyMissing: A booked talk needs a reason.
        TalkOver: It has been held.
    """
    lock_series(talk.series)
    row = _lock(talk)
    if row is None or row.cancelled_at is not None:
        return
    if row.municipality_id is None:
        row.delete()
        return
    if row.done_at is not None:
        raise TalkOver
    if not reason.strip():
        raise WhyMissing
    _call_off(row, reason=reason.strip(), at=at)


def call_off_talks(*, series: Series, reason: str, at: datetime) -> None:
    """Call off what is to come of a series that is cancelled and locked: free times go too."""
    for row in _locked_rows(series).filter(starts_at__gt=at, cancelled_at__isnull=True):
        if row.municipality_id is None:
            row.delete()
        else:
            _call_off(row, reason=reason, at=at)


@transaction.atomic
def mark_held(*, talk: Talk, is_held: bool, at: datetime) -> Talk:
    """Note that a talk has been held, or that it has not after all.

    Raises:
        NotBegun: It has not begun, is cancelled, or nobody has booked it.
    """
    lock_series(talk.series)
    row = _lock(talk)
    if (
        row is None
        or row.municipality_id is None
        or row.cancelled_at is not None
        or at < row.starts_at
    ):
        raise NotBegun
    if is_held != (row.done_at is not None):
        row.done_at = at if is_held else None
        row.save(update_fields=["done_at", "updated_at"])
    return row


def add_note(*, talk: Talk, side: TalkSide, text: str, by: User, at: datetime) -> TalkNote:
    """Write a note that one side alone reads."""
    return TalkNote.objects.create(talk=talk, side=side, text=text.strip(), by=by, at=at)


def remove_note(*, note: TalkNote) -> None:
    """Delete a note for good. Again changes nothing."""
    TalkNote.objects.filter(pk=note.pk).delete()


_WITH = ("series__network", "guide", "municipality__country", "booked_by")


def _open(series: Series, *, is_published: bool = True) -> Series:
    """Lock a series whose talks are booked (published), or offered (not cancelled).

    Raises:
        TalksClosed: It is not published, or cancelled.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = lock_in_open_network(series)
    if locked.state == SeriesState.CANCELLED:
        raise TalksClosed
    if is_published and locked.state != SeriesState.PUBLISHED:
        raise TalksClosed
    return locked


def _lock(talk: Talk) -> Talk | None:
    return _locked_rows(talk.series).filter(pk=talk.pk).first()


def _locked_rows(series: Series) -> QuerySet[Talk]:
    rows = Talk.objects.select_for_update(of=("self",)).select_related(*_WITH)
    return rows.filter(series=series).order_by("starts_at", "pk")


def _must_come(row: Talk, *, at: datetime) -> None:
    """See that a talk is to come.

    Raises:
        TalkOver: It has begun or is cancelled.
    """
    if row.cancelled_at is not None or row.starts_at <= at:
        raise TalkOver


def _reserve(
    series: Series,
    guide: User,
    times: Sequence[tuple[datetime, datetime]],
    *,
    at: datetime,
    besides: Talk | None = None,
) -> None:
    """See that the guide is one, and free; the guide's row is locked, in whatever series.

    Raises:
        NotAGuide: ``guide`` neither holds the series nor leads the network.
        GuideBusy: The guide has another talk at one of the times.
    """
    if guide.pk not in {person.pk for person in guides_of(series, at=at)}:
        raise NotAGuide
    User.objects.select_for_update(no_key=True).get(pk=guide.pk)
    busy = overlapping(guide, times, besides=besides)
    if busy is not None:
        raise GuideBusy(busy)


def _call_off(row: Talk, *, reason: str, at: datetime) -> None:
    row.cancelled_at, row.cancel_reason = at, reason
    _change(row)
    letters.cancelled(talk=row)


def _change(row: Talk) -> None:
    """Save what stands in a calendar."""
    row.sequence += 1
    row.save()
