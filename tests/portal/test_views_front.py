import gzip
from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories import (
    DecisionFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RegionFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.portal.areas import store_area
from tests.portal.test_views_networks import ENGLISH, text_of
from tests.portal.world import World

pytestmark = pytest.mark.django_db


def test_front_of_an_empty_site_says_what_is_missing(client):
    text = text_of(client.get("/", **ENGLISH))
    assert "No network yet" in text
    assert "Nothing is planned, and no figures have been loaded yet." in text


def test_front_shows_the_weave_of_a_network(client):
    world = World()
    store_area(world, "network", world.network.pk)
    html = client.get("/", **ENGLISH).content.decode()
    weave = html.split('class="sv-weave"')[1].split("</table>")[0]
    assert weave.count('class="sv-cell ') == 6 * 17


def test_every_network_and_its_municipalities_are_one_click_away(client):
    world = World()
    html = client.get("/", **ENGLISH).content.decode()
    addresses = [world.network, *world.places]
    assert all(f'href="{place.get_absolute_url()}"' in html for place in addresses)


def test_what_awaits_a_decision_stands_with_its_day(client):
    network = NetworkFactory(short_name="Hallingdal")
    place = MunicipalityFactory(name="Hol")
    MembershipFactory(network=network, municipality=place)
    due = timezone.localdate() + timedelta(days=10)
    DecisionFactory(
        network=network,
        municipality=place,
        body="Kommunestyret",
        title="Deltakelse",
        decided_on=None,
        effect="",
        due_on=due,
    )
    DecisionFactory(network=network, municipality=place, decided_on=date(2023, 1, 1))
    assert "Hol decides: Deltakelse" in text_of(client.get("/", **ENGLISH))


def test_what_is_not_public_does_not_stand_on_the_front(client):
    network = NetworkFactory(name="Hemmelig nettverk", is_public=False)
    DecisionFactory(
        network=network,
        decided_on=None,
        effect="",
        due_on=timezone.localdate() + timedelta(days=3),
        title="Hemmelig sak",
    )
    assert "Hemmelig" not in client.get("/", **ENGLISH).content.decode()


def test_front_is_small_and_costs_few_queries(client, django_assert_max_num_queries):
    world = World(municipalities=15, indicators=60)
    store_area(world, "network", world.network.pk)
    page = client.get("/", **ENGLISH)
    with django_assert_max_num_queries(3):
        client.get("/", **ENGLISH)
    assert len(gzip.compress(page.content)) <= 25_000


def test_start_needs_a_person(client):
    assert client.get("/start/").status_code == 302
    assert "/konto/" in client.get("/start/").headers["Location"]


def test_start_leads_to_where_the_role_begins(client):
    place = MunicipalityFactory(code="3324")
    person = UserFactory()
    RoleAssignmentFactory(person=person, municipality=place)
    client.force_login(person)
    assert client.get("/start/").headers["Location"] == "/min-kommune/"


def test_a_council_member_starts_with_the_network_of_the_region(client):
    region = RegionFactory()
    network = NetworkFactory(region=region, slug="hallingdal")
    person = UserFactory()
    RoleAssignmentFactory(person=person, role="COUNCIL_MEMBER", region=region)
    client.force_login(person)
    assert client.get("/start/").headers["Location"] == network.get_absolute_url()


def test_a_person_without_a_role_starts_on_the_front_page(client):
    client.force_login(UserFactory())
    assert client.get("/start/").headers["Location"] == "/"
