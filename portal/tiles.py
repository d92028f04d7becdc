"""Where a municipality's tile lies on the tile maps, about as on a real map."""

import csv
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from networks.models import Municipality

_FILE = Path(__file__).parent / "data" / "tiles.csv"


@lru_cache(maxsize=1)
def _positions() -> dict[tuple[str, str], tuple[int, int]]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {
            (row["country"], row["code"]): (int(row["column"]), int(row["row"]))
            for row in csv.DictReader(file)
        }


def tile_positions(places: Iterable[Municipality]) -> dict[int, tuple[int, int]]:
    """Give (column, row) from 1 for each municipality.

    Returns:
        Nothing at all when one of them has no place on the map or two share one: then the
        tiles stand in their order.
    """
    known = _positions()
    found: dict[int, tuple[int, int]] = {}
    for place in places:
        position = known.get((place.country_id, place.code))
        if position is None or position in found.values():
            return {}
        found[place.pk] = position
    return found
