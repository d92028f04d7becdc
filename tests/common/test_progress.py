import pytest

from common.enums import JobState
from common.models import Job
from common.progress import percent_of, progress_of


@pytest.mark.parametrize(
    ("state", "done", "total", "percent"),
    [
        (JobState.QUEUED, 0, 0, 0),
        (JobState.RUNNING, 0, 0, None),
        (JobState.RUNNING, 0, 3, 0),
        (JobState.RUNNING, 1, 3, 33),
        (JobState.RUNNING, 3, 3, 100),
        (JobState.RUNNING, 4, 3, 100),
        (JobState.DONE, 0, 0, 100),
        (JobState.FAILED, 1, 2, 50),
    ],
)
def test_percent(state, done, total, percent):
    job = Job(state=state, progress_done=done, progress_total=total)

    assert percent_of(job) == percent


def test_the_error_is_told_only_when_the_job_has_failed():
    job = Job(pk=7, state=JobState.RUNNING, error="from the attempt before")
    assert progress_of(job, address="/x/").error == ""

    job.state = JobState.FAILED
    told = progress_of(job, address="/x/")
    assert (told.error, told.is_finished, told.is_failed) == (
        "from the attempt before",
        True,
        True,
    )
