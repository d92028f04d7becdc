from improvement.calculations.pulls import (
    Cell,
    Contested,
    Pulling,
    contested,
    matrix,
    opposed_pairs,
    ordered_pair,
    target_order,
)


def test_a_pair_is_stored_in_the_order_of_text():
    assert ordered_pair("2.4", "13.1") == ("13.1", "2.4")
    assert ordered_pair("13.1", "2.4") == ("13.1", "2.4")


def test_each_helped_target_is_paired_with_each_hurt_one():
    pairs = opposed_pairs(helped=["8.9", "11.2", "8.9"], hurt=["15.5", "13.2"])

    assert pairs == [("11.2", "13.2"), ("11.2", "15.5"), ("13.2", "8.9"), ("15.5", "8.9")]


def test_a_target_makes_no_pair_with_itself():
    assert opposed_pairs(helped=["8.9"], hurt=["8.9"]) == []
    assert opposed_pairs(helped=["8.9"], hurt=[]) == []


PULLINGS = [
    Pulling(1, "15.5", helps=True),
    Pulling(2, "15.5", helps=False),
    Pulling(3, "15.5", helps=False),
    Pulling(3, "2.4", helps=False),
    Pulling(1, "2.4", helps=True),
    Pulling(2, "8.9", helps=True),
    Pulling(3, "8.9", helps=True),
]


def test_measures_that_pull_on_one_target_in_opposite_directions():
    assert contested(PULLINGS) == [
        Contested("2.4", (1,), (3,)),
        Contested("15.5", (1,), (2, 3)),
    ]


def test_only_what_one_measure_is_against():
    assert contested(PULLINGS, by=2) == [Contested("15.5", (1,), (2,))]
    assert contested(PULLINGS, by=1) == [
        Contested("2.4", (1,), (3,)),
        Contested("15.5", (1,), (2, 3)),
    ]
    assert contested(PULLINGS, by=4) == []


def test_a_measure_is_not_against_itself():
    pullings = [Pulling(1, "8.9", helps=True), Pulling(1, "8.9", helps=False)]

    assert contested(pullings) == []
    assert contested(pullings, by=1) == []


def test_cases_between_targets_become_cells_between_goals():
    counted = [(15, 11, 2, -3), (11, 15, 1, -3), (8, 8, 1, 2)]

    assert matrix(counted) == {(11, 15): Cell(3, -2.0), (8, 8): Cell(1, 2.0)}
    assert matrix([]) == {}


def test_targets_in_their_natural_order():
    numbers = ["13.a", "13.10", "2.4", "13.2", "13.b"]

    assert sorted(numbers, key=target_order) == ["2.4", "13.2", "13.10", "13.a", "13.b"]
