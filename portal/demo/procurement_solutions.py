"""Solutions of the demonstration, and what the buyers make of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile

from indicators.models import Goal
from networks.models import Municipality
from portal.demo.moments import coordinator_of
from portal.demo.suppliers import Seller
from portal.demo.tale import Event, Tale
from procurement.actions.attachments import NO_FILES, Files
from procurement.actions.solutions import Content, PointReply, save_draft, send, withdraw
from procurement.actions.verdicts import (
    answer_reference,
    shortlist,
    tell_result,
    write_note,
)
from procurement.models import Category, Reference, Solution

_WORDS = (
    "title", "text", "language", "maturity", "used_by", "price", "effect", "evidence",
    "confidential", "openness",
)  # fmt: skip
# What the confidential file says: a price for each number of districts.
_PRICES = (("Roder", "Kr per rode og år"), (1, 96_000), (5, 88_000), (12, 79_000))


def offer(row: Event, seller: Seller, *, at: datetime) -> None:
    """Send a solution to the catalogue: it answers no need."""
    content = _content(row, seller, Category.objects.get(code=row["category"]))
    send(
        supplier=seller.supplier,
        need=None,
        content=replace(content, counties=list(seller.supplier.counties.all())),
        at=at + timedelta(days=row["day"]),
        by=seller.person,
    )


def _solution(tale: Tale, event: Event) -> None:
    seller = tale.sellers[event["supplier"]]
    content = _to_need(tale, event, seller)
    files = Files(confidential=[_prices(event["file"])]) if "file" in event else NO_FILES
    sent = send(
        supplier=seller.supplier,
        need=tale.need,
        content=content,
        at=tale.when(event),
        by=seller.person,
        files=files,
    )
    tale.sent[event["supplier"]] = sent, content


def _draft(tale: Tale, event: Event) -> None:
    seller = tale.sellers[event["supplier"]]
    save_draft(
        supplier=seller.supplier,
        need=tale.need,
        content=_to_need(tale, event, seller),
        at=tale.when(event),
        by=seller.person,
    )


def _revise(tale: Tale, event: Event) -> None:
    seller = tale.sellers[event["supplier"]]
    sent, content = tale.sent[event["supplier"]]
    changed = replace(content, **{name: event[name] for name in _WORDS if name in event})
    again = send(
        supplier=seller.supplier,
        need=tale.need,
        content=changed,
        at=tale.when(event),
        by=seller.person,
        solution=sent,
    )
    tale.sent[event["supplier"]] = again, changed


def _withdraw(tale: Tale, event: Event) -> None:
    withdraw(
        solution=_sent(tale, event),
        by=tale.sellers[event["supplier"]].person,
        at=tale.when(event),
    )


def _confirm(tale: Tale, event: Event) -> None:
    rows = Reference.objects.select_related("municipality")
    reference = rows.get(solution=_sent(tale, event), municipality__code=event["place"])
    answer_reference(
        reference=reference,
        uses=event["uses"],
        by=coordinator_of(reference.municipality),
        at=tale.when(event),
    )


def _note(tale: Tale, event: Event) -> None:
    place = tale.places[event["place"]]
    write_note(
        solution=_sent(tale, event),
        municipality=place.municipality,
        text=event["text"],
        by=place.person,
        at=tale.when(event),
    )


def _shortlist(tale: Tale, event: Event) -> None:
    place = tale.places[event["place"]]
    shortlist(
        solution=_sent(tale, event),
        municipality=place.municipality,
        wanted=True,
        by=place.person,
        at=tale.when(event),
    )


def _verdict(tale: Tale, event: Event) -> None:
    tell_result(
        solution=_sent(tale, event),
        verdict=event["verdict"],
        text=event["text"],
        by=tale.lead.person,
        at=tale.when(event),
    )


def _sent(tale: Tale, event: Event) -> Solution:
    return tale.sent[event["supplier"]][0]


def _to_need(tale: Tale, event: Event, seller: Seller) -> Content:
    """Give what a company writes to a need; points in the order they stand in."""
    keys = tale.need.points.order_by("position").values_list("pk", flat=True)
    replies = (PointReply(answer=said, text=how) for said, how in event.get("points", ()))
    content = _content(event, seller, tale.need.category)
    return replace(
        content,
        points=dict(zip(keys, replies, strict=False)),
        delivers_to=_places(tale, event.get("delivers_to", ())),
    )


def _places(tale: Tale, codes: Iterable[str]) -> list[Municipality]:
    return [tale.places[code].municipality for code in codes]


def _content(row: dict[str, Any], seller: Seller, category: Category) -> Content:
    country = seller.supplier.country_id
    named = {
        Municipality.objects.get(country=country, code=code): what
        for code, what in row.get("references", ())
    }
    words = {name: row[name] for name in _WORDS if name in row}
    return Content(
        **words,
        minimum=Decimal(row["minimum"]) if "minimum" in row else None,
        contact_name=seller.person.name,
        contact_email=seller.person.email,
        goals=list(Goal.objects.filter(number__in=row.get("goals", ()))),
        category=category,
        references=named,
    )


def _prices(name: str) -> SimpleUploadedFile:
    """Make the file that only the buyers may open."""
    from openpyxl import Workbook  # noqa: PLC0415 -- slow import

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Pris")
    for row in _PRICES:
        sheet.append(row)
    content = BytesIO()
    book.save(content)
    return SimpleUploadedFile(name, content.getvalue())


EVENTS: Final[Mapping[str, Callable[[Tale, Event], None]]] = {
    "solution": _solution,
    "draft": _draft,
    "revise": _revise,
    "withdraw": _withdraw,
    "confirm": _confirm,
    "note": _note,
    "shortlist": _shortlist,
    "verdict": _verdict,
}
