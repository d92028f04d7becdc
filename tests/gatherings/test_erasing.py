"""What is forgotten when its time is out, and what on one's own wish."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import User
from common.models import OutboxMessage
from gatherings.actions import feeds, seats, speakers, substitutes
from gatherings.actions import series as series_actions
from gatherings.actions.erasing import close_account, erase_seat
from gatherings.actions.speakers import SpeakerDetails
from gatherings.enums import GatheringState, SeatState
from gatherings.jobs.retention import forget_old
from gatherings.models import (
    CalendarFeed,
    Erasure,
    HostPerson,
    Participation,
    Registration,
    Speaker,
)
from gatherings.queries.continuity import continuity_of
from tests.factories import UserFactory
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, member_of, someone

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
# The last gathering is on 10 October; summer time ends before the 14 days are over.
DIETS_GO = datetime(2026, 10, 24, 22, tzinfo=UTC)  # midnight after the 24th, in Stockholm
NAMES_GO = datetime(2026, 11, 9, 23, tzinfo=UTC)  # 30 days
NOTHING = {"DIETS": 0, "NAMES": 0}


@pytest.fixture
def series():
    series = SeriesFactory(names_kept_days=30, diet_text_reason="The kitchen asks")
    for number, day in enumerate([date(2026, 9, 10), date(2026, 10, 10)], start=1):
        GatheringFactory(series=series, number=number, day=day)
    return series


@pytest.fixture
def rows(series):
    people = [
        someone("One", diets=("NUTS",), language="en"),
        someone("Two", diet_text="No celery", language="en"),
    ]
    return seats.sign_up(
        series=series, municipality=member_of(series), by=None, at=AT,
        people=[*people, someone("Three")],
    )  # fmt: skip


def send(row, number, *, name="Sub"):
    place = row.participations.get(gathering__number=number)
    return substitutes.name_substitute(
        participation=place, name=name, email=f"{name.lower()}@samverk.example", by=None, at=AT
    )


def test_diets_go_14_days_after_the_last_gathering(series, rows):
    assert forget_old(at=DIETS_GO - SECOND) == NOTHING
    assert forget_old(at=DIETS_GO) == {"DIETS": 2, "NAMES": 0}
    assert forget_old(at=DIETS_GO + SECOND) == NOTHING

    found = Registration.objects.order_by("pk").values_list("name", "diets", "diet_text")
    assert list(found) == [("One", [], ""), ("Two", [], ""), ("Three", [], "")]
    assert list(Erasure.objects.values_list("series", "kind", "count", "at")) == [
        (series.pk, "DIETS", 2, DIETS_GO)
    ]


def test_names_go_when_the_series_says_and_the_count_stays(series, rows):
    send(rows[0], 2)
    send(rows[1], 1)
    send(rows[1], 2, name="Other")
    rows[2].person = UserFactory()
    rows[2].save()
    today = NAMES_GO.date()
    before = continuity_of(series, today=today)[1]
    forget_old(at=NAMES_GO - SECOND)

    assert forget_old(at=NAMES_GO) == {"DIETS": 0, "NAMES": 6}
    assert forget_old(at=NAMES_GO + SECOND) == NOTHING
    assert set(Registration.objects.values_list("name", "email", "person", "erased_at")) == {
        ("", "", None, NAMES_GO)
    }
    places = Participation.objects.exclude(erased_substitute=None).order_by("pk")
    found = places.values_list("substitute_name", "substitute_email", "erased_substitute")
    assert list(found) == [("", "", 1), ("", "", 1), ("", "", 2)]
    assert continuity_of(series, today=today)[1] == before
    assert before.share == pytest.approx(200 / 3)
    assert OutboxMessage.objects.filter(about__startswith="gatherings.reg").count() == 0
    series.refresh_from_db()
    assert series.seats_taken == 3


def test_addresses_of_speakers_go_with_the_names_and_the_programme_stays(series):
    host = UserFactory()
    for name in ("Here", "Removed"):
        details = SpeakerDetails(name=name, email=f"{name.lower()}@samverk.example")
        row = speakers.add_speaker(series=series, details=details, by=host)
        speakers.make_link(speaker=row, at=AT)
    speakers.remove_speaker(speaker=row, by=host)

    assert forget_old(at=NAMES_GO - SECOND) == NOTHING
    assert forget_old(at=NAMES_GO) == {"DIETS": 0, "NAMES": 2}
    assert forget_old(at=NAMES_GO + SECOND) == NOTHING
    assert list(series.speakers.values_list("name", "email")) == [("Here", "")]
    assert set(Speaker.history.values_list("email", flat=True)) == {""}
    assert not OutboxMessage.objects.exists()


def test_the_same_substitute_keeps_one_number(series, rows):
    send(rows[0], 1)
    send(rows[1], 2)
    forget_old(at=NAMES_GO)
    numbers = Participation.objects.exclude(erased_substitute=None)
    assert set(numbers.values_list("erased_substitute", flat=True)) == {1}


def test_diets_stay_while_a_gathering_has_no_day_but_not_for_ever(series, rows):
    third = GatheringFactory(series=series, number=3, day=None)
    assert forget_old(at=DIETS_GO) == NOTHING
    third.state = GatheringState.CANCELLED
    third.save()
    assert forget_old(at=DIETS_GO)["DIETS"] == 2
    third.state = GatheringState.PLANNED
    third.save()
    assert forget_old(at=NAMES_GO)["NAMES"] == 3


def test_without_a_day_all_stays_until_it_is_cancelled(series, rows):
    series.gatherings.update(day=None)
    assert forget_old(at=NAMES_GO + timedelta(days=900)) == NOTHING
    series_actions.cancel_series(
        series=series,
        reason="Nobody came",
        by=UserFactory(),
        at=datetime(2026, 8, 2, tzinfo=UTC),
    )
    cancelled = series.history.filter(state="CANCELLED")
    cancelled.update(history_date=datetime(2026, 8, 2, 21, 59, tzinfo=UTC))
    ends = datetime(2026, 8, 16, 22, tzinfo=UTC)
    assert forget_old(at=ends - SECOND) == NOTHING
    assert forget_old(at=ends) == {"DIETS": 2, "NAMES": 0}


def test_one_is_erased_on_ones_own_wish_and_the_next_gets_the_seat(series, rows):
    [waiting] = seats.sign_up(
        series=series, municipality=rows[0].municipality, by=None, at=AT,
        people=[someone("Four")],
    )  # fmt: skip
    send(rows[0], 1)
    for _n in range(2):
        erase_seat(registration=rows[0], by=None, at=AT)

    row = Registration.objects.get(pk=rows[0].pk)
    assert (row.name, row.email, row.diets, row.state) == ("", "", [], SeatState.WITHDRAWN)
    waiting.refresh_from_db()
    assert waiting.state == SeatState.OFFERED
    assert OutboxMessage.objects.filter(recipient="one@samverk.example").count() == 0
    # Whoever was to come instead is still told.
    told = OutboxMessage.objects.filter(recipient="sub@samverk.example").order_by("pk")
    assert told.last().subject.startswith("You do not come instead of One")
    assert [each.count for each in Erasure.objects.all()] == [2]


def test_no_mail_keeps_the_name_of_an_erased_owner(series, rows):
    send(rows[0], 1)
    send(rows[0], 1, name="Other")  # the former one is told, and stands in no row any more
    OutboxMessage.objects.update(sent_at=AT)
    erase_seat(registration=rows[0], by=None, at=AT)
    named = OutboxMessage.objects.filter(subject__contains="One")

    # What waits is still sent, and gone the night after.
    assert {row.sent_at for row in named} == {None}
    forget_old(at=AT)
    assert named.exists()
    named.update(sent_at=AT)
    forget_old(at=AT)
    assert not named.exists()


def test_a_past_seat_stays_counted(series, rows):
    erase_seat(registration=rows[0], by=None, at=DIETS_GO)
    row = Registration.objects.get(pk=rows[0].pk)
    assert (row.name, row.state) == ("", SeatState.CONFIRMED)
    # What a host does with it writes to nobody.
    seats.withdraw(registration=row, by=None, at=DIETS_GO)
    assert OutboxMessage.objects.filter(recipient="").count() == 0


def test_nobody_is_offered_a_seat_of_a_cancelled_series(series, rows):
    [waiting] = seats.sign_up(
        series=series, municipality=rows[0].municipality, by=None, at=AT,
        people=[someone("Four")],
    )  # fmt: skip
    series_actions.cancel_series(series=series, reason="No", by=UserFactory(), at=AT)
    erase_seat(registration=rows[0], by=None, at=AT)
    waiting.refresh_from_db()
    assert waiting.state == SeatState.WAITING


def test_closing_an_account_gives_seats_back_and_erases(series, rows):
    person = UserFactory(email="one@samverk.example")
    HostPerson.objects.create(series=series, person=person, added_by=None, added_at=AT)
    feeds.make_feed(owner=person, at=AT)
    past = SeriesFactory()
    GatheringFactory(series=past, number=1, day=date(2026, 8, 10))
    GatheringFactory(series=past, number=2, day=date(2026, 8, 11))
    place = member_of(past)
    [old, other] = seats.sign_up(
        series=past, municipality=place, by=None, at=AT,
        people=[someone("One"), someone("Two")],
    )  # fmt: skip
    substitutes.name_substitute(
        participation=other.participations.get(gathering__number=1),
        name="Else", email="else@samverk.example", by=None, at=AT,
    )  # fmt: skip
    at = datetime(2026, 9, 1, tzinfo=UTC)
    for _n in range(2):
        close_account(person=person, at=at)

    states = dict(Registration.objects.filter(name="").values_list("pk", "state"))
    assert states == {rows[0].pk: SeatState.WITHDRAWN, old.pk: SeatState.CONFIRMED}
    assert HostPerson.objects.count() == CalendarFeed.objects.count() == 0
    assert not User.objects.get(pk=person.pk).is_active


def test_a_closed_account_comes_for_nobody_any_more(series, rows):
    person = UserFactory(email="sub@samverk.example")
    send(rows[0], 1)
    send(rows[1], 2)
    close_account(person=person, at=datetime(2026, 9, 20, tzinfo=UTC))

    first = rows[0].participations.get(gathering__number=1)
    second = rows[1].participations.get(gathering__number=2)
    assert (first.substitute_email, first.erased_substitute) == ("", 1)
    assert (second.substitute_email, second.erased_substitute) == ("", None)
    mails = OutboxMessage.objects.filter(recipient="two@samverk.example").order_by("pk")
    assert mails.last().subject.startswith("You come yourself to")
