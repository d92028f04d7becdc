"""Published figures: goal 5 of three countries and goal 10 of three metro areas.

Sources: J. Sachs et al., Sustainable Development Report 2019 (Bertelsmann Stiftung and SDSN,
CC BY 4.0); SDSN, 2018 U.S. Cities Sustainable Development Goals Index (CC BY 4.0). Values,
bounds and thresholds are those of the publications' data files.
"""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from indicators.calculations.compute import compute
from indicators.calculations.parameters import RATING_NAMES, TREND_NAMES, halfway
from tests.indicators.frames import panel, parameters

NONE = float("nan")


def test_gender_equality_of_austria_angola_and_brazil_2019():
    # family planning, schooling, labour force, parliament, pay gap, unpaid work
    green = np.array([80.0, 98.0, 70.0, 40.0, 7.5, 60.0])
    red = np.array([60.0, 75.0, 50.0, 20.0, 15.0, 180.0])
    extended_only = [[True, True]] * 4 + [[False, True]] * 2
    used = parameters(
        6,
        goal=[5] * 6,
        goals=(5,),
        worst=[17.5, 41.8, 21.5, 1.2, 36.7, 245.0],
        best=[100.0, 100.0, 100.0, 50.0, 0.0, 0.0],
        green=green,
        red=red,
        middle=halfway(green=green, red=red, middle=np.full(6, NONE)),
        scored=[True] * 4 + [False] * 2,
        rated_in=extended_only,
        trend_start=[2012, 2012, 2012, 2015, 2012, 0],
        trend_end=[2017, 2017, 2017, 2018, 2017, 0],
        horizon=2027,
    )
    years = (2012, 2017)  # the years the published trends compare; 2016 for the pay gap
    values = [
        [[NONE] * 3, [NONE] * 3],
        [[92.6829268, NONE, 105.6338028], [93.6507937, NONE, 103.8961039]],
        [[81.526822, 93.569886, 69.615574], [83.242694, 94.04684, 71.186395]],
        [[NONE] * 3, [NONE] * 3],
        [[18.2, NONE, NONE], [15.7, NONE, NONE]],
        [[NONE] * 3, [NONE] * 3],
    ]
    today = [
        [83.6, 24.2, 89.3],
        [93.6507937, NONE, 103.8961039],
        [83.490436, 94.140806, 71.217737],
        [34.4, 30.5, 10.7],
        [15.7, NONE, NONE],
        [133.9, NONE, NONE],
    ]
    meant = np.array([[True] * 3] * 4 + [[True, False, False]] * 2)
    got = compute(
        panel(values, years=years, undated=today, meant=meant, trend_meant=meant),
        parameters=used,
    )
    assert_allclose(got.goal_score, [[79.053354, 53.566085, 67.458053]], atol=1e-5)
    assert [RATING_NAMES[code] for code in got.goal_rating[0]] == ["orange"] * 3
    assert [[RATING_NAMES[code] for code in row] for row in got.rating] == [
        ["green", "red", "green"],
        ["yellow", "grey", "green"],
        ["green", "green", "green"],
        ["yellow", "yellow", "red"],
        ["red", "", ""],
        ["orange", "", ""],
    ]
    assert [TREND_NAMES[code] for code in got.trend[:, 0]] == [
        "", "moderate", "up", "", "moderate", "",
    ]  # fmt: skip
    assert [TREND_NAMES[code] for code in got.trend[1:3, 2]] == ["up", "up"]
    assert_allclose(got.score[:4, 0], [80.121212, 89.090711, 78.968708, 68.032787], atol=1e-5)


@pytest.mark.parametrize(
    ("values", "scores", "goal"),
    [
        ((0.4664, 40.89, 45.507), (15.642591, 74.88682, 89.861515), 60.130308),  # San Jose
        ((0.4546, 49.11, 43.282), (20.320304, 57.333219, 68.566197), 48.739907),  # Seattle
        ((0.4809, 64.02, 44.68725), (9.8945532, 25.493295, 82.015745), 39.134531),  # Boston
    ],
)
def test_inequality_of_metro_areas_2018(values, scores, goal):
    used = parameters(
        3,
        goal=[10] * 3,
        goals=(10,),
        worst=[0.50586, 75.958, 36.11799375],
        best=[0.2536, 29.13, 46.5663],
        green=[0.3, 45.0, 43.2],
        red=[0.4, 63.0, 38.7],
        middle=[0.35, 55.0, 40.8],
    )
    got = compute(
        panel(np.full((3, 1, 1), NONE), undated=[[one] for one in values]), parameters=used
    )
    assert_allclose(got.score[:, 0], scores, atol=1e-5)
    assert_allclose(got.goal_score[:, 0], [goal], atol=1e-5)
