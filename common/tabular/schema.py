"""A kind of file as a list of columns: text cells to a checked frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from common.tabular import cells
from common.tabular.problems import FileRefused, Problem, ProblemLog
from common.tabular.reading import Limits, Table, read_table


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file.

    ``read`` turns a stripped, non-empty cell into a value, or raises
    ``CellError``; None means a finite number. ``required`` columns must be
    there; ``filled`` ones may have no empty cell. ``default`` stands in for
    an empty cell or an absent column.
    """

    name: str
    read: Callable[[str], Any] | None = None
    required: bool = False
    filled: bool = False
    default: Any = ""


@dataclass(slots=True)
class Reading:
    """What came out of a file.

    ``frame`` has one row per data row, a column per column of the schema and
    ``row`` (the row's number in the file); it is to be used only when
    ``problems`` is empty. ``problem_count`` counts also those not listed;
    ``given`` are the columns that the file has.
    """

    frame: pd.DataFrame
    problems: list[Problem]
    problem_count: int
    notices: list[Problem]
    given: frozenset[str] = frozenset()


def read_file(
    data: bytes,
    columns: Sequence[Column],
    *,
    limits: Limits,
    check: Callable[[pd.DataFrame, ProblemLog], None] | None = None,
    mend: Callable[[pd.DataFrame], list[Problem]] | None = None,
) -> Reading:
    """Read a file of one kind. Never raises for what the file holds.

    Args:
        data: The whole file.
        columns: What the kind of file asks for.
        limits: What is accepted at most.
        check: Rules that look at several cells; runs over rows whose cells
            are right by themselves.
        mend: Changes the frame in place before ``check`` (restores leading
            zeros) and returns notices.
    """
    try:
        dense = frozenset(column.name for column in columns if column.read is None)
        table = read_table(data, dense=dense, limits=limits)
        _check_header(table, columns)
    except FileRefused as refusal:
        return Reading(pd.DataFrame(), [refusal.problem], 1, [])
    log = ProblemLog()
    for problem in table.problems:
        log.add(problem.row, problem.column, problem.code, **problem.params)
    notices = _unknown(table, columns)
    comma = table.decimal_comma_possible and _uses_comma(table, columns)
    good = np.ones(len(table.rows), dtype=bool)
    frame = pd.DataFrame({"row": table.rows})
    for column in columns:
        frame[column.name] = _converted(column, table, good, log, comma=comma)
    if mend is not None:
        notices.extend(mend(frame))
    if check is not None:
        check(frame[good] if not good.all() else frame, log)
    return Reading(frame, log.listed(), log.count, notices, frozenset(table.columns))


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """Go through the rows of a small frame, each with its columns as attributes."""
    return iter(frame.itertuples(index=False))


def check_unique(frame: pd.DataFrame, keys: list[str], log: ProblemLog) -> None:
    """Note every row whose keys stand in an earlier row, naming both rows."""
    repeated = frame.duplicated(keys)
    if not repeated.any():
        return
    first = frame.drop_duplicates(keys).set_index(keys)["row"]
    for values in frame[repeated][["row", *keys]].itertuples(index=False, name=None):
        key = values[1:] if len(keys) > 1 else values[1]
        log.add(
            int(values[0]),
            keys[-1],
            "duplicate_row",
            first=int(first.loc[key]),
            key=" ".join(str(part) for part in values[1:]),
        )


def _check_header(table: Table, columns: Sequence[Column]) -> None:
    missing = [
        column.name
        for column in columns
        if column.required and column.name not in table.columns
    ]
    if missing:
        raise FileRefused(
            "missing_column",
            row=1,
            column=missing[0],
            missing=", ".join(missing),
            found=cells.shown(", ".join(table.columns)),
        )
    if not len(table.rows):
        raise FileRefused("no_rows")


def _unknown(table: Table, columns: Sequence[Column]) -> list[Problem]:
    known = {column.name for column in columns}
    return [
        Problem(1, name, "unknown_column", {}) for name in table.columns if name not in known
    ]


def _uses_comma(table: Table, columns: Sequence[Column]) -> bool:
    """Say whether a file with another separator writes its numbers with a comma.

    The first number with a sign decides: Excel writes a whole file one way.
    """
    for column in columns:
        series = table.columns.get(column.name)
        if column.read is None and series is not None:
            joined = "\n".join(series)
            if "," in joined:
                return True
    return False


def _converted(
    column: Column, table: Table, good: np.ndarray, log: ProblemLog, *, comma: bool
) -> pd.Series:
    series = table.columns.get(column.name)
    if series is None:
        dtype = np.float64 if column.read is None else object
        value = np.nan if column.read is None else column.default
        return pd.Series([value] * len(table.rows), dtype=dtype)
    if column.read is None:
        return _numbers(column, series, table.rows, good, log, comma=comma)
    return _values(column, series, table.rows, good, log)


def _numbers(
    column: Column,
    series: pd.Series,
    rows: np.ndarray,
    good: np.ndarray,
    log: ProblemLog,
    *,
    comma: bool,
) -> pd.Series:
    """Read numbers; the usual case in one pass, the others cell by cell."""
    texts = [text.strip() for text in series.tolist()]
    values = np.full(len(texts), np.nan)
    filled = np.fromiter(map(bool, texts), dtype=bool, count=len(texts))
    places = np.flatnonzero(filled)
    if column.filled:
        _note_empty(column, rows, ~filled, good, log)
    quick = _all_plain(texts, places, comma=comma)
    if quick is not None:
        values[places] = quick
        return pd.Series(values)
    for place in places:
        try:
            values[place] = cells.number(texts[place], comma=comma)
        except cells.CellError as error:
            good[place] = False
            log.add(int(rows[place]), column.name, error.code, **error.params)
    return pd.Series(values)


def _all_plain(texts: list[str], places: np.ndarray, *, comma: bool) -> np.ndarray | None:
    """Read all numbers at once; None when one of them needs a closer look."""
    joined = "".join(texts)
    if "_" in joined or not joined.isascii():
        return None
    chosen = [texts[place] for place in places]
    if comma:
        if "." in joined:
            return None
        chosen = [text.replace(",", ".") for text in chosen]
    try:
        values = np.fromiter(map(float, chosen), dtype=np.float64, count=len(chosen))
    except ValueError:
        return None
    return values if (np.abs(values) <= cells.LARGEST).all() else None


def _values(
    column: Column, series: pd.Series, rows: np.ndarray, good: np.ndarray, log: ProblemLog
) -> pd.Series:
    """Read each different text once and spread the values over the rows."""
    assert column.read is not None  # noqa: S101 -- the caller chose by it
    codes = series.cat.codes.to_numpy()
    texts = [str(text).strip() for text in series.cat.categories]
    values = np.empty(len(texts), dtype=object)
    for place, text in enumerate(texts):
        if not text:
            values[place] = column.default
            continue
        try:
            values[place] = column.read(text)
        except cells.CellError as error:
            wrong = codes == place
            good[wrong] = False
            log.add_rows(rows[wrong], column.name, error.code, **error.params)
    if column.filled:
        empty = np.array([not text for text in texts], dtype=bool)
        _note_empty(column, rows, empty[codes], good, log)
    return pd.Series(values[codes], dtype=object)


def _note_empty(
    column: Column, rows: np.ndarray, empty: np.ndarray, good: np.ndarray, log: ProblemLog
) -> None:
    if empty.any():
        good[empty] = False
        log.add_rows(rows[empty], column.name, "empty_cell")
