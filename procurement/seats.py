"""Seats at dialogue conferences when the gathering is cancelled or moved, or comes near.

Gatherings know nothing of suppliers, so this is looked up every hour. The outbox keeps that
each mail goes once.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from gatherings.calculations.reminding import windows
from gatherings.enums import GatheringState, SeriesState
from gatherings.models import Gathering, GatheringChange
from procurement import seat_letters
from procurement.enums import DialogueEvent, Ending
from procurement.logbook import note
from procurement.models import ConferenceSeat, Need
from procurement.queries.dialogue import is_ahead

_DAY = timedelta(days=1)
_LOOKED_BACK = 2 * _DAY  # shorter than the outbox keeps a mail
_LONGEST_BEFORE = 3 * _DAY  # a day, and the width of all time zones
_MOVES = {"day", "starts_at", "ends_at", "place", "address", "link"}


def free_seat(seat: ConferenceSeat, *, ending: Ending, by: User | None, at: datetime) -> None:
    """Take the seats of a company back and tell it; the caller has locked need and seat."""
    conference = seat.conference
    note(
        need=conference.need,
        kind=DialogueEvent.UNSEATED,
        supplier=seat.supplier,
        text=f"{conference.gathering} ({seat.people})",
        by=by,
        at=at,
    )
    seat_letters.freed(former=seat, ending=ending, at=at)
    seat.delete()


def release_cancelled(*, at: datetime) -> int:
    """Free seats at conferences that are cancelled, alone or with their series, and tell.

    Returns:
        How many companies had seats.
    """
    cancelled = Q(conference__gathering__state=GatheringState.CANCELLED) | Q(
        conference__gathering__series__state=SeriesState.CANCELLED
    )
    seats = ConferenceSeat.objects.filter(cancelled, _not_over("conference__gathering__", at))
    needs = seats.order_by("conference__need").values_list("conference__need", flat=True)
    return sum(_release(pk, seats, at=at) for pk in needs.distinct())


@transaction.atomic
def _release(need: int, seats: QuerySet[ConferenceSeat], *, at: datetime) -> int:
    """Free the seats of one need, which is locked first as everywhere."""
    Need.objects.select_for_update(no_key=True).get(pk=need)
    rows = _read(seats.filter(conference__need=need)).select_for_update(of=("self",))
    found = list(rows.order_by("pk"))
    for seat in found:
        free_seat(seat, ending=Ending.CONFERENCE, by=None, at=at)
    return len(found)


def tell_moved(*, at: datetime) -> int:
    """Tell companies that day, time or place is another than when they took their seats.

    Returns:
        How many companies were told.
    """
    newest: dict[int, GatheringChange] = {}
    changes = GatheringChange.objects.filter(at__gt=at - _LOOKED_BACK, at__lte=at)
    for change in changes.order_by("sequence"):
        if _MOVES & set(change.fields):
            newest[change.gathering_id] = change
    if not newest:
        return 0
    told = 0
    for seat in _read(ConferenceSeat.objects.filter(conference__gathering__in=newest)):
        change, gathering = newest[seat.conference.gathering_id], seat.conference.gathering
        if seat.taken_at < change.at and _is_held(gathering, at=at):
            told += _once(seat, change)
    return told


@transaction.atomic
def _once(seat: ConferenceSeat, change: GatheringChange) -> bool:
    return seat_letters.moved(seat=seat, sequence=change.sequence, at=change.at)


def remind(*, at: datetime) -> int:
    """Remind companies of the conference the day before; who has just signed up is not.

    Returns:
        How many companies were written to.
    """
    day = at.date()
    seats = ConferenceSeat.objects.filter(
        conference__gathering__day__gte=day - _DAY,
        conference__gathering__day__lte=day + _LONGEST_BEFORE,
    )
    return sum(_remind(seat, at=at) for seat in _read(seats).order_by("pk"))


@transaction.atomic
def _remind(seat: ConferenceSeat, *, at: datetime) -> bool:
    gathering = seat.conference.gathering
    if gathering.day is None or not _is_held(gathering, at=at):
        return False
    zone = gathering.series.zone
    window = windows(day=gathering.day, starts_at=gathering.starts_at, zone=zone).day
    is_due = window.holds(at) and seat.taken_at < window.opens
    return is_due and seat_letters.reminder(seat=seat)


def _is_held(gathering: Gathering, *, at: datetime) -> bool:
    return gathering.series.state == SeriesState.PUBLISHED and is_ahead(gathering, at=at)


def _not_over(prefix: str, at: datetime) -> Q:
    """Gatherings that have no day, or not one long past."""
    return Q(**{f"{prefix}day__isnull": True}) | Q(**{f"{prefix}day__gte": at.date() - _DAY})


def _read(seats: QuerySet[ConferenceSeat]) -> QuerySet[ConferenceSeat]:
    return seats.select_related(
        "conference__need__municipality__country",
        "conference__gathering__series__network",
        "supplier",
    )
