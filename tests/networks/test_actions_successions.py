"""Former municipalities come from the product's list, once, and only where they lead on."""

import csv
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from networks.actions.successions import LIST, load_successions
from networks.models import Municipality, MunicipalityChange
from networks.queries import ancestors_of, descendants_of, successions, successors_of
from tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def load(*codes):
    for code in codes:
        MunicipalityFactory(code=code, name=f"Place {code}")
    return load_successions(countries={"NO"}, at=NOW)


def former():
    return list(
        Municipality.objects.exclude(valid_to=None)
        .order_by("code")
        .values_list("code", "name", "valid_from", "valid_to")
    )


def changes():
    return list(
        MunicipalityChange.objects.order_by(
            "on", "predecessor__code", "successor__code"
        ).values_list("predecessor__code", "successor__code", "on__year", "share")
    )


def test_a_new_number_has_two_forerunners():
    assert load("3324") == 4
    assert former() == [
        ("0617", "Gol", None, date(2020, 1, 1)),
        ("3041", "Gol", date(2020, 1, 1), date(2024, 1, 1)),
    ]
    assert changes() == [("0617", "3041", 2020, 1.0), ("3041", "3324", 2024, 1.0)]
    assert load_successions(countries={"NO"}, at=NOW) == 0


def test_a_division_has_published_shares():
    load("1508", "1580")
    assert [row for row in changes() if row[2] == 2024] == [
        ("1507", "1508", 2024, 0.8621),
        ("1507", "1580", 2024, 0.1379),
    ]
    assert [row for row in changes() if row[1] == "1507"] == [
        (code, "1507", 2020, 1.0) for code in ("1504", "1523", "1529", "1534", "1546")
    ]


def test_only_what_leads_to_a_known_one_is_added():
    assert load("9001") == 0
    assert load_successions(countries={"SE"}, at=NOW) == 0
    assert former() == []


def test_a_stored_former_one_stays_and_a_share_is_put_right():
    load("3324")
    Municipality.objects.filter(code="3041").update(name="Gol kommune")
    MunicipalityChange.objects.update(share=0.5)
    assert load_successions(countries={"NO"}, at=NOW) == 2
    assert Municipality.objects.get(code="3041").name == "Gol kommune"
    assert {row[3] for row in changes()} == {1.0}


def test_what_came_before_and_after():
    load("1508", "1580", "3324")
    keys = dict(Municipality.objects.values_list("code", "pk"))
    rows = successions()
    assert [row.predecessor for row in ancestors_of([keys["3324"]], rows)] == [
        keys["0617"],
        keys["3041"],
    ]
    assert {row.successor for row in descendants_of([keys["1523"]], rows)} == {
        keys["1507"],
        keys["1508"],
        keys["1580"],
    }
    assert [place.code for place in successors_of(Municipality.objects.get(code="1523"))] == [
        "1508",
        "1580",
    ]


@pytest.mark.parametrize("change", [{"share": 0.0}, {"share": 1.1}, {"predecessor": None}])
def test_the_database_refuses_nonsense(change):
    old, new = MunicipalityFactory(), MunicipalityFactory()
    row = {"predecessor": old, "successor": new, "on": date(2024, 1, 1), "share": 1.0}
    if "predecessor" in change:
        change = {"predecessor": new}
    with pytest.raises(IntegrityError):
        MunicipalityChange.objects.create(**row | change)


def test_the_list_holds_together():
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert Counter(row["on"] for row in rows) == {"2020-01-01": 312, "2024-01-01": 115}
    assert all(row["source"] for row in rows)
    shares: Counter[tuple[str, str]] = Counter()
    for row in rows:
        shares[row["predecessor"], row["on"]] += float(row["share"] or "nan")
    assert {
        key for key, share in shares.items() if abs(share - 1) > 1e-9 or share != share
    } == {
        ("1850", "2020-01-01"),
        ("5012", "2020-01-01"),
    }
    ended = {row["predecessor"] for row in rows}
    today = {row["successor"] for row in rows} - ended
    with LIST.with_name("units_no.csv").open(encoding="utf-8", newline="") as file:
        assert today <= {row["code"] for row in csv.DictReader(file)}
    # 422 municipalities in 2019; 113 kept their number, and two of those took others in
    assert len({row["predecessor"] for row in rows if row["on"] == "2020-01-01"}) == 422 - 113
