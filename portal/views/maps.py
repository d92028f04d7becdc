"""Which goal the map of an area shows."""

from collections.abc import Sequence

from django.http import HttpRequest

from networks.models import Municipality
from portal.pages.area import AreaPage
from portal.pages.maps import AreaMap, area_map
from portal.shapes import shapes_of


def chosen_goal(request: HttpRequest) -> int | None:
    """Read the goal of the address; None when none, or no goal, is named."""
    text = request.GET.get("goal", "")
    return int(text) if text.isdecimal() and len(text) < 3 else None


def map_of(page: AreaPage, places: Sequence[Municipality], goal: int | None) -> AreaMap | None:
    """Draw the map of an area; None where there is nothing to draw it from."""
    outlines, sources = shapes_of([place.pk for place in places])
    return area_map(page, places, outlines, goal=goal, sources=sources)
