"""Text on its way into a spreadsheet."""

import re
from typing import Final

FORMULA_STARTS: Final = frozenset("=+-@\t\r\n")
_NOT_IN_A_WORKBOOK = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def safe(text: str) -> str:
    """Keep a text from being taken for a formula, and leave out what no workbook may hold."""
    text = _NOT_IN_A_WORKBOOK.sub("", text)
    return f"'{text}" if text[:1] in FORMULA_STARTS else text
