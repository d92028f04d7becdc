"""The log of a market dialogue as an Excel file, for the file of the procurement."""

import io
from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from common.spreadsheets import add_sheet, safe
from procurement import words
from procurement.models import DialogueEntry, Need, Question
from procurement.views.dialogue_rows import entry_row, question_row

_LONGEST = 32_000  # letters of a cell, below what a workbook holds


def dialogue_workbook(
    entries: Iterable[DialogueEntry],
    questions: Iterable[Question],
    *,
    need: Need,
    is_over: bool,
    made_at: datetime,
) -> bytes:
    """Write one line for each entry, and one for each question; nobody who asks is named."""
    from openpyxl import Workbook  # noqa: PLC0415 -- brings NumPy along; only for downloads

    book = Workbook(write_only=True)
    heads = [_("Time"), _("What"), _("Text"), _("Who"), _("Suppliers told")]
    sheet = add_sheet(book, _("Log"), heads, [26, 26, 70, 40, 18])
    for entry in entries:
        row = entry_row(entry, need, whole=True)
        texts = [row.when, row.what, row.text, row.who]
        sheet.append([*(_cell(text) for text in texts), entry.told])
    heads = [_("Question"), _("Answer"), _("State")]
    sheet = add_sheet(book, _("Questions and answers"), heads, [60, 60, 44])
    for question in questions:
        line = question_row(question, need, is_over=is_over)
        sheet.append([_cell(line.text), _cell(line.answer), _cell(line.detail or line.waits)])
    about = add_sheet(book, _("About"), [], [70])
    about.append([_cell(need.title)])
    about.append([_cell(words.moment(made_at, need))])
    about.append([_cell(_("Nothing in the log can be changed or deleted."))])
    block = io.BytesIO()
    book.save(block)
    return block.getvalue()


def _cell(text: str) -> str:
    return safe(text[:_LONGEST])
