"""How often a network meets."""

from gatherings.calculations.planning import Year, plan
from gatherings.enums import GatheringKind, GatheringState, SeriesState
from gatherings.models import Gathering
from networks.models import Network


def years_of(network: Network) -> list[Year]:
    """Count the gatherings of a network that are planned or have been, per calendar year."""
    rows = Gathering.objects.filter(series__network=network, state=GatheringState.PLANNED)
    kept = rows.exclude(series__state=SeriesState.CANCELLED)
    found = kept.values_list("day", "kind").order_by("pk")
    programme = network.programme
    return plan(
        [(day.year if day else None, kind) for day, kind in found],
        kinds=GatheringKind.values,
        counted=GatheringKind.PHYSICAL,
        least=programme.gatherings_from if programme else None,
        most=programme.gatherings_to if programme else None,
    )
