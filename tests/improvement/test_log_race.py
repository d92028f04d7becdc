"""Several people log at once: nothing is lost. SQLite has no row locks."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from improvement.actions import log
from improvement.enums import MeasureState
from improvement.models import Measure, StatusEntry
from tests.factories import UserFactory
from tests.improvement.factories import MeasureFactory
from tests.threads import PEOPLE, RACE, all_at_once

pytestmark = RACE
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_six_log_at_once_and_all_entries_stand():
    measure, people = MeasureFactory(), UserFactory.create_batch(PEOPLE)

    def publish(number):
        log.log_status(
            measure=measure,
            state=MeasureState.DONE if number % 2 else MeasureState.LATE,
            text=f"Entry {number}",
            by=people[number],
            at=AT + timedelta(seconds=number),
            submission=uuid4(),
            share_done=number,
        )

    assert all_at_once(publish) == []

    entries = list(StatusEntry.objects.order_by("at", "pk"))
    assert [entry.text for entry in entries] == [f"Entry {n}" for n in range(PEOPLE)]
    kept = Measure.objects.get()
    newest = entries[-1]
    assert (kept.state, kept.share_done, kept.logged_at) == (
        newest.state,
        newest.share_done,
        newest.at,
    )


def test_the_same_form_sent_six_times_at_once_is_one_entry():
    measure, person, submission = MeasureFactory(), UserFactory(), uuid4()

    def publish(_number):
        log.log_status(
            measure=measure,
            state=MeasureState.ON_TRACK,
            text="Once",
            by=person,
            at=AT,
            submission=submission,
        )

    assert all_at_once(publish) == []
    assert StatusEntry.objects.count() == 1
