import re

import pytest
from django.urls import reverse

from indicators.models import GoalResult
from networks.models import Municipality
from tests.factories import (
    CountryFactory,
    IndicatorFactory,
    MunicipalityFactory,
    NetworkFactory,
    RegionFactory,
)
from tests.portal.test_views_networks import ENGLISH, text_of
from tests.portal.world import World

pytestmark = pytest.mark.django_db

LIST = "/kommuner/"


def names(response):
    """Give the names in the order of the table."""
    html = response.content.decode().split("<tbody")[1]
    return re.findall(r'scope="row"><a[^>]*>([^<]+)</a>', html)


@pytest.fixture
def places():
    sweden = CountryFactory(code="SE", name="Sverige", language="sv")
    return [
        MunicipalityFactory(code="3324", name="Gol", population=4_900),
        MunicipalityFactory(code="3328", name="Ål", population=4_700),
        MunicipalityFactory(code="1826", name="Aarborte", name_nb="Hattfjelldal"),
        MunicipalityFactory(country=sweden, code="2039", name="Älvdalen", population=6_900),
        MunicipalityFactory(country=sweden, code="1880", name="Örebro", population=158_000),
    ]


def test_names_follow_the_norwegian_alphabet(client, places):
    found = names(client.get(LIST, HTTP_ACCEPT_LANGUAGE="nb"))
    assert found == ["Gol", "Hattfjelldal", "Älvdalen", "Örebro", "Ål"]


def test_names_follow_the_swedish_alphabet(client, places):
    found = names(client.get(LIST, HTTP_ACCEPT_LANGUAGE="sv"))
    assert found == ["Gol", "Hattfjelldal", "Ål", "Älvdalen", "Örebro"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=ÄLV", ["Älvdalen"]),
        ("q=ælv&land=SE", ["Älvdalen"]),
        ("q=o&land=NO", ["Gol", "Hattfjelldal"]),
        ("land=SE", ["Älvdalen", "Örebro"]),
        ("land=XX&q=e", ["Hattfjelldal", "Älvdalen", "Örebro"]),
        ("sorter=-population&land=NO", ["Gol", "Ål", "Hattfjelldal"]),
        ("sorter=population&land=SE", ["Älvdalen", "Örebro"]),
        ("sorter=-name&land=SE", ["Örebro", "Älvdalen"]),
        ("sorter=nonsense&land=SE", ["Älvdalen", "Örebro"]),
    ],
)
def test_find_and_sort(client, places, query, expected):
    Municipality.objects.filter(name="Aarborte").update(population=None)
    response = client.get(f"{LIST}?{query}", HTTP_ACCEPT_LANGUAGE="nb")
    if response.status_code == 302:
        response = client.get(response.headers["Location"], HTTP_ACCEPT_LANGUAGE="nb")
        assert expected[0] in response.content.decode()
    else:
        assert names(response) == expected


def test_one_hit_opens_the_municipality(client, places):
    response = client.get(f"{LIST}?q=gol")
    assert response.headers["Location"] == "/kommuner/no/3324/"


def test_a_number_finds_the_municipality(client, places):
    assert client.get(f"{LIST}?q=1880").headers["Location"] == "/kommuner/se/1880/"


def test_no_hit_says_what_to_do(client, places):
    assert "No municipality fits" in text_of(client.get(f"{LIST}?q=zzz", **ENGLISH))


def test_text_in_the_address_is_escaped(client, places):
    response = client.get(LIST, {"q": "<script>"})
    assert b"<script>alert" not in response.content
    assert b'value="&lt;script&gt;"' in response.content


def test_merged_municipalities_are_not_listed(client, places):
    Municipality.objects.filter(name="Gol").update(valid_to="2025-01-01")
    assert "Gol" not in names(client.get(LIST, HTTP_ACCEPT_LANGUAGE="nb"))


def test_sorted_heading_says_so(client, places):
    html = client.get(f"{LIST}?sorter=-population", **ENGLISH).content.decode()
    assert html.count('aria-sort="descending"') == 1


def test_pages_keep_the_choice(client):
    for _ in range(60):
        MunicipalityFactory()
    html = client.get(f"{LIST}?land=NO", **ENGLISH).content.decode()
    assert 'href="?land=NO&amp;side=2"' in html
    assert len(names(client.get(f"{LIST}?land=NO&side=2"))) == 10


def test_points_and_bands_come_from_the_results(client):
    world = World(municipalities=1)
    place = world.places[0]
    GoalResult.objects.create(
        framework=world.framework, municipality=place, goal=0, score=57.25, have=1, of=1
    )
    GoalResult.objects.create(
        framework=world.framework,
        municipality=place,
        goal=13,
        score=20.0,
        rating="red",
        have=1,
        of=1,
    )
    text = text_of(client.get(LIST, **ENGLISH))
    assert "57.3" in text
    assert "1 long way to go, 16 too little data" in text


@pytest.mark.parametrize("count", [1, 40])
def test_list_query_count_does_not_grow(client, count, django_assert_max_num_queries):
    for _ in range(count):
        MunicipalityFactory()
    with django_assert_max_num_queries(7):
        client.get(LIST)


def test_search_finds_every_kind(client, places):
    NetworkFactory(name="Golnettverket")
    RegionFactory(name="Golregionen")
    IndicatorFactory(name="Golf per head")
    text = text_of(client.get("/sok/?q=gol", **ENGLISH))
    assert [word in text for word in ("Golnettverket", "Golregionen", "Golf per head")] == [
        True
    ] * 3


def test_search_does_not_tell_of_networks_one_may_not_know(client):
    NetworkFactory(name="Hemmelig nettverk", is_public=False)
    assert "Hemmelig nettverk" not in text_of(client.get("/sok/?q=hemmelig", **ENGLISH))


def test_search_without_text_explains_itself(client):
    assert "Write at least a part of a name" in text_of(client.get("/sok/", **ENGLISH))


def test_search_that_finds_nothing_says_so(client):
    assert "Nothing found" in text_of(client.get("/sok/?q=zzzz", **ENGLISH))


@pytest.mark.parametrize("page", ["portal:municipalities", "portal:networks", "portal:search"])
def test_empty_database_is_no_error(client, page):
    assert client.get(reverse(page)).status_code == 200
