"""Goal conflicts: registered, changed, proposed from a measure."""

from datetime import UTC, datetime

import pytest

from improvement.actions import conflicts as actions
from improvement.enums import ConflictState, Pull
from improvement.models import GoalConflict, MeasureTarget
from networks.actions.locks import NetworkClosed, NotInNetwork
from tests.factories import (
    DecisionFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    UserFactory,
)
from tests.improvement.factories import GoalConflictFactory, MeasureFactory, TargetFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def measure_with(*, helps=(), hurts=(), **given):
    measure = MeasureFactory(**given)
    pull(measure, helps=helps, hurts=hurts)
    return measure


def pull(measure, *, helps=(), hurts=()):
    measure.pulls.all().delete()
    for numbers, way in ((helps, Pull.HELPS), (hurts, Pull.HURTS)):
        for number in numbers:
            MeasureTarget.objects.create(
                measure=measure, target=TargetFactory(number=number), pull=way
            )


def details(first="8.9", second="15.5", **given):
    given.setdefault("title", "Cabins at the edge of the forest")
    given.setdefault("score", -2)
    return actions.ConflictDetails(
        first=TargetFactory(number=first), second=TargetFactory(number=second), **given
    )


def propose(measure, by=None):
    return actions.propose_from_measure(measure=measure, by=by, at=AT)


def pairs(measure):
    rows = measure.goal_conflicts.order_by("first", "second")
    return list(rows.values_list("first", "second", "state"))


def test_a_measure_gives_a_proposal_for_each_pair_it_pulls_apart():
    person = UserFactory()
    network = MembershipFactory().network
    measure = measure_with(
        title="Hyttefelt",
        language="nn",
        network=network,
        helps=["8.9"],
        hurts=["15.5", "13.2"],
    )

    made = propose(measure, by=person)

    assert pairs(measure) == [("13.2", "8.9", "PROPOSED"), ("15.5", "8.9", "PROPOSED")]
    row = made[0]
    assert (row.municipality, row.network, row.title, row.language, row.score) == (
        measure.municipality,
        network,
        "Hyttefelt",
        "nn",
        -1,
    )
    assert row.created_by == person
    assert row.history.get().history_user == person


def test_proposing_again_adds_only_what_is_missing():
    measure = measure_with(helps=["8.9"], hurts=["15.5"])
    propose(measure)

    assert propose(measure) == []
    pull(measure, helps=["8.9", "11.2"], hurts=["15.5"])
    made = propose(measure)

    assert [(row.first_id, row.second_id) for row in made] == [("11.2", "15.5")]
    assert len(pairs(measure)) == 2


def test_a_proposal_goes_with_its_pair_but_a_judgement_stays():
    measure = measure_with(helps=["8.9"], hurts=["15.5", "13.2", "14.1"])
    propose(measure)
    measure.goal_conflicts.filter(first="15.5").update(state=ConflictState.CONFIRMED)
    measure.goal_conflicts.filter(first="14.1").update(state=ConflictState.DISMISSED)

    pull(measure, helps=["8.9"])
    propose(measure)

    assert pairs(measure) == [("14.1", "8.9", "DISMISSED"), ("15.5", "8.9", "CONFIRMED")]


def test_a_proposal_that_is_gone_is_refused_in_words():
    measure = measure_with(helps=["8.9"], hurts=["15.5"])
    (proposal,) = propose(measure)
    pull(measure, helps=["8.9"])
    propose(measure)

    with pytest.raises(actions.ConflictChanged):
        actions.settle_conflict(
            conflict=proposal, state=ConflictState.CONFIRMED, by=None, at=AT
        )
    with pytest.raises(actions.ConflictChanged):
        change(proposal, details=details())


def test_a_measure_that_hurts_nothing_gives_no_proposal():
    assert propose(measure_with(helps=["8.9"])) == []


def test_a_registered_case_is_confirmed_and_its_pair_in_order():
    person, place = UserFactory(), MunicipalityFactory()
    decision = DecisionFactory(municipality=place)
    measure = MeasureFactory(municipality=place)

    row = actions.register_conflict(
        municipality=place,
        details=details(
            "8.9",
            "15.5",
            affected="  Reindeer herders ",
            place="Golsfjellet",
            mitigation="Less of it",
            decided_by="The council",
            decision=decision,
            measure=measure,
        ),
        by=person,
        at=AT,
        on_behalf_of=place,
    )

    row.refresh_from_db()
    assert (row.first_id, row.second_id, row.score, row.state) == (
        "15.5",
        "8.9",
        -2,
        "CONFIRMED",
    )
    assert (row.affected, row.decision, row.measure) == ("Reindeer herders", decision, measure)
    assert (row.created_by, row.on_behalf_of) == (person, place)


def test_registering_the_same_again_is_one_row():
    place = MunicipalityFactory()
    given = {"municipality": place, "details": details(), "by": None, "at": AT}

    first = actions.register_conflict(**given)
    again = actions.register_conflict(**given)

    assert first == again
    assert GoalConflict.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"title": "  "}, actions.TitleMissing),
        ({"second": "8.9"}, actions.SameTarget),
        ({"score": -4}, actions.ScoreOutside),
        ({"score": 4}, actions.ScoreOutside),
    ],
)
def test_what_does_not_hold_together_is_refused(given, refused):
    with pytest.raises(refused):
        actions.register_conflict(
            municipality=MunicipalityFactory(), details=details(**given), by=None, at=AT
        )
    assert not GoalConflict.objects.exists()


@pytest.mark.parametrize("score", [-3, 0, 3])
def test_the_ends_and_the_middle_of_the_scale_are_taken(score):
    row = actions.register_conflict(
        municipality=MunicipalityFactory(), details=details(score=score), by=None, at=AT
    )

    assert row.score == score


def test_measure_and_decision_are_the_municipality_s_own():
    place = MunicipalityFactory()

    with pytest.raises(actions.MeasureElsewhere):
        actions.register_conflict(
            municipality=place, details=details(measure=MeasureFactory()), by=None, at=AT
        )
    with pytest.raises(actions.DecisionElsewhere):
        actions.register_conflict(
            municipality=place, details=details(decision=DecisionFactory()), by=None, at=AT
        )


def test_the_network_is_open_and_the_municipality_in_it():
    place = MunicipalityFactory()
    closed = NetworkFactory(closed_at=AT)
    MembershipFactory(network=closed, municipality=place)

    with pytest.raises(NotInNetwork):
        actions.register_conflict(
            municipality=place, details=details(network=NetworkFactory()), by=None, at=AT
        )
    with pytest.raises(NetworkClosed):
        actions.register_conflict(
            municipality=place, details=details(network=closed), by=None, at=AT
        )


def test_a_pair_is_registered_once_for_a_measure():
    measure = measure_with(helps=["8.9"], hurts=["15.5"])
    propose(measure)

    with pytest.raises(actions.PairRegistered):
        actions.register_conflict(
            municipality=measure.municipality, details=details(measure=measure), by=None, at=AT
        )


def change(conflict, **given):
    given = {"state": ConflictState.CONFIRMED, "by": None, "at": AT, **given}
    return actions.change_conflict(conflict=conflict, **given)


def test_a_change_keeps_what_was_before():
    row, person = GoalConflictFactory(score=-1, state=ConflictState.PROPOSED), UserFactory()
    new = details(row.first_id, row.second_id, score=-3, mitigation="Built elsewhere")

    change(row, details=new, by=person)

    row.refresh_from_db()
    assert (row.score, row.state, row.mitigation) == (-3, "CONFIRMED", "Built elsewhere")
    assert [(each.score, each.state) for each in row.history.all()] == [
        (-3, "CONFIRMED"),
        (-1, "PROPOSED"),
    ]
    assert row.history.first().history_user == person


def test_what_somebody_else_has_changed_is_not_overwritten():
    row = GoalConflictFactory()
    seen = actions.version_of(row)
    change(row, details=details(row.first_id, row.second_id, score=1), seen=seen)

    with pytest.raises(actions.ConflictChanged):
        change(row, details=details(row.first_id, row.second_id, score=2), seen=seen)

    row.refresh_from_db()
    assert row.score == 1


def test_a_proposal_is_settled_with_one_word_and_only_once():
    row, person = GoalConflictFactory(state=ConflictState.PROPOSED), UserFactory()
    settle = {"conflict": row, "state": ConflictState.DISMISSED, "by": person, "at": AT}

    actions.settle_conflict(**settle)
    actions.settle_conflict(**settle)

    row.refresh_from_db()
    assert row.state == "DISMISSED"
    assert row.history.count() == 2
