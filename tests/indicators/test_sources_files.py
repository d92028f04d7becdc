"""The four kinds of file and a framework's settings."""

import math

import pytest

from common.tabular.problems import Problem
from common.tabular.reading import Limits
from indicators.sources import framework, observations
from networks.sources import network, units

LIMITS = Limits()


def problems(module, text):
    reading = module.read(text.encode(), limits=LIMITS)
    return [(each.row, each.column, each.code) for each in reading.problems]


def test_observations_with_all_columns():
    reading = observations.read(
        b"country,municipality,indicator,period,value,status,numerator,denominator,gender\n"
        b"no,3324,a.b,2024,12.5,p,5,40,k\n"
        b"SE,2080,a.b,,,:,,,\n",
        limits=LIMITS,
    )

    assert reading.problems == []
    first, second = reading.frame.to_dict("records")
    assert first == {
        "row": 2, "country": "NO", "municipality": "3324", "indicator": "a.b", "period": 2024,
        "value": 12.5, "status": "p", "numerator": 5.0, "denominator": 40.0, "gender": "K",
    }  # fmt: skip
    assert (second["period"], second["status"], second["gender"]) == (0, ":", "T")
    assert math.isnan(second["value"])


def test_leading_zeros_come_back_in_norway_and_sweden_only():
    reading = observations.read(
        b"country,municipality,indicator,period,value\nNO,301,a,2024,1\nSE,114,a,2024,1\n"
        b"XA,301,a,2024,1\n",
        limits=LIMITS,
    )

    assert list(reading.frame["municipality"]) == ["0301", "0114", "301"]
    assert reading.notices == [Problem(0, "municipality", "zeros_restored", {"rows": 2})]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("NO,3324,a,2024,,", [(2, "value", "value_missing")]),
        ("NO,3324,a,2024,1,.", [(2, "status", "status_with_value")]),
        ("NO,3324,a,2024,,p", [(2, "value", "status_needs_value")]),
        ("NO,3324,a,2024,1,x", [(2, "status", "not_a_choice")]),
        ("NO,33245,a,2024,1,", [(2, "municipality", "not_four_digits")]),
        ("Norway,3324,a,2024,1,", [(2, "country", "not_a_country")]),
        ("NO,3324,a b,2024,1,", [(2, "indicator", "not_an_indicator_code")]),
        ("NO,3324,a,1700,1,", [(2, "period", "year_out_of_range")]),
        ("NO,3324,a,2024,1,\nNO,3324,b,2024,1,\nNO,3324,a,2024,2,",
         [(4, "gender", "duplicate_row")]),
    ],
)  # fmt: skip
def test_what_observations_may_not_say(rows, expected):
    text = f"country,municipality,indicator,period,value,status\n{rows}\n"

    assert problems(observations, text) == expected


def test_a_duplicate_names_both_rows():
    reading = observations.read(
        b"country,municipality,indicator,period,value\nNO,3324,a,2024,1\nNO,3324,a,2024,1\n",
        limits=LIMITS,
    )

    assert reading.problems[0].params == {"first": 2, "key": "NO 3324 a 2024 T"}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("a,1,A,0,0,,,", [(2, "best", "best_equals_worst")]),
        ("a,1,A,0,100,75,,", [(2, "red", "threshold_half_given")]),
        ("a,1,A,0,100,,,50", [(2, "middle", "middle_without_thresholds")]),
        ("a,1,A,0,100,25,75,", [(2, "green", "thresholds_against_direction")]),
        ("a,1,A,0,100,75,25,80", [(2, "middle", "middle_outside_thresholds")]),
        ("a,18,A,0,100,75,25,", [(2, "goal", "out_of_range")]),
        ("a,1,,0,100,75,25,", [(2, "name", "empty_cell")]),
        ("a,1,A,,100,75,25,", [(2, "worst", "empty_cell")]),
        ("a,1,A,0,100,75,25,\na,2,B,0,1,,,", [(3, "indicator", "duplicate_row")]),
        ("a,1,A,0,100,150,-10,75\nb,1,B,100,0,25,75,50", []),
        ("a,1,A,0,100,50,50,", []),
    ],
)
def test_what_a_framework_may_not_say(rows, expected):
    text = f"indicator,goal,name,worst,best,green,red,middle\n{rows}\n"

    assert problems(framework, text) == expected


def test_profiles_of_a_framework():
    reading = framework.read(
        b"indicator;goal;name;worst;best;profiles;trend_profiles;target;trend_start;trend_end\n"
        b'a;1;A;0;1;"default;extended";none;1.A;2015;2020\n'
        b"b;1;B;0;1;;default;1.2;;2020\n",
        limits=LIMITS,
    )

    assert reading.problems == []
    assert list(reading.frame["profiles"]) == [("default", "extended"), None]
    assert list(reading.frame["trend_profiles"]) == [(), ("default",)]
    assert list(reading.frame["target"]) == ["1.a", "1.2"]


def test_settings_of_a_framework():
    read = framework.read_settings(
        b'goals = [1, 13]\nhorizon = 2030\nmin_goal_share = 0.25\nmissing_goal = "leave_out"\n'
        b'profiles = ["default", "extended"]\n'
    )

    assert (read.problems, read.values) == ([], {
        "goals": [1, 13], "horizon": 2030, "min_goal_share": 0.25,
        "missing_goal": "leave_out", "profiles": ["default", "extended"],
    })  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("goals = [0]", ("goals", "wrong_setting")),
        ("goals = [1, 1]", ("goals", "wrong_setting")),
        ("goals = [true]", ("goals", "wrong_setting")),
        ("horizon = 1900", ("horizon", "wrong_setting")),
        ("min_goal_share = 25", ("min_goal_share", "wrong_setting")),
        ('missing_goal = "zero"', ("missing_goal", "wrong_setting")),
        ('profiles = ["extended"]', ("profiles", "wrong_setting")),
        ("colour = 1", ("colour", "unknown_setting")),
        ("goals = [", ("", "broken_toml")),
    ],
)
def test_settings_that_will_not_do(text, expected):
    read = framework.read_settings(text.encode())

    assert [(each.column, each.code) for each in read.problems] == [expected]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("NO,3324,Gol,33,Buskerud,,", []),
        ("NO,3324,Gol,33,,,", [(2, "county_code", "county_half_given")]),
        ("NO,3324,Gol,33,Buskerud,,\nNO,3326,Ål,33,Viken,,",
         [(3, "county_name", "county_two_names")]),
        ("NO,3324,Gol,,,2024-01-01,2024-01-01", [(2, "valid_to", "ends_before_start")]),
        ("NO,3324,Gol,,,,\nNO,3324,Gol,,,,", [(3, "code", "duplicate_row")]),
        ("NO,ABCD,Gol,,,,", [(2, "code", "not_four_digits")]),
        ("XA,ABCD,Gol,,,,", []),
    ],
)  # fmt: skip
def test_units(rows, expected):
    text = f"country,code,name,county_code,county_name,valid_from,valid_to\n{rows}\n"

    assert problems(units, text) == expected


def test_networks():
    reading = network.read(
        b"network;country;municipality;subgroup;joined_on;decision_body;decision_case;decision_on\n"
        b"hallingdal;NO;3324;;01.02.2024;Kommunestyret;SAK 1/24;2024-01-15\n",
        limits=LIMITS,
    )

    assert reading.problems == []
    assert problems(
        network, "network,country,municipality,decision_case\nhallingdal,NO,3324,1/24\n"
    ) == [(2, "decision_body", "decision_without_body")]
