"""The first sheet of an .xlsx file, opened only after its size inside is known."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from common.tabular.limits import Limits
from common.tabular.problems import FileRefused

# Rows carry numbers alone, cells letters too.
_ADDRESS = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{0,9})(\d{1,20})\s*["']""")
# What begins with no address of its own stands next to, or under, what came before.
_LOOSE_CELL = re.compile(
    rb"""<(?:[^\s<>/:]+:)?c(?=[\s/>])(?!\s+r\s*=\s*["'][A-Za-z]+\d+["'])"""
)
_ROW = re.compile(rb"<(?:[^\s<>/:]+:)?row(?=[\s/>])")
_LOOSE_ROW = re.compile(_ROW.pattern + rb"""(?!\s+r\s*=\s*["']\d+["'])""")
_SHEET_MARK = b"sheetData"
_OTHER_FORMATS = frozenset({"content.xml", "xl/workbook.bin"})
_SMALL_ENTRY = 1024 * 1024
_BAD_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)


def first_sheet(data: bytes, *, limits: Limits) -> list[list[str]]:
    """Return the first sheet's cells as text, row by row.

    Passes on:
        FileRefused: It is no workbook, is damaged, or unpacks to more than
            the limits (a "zip bomb").
    """
    _check_package(data, limits=limits)
    return [[_text(cell) for cell in row] for row in _cells(data)]


def _cells(data: bytes) -> list[list[Any]]:
    """Read the first sheet.

    Raises:
        FileRefused: It cannot be read.
    """
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        if not workbook.sheet_names:
            raise FileRefused("no_sheet")
        return workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError:
        raise FileRefused("broken_workbook") from None
    except BaseException as error:
        # The reader panics at a day that no calendar has. What it raises then is no Exception,
        # would end the worker, and cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise FileRefused("broken_workbook") from None


def _check_package(data: bytes, *, limits: Limits) -> None:
    """Look at the package before anything unpacks it whole.

    The stated sizes are checked first, then every entry is unpacked in
    pieces against its stated size and checksum, so a false statement is
    found as well.

    Raises:
        FileRefused: It is damaged, no workbook, or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if len(entries) > limits.zip_entries:
                raise FileRefused("workbook_bomb", size=len(entries), limit=limits.zip_entries)
            _check_sizes(entries, limits=limits)
            names = {name.lower() for name in package.namelist()}
            if "xl/workbook.xml" not in names or names & _OTHER_FORMATS:
                raise FileRefused("not_a_workbook")
            if package.testzip() is not None:
                raise FileRefused("broken_workbook")
            for entry in entries:
                # A sheet may have any name.
                if _SHEET_MARK in (content := package.read(entry)):
                    _check_extent(content, limits=limits)
    except _BAD_ZIP:
        raise FileRefused("broken_workbook") from None


def _check_sizes(entries: list[zipfile.ZipInfo], *, limits: Limits) -> None:
    total = sum(entry.file_size for entry in entries)
    if total > limits.unpacked_bytes:
        raise FileRefused("workbook_bomb", size=total, limit=limits.unpacked_bytes)
    for entry in entries:
        allowed = max(entry.compress_size, 1) * limits.packing_ratio
        if entry.file_size > max(allowed, _SMALL_ENTRY):
            raise FileRefused("workbook_bomb", size=entry.file_size, limit=allowed)


def _check_extent(sheet: bytes, *, limits: Limits) -> None:
    """Refuse a sheet whose used area is too large, however few cells are filled.

    Raises:
        FileRefused: It is.
    """
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    for match in _ADDRESS.finditer(sheet):
        columns.add(match[1])
        rows.add(match[2])
    width = max((_column_number(name) for name in columns), default=0)
    height = max((int(number) for number in rows), default=0)
    height += sum(1 for _loose in _LOOSE_ROW.finditer(sheet))
    if _LOOSE_CELL.search(sheet):
        if b"<!" in sheet:  # what stands in a comment cannot be told apart
            raise FileRefused("broken_workbook")
        width += max(len(_LOOSE_CELL.findall(row)) for row in _ROW.split(sheet))
    if height > limits.rows + 1:
        raise FileRefused("too_many_rows", rows=height - 1, limit=limits.rows)
    if width > limits.columns:
        raise FileRefused("too_many_columns", columns=width, limit=limits.columns)
    if width * height > limits.cells:
        raise FileRefused("workbook_bomb", size=width * height, limit=limits.cells)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _text(cell: object) -> str:
    """Write a cell as a CSV file would have it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    return "" if cell is None else str(cell)
