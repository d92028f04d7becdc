import re

import pytest
from django.core.management import CommandError, call_command

from portal.models import MunicipalityShape
from tests.factories import CountryFactory, MunicipalityFactory
from tests.portal.areas import store_area
from tests.portal.test_geometry import collection, feature
from tests.portal.world import World

pytestmark = pytest.mark.django_db

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


def square(place):
    """Give a square beside those of the other municipalities."""
    west = 9.0 + place * 0.2
    corners = [(west, 60.0), (west + 0.2, 60.0), (west + 0.2, 60.1), (west, 60.1)]
    return [[list(corner) for corner in [*corners, corners[0]]]]


@pytest.fixture
def world():
    world = World()
    store_area(world, "county", world.county.pk)
    return world


@pytest.fixture
def borders(tmp_path):
    file = tmp_path / "borders.geojson"
    file.write_bytes(collection(*(feature(f"{3320 + n}", square(n)) for n in range(6))))
    return file


def load(file, *options):
    call_command("load_geometry", str(file), "--country", "no", *options)


def test_borders_are_loaded_and_again_change_nothing(world, borders, capsys):
    load(borders, "--source", "Kartverket")
    load(borders, "--source", "Kartverket")
    assert capsys.readouterr().out.splitlines() == [
        "Saved: 6 outlines added, 0 changed, 0 unchanged; 0 municipalities have none.",
        "Saved: 0 outlines added, 0 changed, 6 unchanged; 0 municipalities have none.",
    ]


def test_check_only_saves_nothing(world, borders):
    load(borders, "--dry-run")
    assert MunicipalityShape.objects.count() == 0


def test_unknown_code_stops_the_load_and_is_named(world, tmp_path):
    file = tmp_path / "borders.geojson"
    file.write_bytes(collection(feature("3320"), feature("9999")))
    with pytest.raises(
        CommandError, match=r"borders\.geojson:2: no municipality has the code 9999"
    ):
        load(file)
    assert MunicipalityShape.objects.count() == 0


def test_codes_of_another_country_are_unknown(borders):
    MunicipalityFactory(country=CountryFactory(code="SE"), code="3320")
    with pytest.raises(CommandError, match="6 problems in all"):
        load(borders)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "this is not JSON"),
        (b"{}", "not a GeoJSON FeatureCollection"),
        (collection({"properties": {}}), "no municipality code in any of"),
    ],
)
def test_bad_file_is_named_in_plain_words(tmp_path, content, message):
    file = tmp_path / "borders.geojson"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        load(file)


def test_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match="there is no such file"):
        load(tmp_path / "none.geojson")


def test_area_with_borders_has_a_drawn_map(client, world, borders):
    load(borders, "--source", "Kartverket")
    html = client.get("/fylker/no/33/?goal=2", **ENGLISH).content.decode()
    drawn = html.split('class="sv-map"')[1].split("</svg>")[0]
    score = world.documents[world.places[0].pk]["goals"]["score"][1]
    labels = re.findall(r'aria-label="([^"]+)"><path', drawn)
    assert (drawn.count("<path"), "Borders: Kartverket" in html) == (6, True)
    assert f"Gol: Some way to go, {score:.0f}" in labels


def test_area_without_all_borders_has_no_drawn_map(client, world, borders):
    load(borders)
    MunicipalityShape.objects.filter(municipality=world.places[0]).delete()
    html = client.get("/fylker/no/33/", **ENGLISH).content.decode()
    assert 'class="sv-map"' not in html


@pytest.mark.parametrize("goal", ["", "99", "abc", "-1", "9" * 50])
def test_other_goals_fall_back_to_the_first_challenge(client, world, borders, goal):
    load(borders)
    html = client.get(f"/fylker/no/33/?goal={goal}", **ENGLISH).content.decode()
    assert 'class="sv-map"' in html


def test_tiles_stand_in_for_borders(client):
    world = World(municipalities=0)
    codes = {"Flå": "3320", "Nesbyen": "3322", "Gol": "3324"}
    world.places = [
        MunicipalityFactory(country=world.country, code=code, name=name)
        for name, code in codes.items()
    ]
    for place in world.places:
        world.store(place, world.series(place))
        place.memberships.create(network=world.network, state="APPLIED")
    store_area(world, "network", world.network.pk)
    html = client.get("/nettverk/hallingdal/?goal=13", **ENGLISH).content.decode()
    tiles = html.split("sv-tilemap-goal")[1].split("</ul>")[0]
    assert (tiles.count("<li"), "sv-c4 sv-r4" in tiles) == (3, True)
