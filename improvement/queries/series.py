"""Stored series of a municipality, for the small pictures beside its objectives."""

from dataclasses import dataclass

from indicators.documents import unpack_dashboard
from indicators.enums import DashboardKind
from indicators.models import Dashboard
from networks.models import Municipality


@dataclass(frozen=True, slots=True)
class Series:
    """One value per year, in the indicator's unit; None where there is none."""

    years: tuple[int, ...]
    values: tuple[float | None, ...]


def series_of(municipality: Municipality, indicators: set[int]) -> dict[int, Series]:
    """Series by indicator: of the framework shown first, where it has the indicator."""
    if not indicators:
        return {}
    stored = (
        Dashboard.objects.filter(kind=DashboardKind.MUNICIPALITY, object_id=municipality.pk)
        .order_by("framework__is_default", "-framework_id")
        .values_list("document", flat=True)
    )
    found: dict[int, Series] = {}
    for packed in stored:
        document = unpack_dashboard(packed)
        years = tuple(document["years"])
        for place, key in enumerate(document["indicator"]):
            if key in indicators:
                found[key] = Series(years, tuple(document["series"][place]))
    return found
