"""Signs of life of the background parts, for the health page.

The worker and beat each write their own, so that one of them being down does
not look like both; the task ``common.heartbeat`` shows that a message gets
from beat through the queue to a worker.
"""

import logging
import time
from datetime import datetime
from typing import Any

from celery import bootsteps
from celery.beat import PersistentScheduler
from django.db import DatabaseError, connection
from django.utils import timezone

logger = logging.getLogger(__name__)

WORKER = "worker"
BEAT = "beat"
QUEUE = "queue"
INTERVAL = 30.0  # seconds between two signs


def seen(*, part: str, at: datetime) -> None:
    """Write down that ``part`` was alive at ``at``."""
    from common.models import Heartbeat  # noqa: PLC0415 -- loaded before the apps are ready

    Heartbeat.objects.update_or_create(part=part, defaults={"seen_at": at})


def sign(part: str) -> None:
    """Write a sign of life now, on a connection of its own.

    A database that does not answer is told of and otherwise no matter: the
    part goes on, and its missing sign is what the health page shows.
    """
    try:
        seen(part=part, at=timezone.now())
    except DatabaseError as error:
        logger.warning("%s could not write a sign of life: %s", part, error)
    finally:
        connection.close()


class WorkerSigns(bootsteps.StartStopStep):
    """Lets the worker's main process write signs, also while all its tasks are busy."""

    requires = ("celery.worker.components:Timer",)

    def __init__(self, parent: Any, **options: Any) -> None:
        super().__init__(parent, **options)
        self._entry: Any = None

    def start(self, parent: Any) -> None:
        """Begin with one sign at once."""
        sign(WORKER)
        self._entry = parent.timer.call_repeatedly(INTERVAL, sign, (WORKER,))

    def stop(self, parent: Any) -> None:
        """Write no more."""
        if self._entry is not None:
            self._entry.cancel()
            self._entry = None


class BeatWithSigns(PersistentScheduler):
    """Celery's own scheduler, which also says that it is alive."""

    _signed = float("-inf")

    def tick(self, *args: Any, **kwargs: Any) -> Any:
        """Do what is due, and write a sign every half minute."""
        now = time.monotonic()
        if now - self._signed >= INTERVAL:
            self._signed = now
            sign(BEAT)
        return super().tick(*args, **kwargs)
