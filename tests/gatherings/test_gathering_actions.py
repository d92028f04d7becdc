"""Gatherings, programme, speakers, attendance, the hosts' own words."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from django.test import Client
from django.urls import reverse

from common.models import OutboxMessage
from gatherings.actions import agenda, attendance, gatherings, seats, speakers, words
from gatherings.actions.agenda import ItemDetails
from gatherings.actions.gatherings import GatheringDetails
from gatherings.enums import GatheringState, SeatEvent
from gatherings.models import AgendaItem, GatheringChange, Participation, RegistrationEvent
from networks.actions.locks import NetworkClosed
from tests.factories import UserFactory
from tests.gatherings.factories import (
    AT,
    SeriesFactory,
    member_of,
    someone,
)

pytestmark = pytest.mark.django_db
DETAILS = GatheringDetails(title="Falun", day=date(2026, 9, 10), place="Falun")


@pytest.fixture
def series():
    return SeriesFactory()


@pytest.fixture
def host():
    return UserFactory()


def add(series, details=DETAILS, *, adds=True):
    return gatherings.add_gathering(
        series=series, details=details, adds_participants=adds, by=UserFactory(), at=AT
    )


def change(gathering, **given):
    details = GatheringDetails(
        **{name: getattr(gathering, name) for name in gatherings.DETAILS} | given
    )
    return gatherings.change_gathering(
        gathering=gathering, details=details, by=UserFactory(), at=AT
    )


def enrol(series, *names, place=None):
    return seats.sign_up(
        series=series,
        municipality=place or member_of(series),
        people=[someone(name) for name in names],
        by=None,
        at=AT,
    )


def test_who_is_signed_up_comes_to_a_gathering_that_is_added_unless_the_host_says_not(series):
    add(series)
    rows = enrol(series, "One", "Two", "Three", "Four")
    seats.withdraw(registration=rows[0], by=None, at=AT)

    second = add(series)
    third = add(series, adds=False)

    assert [second.number, third.number] == [2, 3]
    assert set(second.participations.values_list("registration", flat=True)) == {
        row.pk for row in rows[1:]
    }
    assert not third.participations.exists()


@pytest.mark.parametrize("limit", [{"seats_total": 2}, {"seats_per_municipality": 2}])
def test_a_gathering_with_too_few_seats_of_its_own_takes_nobody_over(series, limit):
    add(series)
    enrol(series, "One", "Two", "Three")
    with pytest.raises(gatherings.TooFewSeats):
        add(series, replace(DETAILS, **limit))
    assert series.gatherings.count() == 1
    add(series, replace(DETAILS, **dict.fromkeys(limit, 3)))


def test_a_change_raises_the_sequence_once_and_none_raises_nothing(series):
    gathering = add(series)

    same = change(gathering)
    assert same.sequence == 0
    described = change(gathering, bring="A case", theme="Law")
    assert (described.sequence, described.bring) == (0, "A case")
    moved = change(described, day=date(2026, 9, 11), place="Mora", bring="Two cases")

    assert moved.sequence == 1
    row = GatheringChange.objects.get()
    assert (row.sequence, row.fields) == (1, ["day", "place"])
    starts = datetime(2026, 9, 11, 8, tzinfo=UTC)
    again = change(moved, starts_at=starts, ends_at=starts.replace(hour=13))
    assert (again.sequence, again.uid) == (2, gathering.uid)


def test_cancelling_keeps_the_participants_and_tells_them_and_substitutes(series, host):
    gathering = add(series)
    [one] = enrol(series, "One")
    Participation.objects.filter(registration=one).update(
        substitute_name="Sub", substitute_email="sub@samverk.example"
    )
    OutboxMessage.objects.all().delete()

    with pytest.raises(gatherings.WhyMissing):
        gatherings.cancel_gathering(gathering=gathering, reason="", by=host, at=AT)
    for _ in range(2):
        found = gatherings.cancel_gathering(gathering=gathering, reason="Snow", by=host, at=AT)

    assert (found.state, found.cancel_reason, found.sequence) == (
        GatheringState.CANCELLED, "Snow", 1,
    )  # fmt: skip
    assert found.participations.count() == 1
    told = OutboxMessage.objects.order_by("recipient")
    assert [mail.recipient for mail in told] == ["one@samverk.example", "sub@samverk.example"]
    assert ["/plass/" in mail.body_text for mail in told] == [True, False]
    with pytest.raises(gatherings.GatheringCancelled):
        change(found, place="Mora")


def test_only_a_gathering_that_nobody_comes_to_is_deleted(series, host):
    first, second = add(series), add(series)
    enrol(series, "One")
    with pytest.raises(gatherings.SomebodyComes):
        gatherings.delete_gathering(gathering=first, by=host)
    third = add(series, adds=False)
    gatherings.delete_gathering(gathering=third, by=host)
    assert list(series.gatherings.order_by("number")) == [first, second]


def test_in_a_draft_the_numbers_close_up(host):
    series = SeriesFactory(state="DRAFT")
    rows = [add(series) for _ in range(4)]
    gatherings.delete_gathering(gathering=rows[1], by=host)
    assert list(series.gatherings.order_by("number").values_list("pk", "number")) == [
        (rows[0].pk, 1), (rows[2].pk, 2), (rows[3].pk, 3),
    ]  # fmt: skip


def test_nothing_is_changed_in_a_cancelled_series_or_a_closed_network(series, host):
    gathering = add(series)
    series.state = "CANCELLED"
    series.save()
    with pytest.raises(gatherings.GatheringCancelled):
        add(series)
    series.state = "PUBLISHED"
    series.save()
    series.network.closed_at = AT
    series.network.save()
    with pytest.raises(NetworkClosed):
        change(gathering, place="Mora")


def item(gathering, title, starts=None):
    return agenda.add_item(
        gathering=gathering, details=ItemDetails(title=title, starts=starts), speakers=(),
        by=UserFactory(),
    )  # fmt: skip


def titles(gathering):
    return list(gathering.agenda.order_by("position").values_list("title", flat=True))


def test_items_stand_where_their_time_says_and_can_be_moved(series, host):
    gathering = add(series)
    late = item(gathering, "Late", time(13))
    loose = item(gathering, "Loose")
    item(gathering, "Early", time(9, 30))
    assert titles(gathering) == ["Early", "Late", "Loose"]

    agenda.move_item(item=loose, is_up=True)
    assert titles(gathering) == ["Early", "Loose", "Late"]
    agenda.move_item(item=late, is_up=False)
    agenda.move_item(item=AgendaItem.objects.get(title="Early"), is_up=True)
    assert titles(gathering) == ["Early", "Loose", "Late"]
    for _ in range(2):
        agenda.remove_item(item=loose, by=host)
    assert titles(gathering) == ["Early", "Late"]
    with pytest.raises(agenda.ItemGone):
        agenda.move_item(item=loose, is_up=True)
    with pytest.raises(agenda.ItemGone):
        agenda.change_item(item=loose, details=ItemDetails(title="T"), speakers=(), by=host)


def test_a_speaker_of_another_series_is_refused(series, host):
    stranger = speakers.add_speaker(
        series=SeriesFactory(), details=speakers.SpeakerDetails(name="S"), by=host
    )
    with pytest.raises(agenda.SpeakerOfOtherSeries):
        agenda.add_item(
            gathering=add(series), details=ItemDetails(title="T"), speakers=[stranger], by=host
        )
    assert not AgendaItem.objects.exists()


def test_the_secret_link_shows_the_own_items_until_a_new_one_is_made(series, host):
    gathering = add(series, replace(DETAILS, link="https://meet.samverk.example/x"))
    speaker = speakers.add_speaker(
        series=series,
        details=speakers.SpeakerDetails(name="A speaker", email="speaker@samverk.example"),
        by=host,
    )
    own = agenda.add_item(
        gathering=gathering, details=ItemDetails(title="Own talk", starts=time(10, 30)),
        speakers=[speaker], by=host,
    )  # fmt: skip
    item(gathering, "Another talk")
    first = speakers.make_link(speaker=speaker, at=AT)
    assert first in OutboxMessage.objects.get().body_text

    token = first.rstrip("/").rsplit("/", 1)[-1]
    page = Client().get(reverse("gatherings:speaker-page", kwargs={"token": token}))
    text = page.content.decode()
    assert own.title in text
    assert "10.30" in text
    assert ">Another talk</h2>" not in text
    assert page["Referrer-Policy"] == "same-origin"
    assert "noindex" in page["X-Robots-Tag"]
    speakers.make_link(speaker=speaker, at=AT.replace(hour=11))
    assert Client().get(page.request["PATH_INFO"]).status_code == 404


def test_attendance_is_noted_logged_and_taken_back(series, host):
    add(series)
    [one] = enrol(series, "One")
    participation = one.participations.get()

    for noted in ("PRESENT", "PRESENT", "ABSENT", ""):
        attendance.note_attendance(
            participation=participation, attendance=noted, by=host, at=AT
        )

    participation.refresh_from_db()
    assert participation.attendance == ""
    log = RegistrationEvent.objects.filter(kind=SeatEvent.ATTENDED).order_by("pk")
    assert [row.reason for row in log] == ["PRESENT", "ABSENT", ""]
    assert {row.gathering for row in log} == {participation.gathering}
    seats.withdraw(registration=one, by=None, at=AT)
    with pytest.raises(attendance.HasNoSeat):
        attendance.note_attendance(
            participation=participation, attendance="PRESENT", by=host, at=AT
        )


def write(series, rows, gathering=None, text="Welcome"):
    return words.write_to(
        series=series, registrations=rows, gathering=gathering, subject="News", text=text, at=AT
    )


def test_the_same_words_reach_everybody_once(series):
    gathering = add(series)
    rows = enrol(series, "One", "Two")
    Participation.objects.filter(registration=rows[0]).update(
        substitute_name="Sub", substitute_email="sub@samverk.example"
    )
    OutboxMessage.objects.all().delete()

    assert write(series, rows) == write(series, rows) == 2
    assert OutboxMessage.objects.count() == 2
    write(series, rows, gathering, text="About the day")
    about = OutboxMessage.objects.filter(body_text__contains="About the day")
    assert {mail.recipient for mail in about} == {"sub@samverk.example", "two@samverk.example"}
    with pytest.raises(words.NobodyToWriteTo):
        write(series, [])
