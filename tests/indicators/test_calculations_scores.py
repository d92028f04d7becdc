import numpy as np
from numpy.testing import assert_array_equal

from indicators.calculations.places import competition_rank
from indicators.calculations.relative import competition_ranks
from indicators.calculations.scores import (
    goal_scores,
    indicator_scores,
    mean_and_count,
    missing_shares,
    total_scores,
)
from tests.indicators.frames import column, parameters

NONE = float("nan")


def scores(values, *, worst, best):
    array = np.array([values], dtype=float)
    return indicator_scores(array, worst=np.array([worst]), best=np.array([best]))[0].tolist()


def test_more_is_better_from_worst_to_best_and_clipped():
    assert scores([0, 10, 15, 20, 30, -5], worst=10.0, best=20.0) == [0, 0, 50, 100, 100, 0]


def test_less_is_better_with_the_same_formula():
    assert scores([0, 10, 15, 20, 30], worst=20.0, best=10.0) == [100, 100, 50, 0, 0]


def test_the_score_is_multiplied_before_it_is_divided():
    worst, best, value = 3.3, 7.6, 5.1
    assert scores([value], worst=worst, best=best) == [100 * (value - worst) / (best - worst)]


def test_no_value_has_no_score():
    assert_array_equal(scores([NONE], worst=0.0, best=1.0), [NONE])


def test_a_goal_is_the_mean_of_the_scored_indicators_that_have_a_score():
    table = column(10, 30, 80, NONE)
    four = parameters(4, scored=[True, True, False, True])
    assert goal_scores(table, parameters=four).tolist() == [[20]]


def test_a_goal_needs_a_fourth_of_its_scored_indicators():
    exactly = goal_scores(column(60, NONE, NONE, NONE), parameters=parameters(4))
    under = goal_scores(column(60, NONE, NONE, NONE, NONE), parameters=parameters(5))
    assert exactly.tolist() == [[60]]
    assert_array_equal(under, [[NONE]])


def test_a_goal_without_scored_indicators_has_no_score():
    assert_array_equal(
        goal_scores(column(60), parameters=parameters(1, scored=[False])), [[NONE]]
    )


def test_a_goal_without_any_value_has_no_score_even_with_no_least_share():
    result = goal_scores(column(NONE), parameters=parameters(1, min_goal_share=0.0))
    assert_array_equal(result, [[NONE]])


def test_the_total_is_the_mean_of_goals_not_of_indicators():
    three = parameters(3, goal=[1, 1, 2], goals=(1, 2))
    goals = goal_scores(column(0, 0, 90), parameters=three)
    total = total_scores(goals, ranked=np.array([True]), group=np.array([0]), parameters=three)
    assert goals.tolist() == [[0], [90]]
    assert total.tolist() == [45]


def test_leave_out_averages_the_goals_there_are():
    goals = np.array([[40.0], [NONE], [80.0]])
    three = parameters(3, goal=[1, 2, 3], goals=(1, 2, 3))
    total = total_scores(goals, ranked=np.array([True]), group=np.array([0]), parameters=three)
    assert total.tolist() == [60]


def test_group_mean_fills_with_the_ranked_members_of_the_group():
    goals = np.array(
        [  # members of one group: three ranked, one not; then one of another group
            [40.0, 60.0, 50.0, 50.0, 10.0],
            [20.0, 60.0, NONE, 100.0, NONE],
        ]
    )
    total = total_scores(
        goals,
        ranked=np.array([True, True, True, False, True]),
        group=np.array([0, 0, 0, 0, 1]),
        parameters=parameters(2, goal=[1, 2], goals=(1, 2), group_mean=True),
    )
    assert_array_equal(total, [30, 60, (50 + 40) / 2, NONE, 10])


def test_exactly_a_fifth_missing_is_ranked_and_one_more_is_not():
    five = parameters(5)
    exactly = missing_shares(column(1, 1, 1, 1, NONE), parameters=five)
    more = missing_shares(column(1, 1, 1, NONE, NONE), parameters=five)
    assert (exactly.tolist(), more.tolist()) == ([0.2], [0.4])
    assert exactly[0] <= five.max_missing_share_ranked
    assert (missing_shares(column(*[1.0] * 68, *[NONE] * 17), parameters=parameters(85))) <= 0.2


def test_only_scored_indicators_of_the_goals_count_as_missing():
    three = parameters(3, goal=[1, 1, 9], scored=[True, False, True])
    assert missing_shares(column(1, NONE, NONE), parameters=three).tolist() == [0]


def test_nothing_scored_is_all_missing():
    assert missing_shares(column(1), parameters=parameters(1, scored=[False])).tolist() == [1]


def test_ties_share_the_better_rank():
    assert competition_ranks(np.array([70.0, 90, 80, 80, NONE])).tolist() == [4, 1, 2, 2, 0]
    ordered = [90.0, 80.0, 80.0, 70.0]
    assert [competition_rank(one, best_first=ordered) for one in (90.0, 80.0, 70.0)] == [
        1,
        2,
        4,
    ]


def test_one_unit_has_the_same_bits_alone_as_among_thousands():
    many = np.random.default_rng(1).uniform(0, 100, size=(40, 1000))
    alone = mean_and_count(many[:, 7:8].copy(), np.arange(40))[0]
    assert alone[0] == mean_and_count(many, np.arange(40))[0][7]
