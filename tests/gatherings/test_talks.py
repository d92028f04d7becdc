"""Guidance talks: offered, booked, changed, given back, called off, held."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from common.models import OutboxMessage
from gatherings.actions import talks
from gatherings.actions.gatherings import WhyMissing
from gatherings.actions.series import cancel_series, delete_series
from gatherings.actions.talk_refusals import (
    GuideBusy,
    NoSlots,
    NotAGuide,
    NoTalkLeft,
    NotAMember,
    NotBegun,
    TalkOver,
    TalksClosed,
    TalkTaken,
    TimePassed,
)
from gatherings.calculations.slots import slots
from gatherings.enums import GatheringKind, SeriesState, TalkSide
from gatherings.models import HostPerson, Talk, TalkNote
from gatherings.queries.feeds import calendar_of_talk
from gatherings.queries.planner import years_of
from gatherings.queries.talks import contacts_of, entries_of, talks_for
from gatherings.todo import things_for
from networks.enums import Role
from tests.factories import MunicipalityFactory, RoleAssignmentFactory, UserFactory
from tests.gatherings.factories import AT, SeriesFactory, member_of

pytestmark = pytest.mark.django_db
START = datetime(2026, 9, 1, 8, tzinfo=UTC)
HOUR, HALF, SECOND = timedelta(hours=1), timedelta(minutes=30), timedelta(seconds=1)


@pytest.fixture
def series():
    return SeriesFactory(slug="series")


@pytest.fixture
def guide(series):
    return guide_of(series)


@pytest.fixture
def falun(series):
    return member_of(series, municipality__name="Falun")


def guide_of(series):
    person = UserFactory()
    HostPerson.objects.create(series=series, person=person, added_by=None, added_at=AT)
    return person


def offered(series, guide, *starts, at=AT):
    times = [(start, start + HALF) for start in starts or (START, START + HOUR)]
    return talks.offer_talks(series=series, guide=guide, times=times, link="", at=at)


def book(talk, place, *, at=AT, by=None, **given):
    return talks.book_talk(
        talk=talk, municipality=place, question=" Why? ", by=by, at=at, **given
    )


def subjects():
    rows = OutboxMessage.objects.order_by("pk").values_list("recipient", "subject")
    return [(to, subject.split(":")[0]) for to, subject in rows]


def test_a_stretch_is_cut_into_talks():
    found = slots(first=START, last=START + 2 * HOUR, length=HALF, pause=timedelta(minutes=20))
    assert [start - START for start, _end in found] == [
        timedelta(minutes=50 * n) for n in (0, 1)
    ]
    assert slots(first=START, last=START + SECOND, length=HALF, pause=HALF) == []
    assert len(slots(first=START, last=START + HALF, length=HALF, pause=HALF)) == 1


def test_a_guide_gives_one_talk_at_a_time_in_all_series(series, guide):
    offered(series, guide)
    other = SeriesFactory()
    HostPerson.objects.create(series=other, person=guide, added_by=None, added_at=AT)
    with pytest.raises(GuideBusy):
        offered(other, guide, START + HALF - SECOND)
    assert len(offered(other, guide, START + HALF)) == 1
    offered(series, guide_of(series))
    with pytest.raises(NotAGuide):
        offered(series, UserFactory())


def test_what_cannot_be_offered(series, guide):
    with pytest.raises(TimePassed):
        offered(series, guide, START, at=START)
    with pytest.raises(NoSlots):
        talks.offer_talks(series=series, guide=guide, times=[], link="", at=AT)
    series.state = SeriesState.CANCELLED
    series.save()
    with pytest.raises(TalksClosed):
        offered(series, guide)


def test_a_leader_of_the_network_gives_guidance_too(series):
    leader = RoleAssignmentFactory(role=Role.NETWORK_LEADER, network=series.network).person
    assert len(offered(series, leader)) == 2


def test_booking_tells_both_and_counts_once(series, guide, falun):
    first, second = offered(series, guide)
    person = UserFactory(language="en")
    row = book(first, falun, by=person)
    assert (row.municipality, row.question, row.booked_by, row.booked_at, row.sequence) == (
        falun, "Why?", person, AT, 1,
    )  # fmt: skip
    assert {to for to, _subject in subjects()} == {person.email, guide.email}
    mail = OutboxMessage.objects.get(recipient=person.email)
    assert "1 September 2026, 10:00–10:30 (local time, Europe/Stockholm)" in mail.body_text
    assert "/kalender.ics" in mail.body_text

    assert book(first, falun).sequence == 1
    with pytest.raises(TalkTaken):
        book(first, member_of(series))
    with pytest.raises(NoTalkLeft):
        book(second, falun)
    book(second, falun, is_past_limit=True)
    free, own = talks_for(series, falun, at=AT)
    assert (free, own) == ([], [first, second])


def test_who_cannot_book(series, guide, falun):
    first, _second = offered(series, guide)
    with pytest.raises(NotAMember):
        book(first, MunicipalityFactory())
    series.state = SeriesState.DRAFT
    series.save()
    with pytest.raises(TalksClosed):
        book(first, falun)


@pytest.mark.parametrize(
    ("before", "is_open"), [(SECOND, True), (0 * SECOND, False), (-SECOND, False)]
)
def test_one_books_gives_back_and_changes_until_it_begins(
    series, guide, falun, before, is_open
):
    first, second, third = offered(series, guide, START, START + 5 * HOUR, START + HOUR)
    booked = book(third, falun)
    at = START - before
    ways = [
        lambda: book(first, falun, at=at, is_past_limit=True),
        lambda: talks.rebook_talk(talk=booked, to=second, at=at + HOUR),
        lambda: talks.give_back(talk=booked, at=at + HOUR if not is_open else at),
    ]
    for way in ways:
        if is_open:
            way()
        else:
            with pytest.raises(TalkOver):
                way()


def test_to_change_the_time_moves_the_talk_with_its_notes(series, guide, falun):
    other = guide_of(series)
    [first] = offered(series, guide, START)
    [second] = offered(series, other, START + HOUR)
    person = UserFactory(language="en")
    row = book(first, falun, by=person)
    talks.add_note(talk=row, side=TalkSide.MUNICIPALITY, text="Ask", by=person, at=AT)
    OutboxMessage.objects.all().delete()

    moved = talks.rebook_talk(talk=row, to=second, at=AT)

    assert (moved.pk, moved.uid, moved.guide, moved.starts_at) == (
        row.pk, row.uid, other, START + HOUR,
    )  # fmt: skip
    assert moved.sequence == 2
    assert moved.notes.count() == 1
    free = Talk.objects.get(municipality=None)
    assert (free.guide, free.starts_at) == (guide, START)
    assert [to for to, _subject in subjects()] == [person.email, other.email, guide.email]
    with pytest.raises(TalkTaken):
        talks.rebook_talk(talk=moved, to=second, at=AT)


def test_what_is_given_back_is_free_without_the_notes(series, guide, falun):
    [first] = offered(series, guide, START)
    person = UserFactory()
    row = book(first, falun, by=person)
    talks.add_note(talk=row, side=TalkSide.MUNICIPALITY, text="Ask", by=person, at=AT)
    gone = talks.give_back(talk=row, at=AT)
    assert talks.give_back(talk=row, at=AT).sequence == gone.sequence == 2
    free = Talk.objects.get(cancelled_at=None)
    assert (free.municipality, free.starts_at, free.notes.count()) == (None, START, 0)
    mora = member_of(series)
    book(free, mora)
    book(offered(series, guide, START + HOUR)[0], falun)
    assert gone.notes.get().text == "Ask"


def test_hosts_move_and_call_off(series, guide, falun):
    first, second = offered(series, guide)
    row = book(first, falun, by=UserFactory(language="en"))
    OutboxMessage.objects.all().delete()
    same = {"guide": guide, "link": "", "at": AT}
    with pytest.raises(GuideBusy):
        talks.change_talk(talk=row, starts_at=START + HOUR, ends_at=START + 2 * HOUR, **same)
    talks.change_talk(talk=row, starts_at=START, ends_at=START + HALF, **same)
    assert subjects() == []
    moved = talks.change_talk(talk=row, starts_at=START, ends_at=START + HOUR, **same)
    assert moved.sequence == 2
    assert len(subjects()) == 2

    with pytest.raises(WhyMissing):
        talks.cancel_talk(talk=row, reason=" ", at=AT)
    talks.cancel_talk(talk=row, reason="Ill", at=AT)
    talks.cancel_talk(talk=row, reason="Ill", at=AT)
    row.refresh_from_db()
    assert (row.cancelled_at, row.cancel_reason, row.sequence) == (AT, "Ill", 3)
    assert len(subjects()) == 4
    talks.cancel_talk(talk=second, reason="", at=AT)
    assert list(Talk.objects.all()) == [row]


def test_only_what_has_begun_is_held(series, guide, falun):
    [first] = offered(series, guide, START)
    with pytest.raises(NotBegun):
        talks.mark_held(talk=first, is_held=True, at=START)
    row = book(first, falun)
    with pytest.raises(NotBegun):
        talks.mark_held(talk=row, is_held=True, at=START - SECOND)
    assert talks.mark_held(talk=row, is_held=True, at=START).done_at == START
    with pytest.raises(TalkOver):
        talks.cancel_talk(talk=row, reason="x", at=START)
    assert talks.mark_held(talk=row, is_held=False, at=START).done_at is None


def test_with_the_series_go_its_talks(series, guide, falun):
    first, _second = offered(series, guide)
    row = book(first, falun)
    cancel_series(series=series, reason="No money", by=guide, at=AT)
    row.refresh_from_db()
    assert (row.cancel_reason, Talk.objects.count()) == ("No money", 1)
    draft = SeriesFactory(state=SeriesState.DRAFT)
    offered(draft, guide_of(draft))
    delete_series(series=draft, by=guide)
    assert Talk.objects.count() == 1


def test_booked_talks_stand_in_calendars_and_apart_in_the_plan(series, guide, falun):
    first, _second = offered(series, guide)
    person = UserFactory()
    row = book(first, falun, by=person)
    assert [one.uid for one in entries_of(person)] == [row.uid]
    assert [one.uid for one in entries_of(guide)] == [row.uid]
    [year] = years_of(series.network)
    counts = dict(zip(GatheringKind.values, year.counts, strict=True))
    assert counts == {"PHYSICAL": 0, "DIGITAL": 0, "MARKET": 0, "GUIDANCE": 1}

    def state(person):
        body = calendar_of_talk(talk=row, person_key=person.pk)
        [event] = icalendar.Calendar.from_ical(body).walk("VEVENT")
        assert event["dtstart"].dt == START
        assert person.name not in body.decode()
        return str(event["status"])

    assert [state(one) for one in (person, guide, UserFactory())] == [
        "CONFIRMED", "CONFIRMED", "CANCELLED",
    ]  # fmt: skip
    talks.give_back(talk=row, at=AT)
    assert [one.is_cancelled for one in entries_of(person)] == [True]
    assert [year.counts for year in years_of(series.network)] == []


def test_a_talk_waits_to_be_booked(series, guide, falun):
    person = RoleAssignmentFactory(municipality=falun, role=Role.COORDINATOR).person

    def keys(at=AT):
        found = [thing.key for thing in things_for(person, at)]
        return [key for key in found if ":talk:" in key]

    assert keys() == []
    first, _second = offered(series, guide)
    assert keys() == [f"gatherings.series:{series.pk}:talk:{falun.pk}"]
    assert keys(START + HOUR) == []
    row = book(first, falun, by=person)
    assert keys() == []
    talks.give_back(talk=row, at=AT)
    assert len(keys()) == 1


def test_whom_the_hosts_book_for(series, falun):
    person = RoleAssignmentFactory(municipality=falun, role=Role.COORDINATOR).person
    RoleAssignmentFactory(municipality=falun, role=Role.READER)
    mora = member_of(series, municipality__name="Mora")
    assert [(one.municipality, one.person) for one in contacts_of(series)] == [
        (falun, person), (falun, None), (mora, None),
    ]  # fmt: skip


def test_a_note_is_gone_for_good(series, guide, falun):
    row = book(offered(series, guide)[0], falun)
    note = talks.add_note(talk=row, side=TalkSide.HOST, text=" A ", by=guide, at=AT)
    assert note.text == "A"
    talks.remove_note(note=note)
    talks.remove_note(note=note)
    assert not TalkNote.objects.exists()
