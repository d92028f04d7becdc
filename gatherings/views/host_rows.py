"""What the pages of the hosts show, as plain rows with finished texts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.dates import date_in_words
from common.lists import in_words
from common.numbers import format_number
from gatherings import words
from gatherings.calculations.continuity import Continuity, Same
from gatherings.calculations.coverage import Gaps
from gatherings.calculations.planning import Year
from gatherings.enums import (
    LIVE_STATES,
    AgendaKind,
    Attendance,
    GatheringState,
    SeatEvent,
    SeatState,
)
from gatherings.models import Gathering, Participation, Registration, RegistrationEvent, Series
from gatherings.queries.hosting import MunicipalitySeats
from gatherings.views.series_rows import MOST_DOTS, state_kind
from networks.models import Municipality


@dataclass(frozen=True, slots=True)
class SeatRow:
    """Seats of one municipality; ``dots`` tells of each whether it is taken."""

    municipality: Municipality
    taken: str
    offered: int
    waiting: int
    extra: int
    dots: tuple[bool, ...]
    is_full: bool
    has_answered: bool


@dataclass(frozen=True, slots=True)
class GatheringRow:
    gathering: Gathering
    when: str
    where: str
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who is signed up; ``comes`` has number and text for each gathering."""

    registration: Registration
    state: str
    mark: str
    place: str
    diet: str
    comes: tuple[tuple[int, str], ...]
    waits: bool
    is_live: bool


@dataclass(frozen=True, slots=True)
class LogRow:
    at: datetime
    who: str
    what: str
    by: str
    reason: str
    is_key: bool


@dataclass(frozen=True, slots=True)
class ContinuityRow:
    municipality: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year; ``counts`` has each number with the label of its kind."""

    year: str
    counts: tuple[tuple[int, str], ...]
    kind: str
    verdict: str


@dataclass(frozen=True, slots=True)
class DoorRow:
    """Somebody at the door; ``stands_in_for`` names the owner of the seat."""

    pk: int
    name: str
    stands_in_for: str
    municipality: str
    attendance: str
    label: str


def gap_sentences(gaps: Gaps) -> list[str]:
    """Say what is missing, one sentence each."""
    dimensions = {
        "social": _("No gathering covers the social dimension."),
        "economic": _("No gathering covers the economic dimension."),
        "environmental": _("No gathering covers the environmental dimension."),
    }
    lacks = _("Gathering %(number)s has no item of the kind %(items)s.")
    return [
        *(
            lacks
            % {
                "number": number,
                "items": in_words([f"«{AgendaKind(code).label}»" for code in codes]),
            }
            for number, codes in gaps.items
        ),
        *(dimensions[code] for code in gaps.dimensions),
    ]


def seat_row(row: MunicipalitySeats) -> SeatRow:
    room = None if row.limit is None else row.limit + row.extra
    shown = row.taken if room is None else max(room, row.taken)
    dots = tuple(place < row.taken for place in range(shown)) if shown <= MOST_DOTS else ()
    taken = str(row.taken)
    if room is not None:
        taken = _("%(taken)s of %(limit)s") % {"taken": row.taken, "limit": row.limit}
    return SeatRow(
        municipality=row.municipality,
        taken=taken,
        offered=row.offered,
        waiting=row.waiting,
        extra=row.extra,
        dots=dots,
        is_full=room is not None and row.taken >= room,
        has_answered=row.answered,
    )


def gathering_row(gathering: Gathering, *, series: Series) -> GatheringRow:
    return GatheringRow(
        gathering=gathering,
        when=when(gathering, series=series),
        where=words.place_of(gathering),
        is_cancelled=gathering.state == GatheringState.CANCELLED,
    )


def when(gathering: Gathering, *, series: Series) -> str:
    """Day and time of a gathering, in the zone of its series."""
    if gathering.day is None:
        return _("day to come")
    day = date_in_words(gathering.day)
    if gathering.starts_at is None or gathering.ends_at is None:
        return _("%(day)s, time to come") % {"day": day}
    hours = words.span(gathering.starts_at, gathering.ends_at, zone=series.zone)
    return f"{day}, {hours}"


def person_row(
    row: Registration, *, gatherings: Sequence[Gathering], places: dict[int, int]
) -> PersonRow:
    coming = {each.gathering_id: each for each in row.participations.all()}
    state = SeatState(row.state)
    place = places.get(row.pk)
    return PersonRow(
        registration=row,
        state=str(state.label),
        mark=state_kind(row),
        place=_("number %(place)s in line") % {"place": place} if place else "",
        diet=words.diet(row),
        comes=tuple((one.number, _comes(coming.get(one.pk))) for one in gatherings),
        waits=state == SeatState.WAITING,
        is_live=state in LIVE_STATES,
    )


def log_row(event: RegistrationEvent) -> LogRow:
    what = capfirst(str(SeatEvent(event.kind).label))
    reason = event.reason
    if event.kind == SeatEvent.ATTENDED:
        reason = str(Attendance(reason).label) if reason else _("taken back")
    if event.gathering is not None:
        what = _("%(what)s, gathering %(number)s") % {
            "what": what,
            "number": event.gathering.number,
        }
    row = event.registration
    return LogRow(
        at=event.at,
        who=f"{row.name or _('name erased')}, {row.municipality}",
        what=what,
        by=str(event.by) if event.by else "",
        reason=reason,
        is_key=event.kind == SeatEvent.PAST_LIMIT,
    )


def continuity_rows(
    continuity: Continuity, *, places: Iterable[Municipality]
) -> list[ContinuityRow]:
    """Say for each municipality that came twice how many were the same people."""
    rows = [(str(place), continuity.by_place.get(place.pk, ())) for place in places]
    return [
        ContinuityRow(name, tuple(_same(each) for each in row))
        for name, row in rows
        if any(row)
    ]


def share_text(continuity: Continuity) -> str:
    """Say the share over the series, in whole percent."""
    return "" if continuity.share is None else format_number(continuity.share)


def year_row(row: Year, *, kinds: Sequence[str], is_judged: bool) -> YearRow:
    """Say whether a year holds what the programme asks for; ``kinds`` are labels."""
    texts = {
        "few": _("%(count)s fewer than the programme asks for"),
        "many": _("%(count)s more than the programme asks for"),
        "": _("As the programme asks for"),
    }
    is_dated = row.year is not None
    verdict = texts[row.verdict] % {"count": row.apart} if is_judged and is_dated else ""
    return YearRow(
        year=str(row.year) if is_dated else "",
        counts=tuple(zip(row.counts, kinds, strict=True)),
        kind="no" if row.verdict else "yes",
        verdict=verdict,
    )


def door_row(row: Participation) -> DoorRow:
    owner = row.registration.name or _("name erased")
    return DoorRow(
        pk=row.pk,
        name=row.substitute_name or owner,
        stands_in_for=owner if row.substitute_name else "",
        municipality=str(row.registration.municipality),
        attendance=row.attendance,
        label=str(Attendance(row.attendance).label) if row.attendance else "",
    )


def _same(each: Same | None) -> str:
    if each is None:
        return "–"
    return _("%(same)s of %(of)s the same") % {"same": each.same, "of": each.of}


def _comes(row: Participation | None) -> str:
    if row is None:
        return ""
    who = _("substitute: %(name)s") % {"name": row.substitute_name}
    text = who if row.substitute_name else _("comes")
    return f"{text}, {Attendance(row.attendance).label}" if row.attendance else text
