"""The product's own lists of municipalities and counties are whole and hold together."""

import csv
import re
from collections import Counter
from pathlib import Path

import networks

DATA = Path(networks.__file__).parent / "data"
COLUMNS = [
    "country", "code", "name", "name_nb", "name_nn", "name_sv", "name_se", "name_fkv",
    "county_code", "county_name", "group", "profile", "population", "population_year",
    "valid_from",
]  # fmt: skip


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def units() -> list[dict[str, str]]:
    return rows("units_no.csv") + rows("units_se.csv")


def test_all_municipalities_are_there():
    assert Counter(unit["country"] for unit in units()) == {"NO": 357, "SE": 290}
    assert all(list(unit) == COLUMNS for unit in units())


def test_codes_are_four_digits_and_unique_within_a_country():
    assert all(re.fullmatch(r"[0-9]{4}", unit["code"]) for unit in units())
    assert max(Counter((unit["country"], unit["code"]) for unit in units()).values()) == 1


def test_a_code_begins_with_its_county():
    assert [u for u in units() if not u["code"].startswith(u["county_code"])] == []


def test_every_unit_lies_in_a_listed_county():
    counties = {(c["country"], c["code"]): c["name"] for c in rows("counties.csv")}
    assert len(counties) == len(rows("counties.csv")) == 36
    used = {(u["country"], u["county_code"]): u["county_name"] for u in units()}
    assert used == counties


def test_populations_add_up_to_the_published_totals():
    people: Counter[str] = Counter()
    for unit in units():
        people[unit["country"]] += int(unit["population"])
    assert people == {"NO": 5_627_400, "SE": 10_551_707}
    assert {(u["country"], u["population_year"]) for u in units()} == {
        ("NO", "2026"),
        ("SE", "2023"),
    }


def test_every_unit_has_a_group_and_a_profile_of_its_country():
    assert all(unit["group"] for unit in units())
    assert Counter(unit["profile"] for unit in units()) == {
        "no-coast": 225,
        "no-inland": 132,
        "se-coast": 87,
        "se-inland": 203,
    }


def test_known_coasts_and_known_inland():
    profile = {(unit["country"], unit["code"]): unit["profile"] for unit in units()}
    assert [
        profile[key] for key in [("NO", "3324"), ("NO", "5520"), ("NO", "5610"), ("NO", "5622")]
    ] == ["no-inland", "no-inland", "no-inland", "no-coast"]
    assert [
        profile[key] for key in [("SE", "2080"), ("SE", "2584"), ("SE", "2583"), ("SE", "1480")]
    ] == ["se-inland", "se-inland", "se-coast", "se-coast"]


def test_names_in_several_languages():
    porsanger = next(unit for unit in units() if unit["code"] == "5622")
    assert {key: porsanger[key] for key in ("name", "name_nb", "name_se", "name_fkv")} == {
        "name": "Porsanger - Porsáŋgu - Porsanki",
        "name_nb": "Porsanger",
        "name_se": "Porsáŋgu",
        "name_fkv": "Porsanki",
    }


def test_dates_are_dates():
    dated = [row["valid_from"] for row in units() + rows("counties.csv") if row["valid_from"]]
    assert all(re.fullmatch(r"(19|20)\d\d-01-01", day) for day in dated)
    assert all(row["valid_from"] for row in rows("counties.csv"))
