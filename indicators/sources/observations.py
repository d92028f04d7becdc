"""The file of ``load_observations``, and the shape every other source gives as well."""

from __future__ import annotations

import numpy as np
import pandas as pd

from common.tabular import cells
from common.tabular.problems import Problem, ProblemLog
from common.tabular.reading import Limits
from common.tabular.schema import Column, Reading, check_unique, read_file
from common.tabular.unit_codes import (
    COUNTRY,
    MUNICIPALITY_CODE,
    MUNICIPALITY_DIGITS,
    check_four_digits,
    restore_zeros,
)

UNDATED = 0
"""The period of a publisher's current value whose year is not stated."""

GENDERS = ("T", "K", "M")
WITHOUT_VALUE = frozenset({".", "..", ":"})
WITH_VALUE = frozenset({"p", "i"})
KEY = ["country", "municipality", "indicator", "period", "gender"]

INDICATOR_CODE = cells.pattern(r"[0-9A-Za-z][0-9A-Za-z_.\-]{0,59}", "not_an_indicator_code")

COLUMNS = (
    COUNTRY,
    Column("municipality", MUNICIPALITY_CODE, required=True, filled=True),
    Column("indicator", INDICATOR_CODE, required=True, filled=True),
    Column("period", cells.year, required=True, default=UNDATED),
    Column("value", required=True),
    Column("status", cells.choice(("", ".", "..", ":", "p", "i"), fold=str.lower)),
    Column("numerator"),
    Column("denominator"),
    Column("gender", cells.choice(GENDERS, fold=str.upper), default="T"),
)
"""``frame``: ``value``, ``numerator``, ``denominator`` are floats with NaN for none;
``period`` is a year or ``UNDATED``; the others are text."""


def read(data: bytes, *, limits: Limits) -> Reading:
    """Read observations; ``reading.frame`` has the columns of ``COLUMNS`` and ``row``."""
    return read_file(data, COLUMNS, limits=limits, mend=_mend, check=_check)


def _mend(frame: pd.DataFrame) -> list[Problem]:
    return restore_zeros(frame, "municipality", digits=MUNICIPALITY_DIGITS)


def _check(frame: pd.DataFrame, log: ProblemLog) -> None:
    check_four_digits(frame, "municipality", log)
    has_value = frame["value"].notna().to_numpy()
    status = frame["status"]
    rows = frame["row"].to_numpy()
    without = status.isin(WITHOUT_VALUE).to_numpy()
    log.add_rows(rows[~has_value & (status == "").to_numpy()], "value", "value_missing")
    log.add_rows(rows[has_value & without], "status", "status_with_value")
    log.add_rows(
        rows[~has_value & status.isin(WITH_VALUE).to_numpy()], "value", "status_needs_value"
    )
    negative = np.nan_to_num(frame["denominator"].to_numpy(dtype=float), nan=0.0) < 0
    log.add_rows(rows[negative], "denominator", "negative")
    check_unique(frame, KEY, log)
