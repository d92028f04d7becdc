"""Celery entry points of the gatherings."""

import logging
from typing import Any

from celery import shared_task
from django.utils import timezone

from gatherings import jobs
from gatherings.jobs import polls, reminders, retention

logger = logging.getLogger(__name__)


@shared_task(name="gatherings.lapse_offers")
def lapse_offers(**_future: Any) -> None:
    """Give seats that nobody answered for to the next in line; every five minutes."""
    count = jobs.lapse_offers(at=timezone.now())
    if count:
        logger.info("Offers of seats that lapsed: %s", count)


@shared_task(name="gatherings.count_polls")
def count_polls(**_future: Any) -> None:
    """Count votes on themes that have closed; every five minutes."""
    count = polls.count_polls(at=timezone.now())
    if count:
        logger.info("Votes on themes that were counted: %s", count)


@shared_task(name="gatherings.remind")
def remind(**_future: Any) -> None:
    """Write to those who come: a week and a day before, and the morning after; hourly."""
    count = reminders.remind(at=timezone.now())
    if count:
        logger.info("Mails to those who come to gatherings: %s", count)


@shared_task(name="gatherings.forget_old")
def forget_old(**_future: Any) -> None:
    """Erase diets and names that have been kept long enough; every night."""
    counts = retention.forget_old(at=timezone.now())
    logger.info("Erased from gatherings: %s", counts)
