"""Where suppliers meet the municipalities: conference and talks."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common.dates import day_of_month, month_in_words
from gatherings.models import Series
from procurement.actions.conferences import takes_seats
from procurement.actions.slots import is_open
from procurement.models import Conference, Need
from procurement.queries.dialogue import Meeting, read_meeting
from procurement.queries.suppliers import person_of_company
from procurement.views.dialogue_rows import SlotRow, slot_row
from procurement.views.sections.reading import Link, Reading


@dataclass(frozen=True, slots=True)
class ConferenceShown:
    """The conference.

    Attributes:
        href: Its page, for those who may know of its series.
        mine: How many come from the reader's company, in words.
        may_take: The reader's company may sign up, or change how many come.
    """

    name: str
    href: str
    day: str
    month: str
    place: str
    seats: str
    mine: str
    may_take: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """Conference and talks.

    Attributes:
        free: How many talks are free, in words.
        slots: The talks that the reader's company can book, or has.
    """

    conference: ConferenceShown | None
    free: str
    slots: list[SlotRow]
    may_book: bool
    may_return: bool


def read(page: Reading) -> Any:
    """Give what the part shows; None for nothing."""
    need = page.need
    if need.published_at is None:
        return None
    member = person_of_company(page.person) if isinstance(page.person, User) else None
    supplier = member.supplier if member is not None else None
    meeting = read_meeting(need, supplier)
    if meeting.conference is None and not meeting.slots:
        return None
    goes_on = is_open(need)
    rows = [
        slot_row(row, need, supplier=supplier, is_buyer=False, at=page.at)
        for row in meeting.slots
    ]
    has_own = any(row.is_mine for row in rows)
    bookable = {row.pk for row in rows if goes_on and row.is_free and not row.has_begun}
    return Shown(
        conference=_conference(meeting, page, is_company=supplier is not None),
        free=_free(rows, goes_on=goes_on),
        slots=[row for row in rows if row.is_mine or row.pk in bookable],
        may_book=supplier is not None and not has_own and goes_on,
        may_return=goes_on,
    )


def links(page: Reading) -> list[Link]:
    """Link to the pages of the buyers about it; shown to those who may."""
    need = page.need
    if not page.may_buy or need.published_at is None:
        return []
    found = [Link(_("Talks with suppliers"), _address(need, "slot-list"))]
    if need.network_id is not None and is_open(need):
        found.append(Link(_("Dialogue conference"), _address(need, "conference-link")))
    return found


def _address(need: Need, name: str) -> str:
    return reverse(f"procurement:{name}", kwargs={"slug": need.slug})


def _free(rows: list[SlotRow], *, goes_on: bool) -> str:
    if not rows:
        return ""
    if not goes_on:
        return _("No more talks are booked.")
    free = sum(row.is_free and not row.has_begun for row in rows)
    text = ngettext(
        "%(length)s for each supplier. %(free)s of %(all)s talk free.",
        "%(length)s for each supplier. %(free)s of %(all)s talks free.",
        len(rows),
    )
    return text % {"length": rows[0].length, "free": free, "all": len(rows)}


def _conference(meeting: Meeting, page: Reading, *, is_company: bool) -> ConferenceShown | None:
    found = meeting.conference
    if found is None:
        return None
    gathering = found.gathering
    known = Series.objects.visible_to(page.person).filter(pk=gathering.series_id).exists()
    return ConferenceShown(
        name=str(gathering),
        href=gathering.get_absolute_url() if known else "",
        day=day_of_month(gathering.day) if gathering.day else "",
        month=month_in_words(gathering.day) if gathering.day else "",
        place=gathering.place,
        seats=_seats(found, meeting.seats_taken),
        mine=_mine(meeting.mine),
        may_take=is_company and takes_seats(found, at=page.at),
    )


def _seats(conference: Conference, taken: int) -> str:
    left = max(conference.supplier_seats - taken, 0)
    return _("%(free)s of %(all)s seats for suppliers free.") % {
        "free": left,
        "all": conference.supplier_seats,
    }


def _mine(people: int) -> str:
    if not people:
        return ""
    text = ngettext(
        "%(n)s person from your company comes.",
        "%(n)s people from your company come.",
        people,
    )
    return text % {"n": people}
