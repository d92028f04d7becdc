import math

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from indicators.calculations.aggregates import Aggregation, aggregate, latest_complete_year
from indicators.calculations.challenges import (
    Challenge,
    common_challenges,
    gaps_to_green,
    goal_gaps,
)
from indicators.calculations.parameters import Rating, Trend
from indicators.calculations.places import BEST, MIDDLE, NO_PLACE, WORST, relative_place
from indicators.calculations.relative import quarter_cuts
from indicators.calculations.similar import nearest, standardised
from indicators.calculations.small_numbers import hidden_values, telling_areas
from tests.indicators.frames import parameters

NONE = float("nan")


def together(how, values, *, numerators=None, denominators=None, population=None):
    """One indicator in one year: the value and the number of members in it."""
    empty = [NONE] * len(values)
    arrays = [
        np.array(part or empty, dtype=float)[None, None, :]
        for part in (values, numerators, denominators)
    ]
    result = aggregate(
        *arrays,
        population=np.array(population or empty, dtype=float),
        how=np.array([how]),
    )
    return float(result.value[0, 0]), int(result.have[0, 0])


def test_a_ratio_is_numerators_over_denominators_not_a_mean_of_shares():
    got = together(
        Aggregation.RATIO, [75.0, 16.7, NONE], numerators=[3, 1, NONE], denominators=[4, 6, 10]
    )
    assert got == (40.0, 2)


@pytest.mark.parametrize(("factor", "power"), [(1, 1.0), (1000, 1000.0), (100_000, 1e5)])
def test_a_ratio_keeps_the_unit_of_its_members(factor, power):
    values = [factor * 3 / 4, factor * 1 / 6]
    got = together(Aggregation.RATIO, values, numerators=[3, 1], denominators=[4, 6])
    assert got == (power * 4 / 10, 2)


def test_a_ratio_without_numerators_is_weighted_by_denominators():
    assert together(Aggregation.RATIO, [50.0, 20.0], denominators=[10, 30]) == (27.5, 2)


def test_a_ratio_without_denominators_is_not_made_up():
    value, have = together(Aggregation.RATIO, [50.0, 20.0], numerators=[5, 2])
    assert (math.isnan(value), have) == (True, 0)


def test_a_ratio_of_nothing_among_many_is_nought():
    got = together(Aggregation.RATIO, [0.0, 0.0], numerators=[0, 0], denominators=[4, 6])
    assert got == (0.0, 2)


def test_sums_and_means_say_how_many_members_they_rest_on():
    values = [1.0, 2.0, NONE, 6.0]
    assert together(Aggregation.SUM, values) == (9.0, 3)
    assert together(Aggregation.MEAN, values) == (3.0, 3)
    assert together(Aggregation.POPULATION_MEAN, values, population=[100, 300, 100, NONE]) == (
        1.75,
        2,
    )


def test_not_aggregatable_and_nobody_with_data():
    assert together(Aggregation.NONE, [1.0, 2.0])[1] == 0
    value, have = together(Aggregation.SUM, [NONE, NONE])
    assert (math.isnan(value), have) == (True, 0)


def test_the_current_year_of_an_area_is_one_that_most_have_reported():
    have = np.array([[9, 9, 2], [9, 4, 5], [0, 0, 0], [1, 1, 1]])
    assert latest_complete_year(have).tolist() == [1, 2, -1, 2]


def test_small_denominators_and_counts_are_hidden_and_the_limit_is_shown():
    hidden = hidden_values(
        np.array([[10.0, 10, 10, 10, NONE], [3.0, 4, NONE, 0, 9], [1.0, 1, 1, 1, 1]]),
        np.array([[9.0, 4, 5, NONE, 1], [NONE] * 5, [1.0] * 5]),
        np.array([[49.0, 80, 50, 50, 10], [NONE] * 5, [2.0] * 5]),
        min_denominator=np.array([50.0, NONE, NONE]),
        min_count=np.array([5.0, 4.0, NONE]),
        is_count=np.array([False, True, True]),
    )
    assert hidden.tolist() == [
        [True, True, False, False, False],
        [True, False, False, True, False],
        [False] * 5,
    ]


def areas(*rows, hidden):
    return telling_areas(
        np.array(rows, dtype=bool), hidden=np.array(hidden, dtype=bool)
    ).tolist()


def test_one_hidden_member_holds_the_aggregate_back():
    assert areas([1, 1, 1], [1, 0, 0], hidden=[0, 1, 0]) == [True, False]


def test_two_hidden_members_protect_each_other():
    assert areas([1, 1, 1], hidden=[1, 1, 0]) == [False]


def test_areas_that_tell_by_their_difference_are_held_back_too():
    county, network = [1, 1, 1, 0], [1, 1, 0, 0]
    assert areas(county, network, hidden=[1, 1, 1, 0]) == [True, False]


def test_nothing_hidden_holds_nothing_back():
    assert areas([1, 1], hidden=[0, 0]) == [False]


def cuts(values, direction=1):
    found = quarter_cuts(np.array([values], dtype=float), more_is_better=np.array([direction]))
    return tuple(
        float(part[0]) for part in (found.count, found.best, found.median, found.worst)
    )


def marks(values, direction=1):
    _count, best, _median, worst = cuts(values, direction)
    return [
        relative_place(
            None if math.isnan(value) else value,
            best_cut=None if math.isnan(best) else best,
            worst_cut=None if math.isnan(worst) else worst,
            more_is_better=direction > 0,
        )
        for value in values
    ]


def test_quarters_and_the_median():
    assert cuts([1, 2, 3, 4, 5, 6, 7, 8]) == (8, 7, 4.5, 2)
    assert cuts([1, 2, 3, 4, 5, 6, 7, 8], -1) == (8, 2, 4.5, 7)
    assert cuts([5, NONE, 1, 3, 2]) == (4, 5, 2.5, 1)


def test_direction_ties_and_missing():
    assert marks([1, 2, 3, 4]) == [WORST, MIDDLE, MIDDLE, BEST]
    assert marks([1, 2, 3, 4], -1) == [BEST, MIDDLE, MIDDLE, WORST]
    assert marks([1, 1, 2, 3, 4, 4, NONE]) == [
        WORST,
        WORST,
        MIDDLE,
        MIDDLE,
        BEST,
        BEST,
        NO_PLACE,
    ]


def test_all_equal_or_too_few_are_all_in_the_middle():
    assert marks([3, 3, 3, 3]) == [MIDDLE] * 4
    assert marks([1, 2, 3]) == [MIDDLE] * 3


def test_a_group_without_values():
    got = cuts([NONE, NONE])
    assert got[0] == 0
    assert all(math.isnan(part) for part in got[1:])


def test_gaps_to_green_in_both_directions():
    used = parameters(2, worst=[0.0, 100.0], best=[100.0, 0.0], green=[80.0, 20.0], goal=[1, 1])
    gaps = gaps_to_green(np.array([[60.0, 90.0], [50.0, NONE]]), parameters=used)
    assert_array_equal(gaps, [[0.2, 0.0], [0.3, NONE]])
    assert_array_equal(goal_gaps(gaps, parameters=used), [[0.25, 0.0]])


def test_challenges_by_share_then_gap_with_those_without_data_apart():
    green, yellow, orange, red, grey = (
        Rating.GREEN, Rating.YELLOW, Rating.ORANGE, Rating.RED, Rating.GREY,
    )  # fmt: skip
    ratings = np.array(
        [
            [red, green, green, green],
            [red, orange, grey, grey],
            [yellow, orange, green, green],
            [green, green, green, green],
            [grey, grey, grey, Rating.EMPTY],
        ],
        dtype=np.int8,
    )
    trends = np.zeros((5, 4), dtype=np.int8)
    trends[0, 1] = Trend.DOWN
    trends[0, 0] = Trend.DOWN
    gaps = np.array(
        [[0.5, 0, 0, 0], [0.4, 0.2, NONE, NONE], [0.1, 0.3, 0, 0], [0] * 4, [NONE] * 4]
    )
    assert common_challenges(np.arange(5), ratings, trends, gaps) == [
        Challenge(1, 2, 2, 0, 2, 2, pytest.approx(0.3)),
        Challenge(0, 2, 1, 2, 4, 0, 0.125),
        Challenge(2, 1, 1, 0, 4, 0, 0.1),
    ]


def test_equal_shares_are_ordered_by_the_gap():
    ratings = np.full((3, 1), Rating.RED, dtype=np.int8)
    gaps = np.array([[0.1], [0.3], [0.1]])
    found = common_challenges(np.array([4, 5, 6]), ratings, np.zeros((3, 1)), gaps)
    assert [one.item for one in found] == [5, 4, 6]


def test_similar_units_are_the_nearest_within_the_country():
    traits = standardised(np.array([[1.0, 2, 3, 10, 2], [0.0, 0, 0, 0, 0]]))
    found = nearest(traits, among=np.array([0, 0, 0, 0, 1]), number=2)
    assert found.unit.tolist() == [[1, 2], [0, 2], [1, 0], [2, 1], [-1, -1]]
    deviation = np.std([1, 2, 3, 10, 2])
    assert found.distance[0].tolist() == pytest.approx([1 / deviation, 2 / deviation])
    assert np.isnan(found.distance[4]).all()


def test_a_unit_is_compared_on_the_traits_it_has():
    traits = np.array([[0.0, 1.0, NONE, 2.0], [NONE, 5.0, 5.0, 5.0]])
    found = nearest(traits, among=np.zeros(4, dtype=int), number=3)
    assert found.unit.tolist() == [[1, 3, -1], [3, -1, -1], [1, 3, -1], [1, -1, -1]]
    assert standardised(np.array([[NONE, NONE]])).shape == (1, 2)
