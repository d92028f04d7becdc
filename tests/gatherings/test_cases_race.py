"""Several press the same button at the same moment: a case becomes one measure."""

import pytest
from django.db import connection

from gatherings.actions import case_programme, case_returns
from gatherings.actions.case_returns import HasMeasure
from gatherings.enums import CaseState
from gatherings.models import AgendaItem, Case
from improvement.actions.measures import MeasureDetails
from improvement.models import Measure
from tests.factories import UserFactory
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, member_of
from tests.gatherings.test_seats_race import PEOPLE, all_at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="row locks need PostgreSQL"),
]


def case_of(series, **given):
    return Case.objects.create(
        series=series, municipality=member_of(series), title="T", question="Q", **given
    )


def test_a_case_becomes_one_measure():
    series = SeriesFactory()
    gathering = GatheringFactory(series=series, number=1)
    case = case_of(series, gathering=gathering, state=CaseState.PRESENTED, presented_at=AT)

    def turn(_number):
        case_returns.turn_into_measure(
            case=Case.objects.get(), details=MeasureDetails(title="T"), by=None, at=AT
        )

    raised = all_at_once(turn)
    assert [type(error) for error in raised] == [HasMeasure] * (PEOPLE - 1)
    case.refresh_from_db()
    assert case.measure == Measure.objects.get()


def test_a_case_has_one_slot():
    series = SeriesFactory()
    places = [GatheringFactory(series=series, number=n + 1) for n in range(PEOPLE)]
    case_of(series, state=CaseState.READY)
    by = UserFactory()

    def give(number):
        case_programme.give_slot(
            case=Case.objects.get(), gathering=places[number], by=by, at=AT
        )

    assert all_at_once(give) == []
    assert Case.objects.get().agenda_item == AgendaItem.objects.get()
