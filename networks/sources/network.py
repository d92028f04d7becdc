"""The file of ``load_network``: which municipalities are in which network."""

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

COLUMNS = (
    Column("network", cells.text_of(200), required=True, filled=True),
    COUNTRY,
    Column("municipality", MUNICIPALITY_CODE, required=True, filled=True),
    Column("subgroup", cells.text_of(100)),
    Column("joined_on", cells.date, default=None),
    Column("decision_body", cells.text_of(200)),
    Column("decision_case", cells.text_of(40)),
    Column("decision_on", cells.date, default=None),
)


def read(data: bytes, *, limits: Limits) -> Reading:
    """Read memberships; ``reading.frame`` has the columns of ``COLUMNS`` and ``row``."""
    return read_file(data, COLUMNS, limits=limits, mend=_mend, check=_check)


def _mend(frame: pd.DataFrame) -> list[Problem]:
    return restore_zeros(frame, "municipality", digits=MUNICIPALITY_DIGITS)


def _check(frame: pd.DataFrame, log: ProblemLog) -> None:
    check_four_digits(frame, "municipality", log)
    check_unique(frame, ["network", "country", "municipality"], log)
    for each in rows_of(frame):
        if (each.decision_case or each.decision_on) and not each.decision_body:
            log.add(each.row, "decision_body", "decision_without_body")
