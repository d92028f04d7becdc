"""What waits for a person: a series to sign up for, an offered seat."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from gatherings.actions import seats
from gatherings.enums import SeriesState
from gatherings.todo import dates_for, things_for
from gatherings.tokens import make_token
from networks.enums import Role
from tests.factories import MainContactFactory, RoleAssignmentFactory, UserFactory
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, member_of, someone

pytestmark = pytest.mark.django_db
DEADLINE = datetime(2026, 8, 23, 21, 59, 59, tzinfo=UTC)


@pytest.fixture
def series():
    series = SeriesFactory(name="Styrning", closes_at=DEADLINE, slug="styrning")
    GatheringFactory(series=series, number=1)
    return series


@pytest.fixture
def falun(series):
    return member_of(series)


def coordinator(place, role=Role.COORDINATOR):
    return RoleAssignmentFactory(municipality=place, role=role).person


def titles(person, at=AT):
    with translation.override("en"):
        return [thing.title for thing in things_for(person, at)]


def test_an_open_series_waits_for_coordinators_and_main_contacts(series, falun):
    contact = MainContactFactory(membership=falun.memberships.get(), person=UserFactory())
    with translation.override("en"):
        [thing] = things_for(coordinator(falun), AT)
    assert thing.title == "Sign up for Styrning"
    assert thing.due == date(2026, 8, 23)
    assert thing.address == reverse(
        "gatherings:sign-up", kwargs={"slug": "styrning", **falun.address_keys}
    )
    assert titles(contact.person) == ["Sign up for Styrning"]
    assert titles(coordinator(falun, Role.READER)) == []
    elsewhere = member_of(SeriesFactory(state=SeriesState.DRAFT))
    assert titles(coordinator(elsewhere)) == []


def test_it_waits_no_more_when_somebody_is_signed_up(series, falun):
    person = coordinator(falun)
    [row] = seats.sign_up(
        series=series, municipality=falun, people=[someone("One")], by=None, at=AT
    )
    assert titles(person) == []
    seats.withdraw(registration=row, by=None, at=AT)
    assert titles(person) == ["Sign up for Styrning"]


def test_it_waits_until_the_deadline(series, falun):
    person = coordinator(falun)
    assert titles(person, DEADLINE) == ["Sign up for Styrning"]
    assert titles(person, DEADLINE + timedelta(seconds=1)) == []
    series.state = SeriesState.DRAFT
    series.save()
    assert titles(person) == []


def test_an_offered_seat_waits_for_its_owner(series, falun):
    person = UserFactory(email="two@samverk.example")
    series.seats_per_municipality = 1
    series.save()
    rows = seats.sign_up(
        series=series, municipality=falun, by=None, at=AT,
        people=[someone("One"), someone("Two")],
    )  # fmt: skip
    assert titles(person) == []
    seats.withdraw(registration=rows[0], by=None, at=AT)

    with translation.override("en"):
        [thing] = things_for(person, AT)
    assert thing.title == "A seat is offered to you: Styrning"
    assert thing.detail == "Answer by 3 August 2026, 12:00"
    assert thing.address == reverse(
        "gatherings:seat-answer", kwargs={"token": make_token(rows[1])}
    )


@pytest.mark.parametrize("count", [1, 5])
def test_the_number_of_queries_does_not_grow(count, django_assert_max_num_queries):
    person = UserFactory()
    for _n in range(count):
        series = SeriesFactory()
        GatheringFactory(series=series, number=1)
        RoleAssignmentFactory(person=person, municipality=member_of(series))

    with django_assert_max_num_queries(7):
        assert len(things_for(person, AT)) == count


def test_it_stands_in_min_kommune(client, series, falun):
    client.force_login(coordinator(falun))
    with time_machine.travel(AT, tick=False):
        page = client.get("/min-kommune/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "<h3>Sign up for Styrning</h3>" in page
    assert 'href="/samlinger/"' in page


def test_gatherings_stand_among_the_dates_ahead(client, series, falun):
    GatheringFactory(series=series, number=2, day=date(2026, 9, 29), place="Mora")
    GatheringFactory(series=series, number=3, day=date(2026, 12, 1))
    GatheringFactory(series=series, number=4, day=date(2026, 9, 11), state="CANCELLED")
    elsewhere = GatheringFactory(series=SeriesFactory(), number=1, day=date(2026, 9, 12))
    guest = UserFactory(email="guest@samverk.example")
    seats.sign_up(
        series=elsewhere.series, municipality=member_of(elsewhere.series), by=None, at=AT,
        people=[someone("Guest")],
    )  # fmt: skip

    def days(person):
        span = {"first": date(2026, 8, 1), "last": date(2026, 9, 30)}
        return [each.on.day for each in dates_for(person, falun, **span)]

    assert days(UserFactory()) == [10, 29]
    assert days(guest) == [10, 12, 29]
    client.force_login(coordinator(falun))
    with time_machine.travel(AT, tick=False):
        page = client.get("/min-kommune/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    address = series.gatherings.get(number=2).get_absolute_url()
    assert (
        f'<a href="{address}">Styrning</a></h3><p>Gathering 2, time to come, Mora</p>' in page
    )
