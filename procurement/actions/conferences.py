"""The dialogue conference of a need: a gathering of its network with seats for suppliers."""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gatherings.enums import GatheringKind, SeriesState
from gatherings.models import Gathering
from improvement.actions.refusals import Declined
from procurement import seat_letters
from procurement.actions.dialogue_log import announce, note
from procurement.actions.locks import lock_need, open_need
from procurement.actions.slots import NotPublic, is_open
from procurement.actions.suppliers import lock_active
from procurement.enums import DialogueEvent
from procurement.models import Conference, ConferenceSeat, Need, Supplier
from procurement.queries.dialogue import is_ahead


class NotAConference(Declined):
    """It must be a published market dialogue of the need's network."""

    field = "gathering"
    sentence = _("Choose a published market dialogue of the network of the need.")


class MoreAreComing(Declined):
    """Nobody who has a seat loses it."""

    field = "seats"
    sentence = _("More seats than that are taken already.")


class OtherConference(Declined):
    """Suppliers have seats at the one that is chosen."""

    field = "gathering"
    sentence = _("Suppliers have seats at the conference that is chosen. It cannot be changed.")


class ConferenceClosed(Declined):
    """It has begun or is cancelled, or the market dialogue is over."""

    sentence = _("The conference takes no more suppliers.")


class ConferenceFull(Declined):
    """There are fewer seats left than people."""

    field = "people"
    sentence = _("There are not so many seats left.")


class NoPeople(Declined):
    """At least one comes."""

    field = "people"
    sentence = _("Say how many come, at least one.")


@transaction.atomic
def link_conference(
    *, need: Need, gathering: Gathering, seats: int, by: User, at: datetime
) -> Conference:
    """Make a gathering the dialogue conference of a need, or change the seats.

    All who follow the need are told at the same moment. The same again changes nothing.

    Args:
        need: What it is about.
        gathering: A published market dialogue of the need's network.
        seats: People from suppliers, all together.
        by: Who says so.
        at: The time.

    Raises:
        NotPublic: The need is not published.
        NotAConference: The gathering is another one, or is over.
        OtherConference: Suppliers have seats at another.
        MoreAreComing: More people have a seat than ``seats``.

    Passes on:
        NeedClosed: The need is closed.
        CompetitionAnnounced: The competition is announced.
    """
    locked = open_need(need)
    if locked.published_at is None:
        raise NotPublic
    fits = (
        locked.network_id is not None
        and gathering.series.network_id == locked.network_id
        and gathering.kind == GatheringKind.MARKET
        and gathering.series.state == SeriesState.PUBLISHED
        and is_ahead(gathering, at=at)
    )
    if not fits:
        raise NotAConference
    found = Conference.objects.select_for_update().filter(need=locked).first()
    if found is None:
        made = Conference.objects.create(need=locked, gathering=gathering, supplier_seats=seats)
        _offer(made, by=by, at=at)
        return made
    if (found.gathering_id, found.supplier_seats) == (gathering.pk, seats):
        return found
    taken = seats_taken(found)
    if taken and found.gathering_id != gathering.pk:
        raise OtherConference
    if taken > seats:
        raise MoreAreComing
    found.gathering, found.supplier_seats = gathering, seats
    found.save(update_fields=["gathering", "supplier_seats"])
    found.need = locked
    _offer(found, by=by, at=at)
    return found


def _offer(conference: Conference, *, by: User, at: datetime) -> None:
    """Tell all suppliers that follow the need at once: the seats are few."""
    need = conference.need
    with translation.override(need.language):
        text = gettext("Dialogue conference: %(conference)s. Seats for suppliers: %(n)s.")
        text %= {"conference": conference.gathering, "n": conference.supplier_seats}
    announce(
        need=need,
        kind=DialogueEvent.OFFERED,
        municipality=need.municipality,
        text=text,
        by=by,
        at=at,
    )


@transaction.atomic
def take_seat(
    *, conference: Conference, supplier: Supplier, people: int, by: User, at: datetime
) -> ConferenceSeat:
    """Sign a company's people up, or change how many come. The same again changes nothing.

    The company gets it by mail, with a file for the calendar.

    Raises:
        NoPeople: Fewer than one.
        ConferenceFull: Too few seats are left.

    Passes on:
        CompanyStopped: The company may not act.
        ConferenceClosed: Nobody is taken in any more.
    """
    if people < 1:
        raise NoPeople
    company = lock_active(supplier)
    locked = _open(conference, at=at)
    mine = locked.seats.filter(supplier=company).first()
    if mine is not None and mine.people == people:
        return mine
    before = mine.people if mine is not None else 0
    if seats_taken(locked) - before + people > locked.supplier_seats:
        raise ConferenceFull
    seat, _made = ConferenceSeat.objects.update_or_create(
        conference=locked, supplier=company, defaults={"people": people, "taken_at": at}
    )
    seat.conference, seat.supplier = locked, company
    _note(DialogueEvent.SEATED, locked, company, people, by=by, at=at)
    seat_letters.taken(seat=seat, at=at)
    return seat


@transaction.atomic
def leave_seat(*, conference: Conference, supplier: Supplier, by: User, at: datetime) -> None:
    """Give the seats of a company back. Again changes nothing.

    Passes on:
        CompanyStopped: The company may not act.
        ConferenceClosed: The conference has begun, or the dialogue is over.
    """
    company = lock_active(supplier)
    locked = _open(conference, at=at)
    mine = locked.seats.filter(supplier=company).first()
    if mine is not None:
        mine.conference, mine.supplier = locked, company
        seat_letters.given_back(former=mine, at=at)
        mine.delete()
        _note(DialogueEvent.UNSEATED, locked, company, mine.people, by=by, at=at)


def seats_taken(conference: Conference) -> int:
    """Count the people from suppliers who have a seat."""
    found: int | None = conference.seats.aggregate(people=Sum("people"))["people"]
    return found or 0


def takes_seats(conference: Conference, *, at: datetime) -> bool:
    """Whether suppliers are taken in; need and gathering with its series are at hand."""
    gathering = conference.gathering
    return (
        is_open(conference.need)
        and gathering.series.state == SeriesState.PUBLISHED
        and is_ahead(gathering, at=at)
    )


def _open(conference: Conference, *, at: datetime) -> Conference:
    """Lock a conference that takes suppliers, after its need.

    Raises:
        ConferenceClosed: It takes nobody.
    """
    need = lock_need(conference.need)
    locked: Conference = (
        Conference.objects.select_for_update(of=("self",))
        .select_related("gathering__series")
        .get(pk=conference.pk)
    )
    locked.need = need
    if not takes_seats(locked, at=at):
        raise ConferenceClosed
    return locked


def _note(
    kind: DialogueEvent,
    conference: Conference,
    company: Supplier,
    people: int,
    *,
    by: User,
    at: datetime,
) -> None:
    text = f"{conference.gathering} ({people})"
    note(need=conference.need, kind=kind, supplier=company, text=text, by=by, at=at)
