"""The dashboard of a municipality as a reader meets it: address, words, files, speed."""

import gzip
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from networks.models import Municipality, MunicipalityChange
from tests.factories import (
    FrameworkFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RegionFactory,
    RegionMembershipFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.portal.world import World

pytestmark = pytest.mark.django_db
GOL = "/kommuner/no/3320/"


def text_of(response):
    """Give the words of a page without markup."""
    body = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@pytest.fixture
def world():
    return World()


def english(client, address, **headers):
    return client.get(address, HTTP_ACCEPT_LANGUAGE="en", **headers)


def test_it_says_first_how_the_municipality_stands(client, world):
    text = text_of(english(client, GOL))
    assert "Closest to the target: " in text
    assert "Furthest away: " in text
    assert "The 17 goals" in text
    assert "Total score" in text
    assert "of 6 in Hallingdal" in text
    assert "Shows 17 of 17 indicators." in text
    assert "(2025)" in text
    assert "preliminary" in text
    assert "missing at the source" in text


def test_it_is_public_and_may_be_kept_but_must_be_asked_for(client, world):
    response = client.get(GOL)
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert {"Cookie", "Accept-Language"} <= {
        name.strip() for name in response.headers["Vary"].split(",")
    }
    assert "Set-Cookie" not in response.headers
    assert "csrfmiddlewaretoken" not in response.content.decode()


@pytest.mark.parametrize(
    ("language", "word"),
    [("nb", "Gol"), ("nn", "Gol"), ("sv", "Provindikator"), ("en", "Newest figures")],
)
def test_each_language_has_a_page_of_its_own(client, world, language, word):
    response = client.get(GOL, HTTP_ACCEPT_LANGUAGE=language)
    assert response.headers["Content-Language"] == language
    assert f'<html lang="{language}">' in response.content.decode()
    assert word in text_of(response)


def test_numbers_are_printed_as_the_reader_writes_them(client, world):
    place = world.places[0]
    series = [[1234.56] * 6 for _ in world.indicators]
    world.store(place, series)
    world.new_version()
    swedish = client.get(GOL, HTTP_ACCEPT_LANGUAGE="sv")
    assert "1\u202f234,6" in swedish.content.decode()
    assert "1,234.6" in text_of(english(client, GOL))


# ------------------------------------------------------------------------- the address
def test_an_unknown_municipality_is_not_found(client, world):
    assert client.get("/kommuner/no/9999/").status_code == 404
    assert client.get("/kommuner/se/3320/").status_code == 404


def test_an_earlier_year_shows_what_was_known_then(client, world):
    text = text_of(english(client, GOL + "?aar=2022"))
    assert "As it was in 2022." in text
    table = text.split("The indicators")[1]
    assert "(2022)" in table
    assert "(2025)" not in table


def test_a_year_that_is_no_year_is_left_out(client, world):
    assert "Newest figures" in text_of(english(client, GOL + "?aar=tull"))
    assert english(client, GOL + "?aar=1999").status_code == 200


@pytest.mark.parametrize("key", ["county", "country", "network:hallingdal"])
def test_the_group_stands_in_the_address(client, world, key):
    response = english(client, f"{GOL}?gruppe={key}")
    assert response.status_code == 200
    assert f'value="{key}" selected' in response.content.decode()


@pytest.mark.parametrize("key", ["network:no-such", "region:no-such", "tull", "group"])
def test_an_unknown_group_is_not_found(client, world, key):
    assert client.get(f"{GOL}?gruppe={key}").status_code == 404


def test_a_region_is_compared_with_by_its_members(client, world):
    region = RegionFactory(slug="midt", name="Midt")
    for place in world.places[:5]:
        RegionMembershipFactory(region=region, municipality=place)
    text = text_of(english(client, GOL + "?gruppe=region:midt"))
    assert "of 5 in Midt" in text


def test_a_network_that_is_not_public_is_not_known_of(client, world):
    hidden = NetworkFactory(slug="skjult", name="Skjult", is_public=False)
    MembershipFactory(network=hidden, municipality=world.places[0])
    address = GOL + "?gruppe=network:skjult"
    assert client.get(address).status_code == 404
    member = UserFactory()
    held = RoleAssignmentFactory(person=member, municipality=world.places[0])
    client.force_login(member)
    assert client.get(address).status_code == 200
    held.valid_to = held.valid_from
    held.save()
    assert client.get(address).status_code == 404
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404


def test_municipalities_are_picked_by_name_or_code(client, world):
    text = text_of(english(client, GOL + "?andre=Ål,Tullby&med=no-3322"))
    assert "of 3 in my own choice" in text
    assert "Not found, or more than one has the name: Tullby." in text


def test_similar_municipalities_are_shown_with_distances(client, world):
    text = text_of(english(client, GOL + "?gruppe=similar"))
    assert "Who the similar ones are, and why" in text
    assert "population" in text
    assert "2,000" not in text.split("Who the similar")[1].split("Ål")[0]


def test_goals_are_sorted_by_the_address(client, world):
    def order(query):
        body = client.get(GOL + query).content.decode()
        return [int(n) for n in re.findall(r'class="sv-goal-line" href="#mal-(\d+)"', body)]

    scores = dict(enumerate(world.documents[world.places[0].pk]["goals"]["score"], start=1))
    known = [goal for goal, score in scores.items() if score is not None]
    best_first = sorted(known, key=lambda goal: (-scores[goal], goal))
    assert order("") == list(range(1, 18))
    assert order("?sorter=-mal") == list(range(17, 0, -1))
    assert [goal for goal in order("?sorter=poeng") if goal in known] == best_first
    assert order("?sorter=-poeng")[0] == best_first[-1]
    body = client.get(GOL + "?sorter=poeng").content.decode()
    assert body.count('aria-sort="descending"') == 1
    assert 'href="?sorter=-poeng#maal-h"' in body


@pytest.mark.parametrize("sort", ["mal", "-mal", "poeng", "-poeng", "vurdering", "trend", "x"])
def test_every_order_has_all_goals(client, world, sort):
    body = client.get(f"{GOL}?sorter={sort}").content.decode()
    goals = re.findall(r'class="sv-goal-line" href="#mal-(\d+)"', body)
    assert sorted(map(int, goals)) == list(range(1, 18))


def test_only_indicators_that_go_the_wrong_way(client, world):
    place = world.places[0]
    trends = world.documents[place.pk]["trend"]
    body = client.get(GOL + "?vis=feil-vei").content.decode()
    assert body.count('class="sv-ind"') == trends.count("down")


def test_long_frameworks_open_with_the_two_furthest_of_each_goal(client):
    World(indicators=60)
    body = client.get(GOL).content.decode()
    assert body.count('class="sv-ind"') == 34
    assert client.get(GOL + "?vis=alle").content.decode().count('class="sv-ind"') == 60


# -------------------------------------------------------------------- what is not there
def test_without_a_framework_the_page_says_what_is_missing(client):
    place = MunicipalityFactory(code="3320", name="Gol")
    text = text_of(english(client, place.get_absolute_url()))
    assert "There are no figures for this municipality yet." in text


def test_without_results_the_page_says_what_is_missing(client):
    FrameworkFactory(is_default=True)
    place = MunicipalityFactory(code="3320", name="Gol")
    text = text_of(english(client, place.get_absolute_url()))
    assert "There are no figures for this municipality yet." in text
    assert "What you can do meanwhile" in text


def test_a_municipality_without_any_value_is_empty(client, world):
    place = world.places[0]
    world.store(place, [[None] * 6 for _ in world.indicators])
    world.new_version()
    text = text_of(english(client, GOL))
    assert "There are no figures for this municipality yet." in text


def test_a_merged_municipality_is_shown_with_a_notice(client, world):
    Municipality.objects.filter(pk=world.places[0].pk).update(valid_to=date(2020, 1, 1))
    text = text_of(english(client, GOL))
    assert "merged, divided or got a new number on 1 January 2020." in text
    assert "The 17 goals" in text


def test_a_former_municipality_leads_to_what_it_is_part_of_today(client, world):
    old = MunicipalityFactory(code="3041", name="Gamle Gol", valid_to=date(2024, 1, 1))
    MunicipalityChange.objects.create(
        predecessor=old, successor=world.places[0], on=date(2024, 1, 1), source="SSB"
    )
    response = english(client, old.get_absolute_url())
    text = text_of(response)
    assert "merged, divided or got a new number on 1 January 2024." in text
    assert "Today: Gol (3320)" in text
    assert f'href="{GOL}"' in response.content.decode()
    assert "There are no figures for this municipality yet." not in text


def test_nobody_is_ranked_where_comparison_is_not_sound(client, world):
    world.network.is_comparable = False
    world.network.not_comparable_reason = "Kommunene er for ulike."
    world.network.save()
    text = text_of(english(client, GOL))
    assert "Kommunene er for ulike." in text
    assert "of 6 in Hallingdal" not in text


def test_an_indicator_that_is_not_comparable_has_no_place(client, world):
    indicator = world.indicators[1].indicator
    indicator.is_comparable = False
    indicator.not_comparable_reason = "Målt på ulike måter."
    indicator.save()
    assert "Målt på ulike måter." in text_of(english(client, GOL))


def test_too_little_data_gives_no_total(client, world):
    place = world.places[0]
    document = world.documents[place.pk]
    total = document["total"] | {
        "score": None,
        "ranked": False,
        "missing_share": 0.31,
        "score_by_year": [None] * 6,
    }
    world.store(place, document["series"], total=total)
    world.new_version()
    text = text_of(english(client, GOL))
    assert "too little data" in text
    assert "Figures are missing for 31 percent of the indicators." in text


def test_a_hidden_value_is_said_to_be_hidden(client, world):
    place = world.places[0]
    document = world.documents[place.pk]
    value, missing = list(document["value"]), list(document["missing"])
    value[3], missing[3] = None, "h"
    world.store(place, document["series"], value=value, missing=missing)
    world.new_version()
    assert "hidden here, because the numbers are small" in text_of(english(client, GOL))


def test_illustrative_figures_are_marked(client, world):
    indicator = world.indicators[0].indicator
    indicator.is_illustrative = True
    indicator.save()
    assert "Illustrative" in text_of(english(client, GOL))


def test_indicators_not_meant_for_the_municipality_are_counted_apart(client, world):
    place = world.places[0]
    document = world.documents[place.pk]
    applicable = [i != 2 for i in range(17)]
    value = [None if i == 2 else v for i, v in enumerate(document["value"])]
    world.store(place, document["series"], value=value, applicable=applicable)
    world.new_version()
    text = text_of(english(client, GOL))
    assert "1 indicator is not meant for this kind of municipality." in text
    assert "Shows 16 of 16 indicators." in text


# ---------------------------------------------------------------------------- the speed
def test_a_warm_page_takes_one_query_and_an_unchanged_one_no_body(client, world):
    first = client.get(GOL)
    with CaptureQueriesContext(connection) as queries:
        again = client.get(GOL)
    assert len(queries) == 1
    assert again.content == first.content
    with CaptureQueriesContext(connection) as queries:
        unchanged = client.get(GOL, HTTP_IF_NONE_MATCH=first.headers["ETag"])
    assert (unchanged.status_code, unchanged.content, len(queries)) == (304, b"", 1)
    assert unchanged.headers["ETag"] == first.headers["ETag"]


def test_a_new_version_of_the_results_is_shown_at_once(client, world):
    first = client.get(GOL)
    place = world.places[0]
    world.store(place, [[88.8] * 6 for _ in world.indicators])
    world.new_version()
    changed = client.get(GOL, HTTP_IF_NONE_MATCH=first.headers["ETag"])
    assert changed.status_code == 200
    assert "88,8" in changed.content.decode()


def test_a_new_version_with_the_same_figures_is_not_sent_again(client, world):
    first = client.get(GOL)
    world.new_version()
    assert client.get(GOL, HTTP_IF_NONE_MATCH=first.headers["ETag"]).status_code == 304


def test_a_reader_who_has_signed_in_gets_a_frame_of_their_own(client, world):
    client.get(GOL)
    reader = UserFactory(name="Koordinator i Gol")
    RoleAssignmentFactory(person=reader, municipality=world.places[0])
    client.force_login(reader)
    client.get(GOL)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(GOL)
    assert len(queries) <= 8
    assert "Koordinator i Gol" in page.content.decode()
    assert page.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in page.headers["Vary"]
    unchanged = client.get(GOL, HTTP_IF_NONE_MATCH=page.headers["ETag"])
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_each_reader_gets_a_form_token_that_fits(world):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(name="En"))
    tokens = set()
    for _ in range(2):
        body = client.get(GOL).content.decode()
        tokens.add(re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', body)[1])
    assert len(tokens) == 2  # masked anew each time
    answer = client.post("/konto/logout/", {"csrfmiddlewaretoken": tokens.pop()})
    assert answer.status_code == 302


def test_nothing_of_one_reader_reaches_another(client, world):
    client.force_login(UserFactory(name="Den ene"))
    client.get(GOL)
    client.force_login(UserFactory(name="Den andre"))
    other = client.get(GOL).content.decode()
    client.logout()
    visitor = client.get(GOL).content.decode()
    assert "Den ene" not in other + visitor
    assert "Den andre" not in visitor


def test_its_needs_are_one_step_away(client):
    World()
    address = f"{reverse('procurement:need-list')}?kommune=no-3320"
    assert f'href="{address}"' in client.get(GOL).content.decode()


def test_a_page_of_sixty_indicators_is_small(client):
    World(indicators=60, years=16)
    page = client.get(GOL + "?vis=alle")
    assert len(gzip.compress(page.content, 6)) <= 25_000
    assert len(gzip.compress(client.get(GOL).content, 6)) <= 25_000
    assert b"plotly-cartesian" in page.content  # the address only, for when it is asked for
    assert b'<script src="/static/vendor/plotly' not in page.content


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_members(client, count):
    World(municipalities=2 + count)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(GOL).status_code == 200
    assert len(queries) <= 13
