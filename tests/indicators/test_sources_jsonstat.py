"""JSON-stat in all the shapes that services send it."""

import json

import numpy as np
import pytest
from pyjstat import pyjstat

from indicators.sources import jsonstat

REGIONS = {"3324": 0, "3326": 1}
YEARS = {"2023": 0, "2024": 1}
CATEGORIES = {
    "Region": {"label": "region", "category": {"index": REGIONS, "label": {"3324": "Gol"}}},
    "Tid": {"label": "år", "category": {"index": YEARS}},
    "ContentsCode": {"label": "tal", "category": {"label": {"Personer": "Personar"}}},
}
IDS = ["Region", "ContentsCode", "Tid"]
ROLE = {"time": ["Tid"], "metric": ["ContentsCode"]}


def dataset(**changes):
    return {
        "version": "2.0", "class": "dataset", "label": "folk", "source": "SSB", "id": IDS,
        "size": [2, 1, 2], "role": ROLE, "dimension": CATEGORIES, "value": [1, 2.5, None, 4],
        "status": {"2": ".."},
    } | changes  # fmt: skip


def old_dataset():
    """Give the same as JSON-stat 1.x, where order and roles stand inside ``dimension``."""
    given = dataset()
    inside = {"id": given["id"], "size": given["size"], "role": given["role"]}
    return {
        "dataset": {
            "label": "folk", "source": "SSB", "dimension": CATEGORIES | inside,
            "value": given["value"], "status": given["status"],
        }
    }  # fmt: skip


def read(document):
    return jsonstat.read(json.dumps(document).encode())


@pytest.mark.parametrize(
    "document",
    [
        dataset(),
        old_dataset(),
        dataset(value={"0": 1, "1": 2.5, "3": 4}),
        dataset(status=["", "", "..", ""]),
        dataset(status=[None, None, "..", None]),
        {"class": "collection", "link": {"item": [dataset()]}},
        {"first": dataset()},
        dataset(dimension=CATEGORIES | {"Tid": {"category": {"index": list(YEARS)}}}),
    ],
)
def test_all_shapes_give_the_same_cells(document):
    (cube,) = read(document)
    frame = cube.frame()

    assert [(each.id, each.codes, each.role) for each in cube.dimensions] == [
        ("Region", ("3324", "3326"), ""),
        ("ContentsCode", ("Personer",), "metric"),
        ("Tid", ("2023", "2024"), "time"),
    ]
    assert frame.fillna({"value": -1}).astype(object).to_numpy().tolist() == [
        ["3324", "Personer", "2023", 1.0, ""],
        ["3324", "Personer", "2024", 2.5, ""],
        ["3326", "Personer", "2023", -1.0, ".."],
        ["3326", "Personer", "2024", 4.0, ""],
    ]


def test_one_status_for_all_cells():
    (cube,) = read(dataset(status="p"))

    assert list(cube.frame()["status"]) == ["p"] * 4


def test_labels_are_no_keys():
    places = {"1515": "Herøy", "1818": "Herøy"}
    category = {"index": list(places), "label": places}
    (cube,) = read(dataset(dimension=CATEGORIES | {"Region": {"category": category}}))

    assert list(cube.frame()["Region"]) == ["1515", "1515", "1818", "1818"]


@pytest.mark.parametrize(
    "document",
    [
        [],
        {"no": "data set"},
        dataset(value=[1, 2, 3]),
        dataset(value=[1, 2, 3, "many"]),
        dataset(value={"4": 1}),
        dataset(value=None),
        dataset(size=[2, 1, 3]),
        dataset(status={"9": "."}),
        dataset(status=[".", "."]),
        dataset(status=7),
        dataset(dimension={"Region": {}}),
        dataset(
            dimension=CATEGORIES | {"Tid": {"category": {"index": {"2023": 0, "2024": 5}}}}
        ),
        dataset(dimension=CATEGORIES | {"Tid": {"category": {"index": ["2023", "2023"]}}}),
    ],
)
def test_what_is_damaged_is_refused(document):
    with pytest.raises(jsonstat.BrokenCube):
        read(document)


def test_what_is_not_json_is_refused():
    with pytest.raises(jsonstat.BrokenCube):
        jsonstat.read(b'{"class": "dataset", "val')


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_gives_what_another_reader_gives():
    sizes = [90, 10, 20]
    rng = np.random.default_rng(7)
    values = np.round(rng.random(np.prod(sizes)), 3).tolist()
    dimension = {
        name: {"label": name, "category": {
            "index": {f"{place:04d}": place for place in range(size)},
            "label": {f"{place:04d}": f"{place:04d}" for place in range(size)}}}
        for name, size in zip(IDS, sizes, strict=True)
    }  # fmt: skip
    text = json.dumps(dataset(size=sizes, dimension=dimension, value=values, status={}))

    theirs = pyjstat.Dataset.read(text).write("dataframe")
    ours = jsonstat.read(text.encode())[0].frame()

    assert ours["value"].tolist() == theirs["value"].tolist()
    for name in IDS:
        assert ours[name].astype(object).tolist() == theirs[name].astype(object).tolist()
