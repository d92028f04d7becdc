"""An indicator in a municipality and over all of them, and the files to take away."""

import csv
import io
import json
import re
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from indicators.enums import ImportKind
from indicators.models import Observation, ObservationRevision
from tests.factories import ImportBatchFactory, ObservationFactory
from tests.portal.test_views_municipality import english, text_of
from tests.portal.world import World

pytestmark = pytest.mark.django_db
PAGE = "/kommuner/no/3320/indikatorer/prove-2/"


@pytest.fixture
def world():
    world = World()
    for place in world.places:
        for position in range(3):
            world.observe(place, position)
    return world


def rows_of(response):
    """Read a CSV file that was sent."""
    assert response.content.startswith(b"\xef\xbb\xbf")
    text = response.content.decode("utf-8-sig")
    delimiter = ";" if ";" in text.splitlines()[0] else ","
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


# --------------------------------------------------------------------- one municipality
def test_the_page_tells_value_target_pace_and_source(client, world):
    text = text_of(english(client, PAGE))
    assert "Gol 2025" in text
    assert "75.0 or more" in text
    assert "Higher is better" in text
    assert "0.0 prosent gives 0 points, 100.0 prosent gives 100." in text.replace("\xa0", " ")
    assert "less than 25.0" in text
    assert "Prøvekilden" in text
    assert "CC BY 4.0" in text
    assert "Computation" in text
    assert "Fetched from Prøvekilden: 2020–2025." in text


def test_the_chart_has_a_table_and_is_drawn_by_the_library_only_when_asked(client, world):
    body = english(client, PAGE).content.decode()
    figure = json.loads(
        re.search(r'<script id="fig-serie-data" type="application/json">(.*?)</script>', body)[
            1
        ]
    )
    own = next(trace for trace in figure["data"] if trace["name"] == "Gol")
    series = world.documents[world.places[0].pk]["series"][1]
    assert own["x"] == world.years
    assert own["y"] == [round(value, 1) for value in series]
    assert {trace["name"] for trace in figure["data"]} >= {"Gol", "Ål", "Hol", "Flå"}
    assert 'class="sv-still"' in body
    assert "data-sv-open-chart" in body
    assert '<script src="/static/vendor/plotly' not in body
    assert body.count('<th scope="row">20') == 6


def test_a_large_group_is_drawn_as_its_median(client):
    world = World(municipalities=20)
    for place in world.places:
        world.observe(place, 1)
    body = english(client, PAGE + "?gruppe=country").content.decode()
    assert "Median of Norge" in body
    assert '"name":"Hol"' not in body


def test_hidden_and_preliminary_values_are_said_in_the_table(client, world):
    gol = world.places[0]
    rows = Observation.objects.filter(indicator=world.indicators[1].indicator, municipality=gol)
    rows.filter(period=2021).update(is_hidden=True, value=99.87)
    rows.filter(period=2022).update(status="p")
    body = english(client, PAGE).content.decode()
    assert "99.9" not in body
    assert "99.87" not in body
    assert "– (hidden here, because the numbers are small)" in body
    assert "(preliminary)" in body


def test_revisions_are_told(client, world):
    ObservationRevision.objects.create(
        indicator=world.indicators[1].indicator,
        municipality=world.places[0],
        period=2022,
        old_value=7.3,
        new_value=7.4,
        batch=ImportBatchFactory(source="Rettelsen"),
        changed_at=datetime(2026, 5, 1, 12, tzinfo=UTC),
    )
    assert "2022: changed from 7.3 to 7.4, by Rettelsen." in text_of(english(client, PAGE))


def test_own_values_are_told_and_marked(client, world):
    typed = ImportBatchFactory(kind=ImportKind.TYPED, source="Gol")
    ObservationFactory(
        indicator=world.indicators[1].indicator,
        municipality=world.places[0],
        period=2019,
        value=12,
        batch=typed,
    )
    assert "Typed in by the municipality itself: 2019." in text_of(english(client, PAGE))
    own = english(client, "/kommuner/no/3320/?vis=egne").content.decode()
    assert own.count('class="sv-ind"') == 1
    assert "own figures" in own


def test_nobody_is_compared_where_it_is_not_sound(client, world):
    indicator = world.indicators[1].indicator
    indicator.is_comparable = False
    indicator.not_comparable_reason = "Målt på ulike måter."
    indicator.save()
    text = text_of(english(client, PAGE))
    assert "Municipalities are not compared on this figure." in text
    assert "Målt på ulike måter." in text
    assert "Ål" not in text
    everywhere = text_of(english(client, "/indikatorer/prove-2/"))
    assert "Municipalities are not ranked on this figure." in everywhere
    assert "Rank" not in everywhere


def test_a_missing_value_has_its_reason(client, world):
    place = world.places[0]
    position = world.documents[place.pk]["value"].index(None)
    code = world.indicators[position].indicator.code
    page = english(client, f"/kommuner/no/3320/indikatorer/{code}/")
    assert "There is no figure for Gol: missing at the source." in text_of(page)
    assert "fig-serie" not in page.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/kommuner/no/3320/indikatorer/finnes-ikke/",
        "/kommuner/no/9999/indikatorer/prove-1/",
        "/indikatorer/finnes-ikke/",
        "/indikatorer/finnes-ikke/tall.csv",
        "/indikatorer/prove-1/tall.pdf",
        "/kommuner/no/3320/tall.pdf",
        "/kommuner/no/9999/tall.csv",
        "/indikatorer/?framework=finnes-ikke",
    ],
)
def test_what_does_not_exist_is_not_found(client, world, address):
    assert client.get(address).status_code == 404


def test_pages_are_not_sent_twice(client, world):
    for address in (PAGE, "/indikatorer/", "/indikatorer/prove-2/"):
        page = client.get(address)
        unchanged = client.get(address, HTTP_IF_NONE_MATCH=page.headers["ETag"])
        assert (unchanged.status_code, unchanged.content) == (304, b"")


# --------------------------------------------------------------------- all municipalities
def test_municipalities_are_ranked_by_value(client, world):
    body = english(client, "/indikatorer/prove-2/").content.decode()
    names = re.findall(r'indikatorer/prove-2/">([^<]+)</a></th>', body)
    values = {place.name: world.documents[place.pk]["value"][1] for place in world.places}
    known = {name: value for name, value in values.items() if value is not None}
    assert names[: len(known)] == sorted(known, key=lambda name: -known[name])
    assert "of 6 municipalities in Norge" in text_of(english(client, "/indikatorer/prove-2/"))
    turned = english(client, "/indikatorer/prove-2/?sorter=navn").content.decode()
    found = re.findall(r'indikatorer/prove-2/">([^<]+)</a></th>', turned)
    assert found == ["Flå", "Gol", "Hemsedal", "Hol", "Nesbyen", "Ål"]


def test_the_list_is_searched_and_leafed_through(client):
    World(municipalities=60)
    first = client.get("/indikatorer/prove-2/").content.decode()
    second = client.get("/indikatorer/prove-2/?side=2").content.decode()
    assert len(re.findall(r'indikatorer/prove-2/">[^<]+</a></th>', first)) == 50
    assert len(re.findall(r'indikatorer/prove-2/">[^<]+</a></th>', second)) == 10
    found = client.get("/indikatorer/prove-2/?q=nesby").content.decode()
    assert re.findall(r'indikatorer/prove-2/">([^<]+)</a></th>', found) == ["Nesbyen"]
    assert "No municipality fits" in text_of(english(client, "/indikatorer/prove-2/?q=xyz"))
    assert client.get("/indikatorer/prove-2/?side=99").status_code == 200


def test_indicators_are_listed_and_searched(client, world):
    text = text_of(english(client, "/indikatorer/"))
    assert "17 indicators say how the municipalities stand" in text
    found = english(client, "/indikatorer/?q=nummer+17").content.decode()
    assert found.count('class="sv-ind"') == 1
    assert "No indicator fits." in text_of(english(client, "/indikatorer/?q=xyz"))


def test_without_a_framework_the_list_says_so(client):
    assert "No framework of indicators" in text_of(english(client, "/indikatorer/"))


# ---------------------------------------------------------------------------------- files
def test_a_municipality_is_taken_away_as_csv(client, world):
    response = client.get("/kommuner/no/3320/tall.csv", HTTP_ACCEPT_LANGUAGE="nb")
    assert response.headers["Content-Disposition"] == 'attachment; filename="gol-3320.csv"'
    head, *rows = rows_of(response)
    assert len(head) == 11
    assert len(rows) == 18
    series = world.documents[world.places[0].pk]["series"][1]
    mine = [row for row in rows if row[1] == "prove-2"]
    assert [row[3] for row in mine] == [str(year) for year in world.years]
    assert [row[5] for row in mine] == [f"{value:.1f}".replace(".", ",") for value in series]
    point = rows_of(english(client, "/kommuner/no/3320/tall.csv"))
    assert point[0][:4] == ["goal", "indicator code", "indicator", "year"]
    assert "." in point[8][5]


def test_a_file_says_what_is_hidden_and_what_is_made_up(client, world):
    indicator = world.indicators[1].indicator
    indicator.is_illustrative = True
    indicator.name = "=1+1"
    indicator.save()
    Observation.objects.filter(indicator=indicator, period=2021).update(
        is_hidden=True, value=99.87
    )
    rows = rows_of(english(client, "/kommuner/no/3320/tall.csv"))
    mine = {row[3]: row for row in rows if row[1] == "prove-2"}
    assert mine["2021"][5:9] == [
        "",
        "prosent",
        "hidden here, because the numbers are small",
        "yes",
    ]
    assert mine["2021"][2] == "'=1+1"
    all_rows = rows_of(english(client, "/indikatorer/prove-2/tall.csv"))
    assert ["NO", "3320", "Gol", "2021", "", "h", "yes"] in all_rows
    data = json.loads(english(client, "/indikatorer/prove-2/tall.json").content)
    gol = next(m for m in data["municipalities"] if m["code"] == "3320")
    assert gol["values"][1] is None
    assert gol["notes"] == {"2021": "h"}
    assert data["indicator"]["illustrative"] is True
    assert b"99.87" not in client.get("/kommuner/no/3320/tall.xlsx").content


def test_a_municipality_is_taken_away_as_a_workbook(client, world):
    response = english(client, "/kommuner/no/3320/tall.xlsx")
    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["Figures", "Status", "About"]
    figures = list(book["Figures"].iter_rows(min_row=2))
    assert len(figures) == 18
    series = world.documents[world.places[0].pk]["series"][0]
    assert [row[5].value for row in figures[:6]] == series
    assert {row[5].number_format for row in figures} == {"#,##0.0"}
    status = list(book["Status"].iter_rows(min_row=2, values_only=True))
    assert len(status) == 17
    assert status[0][7] == "preliminary"
    assert ("Municipality", "Gol") in list(book["About"].iter_rows(values_only=True))


def test_an_indicator_is_taken_away_for_all_municipalities(client, world):
    head, *rows = rows_of(
        client.get("/indikatorer/prove-2/tall.csv", HTTP_ACCEPT_LANGUAGE="sv")
    )
    assert len(head) == 6
    expected = Observation.objects.filter(indicator=world.indicators[1].indicator)
    assert len(rows) == expected.count()
    first = world.documents[world.places[0].pk]["series"][1][0]
    assert float(rows[0][4].replace(",", ".")) == pytest.approx(first)
    data = json.loads(client.get("/indikatorer/prove-2/tall.json").content)
    assert data["indicator"]["code"] == "prove-2"
    assert [m["name"] for m in data["municipalities"]] == [p.name for p in world.places]
    assert data["municipalities"][0]["years"] == world.years
    assert data["municipalities"][0]["values"] == pytest.approx(
        world.documents[world.places[0].pk]["series"][1]
    )


def test_a_file_is_not_sent_twice(client, world):
    for address in ("/indikatorer/prove-2/tall.json", "/kommuner/no/3320/tall.csv"):
        sent = client.get(address)
        again = client.get(address, HTTP_IF_NONE_MATCH=sent.headers["ETag"])
        assert (again.status_code, again.content) == (304, b"")
        world.new_version()
        assert client.get(address, HTTP_IF_NONE_MATCH=sent.headers["ETag"]).status_code == 200
