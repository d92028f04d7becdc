"""What the pages of a series show: finished texts, nothing left to compute."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import date_in_words
from common.lists import in_words
from gatherings import words
from gatherings.enums import GatheringState, SeatState, SeriesState
from gatherings.models import Gathering, Registration, Series
from gatherings.queries.openness import Closed, Full, Openness
from gatherings.queries.series import (
    OPEN,
    PAST,
    Item,
    Line,
    Place,
    SeriesRead,
    section_of,
)
from networks.models import Municipality

SOON_DAYS = 14  # a deadline so near is warned of
MOST_DOTS = 12  # more seats than these are told by the number alone


@dataclass(frozen=True, slots=True)
class Notice:
    """What stands above the page: info, warn, ok or bad."""

    kind: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class GatheringRow:
    """One gathering in the row of them."""

    label: str
    day: str
    hours: str
    place: str
    title: str
    theme: str
    kind: str
    href: str
    is_next: bool
    is_cancelled: bool
    cancel_reason: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One line of a programme."""

    times: str
    kind: str
    title: str
    text: str
    speakers: str


@dataclass(frozen=True, slots=True)
class SeatsRow:
    """The seats of one municipality."""

    name: str
    href: str
    dots: tuple[bool, ...]
    words: str
    waiting: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One of a municipality's own people."""

    name: str
    kind: str
    state: str
    detail: str
    withdraw: str


@dataclass(frozen=True, slots=True)
class OwnRow:
    """The reader's municipality: how its seats stand, and its people."""

    name: str
    key: str
    dots: tuple[bool, ...]
    words: str
    left: str
    people: list[PersonRow]
    href: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """One series in the list."""

    name: str
    lang: str
    href: str
    eyebrow: str
    summary: str
    when: str
    sign_up: str
    mark: str
    mark_kind: str
    is_soon: bool


def list_row(series: Series, *, at: datetime) -> ListRow:
    """Show a series of ``queries.series.listed_series``, its hosts prefetched."""
    section = section_of(series)
    first, last = series.first_day, series.last_day  # type: ignore[attr-defined]
    days = [date_in_words(day) for day in dict.fromkeys((first, last)) if day is not None]
    sign_up = ""
    if section == OPEN:
        until = words.deadline(series)
        sign_up = _("Sign-up until %(day)s") % {"day": until} if until else _("Sign-up is open")
    elif section != PAST and series.opens_at is not None and series.opens_at > at:
        sign_up = words.closed(Closed.NOT_YET, series)
    left = days_left(series, at=at)
    mark, kind = _mark(series, section)
    return ListRow(
        name=series.name,
        lang=series.language,
        href=series.get_absolute_url(),
        eyebrow=eyebrow(series, [host.name for host in series.hosts.all()]),
        summary=series.summary,
        when=" – ".join(days) or _("Days to come"),
        sign_up=sign_up,
        mark=mark,
        mark_kind=kind,
        is_soon=section == OPEN and left is not None and left <= SOON_DAYS,
    )


def _mark(series: Series, section: int) -> tuple[str, str]:
    if series.state == SeriesState.DRAFT:
        return _("Draft: only the hosts see it"), "wait"
    if series.state == SeriesState.CANCELLED:
        return str(SeriesState.CANCELLED.label), "no"
    return (_("Open for sign-up"), "yes") if section == OPEN else ("", "")


def eyebrow(series: Series, hosts: list[str]) -> str:
    """Give network and hosts on one line."""
    return " · ".join(part for part in (series.network.label, in_words(hosts)) if part)


def days_left(series: Series, *, at: datetime) -> int | None:
    """Count the days to the deadline; 0 on the last day, None without one."""
    if series.closes_at is None:
        return None
    closes, now = (each.astimezone(series.zone).date() for each in (series.closes_at, at))
    return (closes - now).days


def notice(read: SeriesRead, *, at: datetime) -> Notice:
    """Say whether one can sign up, until when, and if not, why and whom to ask."""
    series = read.series
    if read.closed is not None:
        kind = "bad" if read.closed == Closed.CANCELLED else "info"
        title = {
            Closed.CANCELLED: _("The series is cancelled"),
            Closed.NOT_PUBLISHED: _("This is a draft"),
            Closed.NOT_YET: _("Sign-up has not opened yet"),
            Closed.OVER: _("The series is over"),
        }.get(read.closed, _("Sign-up is closed"))
        return Notice(kind, title, words.closed(read.closed, series))
    left = days_left(series, at=at)
    seats = _seats_each(series)
    if left is None:
        return Notice("info", _("Sign-up is open"), seats)
    title = _("Last day to sign up")
    if left:
        title = ngettext(
            "%(number)s day left to sign up", "%(number)s days left to sign up", left
        ) % {"number": left}
    until = _("Sign-up is open until %(moment)s.")
    if words.closes_with_the_day(series):
        until = _("Sign-up is open to the end of %(moment)s.")
    until %= {"moment": words.deadline(series)}
    return Notice("warn" if left <= SOON_DAYS else "info", title, f"{until} {seats}".strip())


def _seats_each(series: Series) -> str:
    number = series.seats_per_municipality
    if number is None:
        return ""
    return ngettext(
        "Each municipality has %(number)s seat, for the whole series.",
        "Each municipality has %(number)s seats, preferably for the same people all through.",
        number,
    ) % {"number": number}


def gathering_rows(read: SeriesRead) -> list[GatheringRow]:
    """Show the gatherings in a row."""
    shows = read.shows_programme
    return [
        gathering_row(one, shows_theme=shows, is_next=one == read.next)
        for one in read.gatherings
    ]


def gathering_row(
    gathering: Gathering, *, shows_theme: bool, is_next: bool = False
) -> GatheringRow:
    """Show one gathering; what is not known yet is said to come."""
    label = _("Gathering %(number)s") % {"number": gathering.number}
    has_time = gathering.starts_at is not None
    return GatheringRow(
        label=_("%(gathering)s · next") % {"gathering": label} if is_next else label,
        day=capfirst(words.day_of(gathering)),
        hours=words.hours_of(gathering) if gathering.day or has_time else "",
        place=capfirst(words.place_of(gathering)),
        title=gathering.title,
        theme=gathering.theme if shows_theme else "",
        kind=str(gathering.get_kind_display()),
        href=gathering.get_absolute_url(),
        is_next=is_next,
        is_cancelled=gathering.state == GatheringState.CANCELLED,
        cancel_reason=gathering.cancel_reason,
    )


def item_rows(items: list[Item]) -> list[ItemRow]:
    """Show a programme."""
    return [
        ItemRow(
            times=words.times(one.item.starts, one.item.ends),
            kind=str(one.item.get_kind_display()),
            title=one.item.title,
            text=one.item.text,
            speakers="; ".join(
                ", ".join(part for part in parts if part) for parts in one.speakers
            ),
        )
        for one in items
    ]


def seats_rows(read: SeriesRead) -> list[SeatsRow]:
    """Show the seats of every member."""
    return [
        SeatsRow(
            name=str(place.municipality),
            href=place.municipality.get_absolute_url(),
            dots=dots(place.openness),
            words=taken(place.openness),
            waiting=_waiting(place.waiting),
        )
        for place in read.places
    ]


def dots(openness: Openness) -> tuple[bool, ...]:
    """One per seat, filled where it is taken; none where there are too many to count."""
    if openness.limit is None or openness.limit > MOST_DOTS:
        return ()
    return tuple(number < openness.taken for number in range(openness.limit))


def taken(openness: Openness) -> str:
    """Say how many seats are taken: *2 of 3*."""
    if openness.limit is None:
        return str(openness.taken)
    return _("%(have)s of %(of)s") % {"have": openness.taken, "of": openness.limit}


def _waiting(number: int) -> str:
    if not number:
        return ""
    return ngettext(
        "%(number)s on the waiting list", "%(number)s on the waiting list", number
    ) % {"number": number}


def own_row(read: SeriesRead, place: Place) -> OwnRow:
    """Show the reader's municipality with its people."""
    municipality = place.municipality
    return OwnRow(
        name=str(municipality),
        key=place_key(municipality),
        dots=dots(place.openness),
        words=_seats_words(place.openness),
        left=_left(place.openness),
        people=[person_row(read, row, may_withdraw=place.may_sign_up) for row in place.people],
        href=sign_up_address(read.series, municipality),
    )


def place_key(municipality: Municipality) -> str:
    """Name a municipality in the address of a page."""
    keys = municipality.address_keys
    return f"{keys['country']}-{keys['code']}"


def sign_up_address(series: Series, municipality: Municipality) -> str:
    """Address of the form for the people of a municipality."""
    return reverse(
        "gatherings:sign-up", kwargs={"slug": series.slug, **municipality.address_keys}
    )


def _seats_words(openness: Openness) -> str:
    return _("Seats taken: %(seats)s.") % {"seats": taken(openness)}


def _left(openness: Openness) -> str:
    if openness.left is None:
        return ""
    return ngettext("%(number)s seat left", "%(number)s seats left", openness.left) % {
        "number": openness.left
    }


def before_sending(openness: Openness, municipality: Municipality) -> str:
    """Say who gets a seat and who waits, before anything is sent."""
    known = {"place": municipality, "seats": taken(openness), "number": openness.left}
    if openness.full == Full.MUNICIPALITY:
        return (
            _(
                "%(place)s has %(seats)s. Those you sign up now come on the waiting list, and "
                "get an e-mail at once if a seat becomes free."
            )
            % known
        )
    if openness.full == Full.SERIES:
        return _(
            "All seats of the series are taken. Those you sign up now come on the waiting "
            "list, and get an e-mail at once if a seat becomes free."
        )
    if openness.left is None:
        return _("There is a seat for everybody you sign up.")
    after = ngettext(
        "There is a seat for the first one you sign up; those after come on the waiting list.",
        "There are seats for the first %(number)s you sign up; those after come on the "
        "waiting list.",
        openness.left,
    )
    return f"{_seats_words(openness)} {after % known}"


_KINDS = {SeatState.CONFIRMED: "yes", SeatState.OFFERED: "wait", SeatState.WAITING: "wait"}


def person_row(read: SeriesRead, row: Registration, *, may_withdraw: bool) -> PersonRow:
    """Show one of the reader's own people."""
    withdraw = reverse("gatherings:withdraw", kwargs={"slug": read.series.slug, "pk": row.pk})
    return PersonRow(
        name=row.name,
        kind=state_kind(row),
        state=str(row.get_state_display()),
        detail=state_detail(row, series=read.series, line=read.lines.get(row.pk)),
        withdraw=withdraw if may_withdraw else "",
    )


def state_kind(row: Registration) -> str:
    """Give the mark of a state: yes, wait or no."""
    return _KINDS.get(SeatState(row.state), "no")


def state_detail(row: Registration, *, series: Series, line: Line | None) -> str:
    """Say until when one has to answer, or which place in line one has."""
    if row.state == SeatState.OFFERED:
        return _("Answer by %(moment)s") % {"moment": words.moment(row.offered_until, series)}
    if line is None:
        return ""
    if series.seats_total is None or line.own == line.whole:
        return _("Number %(own)s in line") % {"own": line.own}
    return _("Number %(own)s in line from the municipality, number %(whole)s in all") % {
        "own": line.own,
        "whole": line.whole,
    }
