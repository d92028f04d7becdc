"""One person sends the form many times at once: it counts once."""

from datetime import timedelta

import pytest
from django.db import connection  # noqa: F401 -- named in the mark below

from gatherings.actions import feedback, seats
from gatherings.models import FeedbackAnswers, FeedbackMark
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, member_of, someone
from tests.gatherings.test_seats_race import all_at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor == 'sqlite'", reason="row locks need PostgreSQL"),
]


def test_a_form_counts_once():
    gathering = GatheringFactory(series=SeriesFactory(), number=1)
    [row] = seats.sign_up(
        series=gathering.series, municipality=member_of(gathering.series), by=None, at=AT,
        people=[someone("One")],
    )  # fmt: skip
    form = feedback.make_form(
        gathering=gathering, intro="", opens_at=AT, closes_at=AT + timedelta(days=1)
    )
    question = form.questions.order_by("position")[0]
    place = row.participations.get()

    def send(_number):
        feedback.answer(participation=place, answers={question.pk: 5}, at=AT)

    raised = all_at_once(send)
    assert {type(error) for error in raised} == {feedback.AnsweredAlready}
    assert FeedbackMark.objects.count() == FeedbackAnswers.objects.count() == 1
