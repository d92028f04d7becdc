"""Talks and seats that suppliers had and have no more, because something else has ended."""

from copy import copy
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from procurement import talk_letters
from procurement.actions.dialogue_log import moment_of, note
from procurement.enums import DialogueEvent, Ending
from procurement.models import ConferenceSeat, Need, Slot, Supplier
from procurement.queries.dialogue import is_ahead
from procurement.seats import free_seat


def release_need(need: Need, *, ending: Ending, by: User | None, at: datetime) -> None:
    """Give back all talks and seats about a need that lie ahead; the caller has locked it."""
    _release(
        Slot.objects.filter(need=need),
        ConferenceSeat.objects.filter(conference__need=need),
        ending=ending,
        by=by,
        at=at,
    )


def release_company(
    supplier: Supplier, *, ending: Ending, by: User | None, at: datetime
) -> None:
    """Give back what a company has booked ahead; the caller has locked the company."""
    _release(
        Slot.objects.filter(supplier=supplier),
        ConferenceSeat.objects.filter(supplier=supplier),
        ending=ending,
        by=by,
        at=at,
    )


def free(slot: Slot) -> Slot:
    """Let others book a talk that the caller has locked.

    Returns:
        The talk as it was, not to be saved.
    """
    former = copy(slot)
    slot.supplier, slot.booked_by, slot.booked_at = None, None, None
    slot.save(update_fields=["supplier", "booked_by", "booked_at"])
    return former


def _release(
    slots: QuerySet[Slot],
    seats: QuerySet[ConferenceSeat],
    *,
    ending: Ending,
    by: User | None,
    at: datetime,
) -> None:
    locked = slots.filter(supplier__isnull=False, starts_at__gt=at)
    rows = locked.select_for_update(of=("self",)).select_related(
        "need__municipality__country", "need__network", "need__contact", "supplier"
    )
    for slot in rows.order_by("pk"):
        former = free(slot)
        note(
            need=former.need,
            kind=DialogueEvent.UNBOOKED,
            supplier=former.supplier,
            text=moment_of(former.starts_at, former.need),
            by=by,
            at=at,
        )
        talk_letters.called_off(former=former, ending=ending, reason="", at=at)
    held = seats.select_for_update(of=("self",)).select_related(
        "conference__need__municipality__country", "conference__gathering__series", "supplier"
    )
    for seat in held.order_by("pk"):
        if is_ahead(seat.conference.gathering, at=at):
            free_seat(seat, ending=ending, by=by, at=at)
