"""How far assessors stand apart, by hand."""

import pytest

from assessments.calculations.spread import spread, spreads


def sheets(*levels):
    return [{"goals": {"13": {"effect": level}}} for level in levels]


@pytest.mark.parametrize(
    ("levels", "distance", "mean", "is_wide"),
    [
        ((1, 1, 1), 0, 1, False),
        ((1, 2, 1), 1, 4 / 3, False),
        ((-1, 1), 2, 0, True),
        ((0, 2), 2, 1, True),
        ((2, -2, "UNKNOWN"), 4, 0, True),
        ((1,), None, 1, False),
        (("UNKNOWN", None), None, None, False),
    ],
)
def test_spread_of_one_goal(levels, distance, mean, is_wide):
    found = spread(sheets(*levels), "goals", "13")

    assert (found.distance, found.mean, found.is_wide) == (distance, mean, is_wide)
    assert found.unknown == levels.count("UNKNOWN")
    assert found.unanswered == levels.count(None)


def test_only_what_somebody_has_answered_is_listed_in_order():
    first = {"overall": {"level": 1}, "perspectives": {"GENERATIONS": {"level": "UNKNOWN"}}}
    second = {"goals": {"2": {"effect": -1}}, "dimensions": {"SOCIAL": {"level": 0}}}

    assert [(each.part, each.key) for each in spreads([first, second])] == [
        ("goals", "2"),
        ("dimensions", "SOCIAL"),
        ("overall", ""),
        ("perspectives", "GENERATIONS"),
    ]
    assert spreads([]) == ()
