"""After a change: one job for the change set, queued when the change is stored."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from indicators.models import Framework, FrameworkIndicator

if TYPE_CHECKING:
    from accounts.models import User
    from common.models import Job


def recompute_framework(*, framework: Framework, at: datetime, by: User | None) -> None:
    """Compute everything of one framework again."""


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
    Framework.objects.filter(
        pk__in=FrameworkIndicator.objects.filter(indicator__in=indicator_ids).values(
            "framework"
        )
    )
    return []
