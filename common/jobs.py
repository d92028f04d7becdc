"""Background work: asked for in the transaction that needs it, done once, never lost.

The ``Job`` row is the truth and the message in the queue only a nudge. A
message that comes twice, late or for finished work finds nothing to claim; a
job whose worker died is found by ``requeue_stale`` and sent again. The work
itself must be a function of the database, so that doing it again is harmless.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError as QueueDown

from common.enums import JobState
from common.models import Job

logger = logging.getLogger(__name__)

BEAT = 5.0  # seconds between two signs of life
STALE_AFTER = timedelta(seconds=60)  # without a sign of life a worker counts as dead
UNCLAIMED_AFTER = timedelta(seconds=90)  # a message not taken by then may be lost
MAX_ATTEMPTS = 5
MAX_ERROR = 4_000  # characters kept of an error


class JobRefused(Exception):
    """The work found something the person must put right; the text tells them what."""


@dataclass(slots=True)
class Run:
    """One claimed job while it is being done."""

    job: Job
    done: int = 0
    total: int = 0
    result: dict[str, Any] = field(default_factory=dict)

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is; the heartbeat writes it down."""
        self.done, self.total = done, total


def enqueue(
    *,
    task: str,
    arguments: dict[str, Any],
    at: datetime,
    dedupe_key: str = "",
    started_by_id: int | None = None,
    send: bool = True,
) -> Job:
    """Ask for work; the message is sent when the caller's transaction is committed.

    Args:
        task: Name of a Celery task that takes ``job_id``.
        arguments: Plain values for it, kept in the row.
        at: Now.
        dedupe_key: A waiting job with the same key does this work too, and is
            returned instead of a new one.
        started_by_id: The person who asked, if it was one.
        send: Whether a worker is told; a caller that does the work itself says no.

    Returns:
        The waiting job.
    """
    with transaction.atomic():
        job = _waiting(dedupe_key)
        while job is None:
            try:
                with transaction.atomic():
                    job = Job.objects.create(
                        task=task,
                        arguments=arguments,
                        dedupe_key=dedupe_key,
                        queued_at=at,
                        started_by_id=started_by_id,
                    )
            except IntegrityError:
                # Someone asked for the same at the same moment; theirs is committed now.
                job = _waiting(dedupe_key)
        if send:
            _send_after_commit(job)
    return job


def _waiting(dedupe_key: str) -> Job | None:
    """The job with this key that no worker has claimed, held until the caller commits."""
    if not dedupe_key:
        return None
    waiting = Job.objects.filter(dedupe_key=dedupe_key, state=JobState.QUEUED)
    return waiting.select_for_update().first()


def _send_after_commit(job: Job) -> None:
    pk, task = job.pk, job.task
    transaction.on_commit(lambda: _send(task, pk))


def _send(task: str, pk: int) -> None:
    """Nudge a worker. When the queue is down the beat task sends it again later."""
    if current_app.conf.task_always_eager:
        if task not in current_app.tasks:
            # Once for all: each time Celery has Django check all models, a tenth of a second.
            current_app.loader.import_default_modules()
        current_app.tasks[task].delay(job_id=pk)
        return
    try:
        current_app.send_task(task, kwargs={"job_id": pk})
    except (OSError, QueueDown) as error:
        logger.warning("job %s waits: the queue does not answer (%s)", pk, error)


@contextmanager
def running(*, job_id: int) -> Iterator[Run | None]:
    """Claim a job, keep its heart beating while the block runs, write down the outcome.

    Gives None when there is nothing to do: the job is gone, finished, or in
    the hands of a living worker. An error of the database that passes by
    itself puts the job back in the queue; any other error ends it.

    Raises:
        OperationalError: The database gave up in the middle of the work.
    """
    job = _claim(job_id, at=timezone.now())
    if job is None:
        yield None
        return
    run = Run(job)
    heart = _Heart(run)
    heart.start()
    try:
        yield run
    except JobRefused as refusal:
        heart.stop()
        _finish(run, JobState.FAILED, error=str(refusal))
        return
    except OperationalError as error:
        heart.stop()
        state = JobState.FAILED if job.attempts >= MAX_ATTEMPTS else JobState.QUEUED
        _finish(run, state, error=str(error))
        raise
    except Exception as error:
        heart.stop()
        _finish(run, JobState.FAILED, error=f"{type(error).__name__}: {error}")
        raise
    heart.stop()
    _finish(run, JobState.DONE)


def _claim(job_id: int, *, at: datetime) -> Job | None:
    """Take a job that waits, or whose worker is dead; one statement, so only one takes it."""
    free = Q(state=JobState.QUEUED) | Q(
        state=JobState.RUNNING, heartbeat_at__lt=at - STALE_AFTER
    )
    attempts = Job.objects.filter(pk=job_id).values_list("attempts", flat=True).first()
    if attempts is None:
        return None
    taken = Job.objects.filter(free, pk=job_id, attempts=attempts).update(
        state=JobState.RUNNING,
        attempts=attempts + 1,
        started_at=at,
        heartbeat_at=at,
        error="",
        updated_at=at,
    )
    return Job.objects.get(pk=job_id) if taken else None


def _finish(run: Run, state: JobState, *, error: str = "") -> None:
    """Write the outcome, unless the job has meanwhile been claimed by another worker.

    A job that goes back to the queue while another with its key waits there
    already leaves the work to that one.
    """
    now = timezone.now()
    try:
        with transaction.atomic():
            _write_outcome(run, state, error=error, at=now)
    except IntegrityError:
        _write_outcome(run, JobState.DONE, error=error, at=now)


def _write_outcome(run: Run, state: JobState, *, error: str, at: datetime) -> None:
    Job.objects.filter(pk=run.job.pk, attempts=run.job.attempts).update(
        state=state,
        error=error[:MAX_ERROR],
        result=run.result,
        progress_done=run.total if state == JobState.DONE else run.done,
        progress_total=run.total,
        heartbeat_at=at,
        finished_at=None if state == JobState.QUEUED else at,
        updated_at=at,
    )


class _Heart(threading.Thread):
    """Writes signs of life on a connection of its own while the work holds its transaction.

    SQLite lets one write at a time: there a sign may have to wait until the
    work is committed, as does everything that might think the worker dead.
    Work that runs at once in the caller's process needs no sign.
    """

    def __init__(self, run: Run) -> None:
        super().__init__(daemon=True, name=f"job-{run.job.pk}")
        self._claimed = run
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin to beat, unless the work may run inside another transaction."""
        if not current_app.conf.task_always_eager:
            super().start()

    def stop(self) -> None:
        """Stop beating and wait for the last beat."""
        self._stopped.set()
        if self.is_alive():
            self.join()

    def run(self) -> None:
        """Beat until told to stop."""
        try:
            while not self._stopped.wait(BEAT):
                self._beat()
        finally:
            connection.close()

    def _beat(self) -> None:
        run = self._claimed
        try:
            Job.objects.filter(
                pk=run.job.pk, attempts=run.job.attempts, state=JobState.RUNNING
            ).update(
                heartbeat_at=timezone.now(), progress_done=run.done, progress_total=run.total
            )
        except OperationalError as error:
            logger.info("job %s: no sign of life could be written (%s)", run.job.pk, error)


def requeue_stale(*, at: datetime) -> int:
    """Send again what nobody works on: dead workers' jobs, and messages that were lost.

    A job that has been tried ``MAX_ATTEMPTS`` times is given up with an error.

    Args:
        at: Now.

    Returns:
        Number of jobs sent again.
    """
    dead = Q(state=JobState.RUNNING, heartbeat_at__lt=at - STALE_AFTER)
    unclaimed = Q(state=JobState.QUEUED, queued_at__lt=at - UNCLAIMED_AFTER)
    Job.objects.filter(dead | unclaimed, attempts__gte=MAX_ATTEMPTS).update(
        state=JobState.FAILED,
        error=f"given up after {MAX_ATTEMPTS} attempts",
        finished_at=at,
        updated_at=at,
    )
    sent = 0
    for job in Job.objects.filter(dead | unclaimed).order_by("queued_at", "pk"):
        Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(queued_at=at)
        _send(job.task, job.pk)
        sent += 1
    return sent
