"""The rule table of the horizontal criteria, by hand."""

import pytest

from assessments.calculations.criteria import Rule, Step, judge, judge_criterion

MET = {3: [True] * 3, 2: [True, True, False], 1: [False, True, False], 0: [False] * 3}
OF = {"ACTIVELY": 3, "PARTLY": 2, "NOT": 0}


def case(*levels):
    return {f"c{place}": MET[OF[level]] for place, level in enumerate(levels)}


@pytest.mark.parametrize(
    ("met", "one_met", "level", "by_setting"),
    [
        (3, "NOT", "ACTIVELY", False),
        (2, "NOT", "PARTLY", False),
        (1, "NOT", "NOT", True),
        (1, "PARTLY", "PARTLY", True),
        (0, "PARTLY", "NOT", False),
    ],
)
def test_conditions_make_a_level(met, one_met, level, by_setting):
    found = judge_criterion("environment", MET[met], one_met=one_met)

    assert (found.level, found.met, found.by_setting) == (level, met, by_setting)


@pytest.mark.parametrize(
    ("levels", "reached", "passes"),
    [
        (("ACTIVELY", "PARTLY", "NOT"), 2, True),
        (("ACTIVELY", "NOT", "NOT"), 1, False),
        (("PARTLY", "PARTLY", "PARTLY"), 3, True),
        (("NOT", "NOT", "NOT"), 0, False),
    ],
)
def test_at_least_two_criteria_at_least_partly(levels, reached, passes):
    found = judge(case(*levels), Rule())

    assert (found.reached, found.needed, found.level) == (reached, 2, "PARTLY")
    assert found.passes is passes


@pytest.mark.parametrize(("one_met", "passes"), [("NOT", False), ("PARTLY", True)])
def test_one_of_three_decides_under_both_settings(one_met, passes):
    answers = {"a": MET[3], "b": MET[1], "c": MET[0]}

    assert judge(answers, Rule(one_met=one_met)).passes is passes


LADDER = Rule(steps=(Step(1, 3, "PARTLY"), Step(2, 2, "ACTIVELY")))


@pytest.mark.parametrize(
    ("levels", "step", "next_step", "missing"),
    [
        (("ACTIVELY", "NOT", "NOT"), None, 0, 1),
        (("ACTIVELY", "ACTIVELY", "NOT"), 0, 1, 1),  # step 2 alone does not lift it over 1
        (("ACTIVELY", "PARTLY", "PARTLY"), 1, 2, 1),
        (("ACTIVELY", "ACTIVELY", "PARTLY"), 2, None, 0),
    ],
)
def test_the_ladder_is_climbed_step_by_step(levels, step, next_step, missing):
    found = judge(case(*levels), LADDER)

    following = found.next_step.position if found.next_step else None
    assert (found.step, following, found.missing_for_next) == (step, next_step, missing)


def test_what_nobody_has_answered_is_not_met_and_said():
    found = judge({"a": [True, None, None], "b": MET[2]}, Rule())

    assert [each.unanswered for each in found.criteria] == [2, 0]
    assert not found.is_complete
    assert not found.passes


@pytest.mark.parametrize(
    ("answers", "one_met"), [([True, True], "NOT"), ([True] * 4, "NOT"), (MET[1], "ACTIVELY")]
)
def test_a_criterion_has_three_conditions_and_one_is_not_actively(answers, one_met):
    with pytest.raises(ValueError, match=r"conditions|cannot mean"):
        judge_criterion("a", answers, one_met=one_met)
