"""Values as they stand in the database, for tables, charts and downloads."""

from indicators.enums import ImportKind
from indicators.models import Observation
from networks.models import Municipality


def typed_indicators(municipality: Municipality) -> frozenset[int]:
    """Give the keys of indicators with values that the municipality has typed itself."""
    rows = Observation.objects.filter(
        municipality=municipality, batch__kind=ImportKind.TYPED
    ).values_list("indicator", flat=True)
    return frozenset(rows.distinct())
