"""Celery entry points of procurement."""

import logging
from typing import Any

from celery import shared_task
from django.utils import timezone

from procurement import jobs

logger = logging.getLogger(__name__)


@shared_task(name="procurement.tell_news")
def tell_news(**_future: Any) -> None:
    """Mail what is new to those who follow needs and searches; once a day."""
    count = jobs.tell_news(at=timezone.now())
    if count:
        logger.info("People told of news of needs: %s", count)
