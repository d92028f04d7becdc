"""A municipality's own judgement stands beside the figures, from round to round."""

from datetime import UTC, datetime

import pytest

from improvement.actions import round_locks, rounds
from improvement.actions.judgements import Assessed, TargetOfOtherGoal, assess, carry_over
from improvement.calculations.judgements import steps_apart
from improvement.enums import Judgement, Priority
from improvement.models import StatusAssessment
from improvement.queries.judgements import judged
from indicators.models import GoalResult, Target
from networks.actions.locks import NetworkClosed
from tests.factories import (
    FrameworkFactory,
    GoalFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 9, 1, 12, tzinfo=UTC)
WEAK = Assessed(judgement=Judgement.WEAK, text="Too slow", priority=Priority.HIGH)


def opened(**changes):
    municipality = changes.pop("municipality", None) or MunicipalityFactory()
    return rounds.open_round(municipality=municipality, by=None, at=AT, **changes)


def target(goal, number, position):
    titles = {f"title_{code}": f"Target {number}" for code in ("nb", "nn", "sv", "en")}
    return Target.objects.create(number=number, goal=goal, position=position, **titles)


@pytest.mark.parametrize(
    ("judgement", "rating", "steps"),
    [
        ("GOOD", "green", 0),
        ("GOOD", "red", 3),
        ("POOR", "green", -3),
        ("WEAK", "yellow", -1),
        ("UNKNOWN", "red", None),
        ("GOOD", "grey", None),
        ("GOOD", "", None),
    ],
)
def test_a_judgement_is_compared_with_a_rating(judgement, rating, steps):
    assert steps_apart(judgement=judgement, rating=rating) == steps


def test_a_goal_and_a_target_of_it_are_judged():
    round_, goal, person = opened(), GoalFactory(), UserFactory()
    part = target(goal, "13.2", 2)
    about = {"round": round_, "goal": goal, "by": person, "at": AT}
    assess(said=WEAK, **about)
    assess(said=Assessed(judgement=Judgement.GOOD), target=part, **about)
    (row,) = judged(round_)

    assert (row.said.judgement, row.said.text, row.said.priority) == ("WEAK", "Too slow", 3)
    assert [(each.target_id, each.judgement) for each in row.targets] == [("13.2", "GOOD")]
    assert (row.said.by, row.said.at, row.target_count) == (person, AT, 1)


def test_the_same_again_changes_nothing_and_a_change_is_kept():
    round_, goal = opened(), GoalFactory()
    about = {"round": round_, "goal": goal, "by": None}
    assess(said=WEAK, at=AT, **about)
    assess(said=WEAK, at=LATER, **about)
    assert (StatusAssessment.objects.get().at, StatusAssessment.history.count()) == (AT, 1)

    assess(said=Assessed(judgement=Judgement.FAIR), at=LATER, **about)
    assert StatusAssessment.objects.get().at == LATER
    assert StatusAssessment.history.count() == 2


def test_a_target_of_another_goal_is_refused():
    other = target(GoalFactory(number=7), "7.1", 1)
    with pytest.raises(TargetOfOtherGoal):
        assess(round=opened(), goal=GoalFactory(), said=WEAK, target=other, by=None, at=AT)


def test_nothing_is_judged_in_a_closed_round_or_network():
    network = NetworkFactory()
    place = MembershipFactory(network=network).municipality
    closed, in_network = opened(), opened(municipality=place, network=network)
    rounds.close_round(round=closed, by=None, at=AT)
    network.closed_at = AT
    network.save()
    for round_, refusal in ((closed, round_locks.RoundIsClosed), (in_network, NetworkClosed)):
        with pytest.raises(refusal):
            assess(round=round_, goal=GoalFactory(), said=WEAK, by=None, at=AT)
        with pytest.raises(refusal):
            carry_over(round=round_, by=None, at=AT)


def test_the_last_round_is_carried_over_once_and_own_judgements_stay():
    first, person = opened(), UserFactory()
    goals = [GoalFactory(number=number) for number in (3, 7, 13)]
    part = target(goals[0], "3.4", 4)
    for goal in goals:
        assess(round=first, goal=goal, said=WEAK, by=None, at=AT)
    assess(round=first, goal=goals[0], target=part, said=WEAK, by=None, at=AT)
    rounds.close_round(round=first, by=None, at=AT)
    second = opened(municipality=first.municipality)
    own = Assessed(judgement=Judgement.GOOD, text="Better now")
    assess(round=second, goal=goals[1], said=own, by=None, at=LATER)

    assert carry_over(round=second, goals=[13], by=person, at=LATER) == 1
    assert carry_over(round=second, by=person, at=LATER) == 2
    assert carry_over(round=second, by=person, at=LATER) == 0
    found = {
        (row.goal_id, row.target_id): (row.judgement, row.carried_from is not None, row.by)
        for row in second.assessments.all()
    }
    assert found == {
        (3, None): ("WEAK", True, person),
        (3, "3.4"): ("WEAK", True, person),
        (7, None): ("GOOD", False, None),
        (13, None): ("WEAK", True, person),
    }
    assert second.assessments.get(goal=13).carried_from.round == first


def test_a_round_without_judgements_is_passed_over():
    first = opened()
    assess(round=first, goal=GoalFactory(), said=WEAK, by=None, at=AT)
    for _turn in range(2):
        rounds.close_round(round=first, by=None, at=AT)
        last = opened(municipality=first.municipality)
        rounds.close_round(round=last, by=None, at=AT)
    third = opened(municipality=first.municipality)

    assert [row.former.judgement for row in judged(third)] == ["WEAK"]
    assert carry_over(round=third, by=None, at=LATER) == 1


def test_changing_a_carried_judgement_makes_it_an_own_one():
    first, goal = opened(), GoalFactory()
    assess(round=first, goal=goal, said=WEAK, by=None, at=AT)
    rounds.close_round(round=first, by=None, at=AT)
    second = opened(municipality=first.municipality)
    carry_over(round=second, by=None, at=LATER)
    changed = assess(
        round=second, goal=goal, said=Assessed(judgement=Judgement.POOR), by=None, at=LATER
    )

    assert changed.carried_from is None
    assert first.assessments.get().judgement == "WEAK"


def test_the_computed_rating_stands_beside_and_differences_are_seen():
    round_, framework = opened(), FrameworkFactory(is_default=True)
    for number, rating in ((1, "green"), (2, "red"), (3, "")):
        goal = GoalFactory(number=number)
        GoalResult.objects.create(
            framework=framework,
            municipality=round_.municipality,
            goal=number,
            score=50,
            rating=rating,
            have=1,
            of=1,
        )
        assess(round=round_, goal=goal, said=WEAK, by=None, at=AT)

    assert [(row.rating, row.apart) for row in judged(round_)] == [
        ("green", -2),
        ("red", 1),
        ("grey", None),
    ]
