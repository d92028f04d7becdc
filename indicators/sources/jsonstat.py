"""JSON-stat 2.0 and 1.x to NumPy: no step is taken per cell.

Source: https://json-stat.org/full/ (2.0) and https://json-stat.org/doc/ (1.x).
Labels are never keys: two municipalities may have the same name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
import pandas as pd


class BrokenCube(ValueError):
    """The text is no JSON-stat, or its parts do not fit together."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension: its id, its categories' codes in order, and their labels."""

    id: str
    codes: tuple[str, ...]
    labels: Mapping[str, str]
    role: str = ""


@dataclass(frozen=True, slots=True)
class Cube:
    """One data set.

    ``values`` are floats shaped by the dimensions, NaN for null; ``status``
    has the same shape and points into ``statuses``, whose first is "".
    """

    label: str
    source: str
    updated: str
    dimensions: tuple[Dimension, ...]
    values: np.ndarray
    statuses: tuple[str, ...]
    status: np.ndarray

    def frame(self) -> pd.DataFrame:
        """Return one row per cell: a category per dimension, ``value``, ``status``."""
        shape = self.values.shape
        columns: dict[str, Any] = {}
        for place, dimension in enumerate(self.dimensions):
            small = np.int16 if len(dimension.codes) < 2**15 else np.int32
            inner = int(np.prod(shape[place + 1 :], dtype=np.int64))
            outer = int(np.prod(shape[:place], dtype=np.int64))
            one: np.ndarray = np.arange(shape[place], dtype=small)
            codes: np.ndarray = np.tile(np.repeat(one, inner), outer)
            columns[dimension.id] = pd.Categorical.from_codes(
                codes, categories=pd.Index(dimension.codes, dtype=object)
            )
        columns["value"] = self.values.reshape(-1)
        columns["status"] = pd.Categorical.from_codes(
            self.status.reshape(-1), categories=pd.Index(self.statuses, dtype=object)
        )
        return pd.DataFrame(columns, copy=False)

    def dimension(self, name: str) -> Dimension | None:
        """Return the dimension with that id, if there is one."""
        return next((each for each in self.dimensions if each.id == name), None)


def read(data: bytes) -> list[Cube]:
    """Read every data set in a JSON-stat text.

    Raises:
        BrokenCube: It is no JSON-stat, or damaged.
    """
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise BrokenCube("not JSON") from error
    return of(document)


def of(document: object) -> list[Cube]:
    """Read every data set in a parsed document: a data set, a bundle, a collection.

    Raises:
        BrokenCube: It is no JSON-stat, or damaged.
    """
    if not isinstance(document, dict):
        raise BrokenCube("no object")
    kind = document.get("class")
    if kind == "collection":
        items = document.get("link", {}).get("item", [])
        return [_cube(item) for item in items if isinstance(item, dict) and "dimension" in item]
    if kind == "dataset" or "dimension" in document:
        return [_cube(document)]
    members = [
        item for item in document.values() if isinstance(item, dict) and "dimension" in item
    ]
    if not members:
        raise BrokenCube("no data set")
    return [_cube(item) for item in members]


def _cube(item: dict[str, Any]) -> Cube:
    try:
        dimensions = _dimensions(item)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise BrokenCube(f"dimension: {error}") from error
    shape = tuple(len(each.codes) for each in dimensions)
    cells = int(np.prod(shape, dtype=np.int64))
    values = _values(item.get("value"), cells)
    statuses, status = _status(item.get("status"), cells)
    return Cube(
        label=str(item.get("label", "")),
        source=str(item.get("source", "")),
        updated=str(item.get("updated", "")),
        dimensions=dimensions,
        values=values.reshape(shape),
        statuses=statuses,
        status=status.reshape(shape),
    )


def _dimensions(item: dict[str, Any]) -> tuple[Dimension, ...]:
    """Read the dimensions; 1.x keeps their order and roles inside ``dimension``.

    Raises:
        ValueError: A dimension does not have as many categories as it says.
    """
    described = item["dimension"]
    place = item if "id" in item else described
    roles = {
        name: role
        for role, names in (item.get("role") or described.get("role") or {}).items()
        for name in names
    }
    found = []
    for name, size in zip(place["id"], place["size"], strict=True):
        category = described[name]["category"]
        codes = codes_of(category)
        if len(codes) != size:
            raise ValueError(f"{name} has {len(codes)} categories, not {size}")
        found.append(
            Dimension(str(name), codes, dict(category.get("label") or {}), roles.get(name, ""))
        )
    return tuple(found)


def codes_of(category: dict[str, Any]) -> tuple[str, ...]:
    """Put a category's codes in order: a list, an object of places, or only one label.

    Raises:
        ValueError: The order cannot be told.
    """
    index = category.get("index")
    if index is None:
        labels = list(category["label"])
        if len(labels) != 1:
            raise ValueError("categories without order")
        return (str(labels[0]),)
    if isinstance(index, list):
        codes = [str(code) for code in index]
    else:
        codes = sorted(index, key=index.__getitem__)
        if sorted(index.values()) != list(range(len(codes))):
            raise ValueError("places of categories have gaps")
    if len(set(codes)) != len(codes):
        raise ValueError("a category twice")
    return tuple(codes)


def _values(given: object, cells: int) -> np.ndarray:
    try:
        if isinstance(given, dict):
            values = np.full(cells, np.nan)
            places = np.fromiter(map(int, given), dtype=np.int64, count=len(given))
            values[_inside(places, cells)] = np.array(list(given.values()), dtype=np.float64)
            return values
        if not isinstance(given, list):
            raise BrokenCube("no values")
        values = np.array(given, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BrokenCube("a value that is no number") from error
    if values.shape != (cells,):
        raise BrokenCube(f"{values.size} values for {cells} cells")
    return values


def _inside(places: np.ndarray, cells: int) -> np.ndarray:
    if len(places) and (places.min() < 0 or places.max() >= cells):
        raise BrokenCube("a cell outside the table")
    return places


def _status(given: object, cells: int) -> tuple[tuple[str, ...], np.ndarray]:
    """Read the status: one for all, one per cell, or an object of cells.

    Raises:
        BrokenCube: It does not fit the cells.
    """
    if given is None:
        return ("",), np.zeros(cells, dtype=np.int8)
    if isinstance(given, str):
        return ("", given), np.ones(cells, dtype=np.int8)
    if isinstance(given, list):
        given = [given[0] if given else ""] * cells if len(given) == 1 else given
        if len(given) != cells:
            raise BrokenCube(f"{len(given)} statuses for {cells} cells")
        places, texts = np.arange(cells), given
    elif isinstance(given, dict):
        places = np.fromiter(map(int, given), dtype=np.int64, count=len(given))
        texts = list(given.values())
    else:
        raise BrokenCube("status of an odd kind")
    codes, names = pd.factorize(
        np.array(["", *("" if text is None else str(text) for text in texts)], dtype=object)
    )
    status = np.zeros(cells, dtype=np.int16)
    status[_inside(places, cells)] = codes[1:]
    return tuple(str(name) for name in names), status
