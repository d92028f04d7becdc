"""Which gatherings of a series one can come to: those to come, still open, and not full."""

from datetime import datetime

from django.db.models import Count, Q

from gatherings.actions.locks import GatheringClosed, GatheringFull
from gatherings.enums import SEATED_STATES, GatheringState
from gatherings.models import Gathering, Series
from networks.models import Municipality


def chosen(series: Series, keys: tuple[int, ...] | None, *, at: datetime) -> list[Gathering]:
    """Give the gatherings that somebody who signs up comes to.

    Args:
        series: It is locked.
        keys: Of the gatherings that are asked for; None for all that are open.
        at: Now.

    Raises:
        GatheringClosed: One that is asked for has been or is past its own deadline; or
            all are asked for, and none is open.
    """
    planned = _planned(series, keys)
    closed = [one for one in planned if not _is_open(one, at=at)]
    if closed and (keys is not None or len(closed) == len(planned)):
        raise GatheringClosed(closed[0])
    return [one for one in planned if one not in closed]


def chosen_past_deadlines(series: Series, keys: tuple[int, ...] | None) -> list[Gathering]:
    """Give the gatherings that a host lets somebody come to, whatever the deadlines."""
    return _planned(series, keys)


def check_is_to_come(gathering: Gathering, *, at: datetime) -> None:
    """Refuse what concerns a gathering that is behind us.

    Raises:
        GatheringClosed: It is cancelled, or its day has been.
    """
    if not _is_to_come(gathering, at=at):
        raise GatheringClosed(gathering)


def check_gathering(gathering: Gathering, municipality: Municipality) -> None:
    """Hold the seats that a gathering has of its own; the series is locked.

    Raises:
        GatheringFull: None of them is left for the municipality.
    """
    if gathering.seats_total is None and gathering.seats_per_municipality is None:
        return
    seated = gathering.participations.filter(registration__state__in=SEATED_STATES).aggregate(
        total=Count("pk"), own=Count("pk", filter=Q(registration__municipality=municipality))
    )
    total, own = gathering.seats_total, gathering.seats_per_municipality
    if (total is not None and seated["total"] >= total) or (
        own is not None and seated["own"] >= own
    ):
        raise GatheringFull(gathering)


def _planned(series: Series, keys: tuple[int, ...] | None) -> list[Gathering]:
    rows = series.gatherings.filter(state=GatheringState.PLANNED)
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    found = list(rows.order_by("number"))
    for one in found:
        one.series = series
    return found


def _is_open(gathering: Gathering, *, at: datetime) -> bool:
    return _is_to_come(gathering, at=at) and not gathering.has_closed_at(at)


def _is_to_come(gathering: Gathering, *, at: datetime) -> bool:
    today = at.astimezone(gathering.series.zone).date()
    is_past = gathering.day is not None and gathering.day < today
    return not is_past and gathering.state == GatheringState.PLANNED
