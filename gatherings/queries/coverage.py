"""What a series lacks before it is published."""

from django.db.models import Prefetch

from gatherings.calculations.coverage import Content, Gaps, gaps
from gatherings.enums import EXPECTED_ITEMS, GatheringKind, GatheringState
from gatherings.models import AgendaItem, Gathering, Series

DIMENSIONS = ("social", "economic", "environmental")


def gaps_of(series: Series) -> Gaps:
    """Find what the planned gatherings lack; guidance talks are left out. Two queries."""
    planned = series.gatherings.filter(state=GatheringState.PLANNED)
    rows = planned.exclude(kind=GatheringKind.GUIDANCE).prefetch_related(
        Prefetch("agenda", queryset=AgendaItem.objects.order_by("position"))
    )
    return gaps([_content(row) for row in rows], expected=EXPECTED_ITEMS, dimensions=DIMENSIONS)


def _content(gathering: Gathering) -> Content:
    covered = {code for code in DIMENSIONS if getattr(gathering, f"is_{code}")}
    items = {item.kind for item in gathering.agenda.all()}
    return Content(gathering.number, frozenset(items), frozenset(covered))
