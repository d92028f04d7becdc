"""A stretch of time cut into talks of one length."""

from datetime import datetime, timedelta


def slots(
    *, first: datetime, last: datetime, length: timedelta, pause: timedelta
) -> list[tuple[datetime, datetime]]:
    """Cut a stretch into as many talks as go into it.

    Args:
        first: When the first talk begins; its zone counts real time, as UTC does.
        last: When the last talk is over at the latest; same zone.
        length: Of each talk, > 0.
        pause: Between two talks, >= 0.

    Returns:
        Start and end of each, in order; none where not one goes in.
    """
    found = []
    while first + length <= last:
        found.append((first, first + length))
        first += length + pause
    return found
