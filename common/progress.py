"""How far a background job is, in words: shown while the reader waits."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.enums import JobState
from common.models import Job
from common.numbers import format_number


@dataclass(frozen=True, slots=True)
class Progress:
    """What the component ``components/job.html`` shows.

    ``percent`` is None while the amount of work is not known. ``address`` answers
    with this component alone when htmx asks, and with a whole page else.
    """

    key: int
    address: str
    status: str
    words: str
    is_finished: bool
    is_failed: bool
    percent: int | None
    steps: str
    error: str


def progress_of(job: Job, *, address: str) -> Progress:
    """Describe ``job`` for the person who waits for it.

    Args:
        job: The job, freshly read.
        address: Where the same is answered again; the page asks there every second.
    """
    state = JobState(job.state)
    words = {
        JobState.QUEUED: _("Waiting for its turn"),
        JobState.RUNNING: _("In progress"),
        JobState.DONE: _("Finished"),
        JobState.FAILED: _("Stopped by an error"),
    }
    status = {
        JobState.QUEUED: "plan",
        JobState.RUNNING: "on",
        JobState.DONE: "done",
        JobState.FAILED: "stop",
    }
    return Progress(
        key=job.pk,
        address=address,
        status=status[state],
        words=words[state],
        is_finished=state in {JobState.DONE, JobState.FAILED},
        is_failed=state == JobState.FAILED,
        percent=percent_of(job),
        steps=_steps(job),
        error=job.error if state == JobState.FAILED else "",
    )


def percent_of(job: Job) -> int | None:
    """Give the share that is done, 0 to 100, or None when nobody knows yet."""
    if job.state == JobState.DONE:
        return 100
    if job.state == JobState.QUEUED:
        return 0
    if not job.progress_total:
        return None
    return min(100, 100 * job.progress_done // job.progress_total)


def _steps(job: Job) -> str:
    if job.state != JobState.RUNNING or not job.progress_total:
        return ""
    done, total = (
        format_number(steps, decimals=0)
        for steps in (min(job.progress_done, job.progress_total), job.progress_total)
    )
    return _("%(done)s of %(total)s steps") % {"done": done, "total": total}
