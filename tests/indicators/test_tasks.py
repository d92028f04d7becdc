from datetime import UTC, datetime

import pytest

from common.enums import JobState
from common.models import Job
from indicators import tasks
from indicators.models import Dashboard
from tests.factories import FrameworkFactory
from tests.indicators.world import World

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def asked(job):
    return job.task, job.arguments


def test_a_framework_is_one_job_for_each_country_with_values():
    world = World()
    jobs = tasks.start_for_framework(framework=world.framework, at=NOON)
    again = tasks.start_for_framework(framework=world.framework, at=NOON)
    assert [asked(job) for job in jobs] == [
        (tasks.COUNTRY_TASK, {"framework": world.framework.pk, "country": "XA"})
    ]
    assert [job.pk for job in jobs] == [job.pk for job in again]
    assert tasks.start_for_framework(framework=FrameworkFactory(), at=NOON) == []


def test_a_small_change_is_one_small_job():
    world = World()
    (job,) = tasks.start_for_changes(
        indicator_ids=[world.indicators[1].pk],
        municipality_ids=[world.places[2].pk, world.places[1].pk],
        at=NOON,
    )
    assert asked(job) == (
        tasks.CHANGES_TASK,
        {
            "framework": world.framework.pk,
            "indicators": [world.indicators[1].pk],
            "municipalities": [world.places[1].pk, world.places[2].pk],
        },
    )


def test_a_large_change_is_one_job_for_each_country(monkeypatch):
    monkeypatch.setattr(tasks, "SMALL_CHANGE", 1)
    world = World()
    jobs = tasks.start_for_changes(
        indicator_ids=[each.pk for each in world.indicators],
        municipality_ids=[each.pk for each in world.places],
        at=NOON,
    )
    assert [job.task for job in jobs] == [tasks.COUNTRY_TASK]


def test_what_no_framework_uses_starts_nothing():
    world = World()
    assert tasks.start_for_changes(indicator_ids=[], municipality_ids=[1], at=NOON) == []
    assert tasks.start_for_changes(
        indicator_ids=[9_999], municipality_ids=[world.places[0].pk], at=NOON
    ) == []  # fmt: skip


def test_the_tasks_compute_and_write_down_what_they_wrote():
    world = World()
    (job,) = tasks.start_for_framework(framework=world.framework, at=NOON)
    tasks.compute_country(job_id=job.pk, from_a_newer_version="unknown")
    job.refresh_from_db()
    assert (job.state, job.result["dashboards"]) == (JobState.DONE, 14)
    world.set(world.indicators[0], world.places[0], 2025, 3.0)
    (small,) = tasks.start_for_changes(
        indicator_ids=[world.indicators[0].pk], municipality_ids=[world.places[0].pk], at=NOON
    )
    tasks.compute_changes(job_id=small.pk, from_a_newer_version="unknown")
    small.refresh_from_db()
    assert (small.state, small.result["indicator_results"]) == (JobState.DONE, 1)


def test_deleted_and_finished_jobs_are_no_error():
    world = World()
    (job,) = tasks.start_for_framework(framework=world.framework, at=NOON)
    for _ in range(2):
        tasks.compute_country(job_id=job.pk)
    tasks.compute_country(job_id=404)
    tasks.compute_changes(job_id=404)
    assert Job.objects.get().attempts == 1


def test_a_framework_deleted_meanwhile_is_no_error():
    world = World()
    (job,) = tasks.start_for_framework(framework=world.framework, at=NOON)
    world.framework.delete()
    tasks.compute_country(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, Dashboard.objects.count()) == (JobState.DONE, 0)


@pytest.mark.django_db(transaction=True)
def test_every_night_all_frameworks_are_computed():
    World()
    tasks.recompute_all(from_a_newer_version="unknown")
    assert [job.state for job in Job.objects.all()] == [JobState.DONE]
    assert Dashboard.objects.count() == 14


def test_a_killed_job_is_done_again_with_the_same_result():
    world = World()
    (job,) = tasks.start_for_framework(framework=world.framework, at=NOON)
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, attempts=1, heartbeat_at=long_ago
    )
    tasks.compute_country(job_id=job.pk)
    job.refresh_from_db()
    before = world.stored()
    world.forget()
    world.compute()
    assert (job.state, job.attempts, world.stored() == before) == (JobState.DONE, 2, True)
