"""The content of a sheet: what is wrong, what is missing, what two say differently."""

import pytest

from assessments.calculations.differences import Difference, differences
from assessments.calculations.sheets import (
    DIMENSIONS,
    GOALS,
    LONGEST,
    PERSPECTIVES,
    Problem,
    Progress,
    Question,
    Shape,
    missing,
    needs_words,
    problems,
    progress,
)

NOTHING = Shape(goals=False, dimensions=False, perspectives=False)
SHAPE = Shape(
    conditions=("7",),
    questions=(
        Question("1", "TEXT", is_required=True),
        Question("2", "CHOICE", choices=("a", "b")),
        Question("3", "NUMBER"),
        Question("4", "SCALE"),
        Question("5", "EVIDENCE", is_required=True),
    ),
)


def whole():
    """A content in which everything is answered."""
    level = {"level": 1, "why": ""}
    return {
        "goals": {
            **{goal: {"effect": 0} for goal in GOALS},
            "13": {"effect": 2, "is_direct": True, "why": "Sparer", "evidence": "MEASURED"},
            "7": {"effect": "UNKNOWN"},
        },
        "conflicts": [
            {"first": 15, "second": 11, "text": "Areal", "handling": "P", "state": "PARTLY"}
        ],
        "dimensions": {key: dict(level) for key in DIMENSIONS},
        "overall": dict(level),
        "perspectives": {key: dict(level) for key in PERSPECTIVES},
        "conditions": {"7": {"is_met": False, "why": ""}},
        "answers": {
            "1": "Ja",
            "2": "b",
            "3": 1.5,
            "4": -2,
            "5": {"evidence": "STUDY", "text": "R"},
        },
    }


def test_a_whole_sheet_has_no_problem_and_lacks_nothing():
    assert problems(whole(), SHAPE) == ()
    assert missing(whole(), SHAPE) == ()
    # 17 goals, 3 dimensions, overall, 4 perspectives, 1 condition, 2 required questions
    assert progress(whole(), SHAPE) == Progress(28, 28)


@pytest.mark.parametrize(
    ("change", "place", "code"),
    [
        ({"goals": {"18": {}}}, ("goals", "18"), "NOT_ASKED"),
        ({"goals": {"1": {"effect": 3}}}, ("goals", "1", "effect"), "NOT_A_LEVEL"),
        ({"goals": {"1": {"effect": True}}}, ("goals", "1", "effect"), "NOT_A_LEVEL"),
        ({"goals": {"1": {"effect": "MUCH"}}}, ("goals", "1", "effect"), "NOT_A_LEVEL"),
        ({"goals": {"1": {"is_direct": 1}}}, ("goals", "1", "is_direct"), "NOT_YES_OR_NO"),
        ({"goals": {"1": {"evidence": "RUMOUR"}}}, ("goals", "1", "evidence"), "NOT_A_GROUND"),
        ({"goals": {"1": {"why": None}}}, ("goals", "1", "why"), "NOT_TEXT"),
        ({"goals": {"1": {"why": "x" * (LONGEST + 1)}}}, ("goals", "1", "why"), "TOO_LONG"),
        ({"goals": {"1": {"more": 1}}}, ("goals", "1", "more"), "NOT_ASKED"),
        ({"goals": []}, ("goals",), "NOT_A_TABLE"),
        ({"overall": 2}, ("overall",), "NOT_A_TABLE"),
        ({"conflicts": {}}, ("conflicts",), "NOT_A_LIST"),
        ({"conflicts": [{}] * 51}, ("conflicts",), "TOO_MANY"),
        ({"conflicts": [{"first": 0}]}, ("conflicts", "0", "first"), "NOT_A_GOAL"),
        (
            {"conflicts": [{"first": 3, "second": 3}]},
            ("conflicts", "0", "second"),
            "SAME_GOAL",
        ),
        ({"conflicts": [{"state": "?"}]}, ("conflicts", "0", "state"), "NOT_A_STATE"),
        ({"dimensions": {"MORAL": {}}}, ("dimensions", "MORAL"), "NOT_ASKED"),
        ({"conditions": {"8": {}}}, ("conditions", "8"), "NOT_ASKED"),
        ({"answers": {"2": "c"}}, ("answers", "2"), "NOT_A_CHOICE"),
        ({"answers": {"3": float("inf")}}, ("answers", "3"), "NOT_A_NUMBER"),
        ({"answers": {"3": "1"}}, ("answers", "3"), "NOT_A_NUMBER"),
        ({"answers": {"4": 0.5}}, ("answers", "4"), "NOT_A_LEVEL"),
        ({"answers": {"5": "R"}}, ("answers", "5"), "NOT_A_TABLE"),
        ({"answers": {"6": "R"}}, ("answers", "6"), "NOT_ASKED"),
        ({"secret": {}}, ("secret",), "NOT_ASKED"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(change, place, code):
    assert problems(change, SHAPE) == (Problem(place, code),)


def test_a_part_that_the_template_leaves_out_is_not_asked():
    found = problems(whole(), NOTHING)

    assert {problem.code for problem in found} == {"NOT_ASKED"}
    assert len(found) == 7
    assert missing({}, NOTHING) == ()
    assert problems([], SHAPE) == (Problem((), "NOT_A_TABLE"),)


def test_an_effect_says_whether_direct_why_and_on_what_ground():
    content = whole()
    content["goals"]["3"] = {"effect": -1, "why": " ", "evidence": ""}
    content["answers"]["1"] = " "
    content["answers"]["5"] = {"evidence": "STUDY", "text": ""}
    del content["goals"]["4"], content["conflicts"][0]["handling"]

    assert missing(content, SHAPE) == (
        Problem(("goals", "4"), "UNANSWERED"),
        Problem(("answers", "1"), "UNANSWERED"),
        Problem(("answers", "5"), "UNANSWERED"),
        Problem(("goals", "3", "is_direct"), "DIRECTNESS"),
        Problem(("goals", "3", "why"), "WHY"),
        Problem(("goals", "3", "evidence"), "GROUND"),
        Problem(("conflicts", "0", "handling"), "UNANSWERED"),
    )
    assert progress(content, SHAPE) == Progress(25, 28)


@pytest.mark.parametrize(
    ("overall", "social", "why", "needed"),
    [
        (1, -1, "", True),
        (1, -1, "Veies opp", False),
        (1, -1, "  ", True),
        (0, -1, "", False),
        (1, 0, "", False),
        (1, "UNKNOWN", "", False),
        ("UNKNOWN", -2, "", False),
    ],
)
def test_a_positive_overall_beside_a_negative_dimension_needs_words(
    overall, social, why, needed
):
    content = {
        "overall": {"level": overall, "why": why},
        "dimensions": {"SOCIAL": {"level": social}},
    }

    assert needs_words(content) is needed


def test_two_sheets_differ_field_by_field():
    first, second = whole(), whole()
    second["goals"]["13"] |= {"effect": 1, "why": "Andre ord"}
    second["goals"]["2"] = {"effect": -1}
    second["conflicts"] = [{"first": 11, "second": 15, "state": "SOLVED", "text": "Annet"}]
    second["answers"]["5"] = {"evidence": "ASSUMPTION", "text": "Annet"}
    second["answers"]["3"] = None

    assert differences(first, second) == (
        Difference(("goals", "2", "effect"), 0, -1),
        Difference(("goals", "13", "effect"), 2, 1),
        Difference(("conflicts", "11", "15", "state"), "PARTLY", "SOLVED"),
        Difference(("answers", "3"), 1.5, None),
        Difference(("answers", "5", "evidence"), "STUDY", "ASSUMPTION"),
    )
    assert len(differences(first, second, with_words=True)) == 9
    assert differences(first, whole(), with_words=True) == ()


def test_an_unanswered_field_is_no_difference_to_an_absent_one():
    assert differences({"goals": {"1": {"effect": None, "evidence": ""}}}, {}) == ()
    assert differences({}, {"conflicts": [{"first": 2, "second": 1}]}) == (
        Difference(("conflicts", "1", "2"), first=None, second=True),
    )
