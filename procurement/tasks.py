"""Celery entry points of procurement."""

import logging
from typing import Any

from celery import shared_task
from django.utils import timezone

from procurement import jobs

logger = logging.getLogger(__name__)


@shared_task(name="procurement.tell_new_needs")
def tell_new_needs(**_future: Any) -> None:
    """Mail new needs to those who follow a search; once a day."""
    count = jobs.tell_new_needs(at=timezone.now())
    if count:
        logger.info("People told of new needs: %s", count)
