"""How the measures of several municipalities stand, counted in the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from improvement.enums import OPEN_STATES, MeasureState
from improvement.models import CycleSettings, Measure, workplace_networks
from networks.models import Municipality, Network


@dataclass(frozen=True, slots=True)
class MeasureCounts:
    """The measures of one municipality that are not archived, by state.

    Attributes:
        fresh: How many of those that are worked with were logged within the acceptable days.
        stale: How many of them were last heard of more than the stale days ago.
    """

    done: int = 0
    on_track: int = 0
    late: int = 0
    stopped: int = 0
    not_started: int = 0
    fresh: int = 0
    stale: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.done + self.on_track + self.late + self.stopped + self.not_started

    @property
    def open(self) -> int:
        """Those that somebody still works with."""
        return self.on_track + self.late + self.not_started


def measure_counts(
    municipalities: Iterable[Municipality | int],
    *,
    network: Network,
    days: CycleSettings,
    at: datetime,
) -> dict[int, MeasureCounts]:
    """Count the measures that members have in a network or as their own, in one query.

    Args:
        municipalities: Whose measures.
        network: Those of other networks are left out.
        days: When a status is acceptable, and when it is stale.
        at: Now; ages are whole days of the current time zone.

    Returns:
        Key of the municipality → its counts; those without measures are left out.
    """
    is_open = Q(state__in=OPEN_STATES)
    acceptable, stale = (
        _start_of_day(at, days_ago=n) for n in (days.acceptable_days, days.stale_days)
    )
    counted = {
        "done": Q(state=MeasureState.DONE),
        "on_track": Q(state=MeasureState.ON_TRACK),
        "late": Q(state=MeasureState.LATE),
        "stopped": Q(state=MeasureState.STOPPED),
        "not_started": Q(state=MeasureState.NOT_STARTED),
        "fresh": is_open & Q(logged_at__gte=acceptable),
        "stale": is_open & Q(heard_at__lt=stale),
    }
    rows = (
        Measure.objects.filter(
            Q(network=network) | Q(network__isnull=True),
            municipality__in=municipalities,
            archived_at__isnull=True,
        )
        .annotate(heard_at=Coalesce("logged_at", "created_at"))
        .values("municipality")
        .annotate(**{name: Count("pk", filter=which) for name, which in counted.items()})
        .order_by()
        .values_list("municipality", *counted)
    )
    return {
        place: MeasureCounts(**dict(zip(counted, counts, strict=True)))
        for place, *counts in rows
    }


def _start_of_day(at: datetime, *, days_ago: int) -> datetime:
    day = timezone.localdate(at) - timedelta(days=days_ago)
    return timezone.make_aware(datetime.combine(day, time.min))


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
