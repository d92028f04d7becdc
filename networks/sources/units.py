"""The file of ``load_units``: municipalities and other units."""

from __future__ import annotations

import pandas as pd

from common.tabular import cells
from common.tabular.problems import Problem, ProblemLog
from common.tabular.reading import Limits
from common.tabular.schema import Column, Reading, check_unique, read_file, rows_of
from common.tabular.unit_codes import (
    COUNTRY,
    MUNICIPALITY_CODE,
    MUNICIPALITY_DIGITS,
    check_four_digits,
    restore_zeros,
)

COUNTY_DIGITS = 2
_NAMES = ("name_nb", "name_nn", "name_sv", "name_se", "name_fkv")

COLUMNS = (
    COUNTRY,
    Column("code", MUNICIPALITY_CODE, required=True, filled=True),
    Column("name", cells.text_of(100), required=True, filled=True),
    *(Column(name, cells.text_of(100)) for name in _NAMES),
    Column("county_code", cells.pattern(r"[0-9A-Za-z]{1,4}", "not_a_county_code")),
    Column("county_name", cells.text_of(100)),
    Column("group", cells.text_of(100)),
    Column(
        "profile", cells.pattern(r"[0-9A-Za-z_-]{1,40}", "not_a_profile"), default="default"
    ),
    Column("population", cells.whole(0, 2_000_000_000), default=None),
    Column("population_year", cells.year, default=None),
    Column("valid_from", cells.date, default=None),
    Column("valid_to", cells.date, default=None),
)


def read(data: bytes, *, limits: Limits) -> Reading:
    """Read units; ``reading.frame`` has the columns of ``COLUMNS`` and ``row``."""
    return read_file(data, COLUMNS, limits=limits, mend=_mend, check=_check)


def _mend(frame: pd.DataFrame) -> list[Problem]:
    return [
        *restore_zeros(frame, "code", digits=MUNICIPALITY_DIGITS),
        *restore_zeros(frame, "county_code", digits=COUNTY_DIGITS),
    ]


def _check(frame: pd.DataFrame, log: ProblemLog) -> None:
    check_four_digits(frame, "code", log)
    check_unique(frame, ["country", "code"], log)
    names: dict[tuple[str, str], str] = {}
    for unit in rows_of(frame):
        if bool(unit.county_code) != bool(unit.county_name):
            log.add(unit.row, "county_code", "county_half_given")
        if unit.county_code:
            name = names.setdefault((unit.country, unit.county_code), unit.county_name)
            if unit.county_name and name != unit.county_name:
                log.add(
                    unit.row,
                    "county_name",
                    "county_two_names",
                    code=unit.county_code,
                    first=name,
                    second=unit.county_name,
                )
        if unit.valid_from and unit.valid_to and unit.valid_to <= unit.valid_from:
            log.add(unit.row, "valid_to", "ends_before_start")
