"""The list of people as an Excel file."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from common.dates import moment_in_words
from common.spreadsheets import add_sheet, safe
from gatherings.enums import WorkArea
from gatherings.models import Gathering, Series
from gatherings.views.host_rows import PersonRow


def people_workbook(
    rows: Iterable[PersonRow],
    *,
    gatherings: Sequence[Gathering],
    series: Series,
    made_at: datetime,
) -> bytes:
    """Write one line for each person, one column for each gathering."""
    from openpyxl import Workbook  # noqa: PLC0415 -- brings NumPy along; only for downloads

    book = Workbook(write_only=True)
    heads = [
        _("Municipality"),
        _("Name"),
        _("E-mail"),
        _("Works with"),
        _("State"),
        _("Place in line"),
        _("Diet"),
        *(_("Gathering %(number)s") % {"number": each.number} for each in gatherings),
    ]
    widths = [24, 30, 34, 26, 22, 22, 34, *(24 for _each in gatherings)]
    sheet = add_sheet(book, _("Signed up"), heads, widths)
    for row in rows:
        who = row.registration
        cells = [
            str(who.municipality),
            who.name or _("name erased"),
            who.email,
            str(WorkArea(who.work_area).label),
            row.state,
            row.place,
            row.diet,
            *(text for _number, text in row.comes),
        ]
        sheet.append([safe(text) for text in cells])
    about = add_sheet(book, _("About"), [], [60])
    about.append([safe(series.name)])
    about.append([safe(moment_in_words(made_at))])
    about.append(
        [safe(_("Names and diet are for this series only. Delete the file after use."))]
    )
    block = io.BytesIO()
    book.save(block)
    return block.getvalue()
