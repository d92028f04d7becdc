"""How often a network meets."""

from gatherings.calculations.planning import Year, plan
from gatherings.enums import GatheringKind, GatheringState, SeriesState
from gatherings.models import Gathering, Talk
from gatherings.queries.talks import booked
from networks.models import Network


def years_of(network: Network) -> list[Year]:
    """Count the gatherings of a network that are planned or have been, per calendar year.

    Booked guidance talks count as such, in their local year, and never as gatherings.
    """
    rows = Gathering.objects.filter(series__network=network, state=GatheringState.PLANNED)
    kept = rows.exclude(series__state=SeriesState.CANCELLED)
    found = kept.values_list("day", "kind").order_by("pk")
    talks = Talk.objects.filter(booked(), series__network=network).select_related("series")
    guided = [talk.starts_at.astimezone(talk.series.zone).year for talk in talks]
    programme = network.programme
    return plan(
        [
            *((day.year if day else None, kind) for day, kind in found),
            *((year, GatheringKind.GUIDANCE) for year in guided),
        ],
        kinds=GatheringKind.values,
        counted=GatheringKind.PHYSICAL,
        least=programme.gatherings_from if programme else None,
        most=programme.gatherings_to if programme else None,
    )
