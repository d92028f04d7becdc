import numpy as np
import pytest
from numpy.testing import assert_array_equal

from indicators.calculations.parameters import RATING_NAMES, Rating
from indicators.calculations.ratings import (
    applicable,
    goal_ratings,
    indicator_ratings,
    places,
)
from tests.indicators.frames import column, parameters

NONE = float("nan")
LESS = {"worst": [100.0], "best": [0.0], "green": [20.0], "middle": [30.0], "red": [60.0]}


def colour(value, **changes):
    codes = indicator_ratings(
        column(value), parameters=parameters(**changes), meant=np.array([[True]])
    )
    return RATING_NAMES[codes[0, 0]]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (80, "green"),
        (79.999, "yellow"),
        (60, "yellow"),
        (59.999, "orange"),
        (40, "orange"),
        (39.999, "red"),
        (-7, "red"),
        (NONE, "grey"),
    ],
)
def test_every_tie_goes_to_the_better_colour(value, expected):
    assert colour(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (20, "green"),
        (20.001, "yellow"),
        (30, "yellow"),
        (30.001, "orange"),
        (60, "orange"),
        (60.001, "red"),
    ],
)
def test_less_is_better_with_a_stated_middle(value, expected):
    assert colour(value, **LESS) == expected


def test_without_thresholds_there_is_no_rating():
    assert colour(50, green=[NONE], red=[NONE], middle=[NONE]) == ""


def test_outside_the_profile_is_not_grey_but_nothing():
    codes = indicator_ratings(column(50), parameters=parameters(), meant=np.array([[False]]))
    assert codes.tolist() == [[Rating.EMPTY]]


def test_profiles_say_what_is_meant_for_whom():
    table = np.array([[True, False], [True, True]])
    assert applicable(table, np.array([0, 1, -1])).tolist() == [
        [True, False, False],
        [True, True, False],
    ]


def test_places_are_piecewise_linear_and_clipped():
    values = np.array([[-10.0, 0, 20, 40, 60, 80, 90, 100, 120, NONE]])
    assert_array_equal(
        places(values, parameters=parameters())[0],
        [0, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3, NONE],
    )


def test_places_with_less_is_better():
    values = np.array([[100.0, 80, 60, 40, 20, 10, 0]])
    assert places(values, parameters=parameters(**LESS))[0].tolist() == [
        0, 0.5, 1, 1.5, 2, 2.5, 3,
    ]  # fmt: skip


def test_limits_that_coincide_count_on_the_better_side():
    red_is_worst = parameters(red=[0.0])
    green_is_best = parameters(green=[100.0])
    assert places(column(0, -1).T, parameters=red_is_worst).tolist() == [[1, 0]]
    assert places(column(100).T, parameters=green_is_best).tolist() == [[3]]


def goal_colour(*values, meant=None, **changes):
    count = len(values)
    table = column(*values)
    used = parameters(count, **changes)
    mask = np.ones((count, 1), dtype=bool) if meant is None else np.array(meant)[:, None]
    ratings = indicator_ratings(table, parameters=used, meant=mask)
    codes, have, of = goal_ratings(table, ratings, parameters=used, meant=mask)
    return RATING_NAMES[codes[0, 0]], int(have[0, 0]), int(of[0, 0])


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((80, 100, 90), "green"),  # both weakest at 2 or more
        ((39, 20, 100), "red"),  # both weakest under 1
        ((40, 20, 100), "orange"),  # one of them exactly 1
        ((40, 80, 100), "yellow"),  # 1 and 2: mean exactly 1.5
        ((39.99, 80, 100), "orange"),  # mean just under 1.5
        ((79, 80, 80), "yellow"),
        ((0, 100), "yellow"),  # 0 and 3: mean exactly 1.5
        ((0, 99), "orange"),
    ],
)
def test_the_two_weakest_decide(values, expected):
    assert goal_colour(*values) == (expected, len(values), len(values))


@pytest.mark.parametrize(
    ("value", "expected"), [(85, "green"), (70, "yellow"), (50, "orange"), (5, "red")]
)
def test_one_indicator_gives_its_own_colour(value, expected):
    assert goal_colour(value) == (expected, 1, 1)


def test_exactly_half_with_data_is_coloured_and_less_is_grey():
    assert goal_colour(85, NONE) == ("green", 1, 2)
    assert goal_colour(85, NONE, NONE) == ("grey", 1, 3)
    assert goal_colour(85, 90, NONE, NONE) == ("green", 2, 4)


def test_only_the_profiles_rated_indicators_count():
    assert goal_colour(85, 10, NONE, meant=[True, False, False]) == ("green", 1, 1)
    unrated = {"green": [80.0, NONE], "red": [40.0, NONE], "middle": [60.0, NONE]}
    assert goal_colour(85, 10, **unrated) == ("green", 1, 1)


def test_a_goal_that_nothing_is_meant_for_has_no_rating():
    assert goal_colour(85, meant=[False]) == ("", 0, 0)


def test_a_goal_without_any_data_is_grey_even_with_no_least_share():
    assert goal_colour(NONE, min_rating_share=0.0) == ("grey", 0, 1)
