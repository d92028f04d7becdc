"""Votes on themes that have closed are counted, though nobody presses the button."""

from datetime import datetime

from gatherings.actions import counting
from gatherings.enums import PollState, SeriesState
from gatherings.models import ThemePoll
from networks.actions.locks import Refused


def count_polls(*, at: datetime) -> int:
    """Count the votes that have closed, one after the other.

    Returns:
        How many were counted; run again it is none.
    """
    closed = ThemePoll.objects.filter(
        state__in=(PollState.PROPOSALS, PollState.OPEN),
        closes_at__lt=at.replace(microsecond=0),
        series__network__closed_at__isnull=True,
    ).exclude(series__state=SeriesState.CANCELLED)
    counted = 0
    for poll in closed.select_related("series").order_by("pk"):
        try:
            counting.count(poll=poll, by=None, at=at)
        except Refused:  # cancelled since it was found
            continue
        counted += 1
    return counted
