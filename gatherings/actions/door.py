"""The code at the door: with it participants note themselves as present, on the day only."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gatherings.actions.attendance import note_attendance
from gatherings.actions.gatherings import GatheringCancelled, lock_gathering, open_series
from gatherings.actions.locks import NoSeat
from gatherings.enums import Attendance, GatheringState, SeatState
from gatherings.models import Gathering, Participation
from improvement.actions.refusals import Declined

DIGITS = 6


class CodeWrong(Declined):
    """It is not the code that the hosts show, or they show none."""

    field = "code"
    sentence = _("This is not the code. Look at it once more, or ask at the door.")


class NotTheDay(Declined):
    """The code opens nothing before the day, and nothing after it."""

    field = "code"
    sentence = _("The code can be used on the day of the gathering only.")


class SomebodyElseComes(Declined):
    """The owner has named a substitute, who is noted at the door."""

    field = "code"
    sentence = _("Somebody else comes instead of you. Say at the door who came.")


@transaction.atomic
def make_code(*, gathering: Gathering) -> Gathering:
    """Give a gathering a new code; an older one is dead at once.

    Raises:
        GatheringCancelled: The gathering is cancelled.

    Passes on:
        GatheringCancelled: The series is cancelled.
        NetworkClosed: The network is closed.
    """
    open_series(gathering.series)
    locked = lock_gathering(gathering)
    if locked.state == GatheringState.CANCELLED:
        raise GatheringCancelled
    code = locked.door_code
    while code == locked.door_code:
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    locked.door_code = code
    Gathering.objects.filter(pk=locked.pk).update(door_code=code)  # no history of secrets
    return locked


@transaction.atomic
def check_in(
    *, participation: Participation, code: str, by: User | None, at: datetime
) -> Participation:
    """Let the owner of a seat say that he or she is here. Again changes nothing.

    Args:
        participation: The place at the gathering.
        code: What was typed; blanks do not count.
        by: Who does it; nobody where the secret link was used.
        at: Now.

    Raises:
        NotTheDay: It is not the day of the gathering, where that is held.
        NoSeat: The owner has no confirmed seat.
        SomebodyElseComes: A substitute is named.
        CodeWrong: The code is another, or there is none.
    """
    row = Participation.objects.select_related("registration", "gathering__series").get(
        pk=participation.pk
    )
    gathering = row.gathering
    if not is_open_on(gathering, at=at):
        raise NotTheDay
    if row.registration.state != SeatState.CONFIRMED:
        raise NoSeat
    if row.substitute_name:
        raise SomebodyElseComes
    typed, wanted = "".join(code.split()), gathering.door_code
    if not wanted or not secrets.compare_digest(typed.encode(), wanted.encode()):
        raise CodeWrong
    return note_attendance(participation=row, attendance=Attendance.PRESENT, by=by, at=at)


def is_open_on(gathering: Gathering, *, at: datetime) -> bool:
    """Whether ``at`` lies on the day of a gathering that takes place, where it is held."""
    is_today = gathering.day == at.astimezone(gathering.series.zone).date()
    return is_today and gathering.state == GatheringState.PLANNED
