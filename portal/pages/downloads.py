"""Files that readers take away: the same figures, sources and marks as on the pages."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any, Final

from django.utils.translation import gettext as _

from common import numbers
from common.dates import moment_in_words
from common.spreadsheets import add_sheet, safe
from common.words import FLAGS, MISSING, RATINGS, TRENDS, goal_name
from indicators.documents import DashboardDocument
from portal.pages import figures
from portal.queries.exports import Row
from portal.queries.frameworks import Catalogue, IndicatorInfo

MARK: Final = "\ufeff"
"""Tells spreadsheets that the text is UTF-8."""


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself."""

    place: str
    code: str
    address: str
    computed_at: datetime | None


def separators() -> tuple[str, str]:
    """Give what stands between columns, and the decimal mark, in the reader's language."""
    decimal_mark, _thousands = numbers.separators()
    return (",", ".") if decimal_mark == "." else (";", ",")


def indicator_heads(info: IndicatorInfo) -> list[str]:
    """Name the columns of a file with one indicator for all municipalities."""
    names = [
        _("country"),
        _("municipality code"),
        _("municipality"),
        _("year"),
        _("value"),
        _("status"),
    ]
    return [*names, _("illustrative")] if info.is_illustrative else names


def note(status: str, value: float | None) -> str:
    """Say in words what is to be known about a value, or why there is none."""
    if value is None:
        return str(MISSING.get(status, MISSING[""]))
    return str(FLAGS.get(status, ""))


def municipality_csv(rows: Iterable[Row], catalogue: Catalogue) -> bytes:
    """Write all values of a municipality, with sources and marks."""
    delimiter, decimal_mark = separators()
    text = StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(_value_heads())
    for row in rows:
        info = catalogue.indicators[row.indicator]
        value = "" if row.value is None else f"{row.value:.{info.decimals}f}"
        cells = _value_cells(row, info)
        cells[5] = value.replace(".", decimal_mark)
        writer.writerow(cells)
    return (MARK + text.getvalue()).encode()


def _value_heads() -> list[str]:
    return [
        _("goal"),
        _("indicator code"),
        _("indicator"),
        _("year"),
        _("gender"),
        _("value"),
        _("unit"),
        _("note"),
        _("illustrative"),
        _("source"),
        _("licence"),
    ]


def _value_cells(row: Row, info: IndicatorInfo) -> list[Any]:
    return [
        info.goal,
        info.code,
        safe(info.name),
        row.year or "",
        row.gender,
        row.value,
        safe(info.unit),
        note(row.status, row.value),
        _("yes") if info.is_illustrative else _("no"),
        safe(info.source or row.source),
        safe(info.licence),
    ]


def municipality_workbook(
    rows: Sequence[Row], catalogue: Catalogue, document: DashboardDocument, about: About
) -> bytes:
    """Write an Excel workbook: values, how it stands now, what to know."""
    from openpyxl import Workbook  # noqa: PLC0415 -- brings NumPy along; only for downloads

    book = Workbook(write_only=True)
    _values_sheet(book, rows, catalogue)
    _status_sheet(book, catalogue, document)
    _about_sheet(book, catalogue, about)
    block = BytesIO()
    book.save(block)
    return block.getvalue()


def _number(sheet: Any, value: float | None, decimals: int) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- as above

    if value is None:
        return None
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = numbers.excel_format(decimals)
    return cell


def _values_sheet(book: Any, rows: Sequence[Row], catalogue: Catalogue) -> None:
    sheet = add_sheet(
        book, _("Figures"), _value_heads(), [6, 26, 60, 8, 8, 14, 22, 26, 12, 40, 20]
    )
    for row in rows:
        info = catalogue.indicators[row.indicator]
        cells = _value_cells(row, info)
        cells[5] = _number(sheet, row.value, info.decimals)
        sheet.append(cells)


def _status_sheet(book: Any, catalogue: Catalogue, document: DashboardDocument) -> None:
    heads = [
        _("goal"),
        _("name of the goal"),
        _("indicator code"),
        _("indicator"),
        _("latest value"),
        _("year"),
        _("unit"),
        _("note"),
        _("target"),
        _("points"),
        _("rating"),
        _("trend"),
        _("change a year"),
        _("needed a year"),
        _("illustrative"),
        _("address of the source"),
    ]
    sheet = add_sheet(
        book, _("Status"), heads, [6, 34, 26, 60, 12, 8, 22, 24, 12, 10, 20, 28, 12, 12, 12, 40]
    )
    for place, key in enumerate(document["indicator"]):
        info = catalogue.indicators.get(key)
        if info is not None:
            sheet.append(_status_cells(sheet, document, place, info))


def _status_cells(
    sheet: Any, document: DashboardDocument, place: int, info: IndicatorInfo
) -> list[Any]:
    value = document["value"][place]
    missing = document["missing"][place] if document["applicable"][place] else "."
    return [
        info.goal,
        goal_name(info.goal),
        info.code,
        safe(info.name),
        _number(sheet, value, info.decimals),
        document["year"][place] or None,
        safe(info.unit),
        note(document["flag"][place] if value is not None else missing, value),
        safe(figures.target_text(info)),
        _number(sheet, document["score"][place], 1),
        str(RATINGS[document["rating"][place] or "grey"]),
        str(TRENDS[document["trend"][place] or ""]),
        _number(sheet, document["pace"][place], info.decimals + 1),
        _number(sheet, document["needed"][place], info.decimals + 1),
        _("yes") if info.is_illustrative else _("no"),
        safe(info.source_url),
    ]


def _about_sheet(book: Any, catalogue: Catalogue, about: About) -> None:
    sheet = add_sheet(book, _("About"), [_("What"), _("Answer")], [30, 90])
    lines = [
        (_("Municipality"), about.place),
        (_("Code"), about.code),
        (_("Framework"), catalogue.name),
        (_("Page"), about.address),
    ]
    if about.computed_at:
        lines.append((_("Computed"), moment_in_words(about.computed_at)))
    if catalogue.has_illustrative:
        lines.append(
            (_("Illustrative"), _("Figures marked “yes” are made up for the demonstration."))
        )
    lines += [(_("Source"), name) for name in catalogue.sources()]
    for label, text in lines:
        sheet.append([safe(label), safe(str(text))])
