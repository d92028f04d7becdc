"""Taking seats, waiting in line, giving seats back. One lock per series orders it all.

Invariants, kept under the lock and by the database's own checks: confirmed and offered
seats of a municipality never exceed its limit and what a host gave past it, nor those of
the series its total; nobody waits while a seat that could be theirs is free.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from gatherings import letters
from gatherings.actions.choice import check_gathering, chosen, chosen_past_deadlines
from gatherings.actions.locks import (
    AlreadySignedUp,
    OfferOver,
    ReasonMissing,
    SeatGone,
    SignUpClosed,
    lock_series,
)
from gatherings.enums import LIVE_STATES, SEATED_STATES, SeatEvent, SeatState
from gatherings.models import (
    Gathering,
    Participation,
    Registration,
    RegistrationEvent,
    SeatCount,
    Series,
)
from gatherings.queries.openness import Closed, is_over, openness
from networks.models import Municipality

# What not even a host goes past.
FINAL = (Closed.CANCELLED, Closed.NETWORK_CLOSED, Closed.OVER)


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who is signed up.

    Attributes:
        gatherings: Keys of the gatherings that the person comes to; None for all that are
            open.
    """

    name: str
    email: str
    work_area: str
    language: str = "nb"
    diets: tuple[str, ...] = ()
    diet_text: str = ""
    gatherings: tuple[int, ...] | None = field(default=None)


@transaction.atomic
def sign_up(
    *,
    series: Series,
    municipality: Municipality,
    people: Sequence[Attendee],
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> list[Registration]:
    """Sign people up in the order given; those without a seat come on the waiting list.

    Returns:
        One registration per person, confirmed or waiting.

    Raises:
        SignUpClosed: Sign-up is not open to the municipality; nobody is signed up.

    Passes on:
        AlreadySignedUp: One of them is signed up; nobody is signed up now.
        GatheringClosed: A gathering has been, or its own deadline has passed; nobody is
            signed up.
        GatheringFull: A gathering with seats of its own is full; nobody is signed up.
    """
    locked = lock_series(series)
    rows = []
    for someone in people:
        state = openness(series=locked, municipality=municipality, at=at)
        if state.closed is not None:
            raise SignUpClosed(state.closed, locked)
        waits = state.full is not None
        gatherings = chosen(locked, someone.gatherings, at=at)
        behalf = on_behalf_of
        row = _enrol(
            locked, municipality, someone, gatherings, waits=waits, by=by, behalf=behalf, at=at
        )
        _note(row, SeatEvent.QUEUED if waits else SeatEvent.SIGNED_UP, by=by, at=at)
        letters.confirm(registration=row, at=at)
        rows.append(row)
    return rows


@transaction.atomic
def give_seat(
    *,
    series: Series,
    municipality: Municipality,
    someone: Attendee,
    reason: str,
    by: User,
    at: datetime,
) -> Registration:
    """Let a host sign somebody up past the limits or the deadline, with a reason.

    Raises:
        ReasonMissing: ``reason`` is empty.
        SignUpClosed: The series is cancelled or over, or its network is closed.

    Passes on:
        AlreadySignedUp: The person is signed up already.
        GatheringFull: A gathering with seats of its own is full.
    """
    if not reason.strip():
        raise ReasonMissing
    locked = lock_series(series)
    state = openness(series=locked, municipality=municipality, at=at)
    if state.closed in FINAL:
        raise SignUpClosed(state.closed, locked)
    _make_room(locked, municipality)
    gatherings = chosen_past_deadlines(locked, someone.gatherings)
    row = _enrol(
        locked,
        municipality,
        someone,
        gatherings,
        waits=False,
        by=by,
        behalf=municipality,
        at=at,
    )
    _note(row, SeatEvent.PAST_LIMIT, by=by, at=at, reason=reason.strip())
    letters.confirm(registration=row, at=at)
    return row


@transaction.atomic
def admit(*, registration: Registration, reason: str, by: User, at: datetime) -> Registration:
    """Let a host give a seat past the limits to somebody who waits.

    Raises:
        ReasonMissing: ``reason`` is empty.
        SeatGone: The person does not wait.
    """
    if not reason.strip():
        raise ReasonMissing
    locked, row = _lock(registration)
    if row.state != SeatState.WAITING:
        raise SeatGone
    _make_room(locked, row.municipality)
    _take(locked, row.municipality)
    _set(row, SeatState.CONFIRMED)
    _note(row, SeatEvent.PAST_LIMIT, by=by, at=at, reason=reason.strip())
    letters.confirm(registration=row, at=at)
    return row


@transaction.atomic
def withdraw(*, registration: Registration, by: User | None, at: datetime) -> Registration:
    """Give a seat or a place in line back; the seat goes to the next in line at once.

    Withdrawing again changes nothing.
    """
    locked, row = _lock(registration)
    if row.state not in LIVE_STATES:
        return row
    _end(locked, row, SeatState.WITHDRAWN, SeatEvent.WITHDRAWN, by=by, at=at)
    return row


@transaction.atomic
def answer_offer(
    *, registration: Registration, accepts: bool, by: User | None, at: datetime
) -> Registration:
    """Say yes or no to an offered seat. The same answer again changes nothing.

    Raises:
        OfferOver: The seat is not offered any more.
    """
    locked, row = _lock(registration)
    given = SeatState.CONFIRMED if accepts else SeatState.DECLINED
    if row.state == given:
        return row
    if row.state != SeatState.OFFERED or row.offered_until is None:
        raise OfferOver
    if at > row.offered_until:
        raise OfferOver
    if accepts:
        _set(row, SeatState.CONFIRMED)
        _note(row, SeatEvent.ACCEPTED, by=by, at=at)
        letters.confirm(registration=row, at=at)
    else:
        _end(locked, row, SeatState.DECLINED, SeatEvent.DECLINED, by=by, at=at)
    return row


@transaction.atomic
def lapse_offers(*, series: Series, at: datetime) -> int:
    """Take back the seats that nobody has answered for in time; the next are offered them.

    Returns:
        How many offers have lapsed.
    """
    locked = lock_series(series)
    late = locked.registrations.filter(state=SeatState.OFFERED, offered_until__lt=at)
    rows = list(late.order_by("offered_until", "pk"))
    for row in rows:
        _end(locked, row, SeatState.LAPSED, SeatEvent.LAPSED, by=None, at=at)
    return len(rows)


@transaction.atomic
def set_limits(
    *,
    series: Series,
    per_municipality: int | None,
    total: int | None,
    at: datetime,
) -> Series:
    """Change the seats. Nobody loses one: what is taken past a lower limit stays, as extra.

    Higher limits offer seats to those who wait.
    """
    locked = lock_series(series)
    locked.seats_per_municipality = per_municipality
    locked.seats_total = total
    locked.seats_extra = max(locked.seats_taken - total, 0) if total is not None else 0
    locked.save(update_fields=["seats_per_municipality", "seats_total", "seats_extra"])
    for count in locked.seat_counts.select_for_update(no_key=True).order_by("pk"):
        count.limit = per_municipality
        count.extra = max(count.taken - per_municipality, 0) if per_municipality else 0
        if per_municipality == 0:
            count.extra = count.taken
        count.save(update_fields=["limit", "extra"])
    _offer_next(locked, at=at)
    return locked


def _lock(registration: Registration) -> tuple[Series, Registration]:
    locked = lock_series(registration.series)
    row = (
        Registration.objects.select_for_update(no_key=True, of=("self",))
        .select_related("municipality__country")
        .get(pk=registration.pk)
    )
    row.series = locked
    return locked, row


def _enrol(
    series: Series,
    municipality: Municipality,
    someone: Attendee,
    gatherings: Sequence[Gathering],
    *,
    waits: bool,
    by: User | None,
    behalf: Municipality | None,
    at: datetime,
) -> Registration:
    email = someone.email.strip().lower()
    same = series.registrations.filter(email__iexact=email, state__in=LIVE_STATES)
    if same.exists():
        raise AlreadySignedUp(email)
    if not waits:
        _take(series, municipality)
    row = Registration.objects.create(
        series=series,
        municipality=municipality,
        person=User.objects.filter(email__iexact=email, is_active=True).first(),
        name=someone.name.strip(),
        email=email,
        language=someone.language,
        work_area=someone.work_area,
        diets=list(someone.diets),
        diet_text=someone.diet_text.strip() if series.diet_text_reason else "",
        state=SeatState.WAITING if waits else SeatState.CONFIRMED,
        queued_at=at,
        registered_by=by,
        on_behalf_of=behalf,
    )
    for gathering in gatherings:
        check_gathering(gathering, municipality)
    Participation.objects.bulk_create(
        Participation(registration=row, gathering=gathering) for gathering in gatherings
    )
    return row


def _count(series: Series, municipality: Municipality) -> SeatCount:
    count, _created = SeatCount.objects.select_for_update(no_key=True).get_or_create(
        series=series,
        municipality=municipality,
        defaults={"limit": series.seats_per_municipality},
    )
    return count


def _take(series: Series, municipality: Municipality) -> None:
    count = _count(series, municipality)
    count.taken += 1
    count.save(update_fields=["taken"])
    series.seats_taken += 1
    _keep(series)


def _release(series: Series, municipality: Municipality) -> None:
    """Free a seat. A seat given past a limit disappears with the one who had it."""
    count = _count(series, municipality)
    count.taken -= 1
    count.extra = min(count.extra, max(count.taken - (count.limit or 0), 0))
    count.save(update_fields=["taken", "extra"])
    series.seats_taken -= 1
    if series.seats_total is not None:
        series.seats_extra = min(
            series.seats_extra, max(series.seats_taken - series.seats_total, 0)
        )
    _keep(series)


def _make_room(series: Series, municipality: Municipality) -> None:
    """Raise what a host may go past by the one seat that is missing."""
    count = _count(series, municipality)
    if count.limit is not None and count.taken >= count.limit + count.extra:
        count.extra = count.taken + 1 - count.limit
        count.save(update_fields=["extra"])
    total = series.seats_total
    if total is not None and series.seats_taken >= total + series.seats_extra:
        series.seats_extra = series.seats_taken + 1 - total
        _keep(series)


def _keep(series: Series) -> None:
    """Write the counts; the log of seats tells of them, not the history of the series."""
    taken, extra = series.seats_taken, series.seats_extra
    Series.objects.filter(pk=series.pk).update(seats_taken=taken, seats_extra=extra)


def _end(
    series: Series,
    row: Registration,
    state: SeatState,
    event: SeatEvent,
    *,
    by: User | None,
    at: datetime,
) -> None:
    seated = row.state in SEATED_STATES
    _set(row, state)
    _note(row, event, by=by, at=at)
    letters.ended(registration=row, event=event, at=at)
    if seated:
        _release(series, row.municipality)
        _offer_next(series, at=at)


def _offer_next(series: Series, *, at: datetime) -> None:
    """Offer every free seat to the first in line whose municipality has room."""
    if is_over(series=series, at=at):
        return
    waiting = series.registrations.filter(state=SeatState.WAITING)
    line = waiting.select_related("municipality__country").order_by("queued_at", "pk")
    for row in line:
        total = series.seats_total
        if total is not None and series.seats_taken >= total + series.seats_extra:
            return
        count = _count(series, row.municipality)
        if count.limit is not None and count.taken >= count.limit + count.extra:
            continue
        _take(series, row.municipality)
        row.offered_until = at + timedelta(hours=series.answer_hours)
        row.state = SeatState.OFFERED
        row.series = series
        row.save(update_fields=["state", "offered_until", "updated_at"])
        _note(row, SeatEvent.OFFERED, by=None, at=at)
        letters.offer(registration=row, at=at)


def _set(row: Registration, state: SeatState) -> None:
    row.state = state
    row.offered_until = None
    row.save(update_fields=["state", "offered_until", "updated_at"])


def _note(
    row: Registration, kind: SeatEvent, *, by: User | None, at: datetime, reason: str = ""
) -> None:
    RegistrationEvent.objects.create(
        registration=row, kind=kind, by=by, at=at, reason=reason[:300]
    )
