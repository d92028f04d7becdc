"""Somebody else comes to one gathering; the seat stays its owner's."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from gatherings import letters
from gatherings.actions.choice import check_is_to_come
from gatherings.actions.locks import ComesAlready, NoSeat, lock_series
from gatherings.enums import SEATED_STATES, SeatEvent, SeatState
from gatherings.models import Participation, RegistrationEvent


@transaction.atomic
def name_substitute(
    *, participation: Participation, name: str, email: str, by: User | None, at: datetime
) -> Participation:
    """Let somebody else come to one gathering. The same name again changes nothing.

    Both get a letter; so does somebody named before who now does not come.

    Raises:
        NoSeat: The owner has no confirmed seat.
        ComesAlready: The substitute is the owner, or comes to that gathering anyway.

    Passes on:
        GatheringClosed: The gathering has been or is cancelled.
    """
    row = _lock(participation, at=at)
    address = email.strip().lower()
    if (row.substitute_name, row.substitute_email) == (name.strip(), address):
        return row
    if row.registration.state != SeatState.CONFIRMED:
        raise NoSeat
    if _comes(row, address):
        raise ComesAlready
    if row.substitute_email and row.substitute_email != address:
        letters.not_needed(participation=row, at=at)
    row.substitute_name, row.substitute_email = name.strip(), address
    row.save(update_fields=["substitute_name", "substitute_email"])
    _note(row, SeatEvent.SUBSTITUTED, by=by, at=at)
    letters.substituted(participation=row, at=at)
    return row


@transaction.atomic
def come_after_all(
    *, participation: Participation, by: User | None, at: datetime
) -> Participation:
    """Take the substitute away: the owner comes in person. Again changes nothing.

    Passes on:
        GatheringClosed: The gathering has been or is cancelled.
    """
    row = _lock(participation, at=at)
    if not row.substitute_email:
        return row
    letters.not_needed(participation=row, at=at)
    row.substitute_name, row.substitute_email = "", ""
    row.save(update_fields=["substitute_name", "substitute_email"])
    _note(row, SeatEvent.RETURNED, by=by, at=at)
    letters.returned(participation=row, at=at)
    return row


def _lock(participation: Participation, *, at: datetime) -> Participation:
    series = lock_series(participation.registration.series)
    row = (
        Participation.objects.select_for_update(no_key=True, of=("self",))
        .select_related("registration__municipality__country", "gathering")
        .get(pk=participation.pk)
    )
    row.registration.series = series
    row.gathering.series = series
    check_is_to_come(row.gathering, at=at)
    return row


def _comes(row: Participation, address: str) -> bool:
    if row.registration.email.lower() == address:
        return True
    others = row.gathering.participations.filter(registration__state__in=SEATED_STATES).exclude(
        pk=row.pk
    )
    own = Q(substitute_email="", registration__email__iexact=address)
    return others.filter(own | Q(substitute_email__iexact=address)).exists()


def _note(row: Participation, kind: SeatEvent, *, by: User | None, at: datetime) -> None:
    RegistrationEvent.objects.create(
        registration=row.registration, gathering=row.gathering, kind=kind, by=by, at=at
    )
