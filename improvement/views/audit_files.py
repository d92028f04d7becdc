"""All changes of a municipality as an Excel workbook: one row for each field."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _

from common.dates import date_in_words, moment_in_words
from common.numbers import format_number
from common.spreadsheets import add_sheet, safe
from improvement.queries.trail import Event

LIMIT: Final = 10_000
"""How many changes fit in one file."""
CHUNK: Final = 1_000
"""How many are read at once."""
CELL: Final = 32_000  # an Excel cell holds 32,767 characters

_WIDTHS = (18, 24, 20, 24, 34, 26, 24, 40, 40, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the file says of itself."""

    place: str
    first: date
    last: date
    address: str
    made_at: datetime
    zone: tzinfo
    is_cut: bool


def workbook(events: Iterable[Event], *, about: About) -> bytes:
    """Write the changes, and a sheet that says what the file holds."""
    from openpyxl import Workbook  # noqa: PLC0415 -- brings NumPy along; only for downloads

    book = Workbook(write_only=True)
    _changes(book, events, about)
    _about(book, about)
    block = BytesIO()
    book.save(block)
    return block.getvalue()


def _changes(book: Any, events: Iterable[Event], about: About) -> None:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- as above

    heads = (
        _("time"),
        _("who"),
        _("on behalf of"),
        _("kind"),
        _("about"),
        _("what happened"),
        _("field"),
        _("old"),
        _("new"),
        _("text"),
    )
    sheet = add_sheet(book, _("Changes"), heads, _WIDTHS)
    for event in events:
        moment = event.at.astimezone(about.zone).replace(tzinfo=None, microsecond=0)
        for field, old, new in _fields(event):
            cell = WriteOnlyCell(sheet, value=moment)
            cell.number_format = "yyyy-mm-dd hh:mm:ss"
            texts = (
                event.by, event.on_behalf_of, event.kind, event.about, event.headline, field,
                old, new, event.text,
            )  # fmt: skip
            sheet.append([cell, *(safe(text[:CELL]) for text in texts)])


def _fields(event: Event) -> Iterator[tuple[str, str, str]]:
    if not event.changes:
        yield "", "", ""
    for change in event.changes:
        yield change.label, change.old, change.new


def _about(book: Any, about: About) -> None:
    sheet = add_sheet(book, _("About the file"), (), (28, 70))
    rows = [
        (_("Municipality"), about.place),
        (_("Period"), f"{date_in_words(about.first)} – {date_in_words(about.last)}"),
        (_("Made"), moment_in_words(about.made_at)),
        (_("Address"), about.address),
    ]
    if about.is_cut:
        text = _(
            "The file holds the %(limit)s newest changes. Choose a shorter period for more."
        )
        rows.append((_("Not whole"), text % {"limit": format_number(LIMIT)}))
    for label, text in rows:
        sheet.append([safe(label), safe(text)])
