"""One's own seat, and the place in line."""

from dataclasses import dataclass

from gatherings.enums import GatheringState, SeatState
from gatherings.models import Gathering, Participation, Registration
from gatherings.queries.series import Line, gatherings_of, lines_of


@dataclass(frozen=True, slots=True)
class OwnGathering:
    """One gathering of the series; ``participation`` is empty where one does not come."""

    gathering: Gathering
    participation: Participation | None


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """What the secret link opens.

    Attributes:
        line: Place in line, while one waits.
    """

    registration: Registration
    gatherings: list[OwnGathering]
    line: Line | None


def find_registration(key: int | None) -> Registration | None:
    """Find a registration whose name is kept; with series and municipality."""
    if key is None:
        return None
    return (
        Registration.objects.filter(pk=key, erased_at__isnull=True)
        .select_related("series__network", "municipality__country")
        .first()
    )


def read_seat(registration: Registration) -> OwnSeat:
    """Read one's own seat; three queries."""
    coming = {row.gathering_id: row for row in registration.participations.all()}
    rows = []
    for gathering in gatherings_of(registration.series):
        participation = coming.get(gathering.pk)
        if participation is not None or gathering.state == GatheringState.PLANNED:
            rows.append(OwnGathering(gathering, participation))
    return OwnSeat(registration, rows, line_of(registration))


def line_of(registration: Registration) -> Line | None:
    """Tell the place in line of somebody who waits; one query."""
    if registration.state != SeatState.WAITING:
        return None
    line = registration.series.registrations.filter(state=SeatState.WAITING)
    return lines_of(line.order_by("queued_at", "pk")).get(registration.pk)
