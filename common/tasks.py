"""Celery entry points of the ground floor."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from common import jobs, outbox, signs


@shared_task(name="common.send_outbox")
def send_outbox(**_future: Any) -> None:
    """Send the mail that waits; sent at commit and every half minute."""
    outbox.send_due()


@shared_task(name="common.requeue_stale_jobs")
def requeue_stale_jobs(**_future: Any) -> None:
    """Send again the jobs whose worker died or whose message was lost."""
    jobs.requeue_stale(at=timezone.now())


@shared_task(name="common.heartbeat")
def heartbeat(**_future: Any) -> None:
    """Show that a message gets from beat through the queue to a worker."""
    signs.seen(part=signs.QUEUE, at=timezone.now())
