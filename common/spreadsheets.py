"""Text on its way into a spreadsheet, and the sheets that readers take away."""

import re
from collections.abc import Sequence
from typing import Any, Final

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMULA_STARTS: Final = frozenset("=+-@\t\r\n")
_NOT_IN_A_WORKBOOK = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def printable(text: str) -> str:
    """Leave out the control characters that no workbook may hold."""
    return _NOT_IN_A_WORKBOOK.sub("", text)


def safe(text: str) -> str:
    """Keep a text from being taken for a formula, and leave out what no workbook may hold."""
    text = printable(text)
    return f"'{text}" if text[:1] in FORMULA_STARTS else text


def unguarded(text: str) -> str:
    """Take away the mark that ``safe`` puts before a text."""
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA_STARTS else text


def add_sheet(book: Any, title: str, heads: Sequence[str], widths: Sequence[int]) -> Any:
    """Add a sheet with bold heads that stay in sight; ``widths`` are in characters."""
    # They bring NumPy along: only downloads load them.
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- as said above
    from openpyxl.styles import Font  # noqa: PLC0415 -- as said above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 -- as said above

    sheet = book.create_sheet(title[:31])
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    if heads:
        sheet.freeze_panes = "A2"
        cells = []
        for head in heads:
            cell = WriteOnlyCell(sheet, value=head)
            cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    return sheet
