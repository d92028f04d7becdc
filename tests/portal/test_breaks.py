"""Mergers and divisions on the page of an indicator in a municipality."""

from datetime import date

import pytest
from django.utils import translation

from indicators.documents import pack, unpack_dashboard
from indicators.models import Dashboard, Observation
from portal.pages import breaks
from portal.queries.observations import Point
from tests.factories import MunicipalityFactory
from tests.portal.test_views_municipality import english, text_of
from tests.portal.world import World

pytestmark = pytest.mark.django_db
PAGE = "/kommuner/no/3320/indikatorer/prove-2/"


def part(kind, how, *keys, year=2023):
    return {"i": 1, "year": year, "kind": kind, "how": how, "from": list(keys)}


@pytest.mark.parametrize(
    ("kind", "how", "expected"),
    [
        ("mapped", "merged", "Before 2023: sum of Ask and Eik."),
        ("mapped", "divided",
         "Before 2023: a part of Ask and Eik, by share of the inhabitants."),
        ("mapped", "renumbered",
         "Before 2023: the figures of the earlier number, 1001 Ask and 1002 Eik."),
        ("break", "merged", "Break in the series: 2023, merged from Ask and Eik."),
        ("break", "divided", "Break in the series: 2023, divided from Ask and Eik."),
        ("break", "joined", "Break in the series: 2023, joined by Ask and Eik."),
    ],
)  # fmt: skip
def test_each_kind_has_its_sentence(kind, how, expected):
    places = {
        place.pk: place
        for place in (
            MunicipalityFactory(code="1002", name="Eik"),
            MunicipalityFactory(code="1001", name="Ask"),
        )
    }
    with translation.override("en"):
        assert breaks.sentence(part(kind, how, *places), places) == expected


def test_a_new_number_alone_is_not_drawn():
    with translation.override("en"):
        found = breaks.marks(
            [
                part("mapped", "renumbered"),
                part("mapped", "merged", year=2020),
                part("mapped", "divided", year=2022),
                part("break", "divided", year=2024),
            ]
        )
    assert [(mark.year, mark.label) for mark in found] == [
        (2020, "Merged 2020"),
        (2022, "Divided 2022"),
        (2024, "Break 2024"),
    ]


def test_carried_values_join_the_stored_ones():
    document = {"object": 7, "years": [2021, 2022, 2023], "series": [[], [4.0, 5.0, 6.0]]}
    points = [Point(5, 2022, 1.0, ""), Point(7, 2021, None, ".."), Point(7, 2023, 6.0, "p")]
    assert breaks.with_carried(points, [part("mapped", "merged")], document, position=1) == [
        Point(5, 2022, 1.0, ""),
        Point(7, 2021, 4.0, ""),
        Point(7, 2022, 5.0, ""),
        Point(7, 2023, 6.0, "p"),
    ]
    assert (
        breaks.with_carried(points, [part("break", "merged")], document, position=1) == points
    )


@pytest.fixture
def world():
    world = World()
    for place in world.places:
        world.observe(place, 1)
    return world


def tell(world, *parts):
    """Put breaks into the stored document of the first municipality."""
    row = Dashboard.objects.get(kind="municipality", object_id=world.places[0].pk)
    document = unpack_dashboard(row.document)
    document["breaks"] = list(parts)
    Dashboard.objects.filter(pk=row.pk).update(document=pack(document))
    world.new_version()


def former(name):
    return MunicipalityFactory(name=name, valid_to=date(2023, 1, 1)).pk


def test_the_page_tells_of_a_break_and_draws_it(client, world):
    tell(world, part("break", "merged", former("Ask"), former("Eik")))
    response = english(client, PAGE)
    assert "Break in the series: 2023, merged from Ask and Eik." in text_of(response)
    assert response.content.decode().count('class="sv-still-break"') == 1


def test_the_page_shows_values_from_before_a_merger(client, world):
    Observation.objects.filter(municipality=world.places[0], period__lt=2023).delete()
    world.new_version()
    without = text_of(english(client, PAGE))
    tell(world, part("mapped", "merged", former("Ask"), former("Eik")))
    text = text_of(english(client, PAGE))
    assert "Gol went from" in without
    assert "in 2023 to" in without
    assert "in 2020 to" in text
    assert "Before 2023: sum of Ask and Eik." in text


def test_other_indicators_have_no_mark(client, world):
    tell(world, part("break", "merged", former("Ask"), former("Eik")) | {"i": 2})
    response = english(client, PAGE)
    assert "Break in the series" not in text_of(response)
    assert "sv-still-break" not in response.content.decode()
