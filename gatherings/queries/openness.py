"""Is sign-up open, and if not, why: the one answer that pages and actions go by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from gatherings.enums import GatheringState, SeriesState
from gatherings.models import Gathering, SeatCount, Series
from networks.models import Municipality


class Closed(Enum):
    """Why nobody of the municipality can be signed up."""

    NOT_PUBLISHED = "not published"
    CANCELLED = "cancelled"
    NETWORK_CLOSED = "network closed"
    NOT_A_MEMBER = "not a member"
    NOT_YET = "not yet"
    TOO_LATE = "too late"
    OVER = "over"


class Full(Enum):
    """Why the next person comes on the waiting list."""

    MUNICIPALITY = "municipality"
    SERIES = "series"


@dataclass(frozen=True, slots=True)
class Openness:
    """Whether, and how, a municipality can sign people up.

    Attributes:
        closed: Why it cannot; None where sign-up is open.
        full: Why the next person waits; None where a seat is free.
        taken: Seats of the municipality that are taken or offered.
        limit: Seats that it has, those past the limit included; None without a limit.
        left: Seats that can be taken now, by both limits; None without any.
    """

    closed: Closed | None
    full: Full | None
    taken: int
    limit: int | None
    left: int | None

    @property
    def is_open(self) -> bool:
        return self.closed is None


def openness(*, series: Series, municipality: Municipality, at: datetime) -> Openness:
    """Tell whether ``municipality`` can sign people up ``at`` that time; four queries.

    A host may go past each of these but a cancelled series and a closed network
    (``gatherings.actions.seats.give_seat``).
    """
    count = SeatCount.objects.filter(series=series, municipality=municipality).first()
    members = series.network.memberships.counted()
    return answer(
        series=series,
        taken=count.taken if count else 0,
        limit=_limit(series, count),
        is_member=members.filter(municipality=municipality).exists(),
        is_over=is_over(series=series, at=at),
        at=at,
    )


def answer(
    *,
    series: Series,
    taken: int,
    limit: int | None,
    is_member: bool,
    is_over: bool,
    at: datetime,
) -> Openness:
    """Give the same answer from what has been read already; no query.

    Args:
        series: With its network.
        taken: Seats of the municipality that are taken or offered.
        limit: Seats that it has, those past the limit included; None without a limit.
        is_member: Whether the municipality counts as a member of the network.
        is_over: Whether the last gathering has been.
        at: Now.
    """
    own = None if limit is None else max(limit - taken, 0)
    common = left_in_all(series)
    left = own if common is None else common if own is None else min(own, common)
    full = Full.MUNICIPALITY if own == 0 else Full.SERIES if common == 0 else None
    closed = why_closed(series=series, is_member=is_member, is_over=is_over, at=at)
    return Openness(closed, full, taken, limit, left)


def why_closed(
    *, series: Series, is_member: bool, is_over: bool, at: datetime
) -> Closed | None:
    """Tell why sign-up is closed; None where it is open. The gravest reason is given."""
    if series.state == SeriesState.CANCELLED:
        return Closed.CANCELLED
    if series.network.closed_at is not None:
        return Closed.NETWORK_CLOSED
    if series.state == SeriesState.DRAFT:
        return Closed.NOT_PUBLISHED
    if not is_member:
        return Closed.NOT_A_MEMBER
    if is_over:
        return Closed.OVER
    if not series.is_open_at(at):
        early = series.opens_at is not None and at < series.opens_at
        return Closed.NOT_YET if early else Closed.TOO_LATE
    return None


def is_over(*, series: Series, at: datetime) -> bool:
    """Whether its last gathering has been; a series with a day to come is not over."""
    return has_been(series.gatherings.all(), series=series, at=at)


def has_been(gatherings: Iterable[Gathering], *, series: Series, at: datetime) -> bool:
    """Whether the last of these gatherings of the series has been."""
    days = [one.day for one in gatherings if one.state == GatheringState.PLANNED]
    known = [day for day in days if day is not None]
    if not days or len(known) < len(days):
        return False
    return at.astimezone(series.zone).date() > max(known)


def left_in_all(series: Series) -> int | None:
    """Give the seats that nobody has; None without a total."""
    if series.seats_total is None:
        return None
    return max(series.seats_total + series.seats_extra - series.seats_taken, 0)


def _limit(series: Series, count: SeatCount | None) -> int | None:
    if count is None:
        return series.seats_per_municipality
    return None if count.limit is None else count.limit + count.extra
