"""Seats: limits, line, offers, answers, deadlines."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from common.models import OutboxMessage
from gatherings.actions import seats
from gatherings.actions.locks import (
    AlreadySignedUp,
    GatheringClosed,
    GatheringFull,
    OfferOver,
    ReasonMissing,
    SignUpClosed,
)
from gatherings.enums import SeatEvent, SeatState
from gatherings.models import Participation, RegistrationEvent, SeatCount
from gatherings.queries.openness import Closed, Full, openness
from tests.factories import UserFactory
from tests.gatherings.factories import (
    AT,
    GatheringFactory,
    SeriesFactory,
    member_of,
    someone,
)

pytestmark = pytest.mark.django_db
# 23 August 2026 at 23:59:59 in Stockholm, in summer time.
DEADLINE = datetime(2026, 8, 23, 21, 59, 59, tzinfo=UTC)


@pytest.fixture
def series():
    series = SeriesFactory(closes_at=DEADLINE)
    for number in (1, 2):
        GatheringFactory(series=series, number=number)
    return series


@pytest.fixture
def falun(series):
    return member_of(series)


def enrol(series, place, *names, at=AT):
    people = [someone(name) for name in names]
    return seats.sign_up(series=series, municipality=place, people=people, by=None, at=at)


def states(rows):
    found = []
    for row in rows:
        row.refresh_from_db()
        found.append(row.state)
    return found


def test_three_have_a_seat_and_the_fourth_waits(series, falun):
    rows = enrol(series, falun, "One", "Two", "Three", "Four")

    assert states(rows) == ["CONFIRMED"] * 3 + ["WAITING"]
    state = openness(series=series, municipality=falun, at=AT)
    assert (state.taken, state.limit, state.left, state.full) == (3, 3, 0, Full.MUNICIPALITY)
    assert Participation.objects.filter(registration=rows[0]).count() == 2


def test_a_freed_seat_is_offered_to_the_next_who_says_yes(series, falun):
    rows = enrol(series, falun, "One", "Two", "Three", "Four", "Five")

    seats.withdraw(registration=rows[1], by=None, at=AT)

    assert states(rows)[3:] == ["OFFERED", "WAITING"]
    assert rows[3].offered_until == AT + timedelta(hours=48)
    seats.answer_offer(registration=rows[3], accepts=True, by=None, at=rows[3].offered_until)
    assert states(rows)[3:] == ["CONFIRMED", "WAITING"]
    assert OutboxMessage.objects.filter(recipient="four@samverk.example").count() == 3


def test_who_says_no_lets_the_next_one_in(series, falun):
    rows = enrol(series, falun, "One", "Two", "Three", "Four", "Five")
    seats.withdraw(registration=rows[0], by=None, at=AT)

    seats.answer_offer(registration=rows[3], accepts=False, by=None, at=AT)

    assert states(rows)[3:] == ["DECLINED", "OFFERED"]


def test_an_offer_lapses_a_second_after_its_end_and_not_before(series, falun):
    rows = enrol(series, falun, "One", "Two", "Three", "Four", "Five")
    seats.withdraw(registration=rows[0], by=None, at=AT)
    rows[3].refresh_from_db()
    end = rows[3].offered_until

    assert seats.lapse_offers(series=series, at=end) == 0
    assert seats.lapse_offers(series=series, at=end + timedelta(seconds=1)) == 1
    assert states(rows)[3:] == ["LAPSED", "OFFERED"]
    with pytest.raises(OfferOver):
        seats.answer_offer(
            registration=rows[3], accepts=True, by=None, at=end + timedelta(seconds=2)
        )


def test_the_last_second_of_the_deadline_is_open_and_the_next_is_not(series, falun):
    enrol(series, falun, "One", at=DEADLINE)
    enrol(series, falun, "Two", at=DEADLINE + timedelta(milliseconds=999))

    with pytest.raises(SignUpClosed) as refused:
        enrol(series, falun, "Three", at=DEADLINE + timedelta(seconds=1))

    assert refused.value.why is Closed.TOO_LATE


def test_a_host_goes_past_limit_and_deadline_with_a_reason(series, falun):
    enrol(series, falun, "One", "Two", "Three")
    host, late = UserFactory(), DEADLINE + timedelta(days=1)

    with pytest.raises(ReasonMissing):
        seats.give_seat(
            series=series, municipality=falun, someone=someone("Four"), reason=" ", by=host,
            at=late,
        )  # fmt: skip
    row = seats.give_seat(
        series=series, municipality=falun, someone=someone("Four"), reason="Holds a talk",
        by=host, at=late,
    )  # fmt: skip

    event = RegistrationEvent.objects.get(registration=row)
    assert (event.kind, event.reason, event.by) == (SeatEvent.PAST_LIMIT, "Holds a talk", host)
    assert SeatCount.objects.values_list("taken", "limit", "extra").get() == (4, 3, 1)


def test_a_seat_given_past_the_limit_is_not_handed_on(series, falun):
    rows = enrol(series, falun, "One", "Two", "Three", "Four")
    given = seats.give_seat(
        series=series, municipality=falun, someone=someone("Five"), reason="Speaks",
        by=UserFactory(), at=AT,
    )  # fmt: skip

    seats.withdraw(registration=given, by=None, at=AT)

    assert states(rows) == ["CONFIRMED"] * 3 + ["WAITING"]


def test_the_total_fills_and_the_line_is_one_for_all_with_room(falun, series):
    mora = member_of(series)
    seats.set_limits(series=series, per_municipality=2, total=3, at=AT)
    first = enrol(series, falun, "A", "B", "C")
    second = enrol(series, mora, "D", "E")
    before = states(first + second)
    assert before == ["CONFIRMED", "CONFIRMED", "WAITING", "CONFIRMED", "WAITING"]

    seats.withdraw(registration=second[0], by=None, at=AT)

    # C came first, but Falun has its two.
    assert states(first + second)[2:] == ["WAITING", "WITHDRAWN", "OFFERED"]


def test_a_higher_limit_offers_seats_at_once_and_a_lower_takes_none(series, falun):
    rows = enrol(series, falun, "One", "Two", "Three", "Four")

    seats.set_limits(series=series, per_municipality=4, total=None, at=AT)
    assert states(rows)[3] == SeatState.OFFERED
    seats.set_limits(series=series, per_municipality=0, total=1, at=AT)
    assert states(rows) == ["CONFIRMED"] * 3 + ["OFFERED"]


def test_the_same_person_is_signed_up_once_whatever_the_case(series, falun):
    enrol(series, falun, "One")
    with pytest.raises(AlreadySignedUp):
        seats.sign_up(
            series=series, municipality=falun, by=None, at=AT,
            people=[someone("Two"), someone("One", email="ONE@samverk.example")],
        )  # fmt: skip
    assert series.registrations.count() == 1


def test_a_gathering_with_fewer_seats_refuses_by_itself(series, falun):
    second = series.gatherings.get(number=2)
    second.seats_total = 1
    second.save()
    enrol(series, falun, "One")

    with pytest.raises(GatheringFull):
        enrol(series, falun, "Two")
    first = series.gatherings.get(number=1)
    [row] = seats.sign_up(
        series=series, municipality=falun, by=None, at=AT,
        people=[someone("Two", gatherings=(first.pk,))],
    )  # fmt: skip
    assert row.state == SeatState.CONFIRMED


def test_the_database_refuses_one_seat_too_many(series, falun):
    enrol(series, falun, "One", "Two", "Three")
    with pytest.raises(IntegrityError), transaction.atomic():
        SeatCount.objects.update(taken=4)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"state": "DRAFT"}, Closed.NOT_PUBLISHED),
        ({"state": "CANCELLED"}, Closed.CANCELLED),
        ({"opens_at": AT + timedelta(seconds=1)}, Closed.NOT_YET),
    ],
)
def test_why_it_is_closed(series, falun, change, why):
    for name, value in change.items():
        setattr(series, name, value)
    series.save()
    assert openness(series=series, municipality=falun, at=AT).closed is why


def test_others_than_members_cannot_sign_up(series):
    stranger = member_of(SeriesFactory())
    assert openness(series=series, municipality=stranger, at=AT).closed is Closed.NOT_A_MEMBER
    invited = member_of(series, state="INVITED", applied_at=None)
    assert openness(series=series, municipality=invited, at=AT).closed is Closed.NOT_A_MEMBER


def coming(row):
    numbers = row.participations.order_by("gathering__number")
    return list(numbers.values_list("gathering__number", flat=True))


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_a_gathering_is_open_to_the_last_second_of_its_own_deadline(series, falun, seconds):
    one = series.gatherings.get(number=1)
    one.closes_at = DEADLINE - timedelta(days=5)
    one.save()
    at = one.closes_at + timedelta(seconds=seconds)
    asked = someone("One", gatherings=(one.pk,))

    def sign(person):
        return seats.sign_up(series=series, municipality=falun, people=[person], by=None, at=at)

    if seconds <= 0:
        assert coming(sign(asked)[0]) == [1]
        return
    with pytest.raises(GatheringClosed):
        sign(asked)
    assert coming(sign(someone("Two"))[0]) == [2]  # all means all that are open
    seats.give_seat(
        series=series,
        municipality=falun,
        someone=asked,
        reason="Asked",
        by=UserFactory(),
        at=at,
    )


def test_nobody_signs_up_where_every_gathering_is_closed(series, falun):
    series.gatherings.update(closes_at=AT - timedelta(seconds=1))
    with pytest.raises(GatheringClosed):
        enrol(series, falun, "One")
    series.gatherings.filter(number=2).update(closes_at=None, day=AT.date() - timedelta(days=1))
    with pytest.raises(GatheringClosed):
        enrol(series, falun, "One")
    assert not SeatCount.objects.filter(taken__gt=0).exists()
