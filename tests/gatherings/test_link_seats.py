"""Seats from before somebody had an account: linked when the address is the person's own."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from gatherings.actions import seats
from gatherings.actions.accounts import link_seats
from gatherings.models import Registration
from gatherings.tokens import make_token
from tests.accounts.people import member, sign_in
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, member_of, someone

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    """Of somebody who has no account yet."""
    series = SeriesFactory()
    GatheringFactory(series=series)
    [row] = seats.sign_up(
        series=series, municipality=member_of(series), by=None, at=AT,
        people=[someone("Anna")],
    )  # fmt: skip
    assert row.person is None
    return row


def owner():
    return Registration.objects.get().person


def test_signing_in_links_the_seats_of_the_address(client, seat):
    person = member("Anna@samverk.example")
    assert owner() is None
    sign_in(client, person)
    assert owner() == person
    assert link_seats(person=person) == 0


def test_an_address_counts_when_it_is_confirmed(client, seat):
    other = member("other@samverk.example")
    EmailAddress.objects.create(user=other, email="Anna@samverk.example", verified=False)
    sign_in(client, other)
    assert owner() is None
    EmailAddress.objects.filter(user=other).update(verified=True)
    assert link_seats(person=other) == 1


def test_a_linked_seat_stays_its_owners(seat):
    owner_of_seat, other = member("first@samverk.example"), member()
    Registration.objects.update(person=owner_of_seat)
    assert link_seats(person=other) == 0
    assert owner() == owner_of_seat


def test_the_pages_lead_the_owner_to_the_seat(client, seat):
    person = member()
    link_seats(person=person)
    client.force_login(person)
    series = seat.series
    series.network.is_public = True
    series.network.save()
    address = reverse("gatherings:seat", kwargs={"token": make_token(seat)})
    for page in (series, series.gatherings.get()):
        assert address in client.get(page.get_absolute_url()).content.decode()
