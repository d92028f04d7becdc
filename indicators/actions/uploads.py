"""Files sent through the browser: kept, checked by a job, imported when confirmed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from common import files
from common.enums import JobState
from common.jobs import enqueue
from common.models import Job, StoredFile
from common.spreadsheets import XLSX
from indicators.models import ImportBatch

CHECK_TASK = "indicators.check_import"
IMPORT_TASK = "indicators.import_file"
OBSERVATIONS, FRAMEWORK, UNITS, NETWORK = KINDS = (
    "observations", "framework", "units", "network",
)  # fmt: skip
_TYPES = {
    ".csv": "text/csv",
    ".txt": "text/csv",
    ".xlsx": XLSX,
}


class TooLarge(Exception):
    """The file is larger than ``settings.UPLOAD_MAX_BYTES``."""


class WrongEnding(Exception):
    """The file is neither CSV nor .xlsx by its name."""


class NotConfirmable(Exception):
    """The check is not finished, found problems, or was thrown away."""


@transaction.atomic
def receive_file(
    *,
    upload: UploadedFile,
    kind: str,
    by: User,
    at: datetime,
    source: str = "",
    vintage: date | None = None,
    framework: str = "",
    name: str = "",
) -> Job:
    """Keep a file and ask for its check.

    Args:
        upload: The file.
        kind: One of ``KINDS``.
        by: Who sends it.
        at: When.
        source: Of observations: who publishes them.
        vintage: Of observations: of which day they are.
        framework: Of a framework: its code.
        name: Of a framework: its name.

    Returns:
        The job that checks the file.

    Raises:
        TooLarge: The file is larger than the limit.
        WrongEnding: It is no CSV or Excel file by its name.
    """
    if (upload.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise TooLarge
    ending = files.ending_of(files.name_of(upload))
    if ending not in _TYPES:
        raise WrongEnding
    stored = files.keep(upload=upload, media_type=_TYPES[ending], by=by)
    return enqueue(
        task=CHECK_TASK,
        arguments={
            "file": stored.pk, "name": stored.name, "kind": kind, "source": source,
            "vintage": vintage.isoformat() if vintage else "", "framework": framework,
            "framework_name": name,
        },
        at=at,
        started_by_id=by.pk,
    )  # fmt: skip


@transaction.atomic
def confirm_import(*, check: Job, by: User, at: datetime) -> Job:
    """Ask for the import of a checked file. Confirming again gives the same job.

    Raises:
        NotConfirmable: The check is not finished, found problems, or was thrown away.
    """
    locked = Job.objects.select_for_update().get(pk=check.pk)
    earlier = import_of(locked)
    if earlier is not None and earlier.state != JobState.FAILED:
        return earlier
    done = locked.state == JobState.DONE and not locked.result.get("problem_count", 1)
    if not done or locked.result.get("discarded"):
        raise NotConfirmable
    job = enqueue(
        task=IMPORT_TASK, arguments={**locked.arguments, "check": locked.pk}, at=at,
        started_by_id=by.pk,
    )  # fmt: skip
    locked.result = {**locked.result, "import": job.pk}
    locked.save(update_fields=["result", "updated_at"])
    return job


@transaction.atomic
def discard_import(*, check: Job) -> None:
    """Throw a checked file away; one that was imported stays.

    Raises:
        NotConfirmable: It is being checked, or its import was asked for.
    """
    locked = Job.objects.select_for_update().get(pk=check.pk)
    if locked.state not in {JobState.DONE, JobState.FAILED} or import_of(locked) is not None:
        raise NotConfirmable
    locked.result = {**locked.result, "discarded": True}
    locked.save(update_fields=["result", "updated_at"])
    stored = StoredFile.objects.filter(pk=locked.arguments["file"]).first()
    if stored is not None and not ImportBatch.objects.filter(file=stored).exists():
        files.throw_away(stored)


def import_of(check: Job) -> Job | None:
    """Find the job that imports what ``check`` checked, if it was asked for."""
    key: Any = check.result.get("import")
    return Job.objects.filter(pk=key, task=IMPORT_TASK).first() if key else None
