"""Many cases together, by hand; small groups, and what subtraction would tell."""

from decimal import Decimal

import pytest

from assessments.calculations.portfolio import (
    Case,
    Cell,
    change,
    changes,
    direction,
    is_safe,
    money,
    movement,
    parted,
    unresolved,
    unresolved_by_goal,
)


def sheet(level=None, *, harmed=(), solved=(), chain=None):
    return {
        "dimensions": {"SOCIAL": {"level": level}},
        "goals": {str(goal): {"effect": -1} for goal in harmed},
        "conflicts": [
            {"first": goal, "second": 17, "state": state}
            for goal, state in dict(solved).items()
        ],
        "perspectives": {"VALUE_CHAIN": {"level": chain}},
    }


def cases(*levels, confidential=(), granted=100):
    return [
        Case(
            key,
            Decimal(granted),
            is_confidential=key in confidential,
            sheets={"DECISION": sheet(level)},
        )
        for key, level in enumerate(levels)
    ]


def social(found, minimum):
    return money(found, part="dimensions", key="SOCIAL", minimum=minimum)


def test_money_by_direction():
    found = social(cases(2, 1, 0, -1, "UNKNOWN", None), 1)

    assert found.whole == Cell(6, Decimal(600))
    assert found.groups == {
        "POSITIVE": Cell(2, Decimal(200)),
        "NONE": Cell(1, Decimal(100)),
        "NEGATIVE": Cell(1, Decimal(100)),
        "UNKNOWN": Cell(1, Decimal(100)),
        "NOT_ANSWERED": Cell(1, Decimal(100)),
    }
    assert found.hidden == 0


@pytest.mark.parametrize(
    ("levels", "shown", "hidden"),
    [
        ([1] * 3 + [-1] * 3, {"POSITIVE", "NEGATIVE"}, 0),
        # two would be found as 5 − 3: the group of three goes too
        ([1] * 3 + [-1] * 2, set(), 2),
        # the rest of 2 + 3 is a group of five
        ([1] * 4 + [0] * 3 + [-1] * 2, {"POSITIVE"}, 2),
        # 2 + 2 are four together: nothing more is hidden
        ([1] * 3 + [0] * 2 + [-1] * 2, {"POSITIVE"}, 2),
    ],
)
def test_small_groups_give_nothing_and_not_by_subtraction(levels, shown, hidden):
    found = social(cases(*levels), 3)

    assert (set(found.groups), found.hidden) == (shown, hidden)
    assert found.whole.cases == len(levels)


def test_too_few_cases_give_nothing_at_all():
    assert social(cases(1, 1), 3).whole is None
    assert social(cases(1, 1), 3).groups == {}
    assert social([], 3).whole is None


def test_one_confidential_case_among_open_ones_is_not_told():
    # Readers know the five open ones: the money of the sixth would be the difference.
    assert social(cases(*[1] * 6, confidential={0}), 3).whole is None
    found = social(cases(*[1] * 6, *[-1] * 4, confidential={0, 1, 2}), 3)
    assert found.groups["POSITIVE"] == Cell(6, Decimal(600))
    mixed = social(cases(*[1] * 5, *[-1] * 4, confidential={0, 1, 5}), 3)
    assert (mixed.groups, mixed.whole.cases) == ({}, 9)


@pytest.mark.parametrize("minimum", [3, 4, 5])
def test_nothing_shown_or_left_is_ever_small(minimum):
    for total in range(3, 12):
        for part in range(total + 1):
            for third in range(total - part + 1):
                levels = [1] * part + [0] * third + [-1] * (total - part - third)
                found = social(cases(*levels), minimum)
                if found.whole is None:
                    continue
                shown = [cell.cases for cell in found.groups.values()]
                rest = total - sum(shown)
                assert all(size >= minimum for size in [*shown, *([rest] if rest else [])])


def test_is_safe():
    assert is_safe([], minimum=5)
    assert is_safe(cases(1, 1, 1), minimum=3)
    assert not is_safe(cases(1, 1), minimum=3)
    assert not is_safe(cases(1, 1, 1, confidential={2}), minimum=3)


def moved(*pairs):
    return [
        Case(
            key,
            Decimal(0),
            is_confidential=False,
            sheets={"APPLICATION": sheet(first), "END": sheet(last)},
        )
        for key, (first, last) in enumerate(pairs)
    ]


def test_movement_from_level_to_level():
    only_begun = Case(99, Decimal(0), is_confidential=False, sheets={"APPLICATION": sheet(1)})
    found = movement(
        [*moved((1, 2), (1, 2), (2, 2), (-1, "UNKNOWN"), (0, None)), only_begun],
        part="dimensions",
        key="SOCIAL",
        before="APPLICATION",
        after="END",
        minimum=1,
    )

    assert {pair: cell.cases for pair, cell in found.groups.items()} == {
        ("1", "2"): 2,
        ("2", "2"): 1,
        ("-1", "UNKNOWN"): 1,
        ("0", "NOT_ANSWERED"): 1,
    }
    assert found.whole.cases == 5


def test_movement_hides_cells_and_may_be_coarse():
    pairs = moved((1, 2), (2, 1), (1, 1), (0, -1), (0, -2), (0, 0))
    settings = {"part": "dimensions", "key": "SOCIAL", "before": "APPLICATION", "after": "END"}

    assert movement(pairs, **settings, minimum=3).groups == {}
    coarse = movement(pairs, **settings, minimum=3, name=direction)
    assert {pair: cell.cases for pair, cell in coarse.groups.items()} == {
        ("POSITIVE", "POSITIVE"): 3
    }


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [(0, 1, "BETTER"), (1, 1, "SAME"), (1, -1, "WORSE"), ("UNKNOWN", 1, "UNSAID")],
)
def test_change(before, after, expected):
    assert change(before, after) == expected


def test_real_change_in_the_value_chain():
    rows = [
        Case(
            key,
            Decimal(0),
            is_confidential=False,
            sheets={"DECISION": sheet(chain=first), "END": sheet(chain=last)},
        )
        for key, (first, last) in enumerate([(0, 1), (0, 2), (1, 1), (1, None)])
    ]
    found = changes(
        rows, part="perspectives", key="VALUE_CHAIN", before="DECISION", after="END", minimum=1
    )

    assert {name: cell.cases for name, cell in found.groups.items()} == {
        "BETTER": 2,
        "SAME": 1,
        "UNSAID": 1,
    }


def test_harm_is_unresolved_until_the_newest_sheet_says_solved():
    first = sheet(harmed=(13, 15))
    last = sheet(harmed=(14, 15, 2), solved={15: "SOLVED", 14: "CHOSEN"})

    assert unresolved(
        Case(1, Decimal(0), is_confidential=False, sheets={"APPLICATION": first})
    ) == ("13", "15")
    assert unresolved(
        Case(1, Decimal(0), is_confidential=False, sheets={"APPLICATION": first, "END": last})
    ) == (
        "2",
        "14",
    )
    assert unresolved(Case(1, Decimal(0), is_confidential=False, sheets={})) == ()


def test_unresolved_harm_counted_by_goal():
    rows = [
        Case(key, Decimal(0), is_confidential=False, sheets={"DECISION": sheet(harmed=harmed)})
        for key, harmed in enumerate([(13,), (13,), (13, 2), (), (), ()])
    ]

    assert unresolved_by_goal(rows, minimum=3) == {"13": 3}
    assert unresolved_by_goal(rows, minimum=1) == {"2": 1, "13": 3}
    assert unresolved_by_goal(rows[:5], minimum=3) == {}  # the other two would be known


def test_groups_may_be_anything():
    table = parted(cases(1, 2, 3), lambda case: case.key % 2, minimum=1)

    assert {key: cell.cases for key, cell in table.groups.items()} == {0: 2, 1: 1}
