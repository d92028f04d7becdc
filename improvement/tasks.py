"""Celery entry points of the improvement cycle."""

import logging
from typing import Any

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from common.jobs import enqueue, running
from improvement.jobs import forgetting, reminders
from improvement.queries.staff import WORKING
from networks.enums import Role
from networks.models import RoleAssignment

logger = logging.getLogger(__name__)

REMIND_TASK = "improvement.remind"
BATCH = 50  # people in one job


@shared_task(name="improvement.remind_all")
def remind_all(**_future: Any) -> None:
    """Ask once a day for the mails of everybody who works or leads, in batches."""
    at = timezone.now()
    today = timezone.localdate(at)
    held = RoleAssignment.objects.current(on=today).filter(
        Q(municipality__isnull=False, role__in=WORKING)
        | Q(region__isnull=False, role=Role.COORDINATOR)
        | Q(role=Role.NETWORK_LEADER),
        person__is_active=True,
    )
    people = list(held.order_by("person").values_list("person", flat=True).distinct())
    for start in range(0, len(people), BATCH):
        batch = people[start : start + BATCH]
        enqueue(
            task=REMIND_TASK,
            arguments={"people": batch},
            at=at,
            dedupe_key=f"remind:{today}:{batch[0]}",
        )


@shared_task(name=REMIND_TASK)
def remind(*, job_id: int, **_future: Any) -> None:
    """Write the mails of some people; finished or deleted jobs are no error."""
    with running(job_id=job_id) as run:
        if run is None:
            return
        people = run.job.arguments["people"]
        run.result = {"mails": reminders.remind(person_ids=people, at=timezone.now())}


@shared_task(name="improvement.forget_old")
def forget_old(**_future: Any) -> None:
    """Delete what nobody needs any more; once a day."""
    counts = forgetting.forget_old(at=timezone.now(), task=REMIND_TASK)
    logger.info("Forgotten: %s", counts)
