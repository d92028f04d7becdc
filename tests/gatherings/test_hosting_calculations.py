"""What a series lacks, how often a network meets, whether the same people come."""

from gatherings.calculations.continuity import Same, continuity
from gatherings.calculations.coverage import Content, Gaps, gaps, overlapping
from gatherings.calculations.planning import Year, plan

EXPECTED = ("LOCAL_EXAMPLE", "OUTLOOK")
DIMENSIONS = ("social", "economic", "environmental")
KINDS = ("PHYSICAL", "DIGITAL", "MARKET", "GUIDANCE")


def find(*contents):
    return gaps(contents, expected=EXPECTED, dimensions=DIMENSIONS)


def people(**places):
    return {int(place[1:]): frozenset(names.split()) for place, names in places.items()}


def test_what_each_gathering_lacks_and_what_none_covers():
    found = find(
        Content(2, frozenset({"TALK"}), frozenset({"economic"})),
        Content(1, frozenset({"LOCAL_EXAMPLE", "TALK"}), frozenset({"social"})),
        Content(3, frozenset(EXPECTED)),
    )

    assert found == Gaps(
        items=((1, ("OUTLOOK",)), (2, ("LOCAL_EXAMPLE", "OUTLOOK"))),
        dimensions=("environmental",),
    )


def test_nothing_is_missing():
    whole = Content(1, frozenset(EXPECTED), frozenset(DIMENSIONS))
    assert not find(whole)
    assert not find()


def test_items_at_the_same_time():
    # 9.30-10, 10-11, 10.45-12, a coffee without an end, 8-13
    times = [(570, 600), (600, 660), (645, 720), (650, None), (480, 780)]

    assert overlapping(times) == [(0, 4), (1, 2), (1, 4), (2, 4)]


def test_years_are_judged_by_the_physical_ones_and_guidance_counts_apart():
    rows = [
        *((2026, "PHYSICAL") for _ in range(2)),
        *((2026, "GUIDANCE") for _ in range(9)),
        *((2028, "PHYSICAL") for _ in range(5)),
        (2028, "DIGITAL"),
        (None, "PHYSICAL"),
    ]

    assert plan(rows, kinds=KINDS, counted="PHYSICAL", least=3, most=4) == [
        Year(2026, (2, 0, 0, 9), "few", 1),
        Year(2027, (0, 0, 0, 0), "few", 3),
        Year(2028, (5, 1, 0, 0), "many", 1),
        Year(None, (1, 0, 0, 0)),
    ]


def test_the_bounds_themselves_are_as_they_should_be():
    rows = [*((2026, "PHYSICAL") for _ in range(3)), *((2027, "PHYSICAL") for _ in range(4))]
    found = plan(rows, kinds=KINDS, counted="PHYSICAL", least=3, most=4)
    assert [row.verdict for row in found] == ["", ""]
    assert plan(rows[:1], kinds=KINDS, counted="PHYSICAL", least=None, most=None) == [
        Year(2026, (1, 0, 0, 0))
    ]
    assert plan([], kinds=KINDS, counted="PHYSICAL", least=3, most=4) == []


def test_two_of_three_are_the_same_people():
    # Falun (1): three, then two of them and a new one, then all of these.
    # Mora (2): two, then nobody, then one. Säter (3): first at the second.
    found = continuity(
        [
            people(p1="a b c", p2="x y"),
            people(p1="a b d", p3="s"),
            people(p1="a b d", p2="x", p3="s t"),
        ]
    )

    assert found.by_place == {
        1: (Same(2, 3), Same(3, 3)),
        2: (None, None),
        3: (None, Same(1, 2)),
    }
    # (2 + 3 + 1) of (3 + 3 + 2)
    assert found.share == 75


def test_one_gathering_has_nothing_to_compare_with():
    found = continuity([people(p1="a")])
    assert (found.by_place, found.share) == ({1: ()}, None)
    assert continuity([]).share is None
