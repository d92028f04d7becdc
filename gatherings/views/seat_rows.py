"""What the page of one's own seat shows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gatherings import words
from gatherings.enums import Attendance, GatheringState, SeatState
from gatherings.models import Participation
from gatherings.queries.seats import OwnGathering, OwnSeat
from gatherings.views.series_rows import state_detail, state_kind


@dataclass(frozen=True, slots=True)
class StateRow:
    """How the seat stands: a mark, and what it means."""

    kind: str
    state: str
    detail: str


@dataclass(frozen=True, slots=True)
class OwnGatheringRow:
    """One gathering for the owner of a seat."""

    name: str
    when: str
    place: str
    address: str
    link: str
    theme: str
    bring: str
    is_cancelled: bool
    cancel_reason: str
    comes: bool
    substitute: str
    attendance: str
    name_substitute: str
    come_back: str
    check_in: str


def state_row(own: OwnSeat, *, at: datetime) -> StateRow:
    """Show the state, with what to do about it."""
    row, series = own.registration, own.registration.series
    detail = state_detail(row, series=series, line=own.line)
    if row.state == SeatState.OFFERED and row.offered_until and at > row.offered_until:
        detail = _("The time to answer is out.")
    elif row.state == SeatState.WAITING:
        mail = _("You get an e-mail at once if a seat becomes free.")
        detail = f"{detail}. {mail}"
    return StateRow(state_kind(row), str(row.get_state_display()), detail)


def own_rows(
    own: OwnSeat, *, address: Callable[..., str], at: datetime
) -> list[OwnGatheringRow]:
    """Show the gatherings, with what can still be changed about each."""
    is_confirmed = own.registration.state == SeatState.CONFIRMED
    return [
        _own_row(one, address=address, is_confirmed=is_confirmed, at=at)
        for one in own.gatherings
    ]


def _own_row(
    one: OwnGathering, *, address: Callable[..., str], is_confirmed: bool, at: datetime
) -> OwnGatheringRow:
    gathering, row = one.gathering, one.participation
    is_cancelled = gathering.state == GatheringState.CANCELLED
    today = at.astimezone(gathering.series.zone).date()
    is_past = gathering.day is not None and gathering.day < today
    can_change = is_confirmed and row is not None and not is_cancelled and not is_past
    substitute = row.substitute_name if row else ""
    return OwnGatheringRow(
        name=words.gathering_name(gathering),
        when=capfirst(f"{words.day_of(gathering)}, {words.hours_of(gathering)}"),
        place=capfirst(words.place_of(gathering)),
        address=gathering.address,
        link=gathering.link if is_confirmed and row and not is_cancelled else "",
        theme=gathering.theme,
        bring=gathering.bring,
        is_cancelled=is_cancelled,
        cancel_reason=gathering.cancel_reason,
        comes=row is not None,
        substitute=substitute,
        attendance=_attendance(row),
        name_substitute=_link(address, "seat-substitute", gathering.number, can_change),
        come_back=_link(
            address, "seat-return", gathering.number, can_change and bool(substitute)
        ),
        check_in=_link(
            address,
            "seat-check-in",
            gathering.number,
            can_change
            and not substitute
            and bool(gathering.door_code)
            and gathering.day == today
            and not _attendance(row),
        ),
    )


def _attendance(row: Participation | None) -> str:
    """Say that one has been noted as present; other notes are the hosts' own."""
    if row is None or row.attendance != Attendance.PRESENT:
        return ""
    return _("You are noted as present.")


def _link(address: Callable[..., str], name: str, number: int, shown: bool) -> str:  # noqa: FBT001 -- never called from outside
    return address(name, number=number) if shown else ""
