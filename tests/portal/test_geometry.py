import json
from math import hypot

import pytest

from portal import geometry
from portal.geometry import Shape, ShapeProblem

SQUARE = [[9.0, 60.0], [9.2, 60.0], [9.2, 60.1], [9.0, 60.1], [9.0, 60.0]]


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def feature(code, coordinates=None, kind="Polygon", name="kommunenummer"):
    return {
        "type": "Feature",
        "properties": {name: code},
        "geometry": {"type": kind, "coordinates": coordinates or [SQUARE]},
    }


def test_centre_of_the_map_is_its_origin():
    assert geometry.project(16.0, 63.0) == pytest.approx((0.0, 0.0))


def test_projection_keeps_short_distances_near_the_centre():
    # One degree of latitude is 2πR/360 = 111 195 m on the sphere.
    east, north = geometry.project(16.0, 64.0)
    assert (east, hypot(east, north)) == (pytest.approx(0.0), pytest.approx(111_194, abs=5))


def test_projection_keeps_areas():
    # A quadrangle of 1 × 1 degree: R² (sin 61° − sin 60°) · π/180.
    points = [(10.0, 60.0), (11.0, 60.0), (11.0, 61.0), (10.0, 61.0)]
    steps = 50
    ring = []
    for (a, b), (c, d) in zip(points, points[1:] + points[:1], strict=True):
        ring += [
            geometry.project(a + (c - a) * n / steps, b + (d - b) * n / steps)
            for n in range(steps)
        ]
    area = (
        sum(x * v - u * y for (x, y), (u, v) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2
    )
    assert area == pytest.approx(6.0876e9, rel=1e-3)


def test_simplify_leaves_out_what_lies_on_the_line():
    line = [(0.0, 0.0), (1.0, 0.01), (2.0, 0.0), (3.0, 5.0), (4.0, 0.0)]
    assert geometry.simplify(line, tolerance=0.1) == [
        (0.0, 0.0),
        (2.0, 0.0),
        (3.0, 5.0),
        (4.0, 0.0),
    ]


def test_simplify_keeps_both_ends():
    line = [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0)]
    assert geometry.simplify(line, tolerance=1.0) == [(0.0, 0.0), (2.0, 0.0)]


def test_centre_is_that_of_the_largest_ring():
    small, large = [0, 0, 1, 0, 1, 1, 0, 1], [10, 10, 20, 10, 20, 20, 10, 20]
    assert geometry.centre_of([small, large]) == (15.0, 15.0)


def test_outlines_are_read_by_code():
    shapes, problems = geometry.read_shapes(
        collection(feature("3324"), feature(301, kind="MultiPolygon", coordinates=[[SQUARE]]))
    )
    assert [shape.code for shape in shapes] == ["3324", "0301"]
    assert shapes[0].rings == shapes[1].rings
    assert problems == []


def test_metres_are_used_as_they_stand():
    square = [[500_000, 6_700_000], [510_000, 6_700_000], [510_000, 6_710_000]]
    shapes, _problems = geometry.read_shapes(
        collection(feature("3324", [[*square, square[0]]]))
    )
    assert shapes == [
        Shape(1, "3324", [[5000, -67000, 5100, -67000, 5100, -67100, 5000, -67000]])
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"not json", "not_json"),
        (b"[]", "not_collection"),
        (b'{"type": "Polygon"}', "not_collection"),
    ],
)
def test_a_file_of_another_kind_is_named(data, code):
    shapes, problems = geometry.read_shapes(data)
    assert (shapes, [p.code for p in problems]) == ([], [code])


def test_every_bad_feature_is_named():
    data = collection(
        {"type": "Feature", "properties": {}, "geometry": None},
        feature("3324", kind="Point", coordinates=[9.0, 60.0]),
        feature("3325", coordinates=[[["x", 1], [2, 3]]]),
        feature("3326"),
        feature("3326"),
    )
    shapes, problems = geometry.read_shapes(data)
    assert [shape.code for shape in shapes] == ["3326"]
    assert [(p.feature, p.code) for p in problems] == [
        (1, "no_code"),
        (2, "not_area"),
        (3, "bad_points"),
        (5, "twice"),
    ]


def test_the_property_can_be_named():
    shapes, problems = geometry.read_shapes(
        collection(feature("3324", name="nummer")), code_property="nummer"
    )
    assert ([shape.code for shape in shapes], problems) == (["3324"], [])


def test_the_id_of_the_feature_is_taken_where_no_property_has_the_code():
    data = collection({"id": 301, "properties": {}, "geometry": feature("")["geometry"]})
    shapes, problems = geometry.read_shapes(data)
    assert ([shape.code for shape in shapes], problems) == (["0301"], [])


def test_problem_names_the_property_that_is_missing():
    _shapes, problems = geometry.read_shapes(collection(feature("3324")), code_property="nr")
    assert problems == [ShapeProblem(1, "no_code", "nr")]
