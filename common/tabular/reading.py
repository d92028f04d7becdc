"""Bytes of a file to a table of text cells: CSV or the first sheet of a workbook."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from common.tabular.limits import BROWSER, Limits
from common.tabular.problems import FileRefused, Problem

__all__ = ["BROWSER", "Limits", "Table", "check_size", "load", "read_table"]

_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SEPARATOR_LINE = re.compile(r'\ufeff?"?sep=(.)"?\r?\n', re.IGNORECASE)


@dataclass(slots=True)
class Table:
    """Text cells by column.

    ``columns`` maps the lower-case header to a Series of text, categorical
    where few values repeat; ``rows`` is each row's number in the file.
    """

    columns: dict[str, pd.Series]
    rows: np.ndarray
    decimal_comma_possible: bool = False
    problems: list[Problem] = field(default_factory=list)


def load(path: Path, *, limits: Limits) -> bytes:
    """Read a file's bytes, having looked at its size first.

    Raises:
        FileRefused: There is no such file, it cannot be read, or it is too large.
    """
    try:
        size = path.stat().st_size
        check_size(size, limits=limits)
        return path.read_bytes()
    except FileNotFoundError:
        raise FileRefused("no_such_file") from None
    except IsADirectoryError:
        raise FileRefused("is_a_folder") from None
    except PermissionError:
        raise FileRefused("may_not_read") from None


def check_size(size: int, *, limits: Limits) -> None:
    """Refuse a file of ``size`` bytes that is larger than the limit.

    Raises:
        FileRefused: It is too large.
    """
    if size > limits.file_bytes:
        raise FileRefused("file_too_large", size=size, limit=limits.file_bytes)


def read_table(data: bytes, *, dense: frozenset[str], limits: Limits) -> Table:
    """Read a CSV file or a workbook's first sheet.

    Args:
        data: The whole file.
        dense: Columns whose cells seldom repeat (numbers); the others are
            kept as categories.
        limits: What is accepted at most.

    Raises:
        FileRefused: It is not a table, or larger than the limits.
    """
    check_size(len(data), limits=limits)
    if data.startswith(_OLD_EXCEL):
        raise FileRefused("old_or_locked_excel")
    if data.startswith(_ZIP):
        from common.tabular.workbook import first_sheet  # noqa: PLC0415 -- only for Excel

        return _from_records(first_sheet(data, limits=limits), dense=dense, limits=limits)
    return _read_csv(_decoded(data), dense=dense, limits=limits)


def _decoded(data: bytes) -> str:
    if data.startswith(_UTF16):
        raise FileRefused("utf16")
    if not data.strip():
        raise FileRefused("empty_file")
    position = data.find(b"\0")
    if position >= 0:
        raise FileRefused("nul_byte", row=_line_of(data, position), byte=position + 1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        start = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        raise FileRefused(
            "wrong_encoding",
            row=_line_of(data, start),
            byte=start + 1,
            guess=data[start : start + 1].decode("cp1252", errors="replace"),
        ) from None


def _line_of(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


def _read_csv(text: str, *, dense: frozenset[str], limits: Limits) -> Table:
    stated = _SEPARATOR_LINE.match(text)
    skipped = 0
    if stated:
        text, skipped = text[stated.end() :], 1
    header_line = text.split("\n", 1)[0]
    separator = stated.group(1) if stated else _separator(header_line)
    if text.count("\n") > limits.rows + 1:
        raise FileRefused("too_many_rows", rows=text.count("\n"), limit=limits.rows)
    table = None if '"' in text else _quick(text, separator, dense=dense, limits=limits)
    if table is None:
        table = _from_records(_records(text, separator), dense=dense, limits=limits)
    table.rows = table.rows + skipped
    table.decimal_comma_possible = separator != ","
    return table


def _separator(header: str) -> str:
    """Find the separator by what the header holds most of."""
    return max(",;\t", key=header.count)


def _quick(text: str, separator: str, *, dense: frozenset[str], limits: Limits) -> Table | None:
    """Read a regular file without quotes fast; None when a row is out of shape.

    Raises:
        FileRefused: There are too many rows.
    """
    names = [name.strip() for name in text.split("\n", 1)[0].rstrip("\r").split(separator)]
    body = text.partition("\n")[2]
    lines = body.count("\n") + (not body.endswith("\n"))
    # pandas reads a separator of one byte only.
    if not separator.isascii() or not body.strip():
        return None
    if len(names) > limits.columns or not any(names):
        return None
    if body.count(separator) != lines * (len(names) - 1):
        return None
    try:
        frame = pd.read_csv(
            io.StringIO(body),
            sep=separator,
            header=None,
            names=list(range(len(names))),
            dtype=object,
            keep_default_na=False,
            na_filter=False,
            quoting=csv.QUOTE_NONE,
            skip_blank_lines=False,
            engine="c",
        )
    except pd.errors.ParserError:
        return None
    if len(frame) != lines or not isinstance(frame.index, pd.RangeIndex):
        return None
    if len(frame) > limits.rows:
        raise FileRefused("too_many_rows", rows=len(frame), limit=limits.rows)
    problems: list[Problem] = []
    places = _places(names, problems)
    return Table(
        {name: _kept(frame[place], dense=name in dense) for name, place in places.items()},
        np.arange(2, len(frame) + 2),
        problems=problems,
    )


def _records(text: str, separator: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records: list[list[str]] = []
    try:
        records.extend(reader)
    except csv.Error:
        raise FileRefused("broken_quotes", row=len(records) + 1) from None
    return records


def _from_records(
    records: Sequence[Sequence[str]], *, dense: frozenset[str], limits: Limits
) -> Table:
    """Make a table of records, the first of which is the header.

    Raises:
        FileRefused: There is no header, or too much.
    """
    if not records or not any(cell.strip() for cell in records[0]):
        raise FileRefused("no_header")
    header = [cell.strip() for cell in records[0]]
    while header and not header[-1]:
        header.pop()
    if len(header) > limits.columns:
        raise FileRefused("too_many_columns", columns=len(header), limit=limits.columns)
    if len(records) - 1 > limits.rows:
        raise FileRefused("too_many_rows", rows=len(records) - 1, limit=limits.rows)
    problems: list[Problem] = []
    places = _places(header, problems)
    kept: list[Sequence[str]] = []
    numbers: list[int] = []
    for number, record in enumerate(itertools.islice(records, 1, None), start=2):
        if not any(record) or not any(cell.strip() for cell in record):
            continue
        if len(record) != len(header) and (
            len(record) < len(header) or any(cell.strip() for cell in record[len(header) :])
        ):
            problems.append(
                Problem(
                    number, "", "ragged_row", {"cells": len(record), "columns": len(header)}
                )
            )
        kept.append(record)
        numbers.append(number)
    columns = {
        name: _series([_cell(record, place) for record in kept], dense=name in dense)
        for name, place in places.items()
    }
    return Table(columns, np.array(numbers, dtype=np.int64), problems=problems)


def _cell(record: Sequence[str], place: int) -> str:
    return record[place] if place < len(record) else ""


def _series(cells: list[str], *, dense: bool) -> pd.Series:
    return _kept(pd.Series(cells, dtype=object), dense=dense)


def _kept(series: pd.Series, *, dense: bool) -> pd.Series:
    """Keep a column as it is, or as categories, which are text whatever they look like."""
    if dense:
        return series
    codes, texts = pd.factorize(series)
    return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(texts, dtype=object)))


def _places(header: list[str], problems: list[Problem]) -> dict[str, int]:
    """Give each header name its place; name what stands there twice."""
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        key = name.lower()
        if not key:
            continue
        if key in places:
            problems.append(Problem(1, key, "column_twice", {}))
        else:
            places[key] = place
    return places
