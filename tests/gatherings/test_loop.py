"""Which way figures have moved, and what is said of a case."""

import pytest

from gatherings.calculations.loop import (
    HIDDEN,
    NO_DIRECTION,
    NO_NEWER,
    NO_VALUE,
    NOT_YET,
    OPPOSITE,
    TOGETHER,
    Reading,
    moved,
    whole,
)


@pytest.mark.parametrize(
    ("start", "now", "worst", "best", "said"),
    [
        (40.0, 41.0, 0.0, 100.0, TOGETHER),  # exactly one hundredth of the way counts
        (40.0, 40.99, 0.0, 100.0, NOT_YET),
        (40.0, 39.0, 0.0, 100.0, OPPOSITE),
        (40.0, 39.01, 0.0, 100.0, NOT_YET),
        (12.0, 11.5, 50.0, 0.0, TOGETHER),  # less is better
        (12.0, 12.5, 50.0, 0.0, OPPOSITE),
        (12.0, 12.49, 50.0, 0.0, NOT_YET),
        (0.1, 0.2, 0.0, 10.0, TOGETHER),  # 0.1 / 10 as floats
        (120.0, 125.0, 0.0, 100.0, TOGETHER),  # past the best
        (None, 41.0, 0.0, 100.0, NO_VALUE),
        (40.0, None, 0.0, 100.0, NO_VALUE),
        (40.0, 60.0, None, None, NO_DIRECTION),
        (40.0, 60.0, 5.0, 5.0, NO_DIRECTION),
    ],
)
def test_one_figure(start, now, worst, best, said):
    given = {"start": Reading(2024, start), "now": Reading(2026, now)}
    assert moved(**given, worst=worst, best=best) == said


@pytest.mark.parametrize(("then", "year"), [(2024, 2024), (2024, 2023), (None, 2026)])
def test_only_a_newer_year_can_say_something(then, year):
    start, now = Reading(then, 40.0), Reading(year, 60.0)
    assert moved(start=start, now=now, worst=0.0, best=100.0) == NO_NEWER


def test_without_years_another_value_is_a_later_one():
    given = {"worst": 0.0, "best": 100.0, "start": Reading(None, 40.0)}
    assert moved(now=Reading(None, 40.0), **given) == NO_NEWER
    assert moved(now=Reading(None, 60.0), **given) == TOGETHER


def test_hidden_figures_say_nothing():
    shown, hidden = Reading(2024, 40.0), Reading(2026, None, is_hidden=True)
    assert moved(start=shown, now=hidden, worst=0.0, best=100.0) == HIDDEN
    assert moved(start=hidden, now=shown, worst=0.0, best=100.0) == HIDDEN


@pytest.mark.parametrize(
    ("moves", "said"),
    [
        ([TOGETHER, NOT_YET, HIDDEN], TOGETHER),
        ([TOGETHER, TOGETHER, OPPOSITE], OPPOSITE),
        ([NOT_YET, OPPOSITE], OPPOSITE),
        ([NOT_YET, NO_NEWER, NO_DIRECTION], NOT_YET),
        ([], NOT_YET),
    ],
)
def test_a_whole_case(moves, said):
    assert whole(moves) == said
