"""Celery entry points about people."""

import logging
from typing import Any

from celery import shared_task
from django.utils import timezone

from accounts import jobs

logger = logging.getLogger(__name__)


@shared_task(name="accounts.forget_old")
def forget_old(**_future: Any) -> None:
    """Delete old sessions, unanswered invitations and sent mail; once a day."""
    logger.info("Forgotten: %s", jobs.forget_old(at=timezone.now()))
