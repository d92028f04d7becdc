from datetime import date

import pytest

from tests.factories import CountyFactory, RegionFactory, RegionMembershipFactory
from tests.portal.areas import store_area
from tests.portal.test_views_networks import ENGLISH, text_of
from tests.portal.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def test_county_shows_its_municipalities(client, world):
    store_area(world, "county", world.county.pk)
    text = text_of(client.get("/fylker/no/33/", **ENGLISH))
    assert "Buskerud" in text
    assert "Common challenges" in text


def test_county_without_results_lists_its_municipalities(client, world):
    text = text_of(client.get("/fylker/no/33/", **ENGLISH))
    assert "The figures are not computed yet" in text
    assert "Nesbyen" in text


@pytest.mark.parametrize("address", ["/fylker/no/99/", "/fylker/xx/33/", "/regioner/ukjent/"])
def test_unknown_area_is_not_found(client, world, address):
    assert client.get(address).status_code == 404


def test_county_of_the_past_stays_readable(client, world):
    CountyFactory(
        country=world.country,
        code="30",
        name="Viken",
        valid_from=date(2020, 1, 1),
        valid_to=date(2024, 1, 1),
    )
    assert "This county ended on 1 January 2024" in text_of(
        client.get("/fylker/no/30/", **ENGLISH)
    )


def test_region_shows_its_municipalities(client, world):
    region = RegionFactory(slug="hallingdal", name="Regionrådet for Hallingdal")
    for place in world.places:
        RegionMembershipFactory(region=region, municipality=place)
    store_area(world, "region", region.pk)
    text = text_of(client.get("/regioner/hallingdal/", **ENGLISH))
    assert "6 municipalities" in text


def test_aggregates_say_how_many_they_rest_on(client, world):
    store_area(world, "county", world.county.pk)
    text = text_of(client.get("/fylker/no/33/", **ENGLISH))
    assert "sum of numerators over sum of denominators" in text
    assert "5 of 6" in text


def test_warm_page_costs_few_queries(client, world, django_assert_max_num_queries):
    store_area(world, "county", world.county.pk)
    client.get("/fylker/no/33/", **ENGLISH)
    with django_assert_max_num_queries(3):
        client.get("/fylker/no/33/", **ENGLISH)
