"""The status log: what an entry does to its measure, and what is refused."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from improvement.actions import log
from improvement.enums import MeasureState
from improvement.models import Measure, StatusDraft, StatusEntry
from tests.factories import UserFactory
from tests.improvement.factories import MeasureFactory, MeasureTaskFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = AT + timedelta(days=1)


def publish(measure, **given):
    given = {
        "state": MeasureState.ON_TRACK,
        "text": "Two vans have come.",
        "by": UserFactory(),
        "at": AT,
        "submission": uuid4(),
        **given,
    }
    return log.log_status(measure=measure, **given)


def kept(measure):
    names = ("state", "share_done", "expected_end_on", "next_step", "logged_at", "finished_on")
    return Measure.objects.values_list(*names).get(pk=measure.pk)


def test_the_measure_says_what_its_newest_entry_says():
    measure, person = MeasureFactory(), UserFactory()

    with translation.override("sv"):
        entry = publish(
            measure,
            by=person,
            on_behalf_of=measure.municipality,
            state=MeasureState.LATE,
            text="  Leveransen dröjer. ",
            share_done=40,
            new_end_on=date(2027, 3, 31),
            next_step="Ring leverantören",
        )

    entry.refresh_from_db()
    assert (entry.state, entry.former_state) == ("LATE", "NOT_STARTED")
    assert (entry.share_done, entry.former_share) == (40, None)
    assert (entry.text, entry.language) == ("Leveransen dröjer.", "sv")
    assert (entry.by, entry.on_behalf_of) == (person, measure.municipality)
    assert kept(measure) == (
        "LATE",
        40,
        date(2027, 3, 31),
        "Ring leverantören",
        AT,
        None,
    )
    assert measure.history.count() == 1  # the log is the history of these fields


def test_what_is_not_said_stays():
    measure = MeasureFactory()
    publish(measure, share_done=40, new_end_on=date(2027, 3, 31))

    entry = publish(measure, at=LATER, state=MeasureState.LATE)

    assert (entry.former_state, entry.share_done, entry.former_share) == ("ON_TRACK", None, 40)
    assert kept(measure) == ("LATE", 40, date(2027, 3, 31), "", LATER, None)


def test_done_sets_the_day_and_reopening_clears_it():
    measure = MeasureFactory()
    publish(measure, state=MeasureState.DONE)
    assert kept(measure) == ("DONE", 100, None, "", AT, date(2026, 11, 22))

    publish(measure, state=MeasureState.DONE, text="Still done.", at=LATER)
    assert kept(measure)[-1] == date(2026, 11, 22)

    publish(measure, state=MeasureState.ON_TRACK, share_done=90, at=LATER)
    assert kept(measure) == ("ON_TRACK", 90, None, "", LATER, None)


def test_the_same_form_sent_twice_is_one_entry():
    measure, submission = MeasureFactory(), uuid4()

    first = publish(measure, submission=submission)
    again = publish(measure, submission=submission, text="Something else", at=LATER)

    assert again == first
    assert StatusEntry.objects.count() == 1
    assert kept(measure)[4] == AT


def test_the_number_of_a_form_belongs_to_one_measure():
    submission = uuid4()
    publish(MeasureFactory(), submission=submission)

    with pytest.raises(log.SubmissionOfOther):
        publish(MeasureFactory(), submission=submission)


def test_an_older_entry_does_not_undo_a_newer_one():
    measure = MeasureFactory()
    publish(measure, state=MeasureState.STOPPED, at=LATER)

    entry = publish(measure, state=MeasureState.LATE, at=AT)

    assert entry.former_state == "NOT_STARTED"
    assert kept(measure)[0] == "STOPPED"
    assert StatusEntry.objects.count() == 2


def test_of_two_at_the_same_time_the_last_one_counts():
    measure = MeasureFactory()
    publish(measure, state=MeasureState.STOPPED)
    publish(measure, state=MeasureState.LATE)

    assert kept(measure)[0] == "LATE"


def test_nothing_new_keeps_all_but_the_day():
    measure = MeasureFactory()
    publish(measure, state=MeasureState.LATE, share_done=40, next_step="Call")

    entry = log.log_unchanged(measure=measure, by=UserFactory(), at=LATER, submission=uuid4())

    assert (entry.is_unchanged, entry.text, entry.state) == (True, "", "LATE")
    assert kept(measure) == ("LATE", 40, None, "Call", LATER, None)


def test_nothing_new_after_done_does_not_move_the_share():
    measure = MeasureFactory()
    publish(measure, state=MeasureState.DONE, share_done=80)

    log.log_unchanged(measure=measure, by=UserFactory(), at=LATER, submission=uuid4())

    assert kept(measure)[1] == 80


@pytest.mark.parametrize("reason", ["", "   "])
def test_on_track_with_a_late_task_needs_a_reason(reason):
    measure = MeasureFactory()
    MeasureTaskFactory(measure=measure, due_on=date(2026, 11, 21))

    with pytest.raises(log.ReasonMissing):
        publish(measure, reason=reason)

    assert not StatusEntry.objects.exists()


def test_with_a_reason_the_person_decides():
    measure = MeasureFactory()
    MeasureTaskFactory(measure=measure, due_on=date(2026, 11, 21))

    publish(measure, reason="The date is wrong")
    again = log.log_unchanged(measure=measure, by=UserFactory(), at=LATER, submission=uuid4())

    assert again.reason == "The date is wrong"


def test_nothing_new_is_no_way_around_the_tasks():
    measure = MeasureFactory()
    MeasureTaskFactory(measure=measure, due_on=date(2026, 11, 21))

    with pytest.raises(log.ReasonMissing):
        log.log_unchanged(measure=measure, by=UserFactory(), at=AT, submission=uuid4())


def test_a_task_is_late_from_the_day_after_in_the_municipality():
    measure = MeasureFactory()  # Oslo: one hour ahead of UTC in November
    MeasureTaskFactory(measure=measure, due_on=date(2026, 11, 22))

    publish(measure, at=datetime(2026, 11, 22, 22, 59, 59, tzinfo=UTC))
    with pytest.raises(log.ReasonMissing):
        publish(measure, at=datetime(2026, 11, 22, 23, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"text": "  "}, log.TextMissing),
        ({"share_done": 101}, log.ShareOutOfRange),
        ({"share_done": -1}, log.ShareOutOfRange),
        ({"new_end_on": date(2026, 11, 21)}, log.NewEndPassed),
    ],
)
def test_what_is_not_sound_is_refused(given, refused):
    measure = MeasureFactory()

    with pytest.raises(refused):
        publish(measure, **given)

    assert not StatusEntry.objects.exists()


def test_what_is_done_may_have_ended_before():
    measure = MeasureFactory()

    publish(measure, state=MeasureState.DONE, new_end_on=date(2026, 10, 31))

    assert kept(measure)[2] == date(2026, 10, 31)


def test_the_log_of_an_archived_measure_is_closed():
    with pytest.raises(log.MeasureArchived):
        publish(MeasureFactory(archived_at=AT))


def test_a_correction_is_a_new_entry_that_points_to_the_old_one():
    measure = MeasureFactory()
    wrong = publish(measure, share_done=90)

    right = publish(measure, text="One van.", share_done=45, corrects=wrong, at=LATER)

    assert (right.corrects, right.former_share) == (wrong, 90)
    assert kept(measure)[1] == 45
    assert StatusEntry.objects.count() == 2


def test_an_entry_is_corrected_once_and_only_in_its_own_log():
    measure = MeasureFactory()
    wrong = publish(measure)
    publish(measure, corrects=wrong, at=LATER)

    with pytest.raises(log.AlreadyCorrected):
        publish(measure, corrects=wrong, at=LATER)
    with pytest.raises(log.CorrectsOther):
        publish(MeasureFactory(), corrects=wrong, at=LATER)


def test_a_draft_lives_until_it_is_published():
    measure, person = MeasureFactory(), UserFactory()
    other = UserFactory()
    log.save_draft(measure=measure, person=other, fields={"text": "Mine"}, at=AT)
    log.save_draft(measure=measure, person=person, fields={"text": "Two v"}, at=AT)
    log.save_draft(
        measure=measure, person=person, fields={"text": "x" * 3000, "evil": "1"}, at=LATER
    )

    draft = StatusDraft.objects.get(person=person)
    assert (draft.fields, draft.saved_at) == ({"text": "x" * 2000}, LATER)

    publish(measure, by=person)

    assert [draft.person for draft in StatusDraft.objects.all()] == [other]


def test_an_empty_draft_is_none():
    measure, person = MeasureFactory(), UserFactory()
    log.save_draft(measure=measure, person=person, fields={"text": "Two"}, at=AT)

    log.save_draft(measure=measure, person=person, fields={"text": ""}, at=LATER)

    assert not StatusDraft.objects.exists()
