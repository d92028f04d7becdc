"""Celery entry points of files sent through the browser.

They stand above the actions, which they call; ``indicators.tasks`` stands
below these and starts the computations.
"""

from typing import Any

from celery import shared_task
from django.utils import timezone, translation

from common.jobs import JobRefused, Run, running
from common.models import StoredFile
from indicators.actions.uploads import CHECK_TASK, IMPORT_TASK

STEPS = 3  # read, hold against what is stored, done


@shared_task(name=CHECK_TASK)
def check_import(*, job_id: int, **_future: Any) -> None:
    """Check a file and count what its import would change; saves nothing."""
    with running(job_id=job_id) as run:
        if run is not None:
            _work(run, dry_run=True)


@shared_task(name=IMPORT_TASK)
def import_file(*, job_id: int, **_future: Any) -> None:
    """Import a checked file, all or nothing.

    Raises:
        JobRefused: It no longer fits what is stored.
    """
    with running(job_id=job_id) as run:
        if run is None:
            return
        _work(run, dry_run=False)
        if run.result["problem_count"]:
            with translation.override(run.job.started_by.language or None):  # type: ignore[union-attr]
                raise JobRefused(_changed_meanwhile())


def _work(run: Run, *, dry_run: bool) -> None:
    from indicators.actions.uploaded import take_in  # noqa: PLC0415 -- pandas only in the worker

    arguments = run.job.arguments
    stored = StoredFile.objects.filter(pk=arguments["file"]).first()
    person = run.job.started_by
    if stored is None or person is None or not person.is_active:
        raise JobRefused(_gone())
    run.progress(0, STEPS)
    run.result.update(
        take_in(
            stored=stored, arguments=arguments, by=person, at=timezone.now(), dry_run=dry_run,
            progress=lambda done: run.progress(done, STEPS),
        )
    )  # fmt: skip
    run.progress(STEPS, STEPS)


def _gone() -> str:
    return translation.gettext("The file or the person who sent it is no longer here.")


def _changed_meanwhile() -> str:
    return translation.gettext(
        "What is stored has changed since the file was checked. Send the file again."
    )
