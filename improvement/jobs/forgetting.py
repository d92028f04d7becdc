"""What of the improvement cycle is not kept."""

from datetime import datetime, timedelta

from django.db import transaction

from common.enums import JobState
from common.models import Job
from improvement.models import Notice

NOTICES_KEPT = timedelta(days=365)
JOBS_KEPT = timedelta(days=30)


@transaction.atomic
def forget_old(*, at: datetime, task: str) -> dict[str, int]:
    """Delete notes of old mails, and the finished daily jobs behind them.

    Args:
        at: Now.
        task: Name of the daily task.

    Returns:
        How many rows of each kind were deleted.
    """
    old = {
        "notices": Notice.objects.filter(at__lt=at - NOTICES_KEPT),
        "jobs": Job.objects.filter(
            task=task, state=JobState.DONE, finished_at__lt=at - JOBS_KEPT
        ),
    }
    counts = {}
    for kind, rows in old.items():
        counts[kind] = rows.count()
        rows.delete()
    return counts
