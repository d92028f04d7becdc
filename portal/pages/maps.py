"""One goal on a map: tiles, or outlines where an operator has loaded them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from common.words import RATINGS
from networks.models import Municipality
from portal.geometry import Ring, centre_of
from portal.pages.area import AreaPage, Cell
from portal.tiles import tile_positions

WIDTH = 640.0
HEIGHT = 560.0
LINE = 13.0
LETTER = 6.6
"""Height of a line and width of a letter of a label, in pixels of the map."""
NAMES_UP_TO = 20
"""With more municipalities the names stand only in the table and under the pointer."""


@dataclass(frozen=True, slots=True)
class Place:
    """One municipality on the map. Without an outline it is a tile at column and row."""

    cell: Cell
    spoken: str
    column: int = 0
    row: int = 0
    path: str = ""
    x: str = ""
    y: str = ""


@dataclass(frozen=True, slots=True)
class AreaMap:
    """One goal in all municipalities of an area."""

    goal: int
    goals: list[int]
    places: list[Place]
    width: int
    height: int
    has_outlines: bool
    has_names: bool
    sources: list[str]


def area_map(
    page: AreaPage,
    places: Sequence[Municipality],
    outlines: Mapping[int, list[Ring]],
    *,
    goal: int | None,
    sources: Sequence[str] = (),
) -> AreaMap | None:
    """Draw a goal; nothing where there are neither outlines nor places for tiles.

    Args:
        page: The dashboard of the area.
        places: Its municipalities.
        outlines: Rings in units of 100 metres by municipality.
        goal: The goal that the reader chose; the most shared challenge when left out.
        sources: Who published the outlines.
    """
    shown = goal if goal in page.goals else _first_goal(page)
    cells = _cells(page, shown)
    if not cells:
        return None
    if places and all(place.pk in outlines for place in places):
        return _drawn(page, shown, cells, outlines, sources)
    positions = tile_positions(places)
    if not positions:
        return None
    tiles = [
        Place(cell, _spoken(cell), *positions[cell.member.pk])
        for cell in cells
        if cell.member.pk in positions
    ]
    return AreaMap(shown, page.goals, tiles, 0, 0, False, True, [])  # noqa: FBT003 -- no outlines, names


def _first_goal(page: AreaPage) -> int:
    if page.challenges:
        return page.challenges[0].goal
    return page.goals[0] if page.goals else 0


def _cells(page: AreaPage, goal: int) -> list[Cell]:
    return [cell for row in page.heat for cell in row.cells if cell.goal == goal]


def _spoken(cell: Cell) -> str:
    rating = str(RATINGS[cell.rating])
    points = f", {cell.score}" if cell.score else ""
    return f"{cell.member.name}: {rating}{points}"


def _drawn(
    page: AreaPage,
    goal: int,
    cells: Sequence[Cell],
    outlines: Mapping[int, list[Ring]],
    sources: Sequence[str],
) -> AreaMap:
    rings = [ring for cell in cells for ring in outlines[cell.member.pk]]
    xs = [x for ring in rings for x in ring[::2]]
    ys = [y for ring in rings for y in ring[1::2]]
    left, top = min(xs), min(ys)
    wide, high = max(xs) - left or 1, max(ys) - top or 1
    scale = min(WIDTH / wide, HEIGHT / high)
    has_names = len(cells) <= NAMES_UP_TO
    centres = {}
    for cell in cells:
        x, y = centre_of(outlines[cell.member.pk])
        centres[cell.member.pk] = ((x - left) * scale, (y - top) * scale)
    labels = {c.member.pk: f"{c.member.name} A" if has_names else "A" for c in cells}
    spots = _apart(centres, labels)
    places = [
        Place(
            cell,
            _spoken(cell),
            path="".join(_path(ring, left, top, scale) for ring in outlines[cell.member.pk]),
            x=str(round(spots[cell.member.pk][0])),
            y=str(round(spots[cell.member.pk][1])),
        )
        for cell in cells
    ]
    return AreaMap(
        goal,
        page.goals,
        places,
        round(wide * scale),
        round(high * scale),
        True,  # noqa: FBT003 -- outlines
        has_names,
        list(sources),
    )


def _apart(
    centres: Mapping[int, tuple[float, float]], labels: Mapping[int, str]
) -> dict[int, tuple[float, float]]:
    """Move labels up or down until none covers another, from the top of the map on."""
    spots: dict[int, tuple[float, float]] = {}
    for key, (x, y) in sorted(centres.items(), key=lambda item: (item[1][1], item[0])):
        tried = [y + step * LINE for step in (0, 1, -1, 2, -2)]
        free = (
            line
            for line in tried
            if not any(
                abs(line - other_y) < LINE
                and abs(x - other_x) < (len(labels[key]) + len(labels[other])) * LETTER / 2
                for other, (other_x, other_y) in spots.items()
            )
        )
        spots[key] = (x, next(free, y))
    return spots


def _path(ring: Ring, left: int, top: int, scale: float) -> str:
    """Draw a ring in whole pixels, each step from the one before."""
    points: list[tuple[int, int]] = []
    for place in range(0, len(ring), 2):
        point = round((ring[place] - left) * scale), round((ring[place + 1] - top) * scale)
        if not points or point != points[-1]:
            points.append(point)
    if len(points) < 3:
        return ""
    steps = [f"M{points[0][0]} {points[0][1]}"]
    for (x, y), (next_x, next_y) in pairwise(points):
        steps.append(f"l{next_x - x} {next_y - y}")
    return "".join(steps) + "z"
