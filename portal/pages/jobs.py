"""Background jobs in words."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from common.dates import moment_in_words
from common.enums import JobState
from common.models import Job
from common.numbers import format_number
from common.progress import Progress, progress_of

LINE = 120  # characters of an error in the list


@dataclass(frozen=True, slots=True)
class Row:
    """One job in the list."""

    href: str
    name: str
    task: str
    progress: Progress
    queued: str
    took: str
    started_by: str
    attempts: int
    error: str


def job_row(job: Job) -> Row:
    """Describe a job: what it does, for whom, when, how it went."""
    address = reverse("portal:job", args=[job.pk])
    return Row(
        href=address,
        name=task_name(job.task),
        task=job.task,
        progress=progress_of(job, address=address),
        queued=moment_in_words(job.queued_at),
        took=_took(job.started_at, job.finished_at),
        started_by=str(job.started_by) if job.started_by else "",
        attempts=job.attempts,
        error=Truncator(job.error if job.state == JobState.FAILED else "").chars(LINE),
    )


def task_name(task: str) -> str:
    """Name a task in words; one without a name of its own is shown by its code."""
    names = {
        "indicators.compute_country": _("Compute the dashboards of a country"),
        "indicators.compute_changes": _("Compute what has changed"),
        "indicators.check_import": _("Check a file"),
        "indicators.import_file": _("Import a file"),
        "common.send_outbox": _("Send e-mail"),
    }
    return names.get(task, task)


def _took(started_at: datetime | None, finished_at: datetime | None) -> str:
    if started_at is None or finished_at is None:
        return ""
    seconds = max(0.0, (finished_at - started_at).total_seconds())
    return _("%s seconds") % format_number(seconds, decimals=1 if seconds < 10 else 0)
