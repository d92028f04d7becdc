"""One cell's text to one value. Every function raises ``CellError`` with a code."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Collection

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?", re.ASCII)
_COMMA_NUMBER = re.compile(r"[+-]?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d{1,4})?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?:[.,]\d+)?", re.ASCII)
_SPACES = re.compile(r"[ \u00a0\u202f\u2009]")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?", re.ASCII)
_NORDIC_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_TRUE = frozenset({"1", "true", "yes", "ja", "sant", "sann"})
_FALSE = frozenset({"0", "false", "no", "nei", "nej", "usann", "falskt"})
_MISSING_MARKS = frozenset(
    {".", "..", "...", ":", "-", "–", "na", "n/a", "#n/a", "nan", "null"}
)
_SHOWN = 40

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Years outside this span are taken for mistakes."""

LARGEST = 1e15
"""No figure of a municipality is larger; what is, is a mistake or an attack."""


class CellError(ValueError):
    """The cell's text is not what the column asks for."""

    def __init__(self, code: str, **params: str | int | float) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def shown(text: str) -> str:
    """Return ``text`` cut to a length that fits a message."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def number(text: str, *, comma: bool = False) -> float:
    """Read a number of at most ``LARGEST``, above or below zero.

    Args:
        text: The cell. A Unicode minus and spaces between groups of three
            digits are accepted, as Excel writes them.
        comma: The decimal sign is a comma.

    Raises:
        CellError: Not a number, not a finite one, or too large.
    """
    plain = text.strip().replace("\u2212", "-")
    if _THOUSANDS.fullmatch(plain):
        plain = _SPACES.sub("", plain)
    if (_COMMA_NUMBER if comma else _NUMBER).fullmatch(plain) is None:
        raise CellError(_why_no_number(plain, comma=comma), text=shown(text))
    value = float(plain.replace(",", "."))
    if not math.isfinite(value):
        raise CellError("not_finite", text=shown(text))
    if abs(value) > LARGEST:
        raise CellError("out_of_range", text=shown(text), low=-LARGEST, high=LARGEST)
    return value


def _why_no_number(text: str, *, comma: bool) -> str:
    lowered = text.lower().lstrip("+-")
    if lowered in {"inf", "infinity", "nan"}:
        return "not_finite"
    if text.lower() in _MISSING_MARKS:
        return "mark_for_missing"
    if not comma and _COMMA_NUMBER.fullmatch(text):
        return "number_with_comma"
    if comma and _NUMBER.fullmatch(text):
        return "number_with_point"
    return "not_a_number"


def number_between(low: float, high: float) -> Callable[[str], float]:
    """Make a reader of a number from ``low`` to ``high``, both included."""

    def read(text: str) -> float:
        value = number(text)
        if not low <= value <= high:
            raise CellError("out_of_range", text=shown(text), low=low, high=high)
        return value

    return read


def whole(low: int, high: int) -> Callable[[str], int]:
    """Make a reader of a whole number from ``low`` to ``high``, both included."""

    def read(text: str) -> int:
        try:
            value = number(text)
        except CellError as error:
            raise CellError("not_a_whole_number", text=shown(text)) from error
        if value != int(value):
            raise CellError("not_a_whole_number", text=shown(text))
        if not low <= value <= high:
            raise CellError("out_of_range", text=shown(text), low=low, high=high)
        return int(value)

    return read


def year(text: str) -> int:
    """Read a year from ``FIRST_YEAR`` to ``LAST_YEAR``.

    Raises:
        CellError: Not a whole number, or a year out of range.
    """
    try:
        value = whole(-(10**9), 10**9)(text)
    except CellError as error:
        raise CellError("not_a_year", text=shown(text)) from error
    if not FIRST_YEAR <= value <= LAST_YEAR:
        raise CellError("year_out_of_range", text=shown(text), low=FIRST_YEAR, high=LAST_YEAR)
    return value


def flag(text: str) -> bool:
    """Read 1 or 0, or the words for yes and no.

    Raises:
        CellError: Neither.
    """
    word = text.lower()
    if word in _TRUE:
        return True
    if word in _FALSE or word == "0.0":
        return False
    raise CellError("not_a_flag", text=shown(text))


def date(text: str) -> dt.date:
    """Read ``2024-12-31`` or ``31.12.2024``.

    Raises:
        CellError: No date, or one that the calendar lacks.
    """
    match = _ISO_DATE.fullmatch(text)
    parts = match.groups() if match else ()
    if not parts:
        match = _NORDIC_DATE.fullmatch(text)
        parts = match.groups()[::-1] if match else ()
    try:
        year_, month, day = (int(part) for part in parts)
        return dt.date(year_, month, day)
    except ValueError as error:
        raise CellError("not_a_date", text=shown(text)) from error


def choice(
    allowed: Collection[str], *, fold: Callable[[str], str] = str.strip
) -> Callable[[str], str]:
    """Make a reader of one of ``allowed``; ``fold`` evens out how it is written."""

    def read(text: str) -> str:
        value = fold(text)
        if value not in allowed:
            raise CellError(
                "not_a_choice",
                text=shown(text),
                allowed=", ".join(each for each in allowed if each),
            )
        return value

    return read


def text_of(max_length: int) -> Callable[[str], str]:
    """Make a reader of text of at most ``max_length`` characters."""

    def read(text: str) -> str:
        if len(text) > max_length:
            raise CellError("too_long", length=len(text), limit=max_length)
        return text

    return read


def pattern(
    expression: str, code: str, *, fold: Callable[[str], str] = str.strip
) -> Callable[[str], str]:
    """Make a reader of text of the form ``expression``; ``code`` names the error."""
    compiled = re.compile(expression, re.ASCII)

    def read(text: str) -> str:
        value = fold(text)
        if compiled.fullmatch(value) is None:
            raise CellError(code, text=shown(text))
        return value

    return read
