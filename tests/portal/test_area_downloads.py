import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from tests.factories import NetworkFactory, RegionFactory, SubGroupFactory
from tests.portal.areas import store_area
from tests.portal.world import World

pytestmark = pytest.mark.django_db

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def world():
    world = World(municipalities=2)
    store_area(world, "network", world.network.pk)
    return world


def rows_of(response, delimiter):
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=delimiter))


def test_csv_has_every_goal_in_every_municipality(client, world):
    response = client.get("/nettverk/hallingdal/tall.csv", **ENGLISH)
    rows = rows_of(response, ",")
    heads = [
        "country",
        "municipality code",
        "municipality",
        "goal",
        "name of the goal",
        "points",
        "rating",
        "trend",
    ]
    assert rows[0] == heads
    assert len(rows) == 1 + 2 * 17
    score = world.documents[world.places[0].pk]["goals"]["score"][0]
    assert rows[1][:6] == ["NO", "3320", "Gol", "1", "No poverty", f"{score:.1f}"]


def test_csv_is_written_as_the_reader_writes_numbers(client, world):
    rows = rows_of(client.get("/nettverk/hallingdal/tall.csv", HTTP_ACCEPT_LANGUAGE="nb"), ";")
    assert "," in rows[1][5]


def test_workbook_has_goals_aggregates_and_what_to_know(client, world):
    response = client.get("/nettverk/hallingdal/tall.xlsx", **ENGLISH)
    book = load_workbook(BytesIO(response.content))
    assert book.sheetnames == ["Goals", "All together", "About"]
    together = list(book["All together"].values)
    assert len(together) == 1 + len(world.indicators)
    assert together[1][6:8] == (2, 2)
    assert together[0][10] == "illustrative"


@pytest.mark.parametrize("ending", ["pdf", "json", "xls"])
def test_other_endings_are_not_found(client, world, ending):
    assert client.get(f"/nettverk/hallingdal/tall.{ending}").status_code == 404


def test_area_without_results_has_no_file(client, world):
    NetworkFactory(slug="nytt")
    assert client.get("/nettverk/nytt/tall.csv").status_code == 404


def test_file_of_a_network_one_may_not_know_is_not_found(client, world):
    network = NetworkFactory(slug="lukket", is_public=False)
    store_area(world, "network", network.pk)
    assert client.get("/nettverk/lukket/tall.csv").status_code == 404


def test_county_region_and_group_have_files(client, world):
    region = RegionFactory(slug="hallingdal")
    group = SubGroupFactory(network=world.network, slug="ovre")
    store_area(world, "county", world.county.pk)
    store_area(world, "region", region.pk)
    store_area(world, "subgroup", group.pk, world.places[:1])
    addresses = [
        "/fylker/no/33/tall.csv",
        "/regioner/hallingdal/tall.csv",
        "/nettverk/hallingdal/gruppe/ovre/tall.csv",
    ]
    found = [len(rows_of(client.get(address, **ENGLISH), ",")) for address in addresses]
    assert found == [35, 35, 18]


def test_unchanged_file_has_no_body(client, world):
    first = client.get("/nettverk/hallingdal/tall.csv", **ENGLISH)
    again = client.get(
        "/nettverk/hallingdal/tall.csv", HTTP_IF_NONE_MATCH=first.headers["ETag"], **ENGLISH
    )
    assert (again.status_code, again.content) == (304, b"")
