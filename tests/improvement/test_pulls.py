from improvement.calculations.pulls import (
    Opposition,
    Pulling,
    opposed_pairs,
    oppositions,
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


def test_two_measures_that_pull_on_one_target_in_opposite_directions():
    assert oppositions(PULLINGS) == [
        Opposition("2.4", 1, 3),
        Opposition("15.5", 1, 2),
        Opposition("15.5", 1, 3),
    ]


def test_only_the_pairs_with_one_measure():
    assert oppositions(PULLINGS, of=[2]) == [Opposition("15.5", 1, 2)]


def test_a_measure_is_not_opposed_to_itself():
    pullings = [Pulling(1, "8.9", helps=True), Pulling(1, "8.9", helps=False)]

    assert oppositions(pullings) == []


def test_targets_in_their_natural_order():
    numbers = ["13.a", "13.10", "2.4", "13.2", "13.b"]

    assert sorted(numbers, key=target_order) == ["2.4", "13.2", "13.10", "13.a", "13.b"]
