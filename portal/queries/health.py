"""What is up and what is not, for the health page."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.models import Max, Min
from kombu.exceptions import OperationalError as QueueDown
from redis.exceptions import RedisError

from common.enums import JobState
from common.models import Heartbeat, Job, OutboxMessage
from common.signs import BEAT, QUEUE, WORKER
from indicators.models import Dashboard

# A part signs twice a minute; three missed signs and it counts as down.
SILENT_AFTER = timedelta(seconds=100)
# The queue's sign waits behind the jobs before it.
QUEUE_SLOW_AFTER = timedelta(minutes=10)
BROKER_TIMEOUT = 2  # seconds


class State(StrEnum):
    """Whether a part works."""

    UP = "up"
    SLOW = "slow"
    DOWN = "down"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the site.

    ``seen_at`` is its newest sign of life, where it gives any.
    """

    code: str
    state: State
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """The state of all parts, and how old the newest work is."""

    at: datetime
    parts: list[Part]
    computed_at: datetime | None = None
    jobs_waiting: int | None = None
    oldest_job_at: datetime | None = None
    mails_waiting: int | None = None

    @property
    def is_well(self) -> bool:
        """Whether nothing is down."""
        return all(part.state in {State.UP, State.SLOW} for part in self.parts)


def health(*, at: datetime) -> Health:
    """Ask every part; each answers or counts as down, none of them can fail the page."""
    broker = Part("broker", State.UP if _broker_answers() else State.DOWN)
    kept = Part("cache", State.UP if _cache_answers() else State.DOWN)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
        seen = dict(Heartbeat.objects.values_list("part", "seen_at"))
        waiting = Job.objects.filter(state=JobState.QUEUED)
        return Health(
            at=at,
            parts=[
                Part("database", State.UP),
                broker,
                kept,
                _signed("worker", seen.get(WORKER), at),
                _signed("beat", seen.get(BEAT), at),
                _queue(seen.get(QUEUE), at),
            ],
            computed_at=Dashboard.objects.aggregate(newest=Max("computed_at"))["newest"],
            jobs_waiting=waiting.count(),
            oldest_job_at=waiting.aggregate(oldest=Min("queued_at"))["oldest"],
            mails_waiting=OutboxMessage.objects.filter(
                sent_at__isnull=True, not_before_at__lte=at
            ).count(),
        )
    except DatabaseError:
        unknown = [Part(code, State.UNKNOWN) for code in ("worker", "beat", "queue")]
        return Health(at=at, parts=[Part("database", State.DOWN), broker, kept, *unknown])


def _signed(code: str, seen_at: datetime | None, at: datetime) -> Part:
    alive = seen_at is not None and at - seen_at <= SILENT_AFTER
    return Part(code, State.UP if alive else State.DOWN, seen_at)


def _queue(seen_at: datetime | None, at: datetime) -> Part:
    """Messages may wait behind long jobs, which is slow and not down."""
    if seen_at is None:
        return Part("queue", State.SLOW)
    if at - seen_at <= SILENT_AFTER:
        return Part("queue", State.UP, seen_at)
    late = at - seen_at > QUEUE_SLOW_AFTER
    return Part("queue", State.DOWN if late else State.SLOW, seen_at)


def _broker_answers() -> bool:
    address = settings.CELERY_BROKER_URL
    if address.startswith("filesystem"):
        folder = Path(str(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"]))
        return folder.is_dir() and os.access(folder, os.W_OK)
    try:
        with current_app.connection_for_write(connect_timeout=BROKER_TIMEOUT) as link:
            link.ensure_connection(max_retries=1, timeout=BROKER_TIMEOUT)
    except (OSError, QueueDown, RedisError):
        return False
    return True


def _cache_answers() -> bool:
    try:
        cache.set("health", "well", 60)
        return bool(cache.get("health") == "well")
    except (OSError, RedisError):
        return False
