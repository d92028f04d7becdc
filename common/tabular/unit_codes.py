"""Codes of countries and municipalities, as every file writes them."""

from __future__ import annotations

import pandas as pd

from common.tabular import cells
from common.tabular.problems import Problem, ProblemLog
from common.tabular.schema import Column

FOUR_DIGIT_COUNTRIES = ("NO", "SE")
MUNICIPALITY_DIGITS = 4

COUNTRY = Column(
    "country",
    cells.pattern(r"[A-Z]{2}", "not_a_country", fold=str.upper),
    required=True,
    filled=True,
)
MUNICIPALITY_CODE = cells.pattern(r"[0-9A-Za-z_-]{1,12}", "not_a_unit_code")


def restore_zeros(frame: pd.DataFrame, column: str, *, digits: int) -> list[Problem]:
    """Give Norwegian and Swedish codes back the leading zeros that Excel takes away."""
    codes = frame[column]
    short = [
        code
        for code in codes.dropna().unique()
        if str(code).isdigit() and len(code) == digits - 1
    ]
    if not short:
        return []
    mended = codes.isin(short) & frame["country"].isin(FOUR_DIGIT_COUNTRIES)
    if not mended.any():
        return []
    frame.loc[mended, column] = codes[mended].str.zfill(digits)
    return [Problem(0, column, "zeros_restored", {"rows": int(mended.sum())})]


def check_four_digits(frame: pd.DataFrame, column: str, log: ProblemLog) -> None:
    """Note Norwegian and Swedish codes that are not four digits."""
    wrong = [
        code
        for code in frame[column].unique()
        if not (code.isdigit() and len(code) == MUNICIPALITY_DIGITS)
    ]
    if not wrong:
        return
    rows = frame[frame[column].isin(wrong) & frame["country"].isin(FOUR_DIGIT_COUNTRIES)]
    for row, code in zip(rows["row"], rows[column], strict=True):
        log.add(int(row), column, "not_four_digits", text=cells.shown(code))
