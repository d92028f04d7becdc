"""Celery entry points of procurement."""

import logging
from typing import Any

from celery import shared_task
from django.utils import timezone

from procurement import forgetting, jobs

logger = logging.getLogger(__name__)


@shared_task(name="procurement.tell_news")
def tell_news(**_future: Any) -> None:
    """Mail what is new to those who follow needs and searches; once a day."""
    count = jobs.tell_news(at=timezone.now())
    if count:
        logger.info("People told of news of needs: %s", count)


@shared_task(name="procurement.remind")
def remind(**_future: Any) -> None:
    """Remind of talks, and of pools that can soon not be joined any more; hourly."""
    count = jobs.remind(at=timezone.now())
    if count:
        logger.info("Talks and pools reminded of: %s", count)


@shared_task(name="procurement.forget_old")
def forget_old(**_future: Any) -> None:
    """Delete what has no purpose any more; every night."""
    logger.info("Forgotten of needs: %s", forgetting.forget_old(at=timezone.now()))
