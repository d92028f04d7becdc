"""After a change: one job for the change set, queued when the change is stored."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from indicators import tasks
from indicators.models import Framework

if TYPE_CHECKING:
    from accounts.models import User
    from common.models import Job


def recompute_framework(*, framework: Framework, at: datetime, by: User | None) -> list[Job]:
    """Compute everything of one framework again.

    Returns:
        The queued jobs, one for each country with values.
    """
    return tasks.start_for_framework(
        framework=framework, at=at, started_by_id=by.pk if by else None
    )


def recompute_values(
    *,
    indicator_ids: Collection[int],
    municipality_ids: Collection[int],
    at: datetime,
    by: User | None,
) -> list[Job]:
    """Compute again what some values of some municipalities touch.

    Returns:
        The queued jobs; none when no framework uses the indicators.
    """
    return tasks.start_for_changes(
        indicator_ids=indicator_ids,
        municipality_ids=municipality_ids,
        at=at,
        started_by_id=by.pk if by else None,
    )
