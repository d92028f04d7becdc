"""Work of the gatherings that nobody waits for."""

from datetime import datetime

from gatherings.actions import seats
from gatherings.enums import SeatState
from gatherings.models import Series


def lapse_offers(*, at: datetime) -> int:
    """Take back seats that were not answered for in time, one series after the other.

    Returns:
        How many offers have lapsed; run again it is none.
    """
    late = Series.objects.filter(
        registrations__state=SeatState.OFFERED, registrations__offered_until__lt=at
    )
    rows = late.order_by("pk").distinct()
    return sum(seats.lapse_offers(series=series, at=at) for series in rows)
