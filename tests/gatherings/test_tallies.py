"""Ballots counted by hand, and the ties."""

from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from gatherings.calculations.tallies import Row, by_lot, contested, points_of, tally

THEMES = [1, 2, 3, 4]


def test_one_point_for_each_choice():
    ballots = [[1, 2], [2], [3, 2, 99]]
    assert points_of(ballots, themes=THEMES, places=None) == {1: 1, 2: 3, 3: 1, 4: 0}


def test_places_give_points_that_fall_by_one():
    # First of three gives 3, second 2, third 1; what is not named gets nothing.
    ballots = [[1, 2, 3], [2, 1], [4], [1, 2, 3, 4]]
    assert points_of(ballots, themes=THEMES, places=3) == {1: 8, 2: 7, 3: 2, 4: 3}
    assert points_of([], themes=THEMES, places=3) == dict.fromkeys(THEMES, 0)


def test_who_wins_and_which_place():
    points = {1: 5, 2: 7, 3: 5, 4: 0}
    assert tally(points, seats=2, order=[]) == [
        Row(key=2, points=7, place=1, seat=1),
        Row(key=1, points=5, place=2, seat=2),
        Row(key=3, points=5, place=2, seat=None),
        Row(key=4, points=0, place=4, seat=None),
    ]
    assert [row.key for row in tally(points, seats=2, order=[3]) if row.seat] == [2, 3]
    # Nothing wins without a vote.
    assert [row.seat for row in tally({1: 0, 2: 0}, seats=2, order=[])] == [None, None]


def test_ties_that_matter():
    assert contested({1: 5, 2: 5, 3: 1}, seats=2) == {1: [1, 2], 2: [1, 2]}
    assert contested({1: 5, 2: 3, 3: 3}, seats=2) == {2: [2, 3]}
    assert contested({1: 5, 2: 3, 3: 3}, seats=1) == {}
    assert contested({1: 0, 2: 0}, seats=1) == {}
    assert contested({1: 2, 2: 2, 3: 2}, seats=5) == {seat: [1, 2, 3] for seat in (1, 2, 3)}


def test_a_lot_can_be_drawn_again_by_anybody():
    first = by_lot(THEMES, seed="abc")
    assert first == by_lot(reversed(THEMES), seed="abc")
    assert first[0] == min(THEMES, key=lambda key: sha256(f"abc:{key}".encode()).hexdigest())
    assert {tuple(by_lot(THEMES, seed=str(n))) for n in range(20)} != {tuple(first)}


@given(st.lists(st.lists(st.sampled_from(THEMES), unique=True, max_size=3)), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_points_are_kept_and_winners_have_the_most(ballots, seats):
    points = points_of(ballots, themes=THEMES, places=3)
    assert sum(points.values()) == sum(sum((3, 2, 1)[: len(one)]) for one in ballots)
    rows = tally(points, seats=seats, order=[])
    winners = [row for row in rows if row.seat]
    assert [row.seat for row in winners] == list(range(1, len(winners) + 1))
    assert all(
        row.points >= max((one.points for one in rows if not one.seat), default=0)
        for row in winners
    )
