"""The page where one makes and renews the address of a calendar."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from gatherings.models import CalendarFeed
from networks.enums import Role
from tests.factories import (
    MembershipFactory,
    NetworkFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.gatherings.calendars import PAGE, address_of, signed_in
from tests.gatherings.factories import SeriesFactory

pytestmark = pytest.mark.django_db


def post(client, name, **keys):
    return client.post(reverse(f"gatherings:{name}", kwargs=keys), follow=True)


def test_from_no_address_to_a_new_one():
    person = UserFactory(language="en")
    client = signed_in(person)
    assert "Make an address to subscribe to" in client.get(PAGE).content.decode()
    assert not CalendarFeed.objects.exists()

    page = post(client, "calendar-make").content.decode()

    address = address_of(person)
    assert f'value="{settings.SITE_URL}{address}"' in page
    assert f'href="webcal://127.0.0.1:8000{address}"' in page
    assert "stops at once" in client.get(PAGE + "forny/").content.decode()
    assert address_of(person) == address  # to look at it changes nothing
    page = post(client, "calendar-renew").content.decode()
    assert address not in page
    assert address_of(person) in page


def test_the_page_is_kept_by_nobody():
    answer = signed_in(UserFactory()).get(PAGE)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert Client().get(PAGE).status_code == 302


def test_people_of_a_network_make_its_address_and_its_leader_renews_it():
    network = SeriesFactory().network
    membership = MembershipFactory(network=network)
    reader = RoleAssignmentFactory(
        role=Role.READER, municipality=membership.municipality
    ).person
    leader = RoleAssignmentFactory(role=Role.NETWORK_LEADER, network=network).person
    stranger = UserFactory()

    def renew(person):
        answer = post(signed_in(person), "network-calendar-renew", slug=network.slug)
        return answer.status_code

    page = post(signed_in(reader), "network-calendar-make", slug=network.slug)
    address = address_of(network)
    renew_link = reverse("gatherings:network-calendar-renew", kwargs={"slug": network.slug})
    assert address in page.content.decode()
    assert renew_link not in page.content.decode()
    assert renew_link in signed_in(leader).get(PAGE).content.decode()
    assert network.name in signed_in(leader).get(renew_link).content.decode()
    assert address not in signed_in(stranger).get(PAGE).content.decode()
    made = post(signed_in(stranger), "network-calendar-make", slug=network.slug)
    assert [made.status_code, renew(stranger), renew(reader)] == [404, 404, 403]
    assert address_of(network) == address
    assert renew(leader) == 200
    assert address_of(network) != address


def test_a_network_without_published_series_is_not_offered():
    network = NetworkFactory()
    leader = RoleAssignmentFactory(role=Role.NETWORK_LEADER, network=network).person

    assert network.name not in signed_in(leader).get(PAGE).content.decode().split("<main")[1]
