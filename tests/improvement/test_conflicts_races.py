"""Goal conflicts and evaluations written by several in the same moment."""

from datetime import UTC, datetime

import pytest

from improvement.actions import conflicts as actions
from improvement.actions import evaluations
from improvement.enums import Pull
from improvement.models import Evaluation, GoalConflict, MeasureTarget
from improvement.queries.comparison_groups import ComparisonGroup
from tests.factories import CountryFactory, MunicipalityFactory
from tests.improvement.factories import MeasureFactory, TargetFactory
from tests.threads import RACE, all_at_once

pytestmark = RACE
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def measure():
    found = MeasureFactory(municipality=MunicipalityFactory(country=CountryFactory()))
    for number, pull in (("8.9", Pull.HELPS), ("13.2", Pull.HURTS), ("15.5", Pull.HURTS)):
        target = TargetFactory(number=number)
        MeasureTarget.objects.create(measure=found, target=target, pull=pull)
    return found


def test_six_propose_at_once_and_each_pair_is_there_once(measure):
    raised = all_at_once(
        lambda _number: actions.propose_from_measure(measure=measure, by=None, at=AT)
    )

    assert raised == []
    assert GoalConflict.objects.count() == 2


@pytest.mark.parametrize("with_measure", [True, False])
def test_six_send_the_same_case_at_once_and_it_is_one_row(measure, with_measure):
    details = actions.ConflictDetails(
        first=TargetFactory(number="8.9"),
        second=TargetFactory(number="15.5"),
        score=-2,
        title="Cabins at the edge of the forest",
        measure=measure if with_measure else None,
    )

    raised = all_at_once(
        lambda _number: actions.register_conflict(
            municipality=measure.municipality, details=details, by=None, at=AT
        )
    )

    assert raised == []
    assert GoalConflict.objects.count() == 1


def test_six_send_the_same_evaluation_at_once_and_it_is_one_row(measure):
    group = ComparisonGroup(key="country", kind="country", label="Norge")
    details = evaluations.EvaluationDetails(outcome="NOT", text="Nothing.", confidence="HIGH")

    raised = all_at_once(
        lambda _number: evaluations.evaluate(
            measure=measure, group=group, details=details, by=None, at=AT
        )
    )

    assert raised == []
    assert Evaluation.objects.count() == 1
