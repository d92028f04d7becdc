"""Talks and seats at the conference: one each, first come, closed with the dialogue."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection  # noqa: F401 -- asked for below by its name

from gatherings.enums import GatheringKind, SeriesState
from procurement.actions import conferences, slots
from procurement.actions.locks import CompetitionAnnounced
from procurement.enums import DialogueEvent, Stage
from procurement.models import ConferenceSeat, DialogueEntry, Slot
from tests.factories import UserFactory
from tests.gatherings.factories import GatheringFactory
from tests.gatherings.test_seats_race import PEOPLE, all_at_once
from tests.procurement.factories import AT, NeedFactory, SupplierPersonFactory

START = datetime(2026, 12, 3, 8, tzinfo=UTC)


def offered(need=None, **fields):
    need = need or NeedFactory(published=True)
    row = slots.Row(**{"first": START, "count": 3, "minutes": 20, "pause": 10, **fields})
    return slots.offer_slots(need=need, row=row, by=UserFactory(), at=AT)


def booked(slot, member, at=AT):
    return slots.book(slot=slot, supplier=member.supplier, by=member.person, at=at)


def returned(slot, member, at=AT):
    return slots.give_back(slot=slot, supplier=member.supplier, by=member.person, at=at)


def announced(need):
    need.stage = Stage.COMPETITION
    need.competition_url, need.competition_on = "https://doffin.example/1", AT.date()
    need.save()


@pytest.mark.django_db
def test_talks_follow_each_other_and_are_of_one_length():
    [one, two, _three] = offered()
    assert (one.ends_at - one.starts_at, two.starts_at - one.starts_at) == (
        timedelta(minutes=20),
        timedelta(minutes=30),
    )
    assert offered(one.need) == []  # the same again
    with pytest.raises(slots.OtherLength) as refused:
        offered(one.need, minutes=30)
    assert refused.value.minutes == 20
    with pytest.raises(slots.Overlaps):
        offered(one.need, first=START + timedelta(minutes=5))


@pytest.mark.django_db
def test_talks_lie_ahead_and_are_open_to_all():
    with pytest.raises(slots.InThePast):
        offered(first=AT)
    with pytest.raises(slots.NotPublic):
        offered(NeedFactory())


@pytest.mark.django_db
def test_a_company_has_one_talk_and_gives_it_back_until_it_begins():
    [one, two, _three] = offered()
    mine, other = SupplierPersonFactory(), SupplierPersonFactory()
    booked(one, mine)
    booked(one, mine)  # again changes nothing
    with pytest.raises(slots.HasTalk):
        booked(two, mine)
    with pytest.raises(slots.TalkTaken):
        booked(one, other)
    with pytest.raises(slots.NotYours):
        returned(one, other)
    with pytest.raises(slots.TalkTaken):
        slots.remove_slot(slot=one, by=UserFactory(), at=AT)
    with pytest.raises(slots.TalkStarted):
        returned(one, mine, at=START)

    returned(one, mine, at=START - timedelta(seconds=1))
    booked(one, other)
    with pytest.raises(slots.TalkStarted):
        booked(two, mine, at=two.starts_at)
    slots.remove_slot(slot=two, by=UserFactory(), at=AT)

    kinds = (
        DialogueEntry.objects.filter(supplier__isnull=False)
        .order_by("pk")
        .values_list("kind", "supplier")
    )
    assert list(kinds) == [
        (DialogueEvent.BOOKED, mine.supplier.pk),
        (DialogueEvent.UNBOOKED, mine.supplier.pk),
        (DialogueEvent.BOOKED, other.supplier.pk),
    ]


@pytest.mark.django_db
def test_with_the_competition_talks_close():
    [one, two, _three] = offered()
    member = SupplierPersonFactory()
    booked(one, member)
    announced(one.need)

    with pytest.raises(slots.TalksClosed):
        booked(two, SupplierPersonFactory())
    with pytest.raises(slots.TalksClosed):
        returned(one, member)
    with pytest.raises(CompetitionAnnounced):
        offered(one.need, first=START + timedelta(days=1))
    with pytest.raises(CompetitionAnnounced):
        slots.remove_slot(slot=two, by=UserFactory(), at=AT)


def market(**fields):
    """A market dialogue of a network, and a published need of the same network."""
    gathering = GatheringFactory(
        **{
            "kind": GatheringKind.MARKET,
            "series__state": SeriesState.PUBLISHED,
            "starts_at": START,
            "ends_at": START + timedelta(hours=3),
            "day": START.date(),
            **fields,
        }
    )
    return gathering, NeedFactory(published=True, network=gathering.series.network)


def seated(conference, member, people=1, at=AT):
    return conferences.take_seat(
        conference=conference, supplier=member.supplier, people=people, by=member.person, at=at
    )


@pytest.mark.django_db
def test_a_conference_has_so_many_seats():
    gathering, need = market()
    linked = conferences.link_conference(
        need=need, gathering=gathering, seats=3, by=UserFactory(), at=AT
    )
    one, two = SupplierPersonFactory(), SupplierPersonFactory()
    seated(linked, one, 2)
    with pytest.raises(conferences.ConferenceFull):
        seated(linked, two, 2)
    with pytest.raises(conferences.NoPeople):
        seated(linked, two, 0)
    seated(linked, two)
    seated(linked, one)  # fewer come
    with pytest.raises(conferences.MoreAreComing):
        conferences.link_conference(
            need=need, gathering=gathering, seats=1, by=UserFactory(), at=AT
        )
    conferences.leave_seat(conference=linked, supplier=one.supplier, by=one.person, at=AT)
    assert [seat.supplier for seat in ConferenceSeat.objects.all()] == [two.supplier]
    with pytest.raises(conferences.ConferenceClosed):
        seated(linked, one, at=START)
    announced(need)
    with pytest.raises(conferences.ConferenceClosed):
        seated(linked, one)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"kind": GatheringKind.DIGITAL},
        {"series__state": SeriesState.DRAFT},
        {"state": "CANCELLED"},
    ],
)
def test_only_a_published_market_dialogue_is_a_conference(fields):
    gathering, need = market(**fields)
    with pytest.raises(conferences.NotAConference):
        conferences.link_conference(
            need=need, gathering=gathering, seats=3, by=UserFactory(), at=AT
        )


@pytest.mark.django_db
def test_a_conference_of_another_network_is_refused():
    gathering, _need = market()
    with pytest.raises(conferences.NotAConference):
        conferences.link_conference(
            need=NeedFactory(published=True),
            gathering=gathering,
            seats=3,
            by=UserFactory(),
            at=AT,
        )


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="row locks need PostgreSQL")
def test_a_talk_is_booked_by_exactly_one():
    [one] = offered(count=1)
    members = [SupplierPersonFactory() for _n in range(PEOPLE)]

    raised = all_at_once(lambda number: booked(one, members[number]))

    assert [type(error) for error in raised] == [slots.TalkTaken] * (PEOPLE - 1)
    assert Slot.objects.get().supplier is not None
    assert DialogueEntry.objects.filter(kind=DialogueEvent.BOOKED).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="row locks need PostgreSQL")
def test_a_company_books_one_talk_from_many_windows():
    rows = offered(count=PEOPLE)
    member = SupplierPersonFactory()

    raised = all_at_once(lambda number: booked(rows[number], member))

    assert [type(error) for error in raised] == [slots.HasTalk] * (PEOPLE - 1)
    assert Slot.objects.filter(supplier=member.supplier).count() == 1
