"""Who was there: noted at the door, and undone there."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gatherings.enums import SEATED_STATES, Attendance, SeatEvent
from gatherings.models import Participation, RegistrationEvent
from improvement.actions.refusals import Declined


class HasNoSeat(Declined):
    """The person has given the seat back, or still waits for one."""

    sentence = _("The person has no seat now. Give a seat first.")


@transaction.atomic
def note_attendance(
    *, participation: Participation, attendance: str, by: User | None, at: datetime
) -> Participation:
    """Note whether somebody was there; an empty text takes the note back.

    The log gets an event with the code as its reason. The same note again changes nothing.

    Raises:
        HasNoSeat: The registration has no seat.
    """
    row = (
        Participation.objects.select_for_update(no_key=True, of=("self",))
        .select_related("registration", "gathering")
        .get(pk=participation.pk)
    )
    wanted = Attendance(attendance).value if attendance else ""
    if row.attendance == wanted:
        return row
    if row.registration.state not in SEATED_STATES:
        raise HasNoSeat
    row.attendance = wanted
    row.save(update_fields=["attendance"])
    RegistrationEvent.objects.create(
        registration=row.registration,
        gathering=row.gathering,
        kind=SeatEvent.ATTENDED,
        reason=wanted,
        by=by,
        at=at,
    )
    return row
