"""Series across mergers, divisions and new numbers, by hand."""

import numpy as np
from numpy.testing import assert_array_equal

from indicators.calculations.aggregates import Aggregation
from indicators.calculations.compute import compute
from indicators.calculations.parameters import Trend
from indicators.calculations.successions import Block, Break, How, Step, carry_over
from tests.indicators.frames import panel, parameters

NONE = float("nan")
YEARS = np.array([2018, 2019, 2020, 2021])
KINDS = (Aggregation.SUM, Aggregation.RATIO, Aggregation.MEAN)


def block(values, *, numerators=None, denominators=None, codes=None, hidden=None):
    """Values of shape (I, 4, K); parts belong to the ratio, which is indicator 1."""
    table = np.array(values, dtype=float)
    own = range(1, min(2, len(table)))
    parts = np.full((len(own), *table.shape[1:]), NONE)
    return Block(
        values=table,
        codes=np.where(np.isnan(table), -1, 0).astype(np.int8)
        if codes is None
        else np.array(codes, dtype=np.int8),
        hidden=np.zeros(table.shape, dtype=bool) if hidden is None else np.array(hidden),
        parts_of=np.array(own, dtype=np.int64),
        numerators=parts if numerators is None else np.array([numerators], dtype=float),
        denominators=parts if denominators is None else np.array([denominators], dtype=float),
    )


def by_year(*columns):
    """Turn one list of four years per municipality into shape (4, K)."""
    return np.array(columns, dtype=float).T


def merger(how=How.MERGED, shares=(1.0, 1.0), year=2020):
    """Municipalities 1 and 2 become municipality 0."""
    return Step(successor=0, year=year, predecessors=(1, 2), shares=shares, how=how)


def kinds(block_, *steps):
    return carry_over(block_, steps, years=YEARS, how=np.array(KINDS[: len(block_.values)]))


def mapped(indicator, year, how, predecessors):
    return Break(indicator, year, is_mapped=True, how=how, predecessors=predecessors)


def broken(indicator, year, how, predecessors):
    return Break(indicator, year, is_mapped=False, how=how, predecessors=predecessors)


def own(filled, indicator=0):
    return filled.values[indicator, :, 0].tolist()


SUMS = by_year([NONE, NONE, 33, 36], [10, 11, NONE, NONE], [20, 21, NONE, NONE])


def test_the_sum_of_a_merger_is_the_sum_of_those_before():
    before = block([SUMS])
    filled, breaks = kinds(before, merger())
    assert own(filled) == [30, 32, 33, 36]
    assert breaks == {0: [mapped(0, 2020, How.MERGED, (1, 2))]}
    assert np.isnan(before.values[0, :2, 0]).all()  # what was handed in is as it was


def test_a_ratio_is_put_together_from_its_parts():
    # 10 of 100 and 90 of 300: 100 of 400 is 25 per cent, and not the mean of 10 and 30.
    values = by_year([NONE, NONE, NONE, 26], [10, NONE, NONE, NONE], [30, 30, NONE, NONE])
    numerators = by_year([NONE] * 4, [10, NONE, NONE, NONE], [90, 90, NONE, NONE])
    denominators = by_year([NONE] * 4, [100, NONE, NONE, NONE], [300, 300, NONE, NONE])
    filled, breaks = kinds(
        block(
            [by_year([NONE] * 4, [NONE] * 4, [NONE] * 4), values],
            numerators=numerators,
            denominators=denominators,
        ),
        merger(),
    )
    assert_array_equal(own(filled, 1), [25, NONE, NONE, 26])
    assert_array_equal(filled.numerators[0, :, 0], [100, NONE, NONE, NONE])
    assert_array_equal(filled.denominators[0, :, 0], [400, NONE, NONE, NONE])
    assert breaks == {0: [mapped(1, 2020, How.MERGED, (1, 2))]}


def test_a_division_follows_the_published_share():
    values = by_year([NONE, NONE, 80, 82], [100, 110, NONE, NONE], [NONE, NONE, 25, 24])
    step = Step(successor=0, year=2020, predecessors=(1,), shares=(0.75,), how=How.DIVIDED)
    filled, breaks = kinds(block([values]), step)
    assert own(filled) == [75, 82.5, 80, 82]
    assert breaks == {0: [mapped(0, 2020, How.DIVIDED, (1,))]}


def test_a_ratio_that_is_divided_keeps_its_value_and_shares_its_parts():
    values = by_year([NONE, NONE, 12, 13], [10, 11, NONE, NONE])
    numerators = by_year([NONE] * 4, [20, 22, NONE, NONE])
    denominators = by_year([NONE] * 4, [200, 200, NONE, NONE])
    step = Step(successor=0, year=2020, predecessors=(1,), shares=(0.5,), how=How.DIVIDED)
    filled, _breaks = kinds(
        block(
            [np.full((4, 2), NONE), values], numerators=numerators, denominators=denominators
        ),
        step,
    )
    assert own(filled, 1) == [10, 11, 12, 13]
    assert_array_equal(filled.numerators[0, :2, 0], [10, 11])
    assert_array_equal(filled.denominators[0, :2, 0], [100, 100])


def test_without_a_published_share_there_is_a_break():
    values = by_year([NONE, NONE, 80, 82], [100, 110, NONE, NONE])
    step = Step(successor=0, year=2020, predecessors=(1,), shares=(NONE,), how=How.DIVIDED)
    filled, breaks = kinds(block([values]), step)
    assert_array_equal(own(filled), [NONE, NONE, 80, 82])
    assert breaks == {0: [broken(0, 2020, How.DIVIDED, (1,))]}


def test_a_mean_is_not_put_together_but_carried_to_a_new_number():
    nothing = np.full((4, 3), NONE)
    values = by_year([NONE, NONE, 5, 6], [3, 4, NONE, NONE], [1, NONE, NONE, NONE])
    filled, breaks = kinds(block([nothing, nothing, values]), merger())
    assert_array_equal(own(filled, 2), [NONE, NONE, 5, 6])
    assert breaks == {0: [broken(2, 2020, How.MERGED, (1, 2))]}
    number = Step(successor=0, year=2020, predecessors=(1,), shares=(1.0,), how=How.RENUMBERED)
    filled, breaks = kinds(block([nothing, nothing, values]), number)
    assert own(filled, 2) == [3, 4, 5, 6]
    assert breaks == {0: [mapped(2, 2020, How.RENUMBERED, (1,))]}


def test_a_new_number_brings_flags_and_reasons_along():
    values = by_year([NONE, NONE, 5, 6], [3, NONE, NONE, NONE])
    codes = by_year([-1, -1, 0, 0], [1, 4, -1, -1])
    hidden = np.zeros((1, 4, 2), dtype=bool)
    hidden[0, 0, 1] = True
    number = Step(successor=0, year=2020, predecessors=(1,), shares=(1.0,), how=How.RENUMBERED)
    filled, _breaks = kinds(block([values], codes=[codes], hidden=hidden), number)
    assert filled.codes[0, :, 0].tolist() == [1, 4, 0, 0]
    assert filled.hidden[0, :, 0].tolist() == [True, False, False, False]


def test_a_year_in_which_one_of_those_before_is_missing_stays_empty():
    values = by_year([NONE, NONE, 33, 36], [10, 11, NONE, NONE], [20, NONE, NONE, NONE])
    filled, breaks = kinds(block([values]), merger())
    assert_array_equal(own(filled), [30, NONE, 33, 36])
    assert breaks == {0: [mapped(0, 2020, How.MERGED, (1, 2))]}


def test_a_merger_with_one_that_never_has_values_is_a_break():
    values = by_year([NONE, NONE, 33, 36], [10, 11, NONE, NONE], [NONE] * 4)
    filled, breaks = kinds(block([values]), merger())
    assert_array_equal(own(filled), [NONE, NONE, 33, 36])
    assert breaks == {0: [broken(0, 2020, How.MERGED, (1, 2))]}


def test_what_the_publisher_has_put_together_stands():
    values = by_year([31, NONE, 33, 36], [10, 11, NONE, NONE], [20, 21, NONE, NONE])
    filled, _breaks = kinds(block([values]), merger())
    assert own(filled) == [31, 32, 33, 36]
    nothing = np.full((4, 3), NONE)
    _filled, breaks = kinds(block([nothing, nothing, values]), merger())
    assert breaks == {}  # not carried, but the series does not begin with the change either


def test_no_values_before_means_nothing_to_say():
    values = by_year([NONE, NONE, 33, 36], [NONE] * 4, [NONE] * 4)
    filled, breaks = kinds(block([values]), merger())
    assert_array_equal(own(filled), [NONE, NONE, 33, 36])
    assert breaks == {}


def test_one_that_joins_another_breaks_the_series_of_that_one():
    values = by_year([100, 101, 130, 131], [10, 11, NONE, NONE], [20, 21, NONE, NONE])
    filled, breaks = kinds(block([values]), merger(How.JOINED))
    assert own(filled) == [100, 101, 130, 131]
    assert breaks == {0: [broken(0, 2020, How.JOINED, (1, 2))]}


def test_a_hidden_value_hides_the_sum_and_a_flag_stays():
    codes = by_year([-1, -1, 0, 0], [0, 1, -1, -1], [0, 2, -1, -1])
    hidden = np.zeros((1, 4, 3), dtype=bool)
    hidden[0, 0, 1] = True
    filled, _breaks = kinds(block([SUMS], codes=[codes], hidden=hidden), merger())
    assert filled.hidden[0, :, 0].tolist() == [True, False, False, False]
    assert filled.codes[0, :, 0].tolist() == [0, 2, 0, 0]


def test_two_changes_in_a_chain():
    # 2 and 3 merge into 1 in 2019, and 1 gets the new number 0 in 2021.
    values = by_year(
        [NONE, NONE, NONE, 40],
        [NONE, 35, 38, NONE],
        [10, NONE, NONE, NONE],
        [20, NONE, NONE, NONE],
    )
    steps = (
        Step(successor=1, year=2019, predecessors=(2, 3), shares=(1.0, 1.0), how=How.MERGED),
        Step(successor=0, year=2021, predecessors=(1,), shares=(1.0,), how=How.RENUMBERED),
    )
    filled, breaks = kinds(block([values]), *steps)
    assert own(filled) == [30, 35, 38, 40]
    merged = mapped(0, 2019, How.MERGED, (2, 3))
    assert breaks == {
        0: [merged, mapped(0, 2021, How.RENUMBERED, (1,))],
        1: [merged],
    }


def test_a_break_is_handed_down_a_chain():
    nothing = np.full((4, 4), NONE)
    values = by_year(
        [NONE, NONE, NONE, 4], [NONE, 3, 3, NONE], [1, NONE, NONE, NONE], [2, NONE, NONE, NONE]
    )
    steps = (
        Step(successor=1, year=2019, predecessors=(2, 3), shares=(1.0, 1.0), how=How.MERGED),
        Step(successor=0, year=2021, predecessors=(1,), shares=(1.0,), how=How.RENUMBERED),
    )
    filled, breaks = kinds(block([nothing, nothing, values]), *steps)
    assert_array_equal(own(filled, 2), [NONE, 3, 3, 4])
    assert breaks[0] == [
        broken(2, 2019, How.MERGED, (2, 3)),
        mapped(2, 2021, How.RENUMBERED, (1,)),
    ]


def test_a_trend_does_not_look_back_beyond_a_break():
    # Without the break 40 → 60 over five years; after it 58 → 60 over two, but 2015 is gone.
    values = [[[40.0], [58.0], [60.0]]]
    whole = panel(values, years=(2015, 2018, 2020))
    cut = panel(values, years=(2015, 2018, 2020), since=[[2018]])
    assert compute(whole, parameters=parameters()).trend[0, 0] == Trend.UP
    found = compute(cut, parameters=parameters())
    assert found.trend[0, 0] == Trend.NONE
    assert found.current[0, 0] == 60
    assert_array_equal(found.score_by_year[0, :, 0], [40, 58, 60])
