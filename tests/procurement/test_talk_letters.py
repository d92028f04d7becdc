"""Mails about talks and pools: who gets them, with which file, and once."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.core import mail
from django.utils import translation

from common import outbox
from common.models import OutboxMessage
from gatherings.enums import GatheringKind, SeriesState
from procurement import jobs
from procurement.actions import conferences, pools, publishing, slots, stages
from procurement.enums import DialogueEvent, Stage
from procurement.models import ConferenceSeat, DialogueEntry, Slot
from procurement.queries.dialogue import log_of
from procurement.views.dialogue_rows import entry_row
from tests.factories import MunicipalityFactory, UserFactory
from tests.gatherings.factories import GatheringFactory
from tests.procurement.factories import (
    AT,
    TODAY,
    NeedFactory,
    SupplierPersonFactory,
    reached,
    worker,
)

pytestmark = pytest.mark.django_db
START = datetime(2026, 12, 3, 8, tzinfo=UTC)  # nine in Oslo


def english(**fields):
    return SupplierPersonFactory(person__language="en", **fields)


def talk(member=None, *, start=START, at=AT, **fields):
    """A talk, booked where a company is named."""
    need = fields.pop("need", None) or NeedFactory(published=True, language="en")
    made = Slot.objects.create(
        need=need, starts_at=start, ends_at=start + timedelta(minutes=20), **fields
    )
    if member is not None:
        made = slots.book(slot=made, supplier=member.supplier, by=member.person, at=at)
    return made


def calendars_sent():
    """What calendar programs get: method, UID, sequence and state of each, in order."""
    outbox.send_due()
    found = []
    for message in mail.outbox:
        for name, content, media_type in message.attachments:
            calendar = icalendar.Calendar.from_ical(content)
            [event] = calendar.walk("VEVENT")
            assert name.endswith(".ics")
            assert media_type.endswith(f"method={calendar['METHOD']}")
            found.append(
                (
                    message.to[0],
                    str(calendar["METHOD"]),
                    str(event["UID"]),
                    event["SEQUENCE"],
                    str(event["STATUS"]),
                )
            )
    return found


def test_a_booking_and_its_end_reach_both_calendars():
    member = english()
    booked = talk(member, link="https://meet.example/1")
    [to_company] = OutboxMessage.objects.filter(recipient=member.person.email)
    assert to_company.subject == f"Talk booked: {booked.need.title}"
    for part in ("https://meet.example/1", "20 minutes", "Europe/Oslo", "#mote-h"):
        assert part in to_company.body_text
    first = calendars_sent()
    mail.outbox.clear()

    later = AT + timedelta(minutes=1)
    slots.give_back(slot=booked, supplier=member.supplier, by=member.person, at=later)
    last = calendars_sent()

    both = {member.person.email, booked.need.contact_email}
    assert {row[0] for row in first} == {row[0] for row in last} == both
    assert {row[1::3] for row in first} == {("PUBLISH", "CONFIRMED")}
    assert {row[1::3] for row in last} == {("CANCEL", "CANCELLED")}
    assert {row[2] for row in first} == {row[2] for row in last}
    assert last[0][3] - first[0][3] == 60


def test_a_file_is_not_sent_for_a_talk_that_is_another_companys_by_now():
    member, other = english(), english()
    booked = talk(member)
    slots.give_back(slot=booked, supplier=member.supplier, by=member.person, at=AT)
    slots.book(slot=booked, supplier=other.supplier, by=other.person, at=AT)

    methods = [row[1] for row in calendars_sent() if row[0] == member.person.email]
    assert methods == ["CANCEL"]


def test_a_new_link_is_told_once_and_not_to_others():
    member = english()
    booked = talk(member)
    for _time in range(2):
        slots.change_link(
            slot=booked,
            link="https://meet.example/2",
            by=UserFactory(),
            at=AT + timedelta(hours=1),
        )

    mails = OutboxMessage.objects.filter(subject__startswith="New link")
    assert {row.recipient for row in mails} == {member.person.email, booked.need.contact_email}
    free = talk(start=START + timedelta(hours=1), need=booked.need)
    slots.change_link(slot=free, link="https://meet.example/3", by=UserFactory(), at=AT)
    assert mails.count() == 2


def test_buyers_call_a_booked_talk_off_with_a_reason():
    member = english()
    booked = talk(member)
    off = {"slot": booked, "by": UserFactory(), "at": AT}
    with pytest.raises(slots.CallOffWhy):
        slots.call_off(reason=" ", **off)

    slots.call_off(reason="The adviser is ill.", **off)

    assert not Slot.objects.exists()
    entry = DialogueEntry.objects.get(kind=DialogueEvent.UNBOOKED)
    assert entry.supplier == member.supplier
    [told] = OutboxMessage.objects.filter(
        recipient=member.person.email, subject__startswith="Talk cancelled"
    )
    assert "The reason: The adviser is ill." in told.body_text
    assert ("CANCEL", "CANCELLED") in {row[1::3] for row in calendars_sent()}
    with pytest.raises(slots.NotBooked):
        slots.call_off(slot=talk(), reason="x", by=UserFactory(), at=AT)


@pytest.mark.parametrize(
    ("at", "count"),
    [
        (datetime(2026, 12, 2, 5, 59, 59, tzinfo=UTC), 0),  # before seven in Oslo
        (datetime(2026, 12, 2, 6, tzinfo=UTC), 1),
        (START - timedelta(seconds=1), 1),
        (START, 0),
    ],
)
def test_a_talk_is_reminded_of_the_day_before_once(at, count):
    member = english()
    talk(member)

    assert [jobs.remind(at=at), jobs.remind(at=at)] == [count, 0]
    mails = OutboxMessage.objects.filter(subject__startswith="Reminder of the talk")
    assert mails.count() == 2 * count


def test_who_books_in_the_last_hours_is_not_reminded():
    talk(english(), at=START - timedelta(hours=2))

    assert jobs.remind(at=START - timedelta(hours=1)) == 0


def announced(need):
    reached(need, Stage.DIALOGUE, on=TODAY)
    stages.move_on(
        need=need,
        stage=Stage.COMPETITION,
        on=TODAY,
        competition_url="https://doffin.example/1",
        by=worker(need.municipality),
        at=AT,
    )


def closed(need):
    publishing.close_need(need=need, reason="Over.", by=worker(need.municipality), at=AT)


@pytest.mark.parametrize("end", [announced, closed])
def test_the_end_of_the_dialogue_frees_talks_and_seats_ahead_and_tells(end):
    gathering = GatheringFactory(
        kind=GatheringKind.MARKET,
        series__state=SeriesState.PUBLISHED,
        starts_at=START,
        ends_at=START + timedelta(hours=3),
        day=START.date(),
    )
    need = NeedFactory(published=True, network=gathering.series.network)
    held, ahead = english(), english()
    talk(held, start=AT - timedelta(hours=1), at=AT - timedelta(hours=2), need=need)
    talk(ahead, need=need)
    linked = conferences.link_conference(
        need=need, gathering=gathering, seats=3, by=UserFactory(), at=AT
    )
    conferences.take_seat(
        conference=linked, supplier=ahead.supplier, people=2, by=ahead.person, at=AT
    )

    end(need)

    assert [row.supplier for row in need.slots.order_by("starts_at")] == [held.supplier, None]
    assert not ConferenceSeat.objects.exists()
    subjects = {
        row.subject.partition(":")[0]
        for row in OutboxMessage.objects.filter(recipient=ahead.person.email)
    }
    assert {"Talk cancelled", "Your seats are given back"} <= subjects
    entries = need.dialogue.filter(supplier=ahead.supplier).order_by("pk")
    assert [entry.kind for entry in entries] == ["BOOKED", "SEATED", "UNBOOKED", "UNSEATED"]


def test_seats_at_the_conference_come_and_go_with_a_file_for_the_calendar():
    gathering = GatheringFactory(
        title="Market day",
        kind=GatheringKind.MARKET,
        series__state=SeriesState.PUBLISHED,
        day=START.date(),
        starts_at=START,
        ends_at=START + timedelta(hours=2),
        link="https://meet.example/1",
    )
    need = NeedFactory(published=True, network=gathering.series.network, language="en")
    linked = conferences.link_conference(
        need=need, gathering=gathering, seats=3, by=UserFactory(), at=AT
    )
    member = english()
    mine = {"conference": linked, "supplier": member.supplier, "by": member.person}
    later = [AT + timedelta(minutes=n) for n in range(4)]
    for people, at in zip((1, 2, 2), later, strict=False):  # the same again writes nothing
        conferences.take_seat(**mine, people=people, at=at)
    taken = OutboxMessage.objects.latest("pk")
    assert taken.subject == "Seats at the conference: Market day"
    assert "2 people from your company come." in taken.body_text
    assert "https://meet.example/1" in taken.body_text
    sent = calendars_sent()
    conferences.leave_seat(**mine, at=later[3])

    sent = [*sent, *calendars_sent()[len(sent) :]]
    assert [to for to, *_rest in sent] == [member.person.email] * 3
    assert [method for _to, method, *_rest in sent] == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert len({uid for _to, _method, uid, *_rest in sent}) == 1
    with translation.override("en"):
        log = log_of(need, whole=True, supplier=None)
        entries = [entry_row(row, need, whole=True) for row in log if row.supplier]
        assert [(row.what, row.text) for row in entries] == [
            ("Seats at the conference given back", "Market day (2)"),
            ("Seats at the conference taken", "Market day (2)"),
            ("Seats at the conference taken", "Market day (1)"),
        ]


def test_municipalities_are_asked_by_mail_and_reminded_before_the_day():
    need = NeedFactory(published=True, volume=3, unit="machines")
    lead = worker(need.municipality)
    terms = pools.PoolTerms(join_until=date(2026, 12, 10))
    pools.start_pool(need=need, terms=terms, by=lead, at=AT)
    places = MunicipalityFactory.create_batch(2)
    people = [worker(place, role="COORDINATOR", person__language="en") for place in places]
    pools.ask_municipalities(need=need, municipalities=places, by=lead)

    asked = OutboxMessage.objects.filter(occasion="asked")
    assert {row.recipient for row in asked} == {person.email for person in people}
    assert "Answer by 10 December 2026." in asked[0].body_text
    asked[0].refresh_from_db()
    need.pool.members.update(created_at=AT)
    pools.answer_pool(
        need=need,
        municipality=places[0],
        answer="NO",
        by=people[0],
        at=AT,
    )
    due = datetime(2026, 12, 7, 6, tzinfo=UTC)  # seven in Oslo
    runs = [
        jobs.remind(at=due - timedelta(seconds=1)),
        jobs.remind(at=due),
        jobs.remind(at=due),
    ]
    assert runs == [0, 1, 0]
    [reminded] = OutboxMessage.objects.filter(occasion="join until 2026-12-10")
    assert (reminded.recipient, reminded.subject[:10]) == (people[1].email, "Reminder: ")
