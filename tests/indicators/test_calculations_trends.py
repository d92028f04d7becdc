from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from indicators.calculations.compute import compute
from indicators.calculations.parameters import TREND_NAMES, Rating, Trend
from indicators.calculations.trends import Trends, goal_trends, windows
from tests.indicators.frames import panel, parameters

NONE = float("nan")
FALLING_IS_GOOD = {
    "worst": [100.0],
    "best": [0.0],
    "green": [20.0],
    "middle": [40.0],
    "red": [60.0],
}


def trend(series, *, undated=None, **changes):
    """Trend of one unit from {year: value}; the window is 2015 to 2020, the horizon 2030."""
    years = sorted(series)
    figures = panel(
        [[[series[year]] for year in years]],
        years=years,
        undated=None if undated is None else [[undated]],
    )
    results = compute(figures, parameters=parameters(**changes))
    return (
        TREND_NAMES[results.trend[0, 0]],
        round(float(results.pace[0, 0]), 6),
        round(float(results.needed[0, 0]), 6),
    )


# Start 50 in 2015, green 80 in 2030: needed is 30 / 15 = 2 a year.
@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (60.0, ("up", 2, 2)),
        (59.9, ("moderate", 1.98, 2)),
        (55.0, ("moderate", 1, 2)),
        (54.9, ("stagnating", 0.98, 2)),
        (50.0, ("stagnating", 0, 2)),
        (49.9, ("down", -0.02, 2)),
    ],
)
def test_pace_against_need(end, expected):
    assert trend({2015: 50.0, 2020: end}) == expected


def test_less_is_better_improves_by_falling():
    assert trend({2015: 65.0, 2020: 50.0}, **FALLING_IS_GOOD) == ("up", -3, -3)
    assert trend({2015: 65.0, 2020: 70.0}, **FALLING_IS_GOOD) == ("down", 1, -3)


def test_a_tie_that_rounding_breaks_still_goes_to_the_better():
    start, need = 0.1, (0.8 - 0.1) / 15
    limits = {"best": [1.0], "green": [0.8], "red": [0.4], "middle": [0.6]}
    assert trend({2015: start, 2020: start + 5 * need}, **limits)[0] == "up"


def test_values_are_not_clipped_before_the_pace():
    assert trend({2015: -50.0, 2020: -10.0})[0] == "moderate"  # 8 a year of 130 / 15 = 8.67


def test_at_green_today_is_on_track_even_when_falling():
    assert trend({2015: 95.0, 2020: 80.0})[0] == "up"


def test_from_above_green_to_below_is_down():
    assert trend({2015: 90.0, 2020: 79.0})[0] == "down"


def test_the_start_is_the_first_year_else_the_year_after_else_the_year_before():
    after_and_before = {2014: 20.0, 2016: 50.0, 2020: 58.0}
    assert trend(after_and_before)[1:] == (2, round(30 / 14, 6))
    assert trend({2014: 50.0, 2020: 62.0})[1:] == (2, round(30 / 16, 6))
    assert trend({2015: 40.0, **after_and_before})[1:] == (3.6, round(40 / 15, 6))


def test_without_a_start_there_is_no_trend():
    assert trend({2013: 50.0, 2017: 55.0, 2020: 60.0})[0] == ""


def test_the_series_must_reach_the_year_before_the_end():
    assert trend({2015: 50.0, 2019: 58.0})[0] == "up"
    assert trend({2015: 50.0, 2018: 58.0})[0] == ""


def test_the_end_is_the_latest_year_even_after_the_window():
    assert trend({2015: 50.0, 2020: 40.0, 2022: 64.0})[:2] == ("up", 2)


def test_one_value_is_no_series():
    code, pace, needed = trend({2015: 90.0}, trend_end=[2016])
    assert (code, np.isnan(pace), np.isnan(needed)) == ("", True, True)


def test_today_is_the_undated_value():
    assert trend({2015: 50.0, 2020: 51.0}, undated=80.0)[0] == "up"


def test_no_rating_no_trend():
    without = {"green": [NONE], "red": [NONE], "middle": [NONE]}
    assert trend({2015: 50.0, 2020: 60.0}, **without)[0] == ""


def test_not_in_the_profile_for_trends_no_trend():
    figures = panel([[[50.0], [60.0]]], years=(2015, 2020), trend_meant=[[False]])
    assert compute(figures, parameters=parameters()).trend.tolist() == [[Trend.NONE]]


def test_no_time_left_before_the_horizon():
    assert trend({2015: 50.0, 2020: 60.0}, horizon=2015)[0] == "stagnating"
    assert trend({2015: 50.0, 2020: 40.0}, horizon=2015)[0] == "down"
    assert trend({2015: 50.0, 2020: 80.0}, horizon=2015)[0] == "up"


def test_a_window_that_is_not_stated_is_the_last_five_years():
    used = parameters(3, trend_start=[0, 2012, 0], trend_end=[0, 0, 2018])
    has_value = np.array([[True, True], [True, False], [False, False]])
    result = windows(has_value, years=np.array([2015, 2021]), parameters=used)
    assert result.tolist() == [[2016, 2021], [2012, 2015], [2013, 2018]]
    empty = windows(
        has_value[2:],
        years=np.array([2015, 2021]),
        parameters=parameters(1, trend_start=[0], trend_end=[0]),
    )
    assert empty.tolist() == [[0, 0]]


def place_of(end, start=50.0, **changes):
    """Place on the goal's scale of a series from ``start`` in 2015 to ``end`` in 2020."""
    from indicators.calculations.trends import indicator_trends

    used = parameters(**changes)
    figures = panel([[[start], [end]]], years=(2015, 2020))
    result = indicator_trends(
        figures.values,
        figures.values[:, -1],
        years=figures.years,
        window=np.array([[2015, 2020]]),
        meant=figures.trend_meant,
        parameters=used,
    )
    return round(float(result.place[0, 0]), 9)


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (30.0, 0),  # q = -2
        (20.0, 0),  # q = -3, clipped
        (40.0, 0.5),  # q = -1
        (50.0, 1),
        (52.5, 1.5),  # q = 0.25
        (55.0, 2),
        (57.5, 2.5),  # q = 0.75
        (60.0, 3),
        (70.0, 3.25),  # q = 2
        (79.9, 3.4975),  # q = 2.99
        (80.0, 3),  # green today: maintaining
    ],
)
def test_the_scale_of_goal_trends(end, expected):
    assert place_of(end) == expected


def test_the_upper_end_of_the_scale():
    assert place_of(79.0, start=78.9, horizon=2300) == 4  # q = 5.2


def test_falling_from_above_green_is_the_lowest_place():
    assert place_of(79.0, start=81.0) == 0


def goal_trend(places, codes, rating=Rating.ORANGE):
    count = len(places)
    array = np.array(places, dtype=float)[:, None]
    trends = Trends(
        code=np.array(codes, dtype=np.int8)[:, None], pace=array, needed=array, place=array
    )
    ratings = np.array([[rating]], dtype=np.int8)
    result = goal_trends(trends, ratings=ratings, parameters=parameters(count))
    return TREND_NAMES[result[0, 0]]


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ((0.5, 1.4), "down"),
        ((0.5, 1.5), "stagnating"),
        ((1.5, 2.4), "stagnating"),
        ((1.5, 2.5), "moderate"),
        ((2.0, 3.9), "moderate"),
        ((2.0, 4.0), "up"),
    ],
)
def test_the_mean_decides_and_ties_go_up(places, expected):
    assert goal_trend(places, [Trend.MODERATE] * 2) == expected


def test_all_up_is_up():
    assert goal_trend((3.0, 3.0), [Trend.UP, Trend.UP]) == "up"


def test_indicators_without_a_trend_are_left_out():
    assert goal_trend((3.0, NONE), [Trend.UP, Trend.NONE]) == "up"
    assert goal_trend((NONE, NONE), [Trend.NONE, Trend.NONE]) == ""


def test_a_grey_goal_has_no_trend():
    assert goal_trend((3.0,), [Trend.UP], Rating.GREY) == ""
    assert goal_trend((3.0,), [Trend.UP], Rating.EMPTY) == ""
    assert goal_trend((3.0,), [Trend.UP], Rating.RED) == "up"


def test_today_and_the_years_are_taken_apart():
    figures = panel(
        [[[10.0, NONE], [NONE, 30.0], [50.0, NONE]]],
        years=(2018, 2019, 2020),
        undated=[[NONE, 90.0]],
    )
    results = compute(figures, parameters=parameters(max_missing_share_ranked=0.0))
    assert_array_equal(results.current, [[NONE, 90]])
    assert results.current_year.tolist() == [[0, 0]]
    assert_array_equal(results.score_by_year, [[[10, NONE], [10, 30], [50, 30]]])
    assert_array_equal(results.total_by_year, [[10, NONE], [10, 30], [50, 30]])
    assert results.goal_rating_by_year.tolist() == [[[1, 0], [1, 1], [2, 1]]]
    assert_array_equal(results.total, [NONE, 90])
    dated = replace(figures, undated=np.full((1, 2), NONE), undated_edition=np.array([False]))
    later = compute(dated, parameters=parameters())
    assert later.current.tolist() == [[50, 30]]
    assert later.current_year.tolist() == [[2020, 2019]]
