"""What of the improvement cycle is not kept."""

from datetime import datetime, timedelta

from django.db import transaction

from common.enums import JobState
from common.models import Job
from improvement.models import Notice, StatusDraft

NOTICES_KEPT = timedelta(days=365)
DRAFTS_KEPT = timedelta(days=180)
JOBS_KEPT = timedelta(days=30)


@transaction.atomic
def forget_old(*, at: datetime, task: str) -> dict[str, int]:
    """Delete notes of old mails, the finished daily jobs behind them, and drafts left lying.

    Args:
        at: Now.
        task: Name of the daily task.

    Returns:
        How many rows of each kind were deleted.
    """
    old = {
        "notices": Notice.objects.filter(at__lt=at - NOTICES_KEPT),
        "drafts": StatusDraft.objects.filter(saved_at__lt=at - DRAFTS_KEPT),
        "jobs": Job.objects.filter(
            task=task, state=JobState.DONE, finished_at__lt=at - JOBS_KEPT
        ),
    }
    counts = {}
    for kind, rows in old.items():
        counts[kind] = rows.count()
        rows.delete()
    return counts
