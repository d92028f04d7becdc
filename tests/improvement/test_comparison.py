"""Before and after beside a group: computed by hand, and every way not to be computable."""

import json
from datetime import date
from math import sqrt

import pytest

from improvement.calculations import comparison as c
from improvement.calculations.student import central_probability, quantile

BEFORE, AFTER = (2018, 2019, 2020), (2022, 2023, 2024)
LOOKED_AT = c.Windows(before=BEFORE, after=AFTER)


def flat(before, after):
    """One value in all years before, another in all years after."""
    return dict.fromkeys(BEFORE, before) | dict.fromkeys(AFTER, after)


# Their changes are 1, 2, 3, 4 and 5: mean 3, standard deviation √2.5.
GROUP = [flat(10.0, 10.0 + change) for change in (1, 2, 3, 4, 5)]


def compare(own, others=GROUP, *, better=1, looked_at=LOOKED_AT, **given):
    return c.compare(own=own, others=others, looked_at=looked_at, better=better, **given)


@pytest.mark.parametrize(
    ("degrees", "published"),
    [(1, 12.706), (2, 4.303), (4, 2.776), (5, 2.571), (10, 2.228), (30, 2.042), (120, 1.980)],
)
def test_quantiles_are_those_of_the_printed_table(degrees, published):
    assert quantile(central=0.95, degrees=degrees) == pytest.approx(published, abs=0.0005)


def test_many_degrees_come_near_the_normal_distribution():
    assert quantile(central=0.95, degrees=5_000) == pytest.approx(1.9604, abs=0.0001)
    assert central_probability(0.0, degrees=7) == 0.0


def test_the_years_before_and_after_a_start():
    found = c.windows(start=date(2021, 3, 1), delay_months=12)

    assert found == c.Windows(before=(2018, 2019, 2020), after=(2022, 2023, 2024))


@pytest.mark.parametrize(
    ("start", "delay", "first"),
    [
        (date(2021, 1, 1), 0, 2021),
        (date(2021, 1, 31), 11, 2021),
        (date(2021, 2, 1), 11, 2022),
        (date(2021, 12, 31), 1, 2022),
        (date(2021, 6, 1), 240, 2041),
    ],
)
def test_the_first_year_in_which_something_may_be_seen(start, delay, first):
    assert c.windows(start=start, delay_months=delay).after[0] == first


def test_a_comparison_computed_by_hand():
    # Own 10 → 20 is a change of 10; the group's is 3; the difference 7.
    # t(0.975; 4) = 2.77645, s = 1.58114, √1.2 = 1.09545: reach 4.80897.
    found = compare(flat(10.0, 20.0))

    assert (found.own_before, found.own_after, found.own_change) == (10.0, 20.0, 10.0)
    assert (found.group_before, found.group_after, found.group_change) == (10.0, 13.0, 3.0)
    assert found.difference == pytest.approx(7.0)
    assert found.low == pytest.approx(7 - 4.80897, abs=1e-4)
    assert found.high == pytest.approx(7 + 4.80897, abs=1e-4)
    assert (found.count, found.left_out, found.smaller) == (5, 0, 5)
    assert (found.reason, found.verdict) == ("", c.TOGETHER)
    assert found.high - found.difference == pytest.approx(
        quantile(central=0.95, degrees=4) * sqrt(2.5) * sqrt(1.2)
    )


def test_less_may_be_better():
    assert compare(flat(10.0, 20.0), better=-1).verdict == c.OPPOSITE
    assert compare(flat(10.0, 5.0), better=-1).verdict == c.TOGETHER
    assert compare(flat(10.0, 5.0), better=1).verdict == c.OPPOSITE


def test_an_interval_that_holds_nought_is_no_clear_difference():
    found = compare(flat(10.0, 17.0))  # difference 4, reach 4.8

    assert (found.verdict, found.reason) == (c.NONE, "")
    assert found.low < 0 < found.high


def test_an_unclear_direction_is_said():
    assert compare(flat(10.0, 20.0), better=0).verdict == c.DIFFERENT
    assert compare(flat(10.0, 20.0), better=0).reason == c.NO_DIRECTION
    assert compare(flat(10.0, 13.0), better=0).reason == ""


def test_the_place_among_the_others():
    # The others differ from the rest of them by 2.5, 1.25, 0, 1.25 and 2.5.
    assert compare(flat(10.0, 14.3)).smaller == 3
    assert compare(flat(10.0, 13.0)).smaller == 0


def test_group_and_municipality_are_compared_in_the_same_years():
    own = {2018: 8.0, 2020: 12.0, 2022: 20.0}
    others = [one | {2019: 1_000.0, 2023: -1_000.0} for one in GROUP]

    found = compare(own, others)

    assert (found.before, found.after) == ((2018, 2020), (2022,))
    assert (found.own_change, found.group_change) == (10.0, 3.0)


def test_members_that_lack_a_value_are_left_out_and_counted():
    lacking = {year: value for year, value in GROUP[0].items() if year != 2023}

    found = compare(flat(10.0, 20.0), [*GROUP, lacking, {}])

    assert (found.count, found.left_out, found.difference) == (5, 2, 7.0)


def test_four_others_are_too_few():
    found = compare(flat(10.0, 20.0), [*GROUP[:4], {}])

    assert (found.reason, found.count, found.left_out) == (c.GROUP_TOO_SMALL, 4, 1)
    assert (found.own_change, found.difference, found.verdict) == (10.0, None, "")


def test_without_a_start_nothing_is_computed():
    assert compare(flat(1.0, 2.0), looked_at=None) == c.Comparison(reason=c.NO_START)


@pytest.mark.parametrize(
    ("own", "others", "hidden", "reason"),
    [
        ({2022: 1.0}, GROUP, (), c.NO_BEFORE),
        ({2020: 1.0}, GROUP, (), c.NO_AFTER),
        ({2020: 1.0}, [{2020: 1.0, 2021: 1.0}], (), c.TOO_EARLY),
        ({}, [], (), c.NO_BEFORE),
        ({2022: 1.0}, GROUP, (2019,), c.HIDDEN),
        ({2020: 1.0}, GROUP, (2023,), c.HIDDEN),
        ({2020: 1.0}, GROUP, (2019,), c.NO_AFTER),
    ],
)
def test_without_values_the_reason_is_said(own, others, hidden, reason):
    found = compare(own, others, hidden=hidden)

    assert (found.reason, found.difference, found.verdict) == (reason, None, "")


def test_an_indicator_that_does_not_allow_comparison_shows_the_own_change_alone():
    found = compare(flat(10.0, 20.0), is_sound=False)

    assert (found.reason, found.own_change, found.group_change) == (c.NOT_SOUND, 10.0, None)
    assert found.group == (None,) * 7


def test_others_who_all_changed_alike_tell_nothing_of_chance():
    others = [flat(10.0 + step / 10, 10.3 + step / 10) for step in range(6)]

    found = compare(flat(10.0, 20.0), others)

    assert (found.reason, found.low, found.verdict) == (c.NO_SPREAD, None, "")
    assert found.difference == pytest.approx(9.7)


def test_the_picture_has_every_year_and_gaps_where_one_has_none():
    own = flat(10.0, 20.0) | {2021: 11.0}
    others = [one | {2021: 1.0} for one in GROUP[1:]] + [GROUP[0]]

    found = compare(own, others)

    assert found.years == (2018, 2019, 2020, 2021, 2022, 2023, 2024)
    assert found.own == (10.0, 10.0, 10.0, 11.0, 20.0, 20.0, 20.0)
    assert found.group == (10.0, 10.0, 10.0, None, 13.0, 13.0, 13.0)


def test_which_way_is_better_is_never_guessed():
    assert c.direction([(0, 100), (10, 90)]) == 1
    assert c.direction([(100, 0)]) == -1
    assert c.direction([(0, 100), (100, 0)]) == 0
    assert c.direction([]) == 0


def test_a_stored_comparison_is_read_as_it_was():
    found = compare(flat(10.0, 20.0))

    stored = json.loads(json.dumps(found.as_document()))

    assert c.Comparison.from_document(stored) == found
    assert c.Comparison.from_document({**stored, "of another time": 1}) == found
