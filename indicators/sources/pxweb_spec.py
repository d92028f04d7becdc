"""What to fetch from a PxWeb table and what its dimensions mean (``SPEC.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from common.tabular import cells
from common.tabular.problems import Problem
from indicators.sources.http import SourceFailed
from indicators.sources.observations import COLUMNS, GENDERS, INDICATOR_CODE
from indicators.sources.pxweb import status_of

ROLES = ("municipality", "period", "indicator", "gender", "fixed")
ALL = "*"
_KEYS = {
    "service",
    "base_url",
    "table",
    "language",
    "country",
    "source",
    "vintage",
    "indicator",
    "dimensions",
}
_DIMENSION_KEYS = {"role", "codes", "map", "prefix", "suffix"}
_YEAR = re.compile(r"\d{4}", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_LATEST = re.compile(r"top\((\d+)\)", re.ASCII)


@dataclass(frozen=True, slots=True)
class DimensionSpec:
    """One dimension: its role, the codes wanted, and what codes are called here.

    ``codes`` is a list, ``*`` (all) or ``top(n)`` (the last n). ``mapping``
    turns the table's codes into ours; ``prefix`` and ``suffix`` are taken
    off, and codes without them are left out when all are asked for.
    """

    role: str
    codes: tuple[str, ...] | str
    mapping: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
    suffix: str = ""

    def ours(self, code: str) -> str | None:
        """Return what a code of the table is here; None when it is not meant."""
        if self.mapping:
            return self.mapping.get(code)
        if not (code.startswith(self.prefix) and code.endswith(self.suffix)):
            return None
        return code[len(self.prefix) : len(code) - len(self.suffix)]


@dataclass(frozen=True, slots=True)
class Spec:
    """A whole specification. ``indicator`` is ours when no dimension tells it."""

    table: str
    country: str
    source: str
    dimensions: Mapping[str, DimensionSpec]
    service: str = ""
    base_url: str = ""
    language: str = ""
    vintage: str = ""
    indicator: str = ""


class SpecRefused(Exception):
    """The specification cannot be used; ``problem`` says why."""

    def __init__(self, code: str, *, column: str = "", **params: str | int | float) -> None:
        super().__init__(code)
        self.problem = Problem(0, column, code, params)


def read(data: bytes) -> Spec:
    """Read a specification.

    Raises:
        SpecRefused: It is no TOML, lacks something, or holds something unknown.
    """
    try:
        given = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SpecRefused("wrong_encoding", byte=error.start + 1, guess="") from error
    except tomllib.TOMLDecodeError as error:
        raise SpecRefused("broken_toml", text=str(error)) from error
    for key in given:
        if key not in _KEYS:
            raise SpecRefused("unknown_setting", column=key, allowed=", ".join(sorted(_KEYS)))
    for key in ("table", "country", "source", "dimensions"):
        if not given.get(key):
            raise SpecRefused("setting_missing", column=key)
    dimensions = given.pop("dimensions")
    if not isinstance(dimensions, dict):
        raise SpecRefused("wrong_setting", column="dimensions", text="", asked="tables")
    spec = Spec(
        dimensions={name: _dimension(name, each) for name, each in dimensions.items()},
        **{key: str(value) for key, value in given.items()},
    )
    _check(spec)
    return spec


def _dimension(name: str, given: Any) -> DimensionSpec:
    if not isinstance(given, dict):
        raise SpecRefused(
            "wrong_setting",
            column=name,
            text=cells.shown(str(given)),
            asked="a table with role and codes",
        )
    for key in given:
        if key not in _DIMENSION_KEYS:
            raise SpecRefused(
                "unknown_setting",
                column=f"{name}.{key}",
                allowed=", ".join(sorted(_DIMENSION_KEYS)),
            )
    role = given.get("role", "fixed")
    if role not in ROLES:
        raise SpecRefused(
            "wrong_setting",
            column=f"{name}.role",
            text=cells.shown(str(role)),
            asked=", ".join(ROLES),
        )
    codes = given.get("codes", ALL)
    if isinstance(codes, list) and codes:
        codes = tuple(str(code) for code in codes)
    elif codes != ALL and not (isinstance(codes, str) and _LATEST.fullmatch(codes)):
        raise SpecRefused(
            "wrong_setting",
            column=f"{name}.codes",
            text=cells.shown(str(codes)),
            asked='a list, "*" or "top(5)"',
        )
    mapping = given.get("map", {})
    if not isinstance(mapping, dict):
        raise SpecRefused(
            "wrong_setting",
            column=f"{name}.map",
            text=cells.shown(str(mapping)),
            asked="a table of codes",
        )
    return DimensionSpec(
        role,
        codes,
        {str(key): str(value) for key, value in mapping.items()},
        str(given.get("prefix", "")),
        str(given.get("suffix", "")),
    )


def _check(spec: Spec) -> None:
    if not _COUNTRY.fullmatch(spec.country):
        raise SpecRefused(
            "wrong_setting",
            column="country",
            text=cells.shown(spec.country),
            asked="two capital letters",
        )
    roles = [each.role for each in spec.dimensions.values()]
    for role in ROLES[:4]:
        count = roles.count(role)
        if count > 1 or (count == 0 and role in {"municipality", "period"}):
            raise SpecRefused("role_once", column="dimensions", role=role)
    if ("indicator" in roles) == bool(spec.indicator):
        raise SpecRefused("indicator_once", column="indicator")
    for name, each in spec.dimensions.items():
        if each.role == "fixed" and (isinstance(each.codes, str) or len(each.codes) != 1):
            raise SpecRefused(
                "wrong_setting",
                column=f"{name}.codes",
                text=cells.shown(str(each.codes)),
                asked="one code",
            )


def selection(
    spec: Spec,
    available: Mapping[str, list[str]],
    *,
    municipalities: Collection[str],
) -> dict[str, list[str]]:
    """Choose the table's codes to ask for.

    Args:
        spec: What is wanted.
        available: Every dimension's codes, in the table's order.
        municipalities: Codes of the municipalities known here; with ``*``
            only these are asked for.

    Raises:
        SourceFailed: The table lacks a dimension or a code, or has a
            dimension of which the specification says nothing.
    """
    unsaid = [name for name in available if name not in spec.dimensions]
    if unsaid:
        raise SourceFailed("dimension_unsaid", dimension=unsaid[0])
    chosen: dict[str, list[str]] = {}
    for name, each in spec.dimensions.items():
        if name not in available:
            raise SourceFailed("no_such_dimension", dimension=name, found=", ".join(available))
        chosen[name] = _chosen(name, each, available[name], municipalities)
    return chosen


def _chosen(
    name: str, spec: DimensionSpec, available: list[str], municipalities: Collection[str]
) -> list[str]:
    if not isinstance(spec.codes, str):
        unknown = [code for code in spec.codes if code not in available]
        if unknown:
            raise SourceFailed("no_such_code", dimension=name, text=unknown[0])
        return list(spec.codes)
    codes = [code for code in available if spec.ours(code) is not None]
    if spec.role == "municipality":
        codes = [code for code in codes if spec.ours(code) in municipalities]
    latest = _LATEST.fullmatch(spec.codes)
    return codes[-int(latest.group(1)) :] if latest else codes


def observations(spec: Spec, cube: pd.DataFrame) -> pd.DataFrame:
    """Turn a table's cells into observations, as the file of observations has them.

    Args:
        spec: What the dimensions mean.
        cube: A category per dimension, ``value`` and ``status``.

    A code that is no year, gender or indicator's code fails with ``SourceFailed``.
    """
    values, status = status_of(cube["status"], cube["value"])
    frame = pd.DataFrame(
        {
            "country": spec.country,
            "indicator": spec.indicator,
            "value": values,
            "status": status,
            "gender": "T",
        },
        index=cube.index,
    )
    for name, each in spec.dimensions.items():
        if each.role != "fixed":
            ours = {code: _meaning(each, name, code) for code in cube[name].unique()}
            frame[each.role] = cube[name].map(ours).astype(object)
    frame["numerator"] = frame["denominator"] = float("nan")
    return frame[[column.name for column in COLUMNS]]


def _meaning(spec: DimensionSpec, name: str, code: str) -> str | int:
    ours = spec.ours(code)
    if ours is None:
        raise SourceFailed("no_such_code", dimension=name, text=code)
    if spec.role == "period":
        if not _YEAR.fullmatch(ours):
            raise SourceFailed("period_no_year", dimension=name, text=code)
        return int(ours)
    if spec.role == "gender" and ours not in GENDERS:
        raise SourceFailed("gender_unknown", dimension=name, text=code)
    if spec.role == "indicator":
        try:
            return INDICATOR_CODE(ours)
        except cells.CellError as error:
            raise SourceFailed("no_such_code", dimension=name, text=code) from error
    return ours
