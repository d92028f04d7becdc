"""Celery entry points of assessments."""

import logging
from typing import Any

from celery import shared_task
from django.utils import timezone

from assessments import jobs

logger = logging.getLogger(__name__)


@shared_task(name="assessments.remind")
def remind(**_future: Any) -> None:
    """Remind applicants of deadlines and conditions; every morning."""
    count = jobs.remind(at=timezone.now())
    if count:
        logger.info("Reminders of cases: %s", count)
