"""Advice that a case gets, written down at the table by anybody in the group."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gatherings.actions.cases import CaseNotReady, lock_case
from gatherings.enums import CaseState, SeatState
from gatherings.models import Case, CaseAdvice, Registration
from gatherings.queries.cases import own_seat, speaks_for
from improvement.actions.refusals import Declined
from networks.models import Municipality


class AdviceMissing(Declined):
    """Nothing is written."""

    field = "text"
    sentence = _("Write the advice.")


class TakesNoPart(Declined):
    """The seat is in another series, or given back."""

    sentence = _("Only those who take part in the series can give advice.")


class NotTheAuthor(Declined):
    """Only the one who wrote advice takes it back."""

    sentence = _("Only the one who wrote this can take it back.")


@transaction.atomic
def log_advice(
    *,
    case: Case,
    text: str,
    at: datetime,
    group: str = "",
    by: User | None = None,
    registration: Registration | None = None,
) -> CaseAdvice:
    """Write down one piece of advice; the same again from the same person adds none.

    It is shown with the municipality of the seat, else of the person's role; never with a
    name. Without either it is the hosts'.

    Args:
        case: Ready or presented.
        text: The advice.
        at: When.
        group: Name of the group at the table.
        by: Who writes, where signed in.
        registration: The seat whose link was used.

    Raises:
        AdviceMissing: ``text`` is empty.
        CaseNotReady: The case is a draft.
        TakesNoPart: The seat is not a seat in the series, or neither is given.

    Passes on:
        NetworkClosed: The network is closed.
    """
    if not text.strip():
        raise AdviceMissing
    locked = lock_case(case)
    if locked.state == CaseState.DRAFT:
        raise CaseNotReady
    seat = registration
    if seat is None and by is not None:
        seat = own_seat(locked.series, by)
    if seat is not None and (
        seat.series_id != locked.series_id or seat.state != SeatState.CONFIRMED
    ):
        raise TakesNoPart
    place: Municipality | None
    if seat is not None:
        place = seat.municipality
    elif by is not None:
        place = speaks_for(locked.series, by)
    else:
        raise TakesNoPart
    wanted = {"text": text.strip(), "group": group.strip(), "by": by, "registration": seat}
    known = locked.advice.filter(withdrawn_at__isnull=True, **wanted).first()
    if known is not None:
        return known
    return CaseAdvice.objects.create(
        case=locked, gathering=locked.gathering, municipality=place, at=at, **wanted
    )


@transaction.atomic
def withdraw_advice(
    *,
    advice: CaseAdvice,
    at: datetime,
    by: User | None = None,
    registration: Registration | None = None,
) -> CaseAdvice:
    """Take one's own advice back. Again changes nothing.

    Raises:
        NotTheAuthor: Somebody else wrote it.

    Passes on:
        NetworkClosed: The network is closed.
    """
    lock_case(advice.case)
    row = CaseAdvice.objects.select_for_update(no_key=True).get(pk=advice.pk)
    if not is_author(row, by=by, registration=registration):
        raise NotTheAuthor
    if row.withdrawn_at is None:
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
    return row


def is_author(
    advice: CaseAdvice, *, by: User | None, registration: Registration | None
) -> bool:
    """Whether the account, or the seat, is the one that wrote it."""
    is_by = by is not None and advice.by_id == by.pk
    is_seat = registration is not None and advice.registration_id == registration.pk
    return is_by or is_seat
