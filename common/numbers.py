"""One way to print a number: for page, chart, tooltip, Excel and Word.

Norwegian and Swedish: narrow no-break space between thousands, decimal comma, real
minus. English: comma between thousands, decimal point, real minus.
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from math import isfinite

from django.utils.translation import get_language

from common.tabular.cells import LARGEST

_MOST_DIGITS = 9
MINUS = "\u2212"
NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"

SEPARATORS = {"en": (".", ",")}
"""Language → (decimal mark, mark between thousands)."""
NORDIC_SEPARATORS = (",", NARROW_SPACE)

_EXACT = Context(prec=400)  # enough for every float

_SPACES = re.compile(rf"[\s{NARROW_SPACE}{NO_BREAK_SPACE}']")


class NotANumberError(ValueError):
    """The text cannot be read as one number."""


def separators(language: str | None = None) -> tuple[str, str]:
    """Give decimal mark and mark between thousands.

    Args:
        language: ``nb``, ``nn``, ``sv`` or ``en``; the reader's when left out.
    """
    return _separators(language or get_language() or "nb")


@lru_cache(maxsize=32)
def _separators(language: str) -> tuple[str, str]:
    return SEPARATORS.get(language.split("-")[0], NORDIC_SEPARATORS)


@lru_cache(maxsize=16)
def _quantum(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def format_number(
    value: float | Decimal,
    *,
    decimals: int = 0,
    language: str | None = None,
    signed: bool = False,
) -> str:
    """Print a number with a fixed number of decimals; halves are rounded away from zero.

    Args:
        value: Any finite number.
        decimals: Digits after the decimal mark, at least 0.
        language: ``nb``, ``nn``, ``sv`` or ``en``; the reader's when left out.
        signed: Also print a plus before a number above zero.

    Raises:
        NotANumberError: ``value`` is infinite or not a number.
    """
    if not isfinite(value):
        raise NotANumberError(str(value))
    text = _rounded(value, decimals)
    decimal_mark, thousands = separators(language)
    if decimal_mark != ".":
        text = text.replace(",", "\0").replace(".", decimal_mark).replace("\0", thousands)
    if value > 0:
        return f"+{text}" if signed and text.strip("0.,") else text
    return MINUS + text if value < 0 and text.strip("0.,") else text


def _rounded(value: float | Decimal, decimals: int) -> str:
    """Print a number without its sign; halves are rounded away from zero.

    Python's own formatting rounds correctly except where the number as it is written lies
    exactly in the middle: those, and very small and large ones, go the exact way, which
    takes three times as long.
    """
    if not isinstance(value, Decimal):
        written = repr(abs(float(value)))
        _whole, _point, part = written.partition(".")
        if "e" not in written and part[decimals:] != "5":
            return f"{float(written):,.{decimals}f}"
        value = Decimal(written)
    exact = abs(value).quantize(_quantum(decimals), rounding=ROUND_HALF_UP, context=_EXACT)
    return f"{exact:,f}"


def parse_number(text: str) -> float:
    """Read a number as people in the Nordic countries and in Britain type it.

    Accepts a decimal comma or point, spaces between thousands and both minus signs.
    One comma or point alone is the decimal mark; with both, the last one is.

    Raises:
        NotANumberError: The text is empty or anything but one number of at most
            ``LARGEST``.
    """
    clean = _SPACES.sub("", text.strip()).replace(MINUS, "-")
    if "," in clean and "." in clean:
        thousands = "." if clean.rfind(",") > clean.rfind(".") else ","
        clean = clean.replace(thousands, "")
    clean = clean.replace(",", ".")
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", clean):
        raise NotANumberError(text)
    value = float(clean)
    if abs(value) > LARGEST:
        raise NotANumberError(text)
    return value


def whole_number(text: str) -> int | None:
    """Read a whole number of at most nine digits, as addresses and hidden fields hold them.

    Returns:
        The number, or None for any other text. Python itself refuses very long ones with
        an error.
    """
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None


def excel_format(decimals: int) -> str:
    """Give the number format of an Excel cell; Excel adds the reader's own separators."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")
