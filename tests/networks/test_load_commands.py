"""Units and networks from files."""

import io
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from networks.models import (
    Country,
    County,
    CountyMembership,
    Decision,
    Membership,
    Municipality,
    MunicipalityChange,
    Network,
    SubGroup,
)
from tests.factories import MainContactFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db

UNITS = (
    "country,code,name,county_code,county_name,population\n"
    "NO,0301,Oslo,03,Oslo,728714\nNO,3324,Gol,33,Buskerud,4800\n"
    "SE,2080,Falun,20,Dalarnas län,\n"
)


@pytest.fixture
def load(tmp_path):
    def run(command, content, **options):
        path = tmp_path / "rows.csv"
        path.write_text(content, encoding="utf-8")
        out, err = io.StringIO(), io.StringIO()
        code, last = 0, []
        try:
            call_command(command, str(path), stdout=out, stderr=err, **options)
        except CommandError as error:
            code, last = error.returncode, [str(error)]
        lines = [line.replace(str(path), "FILE") for line in err.getvalue().splitlines()]
        return code, out.getvalue().splitlines(), lines + last

    return run


def units():
    return list(
        Municipality.objects.filter(valid_to=None)
        .order_by("country", "code")
        .values_list("country", "code", "name", "population")
    )


def counties():
    return sorted(
        CountyMembership.objects.filter(valid_to=None).values_list(
            "municipality__code", "county__code", "county__name"
        )
    )


def test_a_list_of_mergers_that_came_later_is_said(load):
    load("load_units", UNITS)
    MunicipalityChange.objects.all().delete()
    assert load("load_units", UNITS)[1] == [
        "Saved: 0 units added, 0 changed, 3 unchanged, 2 rows on former municipalities."
    ]


def test_loads_units_and_the_second_time_changes_nothing(load):
    assert load("load_units", UNITS) == (
        0, ["Saved: 3 units added, 0 changed, 0 unchanged."], []
    )  # fmt: skip
    assert load("load_units", UNITS) == (
        0, ["Nothing changed: 0 units added, 0 changed, 3 unchanged."], []
    )  # fmt: skip
    assert units() == [
        ("NO", "0301", "Oslo", 728_714),
        ("NO", "3324", "Gol", 4_800),
        ("SE", "2080", "Falun", None),
    ]
    assert counties() == [
        ("0301", "03", "Oslo"), ("2080", "20", "Dalarnas län"), ("3324", "33", "Buskerud")
    ]  # fmt: skip
    assert list(Country.objects.order_by("code").values_list("code", "time_zone")) == [
        ("NO", "Europe/Oslo"),
        ("SE", "Europe/Stockholm"),
    ]


def test_columns_that_are_not_there_leave_what_is_stored(load):
    load("load_units", UNITS)
    load("load_units", "country,code,name,name_nn\nNO,3324,Gol kommune,Gol\n")

    gol = Municipality.objects.get(code="3324")
    assert (gol.name, gol.name_nn, gol.population) == ("Gol kommune", "Gol", 4_800)
    assert gol.history.count() == 2
    assert len(counties()) == 3


def test_a_unit_that_moves_keeps_where_it_was(load):
    load("load_units", UNITS)
    moved = "country,code,name,county_code,county_name\nNO,3324,Gol,34,Innlandet\n"
    assert load("load_units", moved)[1] == ["Saved: 0 units added, 1 changed, 0 unchanged."]

    rows = CountyMembership.objects.filter(municipality__code="3324").order_by("pk")
    assert [(row.county.code, row.valid_to is None) for row in rows] == [
        ("33", False),
        ("34", True),
    ]
    load("load_units", "country,code,name,county_code,county_name\nNO,3324,Gol,,\n")
    assert [row for row in counties() if row[0] == "3324"] == []


def test_a_county_s_new_name_is_taken_over(load):
    load("load_units", UNITS)
    assert load("load_units", UNITS.replace("Dalarnas län", "Dalarna"))[1] == [
        "Saved: 0 units added, 1 changed, 2 unchanged."
    ]

    assert County.objects.get(country="SE").name == "Dalarna"


def test_a_wrong_unit_stops_all(load):
    code, _out, err = load("load_units", UNITS + "NO,33,Ål,,,\n")

    assert (code, err) == (
        1,
        ["FILE:5: code: “33” is not a municipality code of four digits.",
         "1 problem; nothing was saved."],
    )  # fmt: skip
    assert units() == []


def test_a_stored_unit_cannot_end_before_it_starts(load):
    MunicipalityFactory(code="3324", valid_from=date(2020, 1, 1))

    code, _out, err = load("load_units", "country,code,name,valid_to\nNO,3324,Gol,2019-01-01\n")

    assert (code, err[0]) == (1, "FILE:2: valid_to: It must end after it starts.")


def test_units_in_dry_run(load):
    code, out, _err = load("load_units", UNITS, dry_run=True)

    assert (code, out) == (
        0, ["Checked only, nothing was saved: 3 units added, 0 changed, 0 unchanged."]
    )  # fmt: skip
    assert (units(), Country.objects.count()) == ([], 0)


NETWORK = (
    "network,country,municipality,subgroup,joined_on,decision_body,decision_case,decision_on\n"
    "Bærekraft i nord,NO,3324,Øst,2024-02-01,Kommunestyret,1/24,2024-01-15\n"
    "Bærekraft i nord,NO,3326,,,Kommunestyret,2/24,2024-01-16\n"
    "Bærekraft i nord,NO,3328,Øst,,,,\n"
)


@pytest.fixture
def places():
    return [MunicipalityFactory(code=code) for code in ("3324", "3326", "3328")]


def memberships():
    return list(
        Membership.objects.order_by("municipality__code").values_list(
            "network__slug", "municipality__code", "group__name", "state", "active_from",
            "decision__body", "decision__case_number", "decision__decided_on",
        )
    )  # fmt: skip


def test_loads_a_network_and_the_second_time_changes_nothing(load, places):
    assert load("load_network", NETWORK) == (
        0, ["Saved: 3 memberships added, 0 changed, 0 unchanged."], []
    )  # fmt: skip
    assert load("load_network", NETWORK) == (
        0, ["Nothing changed: 0 memberships added, 0 changed, 3 unchanged."], []
    )  # fmt: skip
    slug, body = "baerekraft-i-nord", "Kommunestyret"
    assert memberships() == [
        (slug, "3324", "Øst", "DECIDED", date(2024, 2, 1), body, "1/24", date(2024, 1, 15)),
        (slug, "3326", None, "DECIDED", None, body, "2/24", date(2024, 1, 16)),
        (slug, "3328", "Øst", "APPLIED", None, None, None, None),
    ]
    assert (Network.objects.get().name, SubGroup.objects.get().slug) == (
        "Bærekraft i nord", "ost"
    )  # fmt: skip


def test_a_network_is_found_by_its_address_and_completed(load, places):
    load("load_network", NETWORK)
    row = "baerekraft-i-nord,NO,3328,,2024-03-01,Formannskapet,3/24,2024-02-20\n"

    assert load("load_network", NETWORK.splitlines()[0] + "\n" + row)[1] == [
        "Saved: 0 memberships added, 1 changed, 0 unchanged."
    ]
    assert memberships()[2][2:] == (
        "Øst", "DECIDED", date(2024, 3, 1), "Formannskapet", "3/24", date(2024, 2, 20)
    )  # fmt: skip
    assert Network.objects.count() == 1


def test_a_member_with_a_main_contact_becomes_active(load, places):
    load("load_network", NETWORK)
    member = Membership.objects.get(municipality__code="3324")
    MainContactFactory(membership=member)
    load("load_network", NETWORK)

    states = Membership.objects.order_by("municipality__code").values_list("state", flat=True)
    assert list(states) == ["ACTIVE", "DECIDED", "APPLIED"]


def test_a_closed_network_stays_as_it_is(load, places):
    load("load_network", NETWORK)
    Network.objects.update(closed_at=datetime(2026, 1, 1, tzinfo=UTC))
    before = memberships()

    assert load("load_network", NETWORK) == (
        0, ["Nothing changed: 0 memberships added, 0 changed, 3 unchanged."], []
    )  # fmt: skip
    code, _out, err = load("load_network", NETWORK.replace("1/24", "9/24"))
    assert (code, err) == (
        1,
        ["FILE:2: network: The network is closed and can no longer be changed.",
         "1 problem; nothing was saved."],
    )  # fmt: skip
    assert memberships() == before


def test_an_unknown_municipality_stops_all(load):
    code, _out, err = load("load_network", NETWORK)

    assert (code, err[0], err[-1]) == (
        1, "FILE:2: municipality: There is no municipality NO 3324.",
        "3 problems; nothing was saved.",
    )  # fmt: skip
    assert (Network.objects.count(), Decision.objects.count()) == (0, 0)
