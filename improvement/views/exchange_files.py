"""The workbook of measures: rows to change, and sheets that explain the columns."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from common.dates import moment_in_words
from common.spreadsheets import add_sheet, safe
from improvement.actions.exchange_plain import details_of, plain_of
from improvement.enums import MeasureKind
from improvement.models import Measure
from improvement.queries.exchange import COLUMNS, ID, Allowed, shown_of

_WIDTHS = {
    "title": 50, "description": 50, "responsible": 30, "unit": 24, "helpers": 30,
    "objective": 40, "helps": 18, "hurts": 18, "indicators": 30, "next_step": 40,
    "budget_link": 30, "type": 22, "network": 20,
}  # fmt: skip
_TEXT = "@"
_DAYS = {"starts_on", "ends_on", "expected_end_on", "logged_on"}
# Excel would take 3.10 for the number 3.1, or 13.1 for a day in January.
_AS_TEXT = {"helps", "hurts", "indicators"}


def workbook(
    measures: Iterable[Measure], *, allowed: Allowed, place: str, made_at: Any
) -> bytes:
    """Write measures, read ``with_parts``, as an Excel file."""
    from openpyxl import Workbook  # noqa: PLC0415 -- brings NumPy along; only for downloads

    book = Workbook(write_only=True)
    sheet = add_sheet(book, _("Measures"), COLUMNS, [_WIDTHS.get(name, 12) for name in COLUMNS])
    for measure in measures:
        cells = {ID: measure.pk, **plain_of(details_of(measure)), **shown_of(measure)}
        sheet.append([_cell(sheet, name, cells[name]) for name in COLUMNS])
    about = add_sheet(book, _("Columns"), [_("Column"), _("What it holds")], [18, 90])
    for name, text in _explained().items():
        about.append([name, safe(text)])
    about.append([])
    about.append([safe(place), safe(moment_in_words(made_at))])
    _allowed_sheet(book, allowed)
    block = io.BytesIO()
    book.save(block)
    return block.getvalue()


def _cell(sheet: Any, name: str, value: str | int) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- as above

    if isinstance(value, int):
        return value
    if not value:
        value_written: Any = None
    elif name in _DAYS:
        value_written = date.fromisoformat(value)
    else:
        value_written = safe(value)
    cell = WriteOnlyCell(sheet, value=value_written)
    if name in _DAYS:
        cell.number_format = "yyyy-mm-dd"
    elif name in _AS_TEXT:
        cell.number_format = _TEXT
    return cell


def _allowed_sheet(book: Any, allowed: Allowed) -> None:
    sheet = add_sheet(
        book, _("What may stand there"), [_("Column"), _("Cell"), _("Meaning")], [14, 40, 60]
    )
    for label in MeasureKind.labels:
        sheet.append(["type", safe(str(label)), None])
    for name, rows in (
        ("responsible", allowed.people),
        ("network", allowed.networks),
        ("indicators", allowed.indicators),
    ):
        for code, meaning in rows:
            sheet.append([name, safe(code), safe(meaning)])
    for title in allowed.objectives:
        sheet.append(["objective", safe(title), None])


def _explained() -> dict[str, str]:
    return {
        ID: _("Number of the measure. Leave it as it is; leave it empty for a new measure."),
        "title": _("What will be done. At most 200 characters."),
        "description": _("A few sentences."),
        "type": _("One of the types on the next sheet. Empty: other."),
        "responsible": _("E-mail address of a person with a role in the municipality."),
        "unit": _("Responsible unit, in your own words."),
        "helpers": _("Who helps."),
        "starts_on": _("Start, as a date: 2026-12-31 or 31.12.2026."),
        "ends_on": _("End, as a date."),
        "objective": _("Title of one of the municipality's objectives."),
        "network": _("Short address name of a network, see the next sheet."),
        "cost": _("A sum or a few words."),
        "budget_link": _("A whole address that begins with https://."),
        "helps": _("Targets that it helps, with commas between: 13.2, 11.6. Keep it as text."),
        "hurts": _("Targets that it hurts, written the same way."),
        "indicators": _("Codes of indicators that it should move, with commas between."),
        "state": _("From the log. Not read in: status is logged in Samverk."),
        "share_done": _("From the log, percent. Not read in."),
        "expected_end_on": _("From the log. Not read in."),
        "next_step": _("From the log. Not read in."),
        "logged_on": _("From the log. Not read in."),
    }
