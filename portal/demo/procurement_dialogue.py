"""The market dialogue of the demonstration: questions, a conference, talks, followers."""

from collections.abc import Callable, Mapping
from datetime import time
from typing import Final

from gatherings.actions.agenda import ItemDetails, add_item
from gatherings.actions.gatherings import GatheringDetails, add_gathering
from gatherings.actions.series import Limits, SeriesDetails, create_series, publish_series
from gatherings.enums import AgendaKind, GatheringKind
from gatherings.models import Gathering
from networks.queries import leaders_of
from portal.demo.tale import Event, Tale
from procurement.actions.conferences import link_conference, take_seat
from procurement.actions.questions import answer, ask, promise
from procurement.actions.slots import Row, book, offer_slots
from procurement.actions.watches import follow

_BEGINS, _TALKS, _ENDS = time(10), time(12, 30), time(15, 30)
_MEAL = time(11, 30)


def _follow(tale: Tale, event: Event) -> None:
    for key in event["suppliers"]:
        follow(person=tale.sellers[key].person, need=tale.need, at=tale.when(event))


def _question(tale: Tale, event: Event) -> None:
    seller = tale.sellers[event["supplier"]]
    asked = ask(
        need=tale.need,
        supplier=seller.supplier,
        text=event["text"],
        by=seller.person,
        at=tale.when(event),
    )
    if "promised" in event:
        promise(
            question=asked,
            on=tale.day(event["promised"]),
            by=tale.lead.person,
            at=tale.when(event),
        )
    if "answered" in event:
        place = tale.places[event["by"]]
        answer(
            question=asked,
            municipality=place.municipality,
            text=event["answer"],
            by=place.person,
            at=tale.lead.day(tale.at, event["answered"]),
        )


def _conference(tale: Tale, event: Event) -> None:
    link_conference(
        need=tale.need,
        gathering=_gathering(tale, event),
        seats=event["seats"],
        by=tale.lead.person,
        at=tale.when(event),
    )


def _gathering(tale: Tale, event: Event) -> Gathering:
    """Make the conference a gathering of the network, led by who leads the network."""
    leaders = leaders_of(network=tale.network, at=tale.when(event))
    leader = leaders[0] if leaders else tale.lead.person
    series = create_series(
        network=tale.network,
        details=SeriesDetails(
            name=event["title"],
            contact_email=leader.email,
            contact_name=tale.network.label,
            summary=event["summary"],
            language=tale.network.language,
            time_zone=tale.lead.municipality.country.time_zone,
            closes_at=tale.clock(event["ahead"] - 2, time(12)),
        ),
        limits=Limits(per_municipality=3),
        hosts=(str(tale.lead.municipality),),
        topics=(),
        by=leader,
        at=tale.when(event),
    )
    gathering = add_gathering(
        series=series,
        details=GatheringDetails(
            title=event["title"],
            kind=GatheringKind.MARKET,
            day=tale.day(event["ahead"]),
            starts_at=tale.clock(event["ahead"], _BEGINS),
            ends_at=tale.clock(event["ahead"], _ENDS),
            place=event["place"],
            is_environmental=True,
        ),
        adds_participants=False,
        by=leader,
        at=tale.when(event),
    )
    times = ((AgendaKind.TALK, _BEGINS, _MEAL), (AgendaKind.MEAL, _MEAL, _TALKS))
    for (kind, starts, ends), title in zip(times, event["items"], strict=True):
        details = ItemDetails(title=title, kind=kind, starts=starts, ends=ends)
        add_item(gathering=gathering, details=details, speakers=(), by=leader)
    publish_series(series=series, by=leader)
    return Gathering.objects.select_related("series").get(pk=gathering.pk)


def _slots(tale: Tale, event: Event) -> None:
    offer_slots(
        need=tale.need,
        row=Row(
            first=tale.clock(event["ahead"], _TALKS),
            count=event["count"],
            minutes=event["minutes"],
            pause=5,
            link=event["link"],
        ),
        by=tale.lead.person,
        at=tale.when(event),
    )


def _seat(tale: Tale, event: Event) -> None:
    seller = tale.sellers[event["supplier"]]
    take_seat(
        conference=tale.need.conference,
        supplier=seller.supplier,
        people=event["people"],
        by=seller.person,
        at=tale.when(event),
    )


def _book(tale: Tale, event: Event) -> None:
    seller = tale.sellers[event["supplier"]]
    slots = tale.need.slots.order_by("starts_at")
    book(
        slot=slots[event["number"] - 1],
        supplier=seller.supplier,
        by=seller.person,
        at=tale.when(event),
    )


EVENTS: Final[Mapping[str, Callable[[Tale, Event], None]]] = {
    "follow": _follow,
    "question": _question,
    "conference": _conference,
    "slots": _slots,
    "seat": _seat,
    "book": _book,
}
