"""What the tasks of a measure say about its state."""

from collections.abc import Iterable
from datetime import date

NOT_STARTED, ON_TRACK, LATE, STOPPED, DONE = (
    "NOT_STARTED",
    "ON_TRACK",
    "LATE",
    "STOPPED",
    "DONE",
)


def state_by_tasks(tasks: Iterable[tuple[date | None, date | None]], *, today: date) -> str:
    """Give the state that the tasks point to.

    Args:
        tasks: The day each task is due, if it has one, and the day it was done, if it was.
        today: Today in the municipality.

    Returns:
        ``LATE`` when an open task is past its day, ``DONE`` when all are done, ``ON_TRACK``
        when some are open and none is late; empty without tasks.
    """
    listed = list(tasks)
    if not listed:
        return ""
    still_open = [due for due, done in listed if done is None]
    if not still_open:
        return DONE
    return LATE if any(due is not None and due < today for due in still_open) else ON_TRACK


def needs_reason(state: str, *, by_tasks: str) -> bool:
    """Say whether a state goes against what the tasks say, so that it needs a reason.

    A late measure may have open tasks that are in time, and a stopped one any open task:
    neither goes against them.

    Args:
        state: The state that a person chooses.
        by_tasks: What ``state_by_tasks`` gives.
    """
    if not by_tasks or state == by_tasks:
        return False
    if by_tasks == LATE:
        return state != STOPPED
    return by_tasks == DONE or state == DONE


def share_planned(*, starts_on: date | None, ends_on: date | None, today: date) -> int | None:
    """Give the share that would be done today if the work went evenly from start to end.

    Args:
        starts_on: First day of the plan.
        ends_on: Last day of the plan.
        today: Today in the municipality.

    Returns:
        Percent, 0 to 100; nothing where the plan lacks a day or ends when it starts.
    """
    if starts_on is None or ends_on is None or ends_on <= starts_on:
        return None
    share = (today - starts_on).days / (ends_on - starts_on).days
    return round(100 * min(max(share, 0.0), 1.0))
