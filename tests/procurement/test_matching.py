from procurement.calculations.matching import WEIGHTS, Line, Offered, Wanted, match

WANTED = Wanted(
    points=frozenset({1, 2, 3, 4}),
    volume=12.0,
    members=frozenset({10, 20, 30, 40}),
    counties=frozenset({5}),
    category="vegdrift",
)


def offered(**fields):
    given = {
        "answers": {1: "FULLY", 2: "FULLY", 3: "FULLY", 4: "FULLY"},
        "minimum": 10.0,
        "members": frozenset({10, 20, 30, 40}),
        "counties": frozenset({5, 6}),
        "categories": frozenset({"vegdrift"}),
        "maturity": "OPERATION",
    }
    return Offered(**{**given, **fields})


def points_of(found):
    return {line.line: line.points for line in found.lines}


def test_what_meets_everything_has_100():
    found = match(WANTED, offered())

    assert found.score == 100
    assert points_of(found) == {line: float(weight) for line, weight in WEIGHTS.items()}


def test_each_line_is_computed_by_hand():
    found = match(
        WANTED,
        offered(
            answers={1: "FULLY", 2: "PARTLY", 3: "NOT"},
            minimum=16.0,
            members=frozenset({10, 20, 30, 99}),
            counties=frozenset(),
            categories=frozenset(),
            maturity="PROTOTYPE",
        ),
    )

    # 40 · 1.5/4, 15 · 12/16, 20 · 3/4, 0, 0, 10 · 0.5
    assert points_of(found) == {
        Line.POINTS: 15.0,
        Line.VOLUME: 11.25,
        Line.MEMBERS: 15.0,
        Line.AREA: 0.0,
        Line.CATEGORY: 0.0,
        Line.MATURITY: 5.0,
    }
    assert found.score == 46.25


def test_a_minimum_that_is_just_reached_counts_whole():
    assert points_of(match(WANTED, offered(minimum=12.0)))[Line.VOLUME] == 15
    assert points_of(match(WANTED, offered(minimum=None)))[Line.VOLUME] == 0


def test_what_the_need_does_not_say_is_left_out_for_all():
    nothing = Wanted(
        points=frozenset(), volume=None, members=frozenset(), counties=frozenset(), category=""
    )

    found = match(nothing, offered(maturity="IDEA"))

    assert points_of(found) == {Line.MATURITY: 2.5}
    assert found.score == 25
