"""Outlines from GeoJSON, brought onto one plane and simplified. No Django, no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians, sin, sqrt
from typing import Any

import orjson

EARTH_RADIUS = 6_371_008.8
"""Metres; mean radius (IUGG)."""
CENTRE = (radians(63.0), radians(16.0))
"""Latitude and longitude that the map is centred on."""
UNIT = 100.0
"""Metres per step of the map."""
CODE_PROPERTIES = (
    "code",
    "kommunenummer",
    "kommunenr",
    "kommunkod",
    "KnKod",
    "KOMMUNENR",
    "KNKOD",
    "number",
    "id",
)

Point = tuple[float, float]
Ring = list[int]


@dataclass(frozen=True, slots=True)
class Shape:
    """The outline that one feature of the file has for one municipality."""

    feature: int
    code: str
    rings: list[Ring]


@dataclass(frozen=True, slots=True)
class ShapeProblem:
    """What is wrong with one feature of the file (from 1; 0 is the file itself).

    ``code`` is ``not_json``, ``not_collection``, ``no_code``, ``not_area``, ``bad_points``
    or ``twice``; ``detail`` is what was found.
    """

    feature: int
    code: str
    detail: str = ""


def read_shapes(
    data: bytes, *, code_property: str | None = None, tolerance: float = 250.0
) -> tuple[list[Shape], list[ShapeProblem]]:
    """Read the outlines of municipalities from a GeoJSON feature collection.

    Args:
        data: The file. Coordinates are longitude and latitude in degrees, or easting and
            northing in metres of one projection.
        code_property: Property with the municipality's code; the usual ones when left out.
        tolerance: How far a simplified outline may lie from the true one, in metres.

    Returns:
        Outlines, and everything that is wrong.
    """
    try:
        collection = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        return [], [ShapeProblem(0, "not_json", str(error))]
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        return [], [ShapeProblem(0, "not_collection")]
    shapes: dict[str, Shape] = {}
    problems: list[ShapeProblem] = []
    for number, feature in enumerate(features, start=1):
        found = _shape(number, feature, code_property, tolerance)
        if isinstance(found, ShapeProblem):
            problems.append(found)
        elif found.code in shapes:
            problems.append(ShapeProblem(number, "twice", found.code))
        else:
            shapes[found.code] = found
    return list(shapes.values()), problems


def project(longitude: float, latitude: float) -> Point:
    """Project a place onto the plane of the map, areas kept true.

    Args:
        longitude: Degrees east.
        latitude: Degrees north.

    Returns:
        Metres to the east and to the north of the centre.

    Source:
        Lambert's azimuthal equal-area projection of a sphere: Snyder, Map Projections, a
        Working Manual (U.S. Geological Survey 1987), equations 22-4, 22-5 and 24-2.
    """
    phi, lam = radians(latitude), radians(longitude)
    phi_1, lam_0 = CENTRE
    apart = lam - lam_0
    across = 1 + sin(phi_1) * sin(phi) + cos(phi_1) * cos(phi) * cos(apart)
    scale = EARTH_RADIUS * sqrt(2 / across)
    east = scale * cos(phi) * sin(apart)
    north = scale * (cos(phi_1) * sin(phi) - sin(phi_1) * cos(phi) * cos(apart))
    return east, north


def simplify(points: Sequence[Point], *, tolerance: float) -> list[Point]:
    """Leave out points that lie nearer than ``tolerance`` to the line without them.

    Args:
        points: An open line or a closed ring, n >= 2 points.
        tolerance: In the points' own unit.

    Source:
        Douglas and Peucker 1973, Algorithms for the reduction of the number of points.
    """
    keep = [False] * len(points)
    keep[0] = keep[-1] = True
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        furthest, distance = first, tolerance
        for place in range(first + 1, last):
            apart = _distance(points[place], points[first], points[last])
            if apart > distance:
                furthest, distance = place, apart
        if furthest != first:
            keep[furthest] = True
            waiting += [(first, furthest), (furthest, last)]
    return [point for point, kept in zip(points, keep, strict=True) if kept]


def centre_of(rings: Iterable[Ring]) -> Point:
    """Give the centre of the largest ring, by area; the place of a label."""
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    area = _area(largest)
    if not area:
        return float(largest[0]), float(largest[1])
    east = south = 0.0
    for x, y, next_x, next_y in _sides(largest):
        cross = x * next_y - next_x * y
        east += (x + next_x) * cross
        south += (y + next_y) * cross
    return east / (6 * area), south / (6 * area)


def _shape(
    number: int, feature: Any, code_property: str | None, tolerance: float
) -> Shape | ShapeProblem:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    known = dict(properties) if isinstance(properties, dict) else {}
    if isinstance(feature, dict) and "id" in feature:
        known.setdefault("id", feature["id"])
    code = _code(known, code_property)
    if not code:
        return ShapeProblem(number, "no_code", code_property or ", ".join(CODE_PROPERTIES))
    geometry = feature.get("geometry") or {}
    coordinates: Any = geometry.get("coordinates")
    polygons: Any
    if geometry.get("type") == "Polygon":
        polygons = [coordinates]
    elif geometry.get("type") == "MultiPolygon":
        polygons = coordinates
    else:
        return ShapeProblem(number, "not_area", str(geometry.get("type")))
    try:
        rings = [_ring(ring, tolerance) for polygon in polygons for ring in polygon]
    except (TypeError, ValueError, IndexError) as error:
        return ShapeProblem(number, "bad_points", str(error))
    drawn = [ring for ring in rings if len(ring) >= 6]
    return Shape(number, code, drawn) if drawn else ShapeProblem(number, "bad_points")


def _code(properties: dict[str, Any], code_property: str | None) -> str:
    for name in (code_property,) if code_property else CODE_PROPERTIES:
        value = properties.get(name)
        if isinstance(value, int):
            return f"{value:04d}"
        if value:
            return str(value).strip()
    return ""


def _ring(coordinates: Any, tolerance: float) -> Ring:
    points = [(float(point[0]), float(point[1])) for point in coordinates]
    if all(abs(x) <= 180 and abs(y) <= 90 for x, y in points):
        points = [project(x, y) for x, y in points]
    half = len(points) // 2
    # A ring begins and ends in one point: its two halves are simplified apart.
    outline = simplify(points[: half + 1], tolerance=tolerance)
    outline += simplify(points[half:], tolerance=tolerance)[1:]
    flat: Ring = []
    for x, y in outline:
        step = [round(x / UNIT), round(-y / UNIT)]
        if flat[-2:] != step:
            flat += step
    return flat


def _distance(point: Point, first: Point, last: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, first, last
    run, rise = x2 - x1, y2 - y1
    length = run * run + rise * rise
    if not length:
        return sqrt((x - x1) ** 2 + (y - y1) ** 2)
    along = min(1.0, max(0.0, ((x - x1) * run + (y - y1) * rise) / length))
    return sqrt((x - x1 - along * run) ** 2 + (y - y1 - along * rise) ** 2)


def _sides(ring: Ring) -> Iterable[tuple[int, int, int, int]]:
    for place in range(0, len(ring), 2):
        after = (place + 2) % len(ring)
        yield ring[place], ring[place + 1], ring[after], ring[after + 1]


def _area(ring: Ring) -> float:
    return sum(x * next_y - next_x * y for x, y, next_x, next_y in _sides(ring)) / 2
