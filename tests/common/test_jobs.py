from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from common import jobs
from common.enums import JobState
from common.models import Job

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def waiting(**changes):
    values = {"task": "common.requeue_stale_jobs", "queued_at": NOON, **changes}
    return Job.objects.create(**values)


def outcome(job):
    job.refresh_from_db()
    return job.state, job.attempts, job.error


def test_the_same_waiting_job_is_asked_for_once():
    first, again, other = (
        jobs.enqueue(task="t", arguments={"a": 1}, at=NOON, dedupe_key=key)
        for key in ("one", "one", "two")
    )
    assert (first.pk == again.pk, first.pk == other.pk) == (True, False)


def test_a_job_without_key_is_always_new():
    first, again = (jobs.enqueue(task="t", arguments={}, at=NOON) for _ in range(2))
    assert first.pk != again.pk


def test_a_job_that_runs_does_not_stand_for_a_new_one():
    first = jobs.enqueue(task="t", arguments={}, at=NOON, dedupe_key="one")
    with jobs.running(job_id=first.pk):
        second = jobs.enqueue(task="t", arguments={}, at=NOON, dedupe_key="one")
    assert first.pk != second.pk


def test_work_is_claimed_done_and_written_down():
    job = waiting()
    with jobs.running(job_id=job.pk) as run:
        assert outcome(job) == (JobState.RUNNING, 1, "")
        run.progress(1, 2)
        run.result["rows"] = 7
    assert outcome(job) == (JobState.DONE, 1, "")
    assert (job.progress_done, job.progress_total, job.result) == (2, 2, {"rows": 7})
    assert job.finished_at is not None


def test_a_message_that_comes_twice_finds_nothing_to_do():
    job = waiting()
    with jobs.running(job_id=job.pk), jobs.running(job_id=job.pk) as second:
        assert second is None
    with jobs.running(job_id=job.pk) as third:
        assert third is None
    assert outcome(job) == (JobState.DONE, 1, "")


def test_a_deleted_job_is_no_error():
    with jobs.running(job_id=404) as run:
        assert run is None


def test_a_dead_workers_job_is_taken_over_and_its_late_end_is_ignored():
    job = waiting()
    with jobs.running(job_id=job.pk):
        long_ago = timezone.now() - jobs.STALE_AFTER - timedelta(seconds=1)
        Job.objects.filter(pk=job.pk).update(heartbeat_at=long_ago)
        with jobs.running(job_id=job.pk) as second:
            assert second.job.attempts == 2
            second.result["by"] = "second"
    assert outcome(job) == (JobState.DONE, 2, "")
    assert job.result == {"by": "second"}


def test_an_error_ends_the_job_and_is_told():
    job = waiting()
    with pytest.raises(ZeroDivisionError), jobs.running(job_id=job.pk):
        raise ZeroDivisionError("no data")
    assert outcome(job) == (JobState.FAILED, 1, "ZeroDivisionError: no data")


def test_a_refusal_ends_the_job_quietly():
    job = waiting()
    with jobs.running(job_id=job.pk):
        raise jobs.JobRefused("Row 3 has no code.")
    assert outcome(job) == (JobState.FAILED, 1, "Row 3 has no code.")


def test_a_passing_error_puts_the_job_back_until_it_has_been_tried_enough():
    job = waiting(attempts=jobs.MAX_ATTEMPTS - 2)
    for expected in (JobState.QUEUED, JobState.FAILED):
        with pytest.raises(OperationalError), jobs.running(job_id=job.pk):
            raise OperationalError("locked")
        assert outcome(job)[0] == expected


@pytest.mark.parametrize(
    ("state", "age", "sent"),
    [
        (JobState.QUEUED, 90, 0),
        (JobState.QUEUED, 91, 1),
        (JobState.RUNNING, 60, 0),
        (JobState.RUNNING, 61, 1),
        (JobState.DONE, 999, 0),
        (JobState.FAILED, 999, 0),
    ],
)
def test_what_nobody_works_on_is_sent_again(state, age, sent):
    before = NOON - timedelta(seconds=age)
    waiting(task="common.send_outbox", state=state, queued_at=before, heartbeat_at=before)
    assert jobs.requeue_stale(at=NOON) == sent


def test_a_job_is_given_up_after_enough_attempts():
    before = NOON - timedelta(seconds=200)
    job = waiting(state=JobState.RUNNING, heartbeat_at=before, attempts=jobs.MAX_ATTEMPTS)
    assert jobs.requeue_stale(at=NOON) == 0
    assert outcome(job) == (JobState.FAILED, 5, "given up after 5 attempts")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row locks")
def test_the_same_work_asked_for_at_the_same_moment_is_one_job():
    everyone_ready = Barrier(6)

    def ask(_number):
        try:
            connection.ensure_connection()
            everyone_ready.wait(timeout=10)
            return jobs.enqueue(
                task="none", arguments={}, at=timezone.now(), dedupe_key="same", send=False
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        asked = list(pool.map(ask, range(6)))

    assert len(set(asked)) == 1
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_a_job_that_goes_back_leaves_the_work_to_its_waiting_twin():
    def ask():
        return jobs.enqueue(
            task="none", arguments={}, at=timezone.now(), dedupe_key="same", send=False
        )

    def fail_while_the_same_is_asked_for():
        with jobs.running(job_id=first.pk):
            ask()
            raise OperationalError

    first = ask()
    with pytest.raises(OperationalError):
        fail_while_the_same_is_asked_for()

    states = list(Job.objects.order_by("pk").values_list("state", flat=True))
    assert states == [JobState.DONE, JobState.QUEUED]
