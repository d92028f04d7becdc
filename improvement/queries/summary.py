"""How the measures of several municipalities stand, counted in the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max, Q

from accounts.models import User
from improvement.enums import OPEN_STATES, MeasureState
from improvement.models import Measure, workplace_networks
from networks.models import Municipality, Network


@dataclass(frozen=True, slots=True)
class MeasureCounts:
    """The measures of one municipality that are not archived, by state.

    Attributes:
        fresh: How many of those that are worked with were logged within the days asked for.
    """

    done: int = 0
    on_track: int = 0
    late: int = 0
    stopped: int = 0
    not_started: int = 0
    fresh: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.done + self.on_track + self.late + self.stopped + self.not_started

    @property
    def open(self) -> int:
        """Those that somebody still works with."""
        return self.on_track + self.late + self.not_started


def measure_counts(
    municipalities: Iterable[Municipality | int], *, at: datetime, days: int
) -> dict[int, MeasureCounts]:
    """Count the measures of each municipality, in one query.

    Args:
        municipalities: Whose measures.
        at: Now.
        days: A measure logged within so many days counts as fresh.

    Returns:
        Key of the municipality → its counts; those without measures are left out.
    """
    states = {
        "done": MeasureState.DONE,
        "on_track": MeasureState.ON_TRACK,
        "late": MeasureState.LATE,
        "stopped": MeasureState.STOPPED,
        "not_started": MeasureState.NOT_STARTED,
    }
    rows = (
        Measure.objects.filter(municipality__in=municipalities, archived_at__isnull=True)
        .values("municipality")
        .annotate(
            **{name: Count("pk", filter=Q(state=state)) for name, state in states.items()},
            fresh=Count(
                "pk",
                filter=Q(state__in=OPEN_STATES, logged_at__gte=at - timedelta(days=days)),
            ),
        )
        .values_list("municipality", *states, "fresh")
    )
    names = (*states, "fresh")
    return {
        place: MeasureCounts(**dict(zip(names, counts, strict=True))) for place, *counts in rows
    }


def last_change(municipalities: Iterable[Municipality | int]) -> str:
    """Say when the measures of the municipalities last changed, as a key for kept pages."""
    found = Measure.objects.filter(municipality__in=municipalities).aggregate(
        updated=Max("updated_at"), logged=Max("logged_at"), count=Count("pk")
    )
    return f"{found['updated']} {found['logged']} {found['count']}"


def is_workplace(person: User | AnonymousUser, network: Network) -> bool:
    """Whether the person may read the common work of the network, not only its figures."""
    if not person.is_authenticated:
        return False
    return workplace_networks(person).filter(pk=network.pk).exists()
