"""Rows of the pages about status rounds, from what is there now or from the frozen copy."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.dates import date_in_words, moment_in_words
from common.nordic import sort_key
from common.numbers import format_number
from common.translations import NEAREST
from common.words import MISSING
from improvement.models import StatusRound, StatusRoundPart
from improvement.queries.status_rounds import MemberPart
from indicators.models import Indicator, Observation
from networks.models import Decision, Municipality


@dataclass(frozen=True, slots=True)
class PartRow:
    """One municipality of a status round, everything printed.

    Attributes:
        share: Filled indicators, per cent.
        delivered: When, or empty.
        politically: Day and decision, or empty.
        administratively: The same.
    """

    name: str
    group: str
    address: str
    filled: int
    of: int
    share: int
    delivered: str
    is_late: bool
    comment: str
    politically: str
    administratively: str

    @property
    def is_anchored(self) -> bool:
        return bool(self.politically and self.administratively)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One indicator of a municipality's part."""

    name: str
    lang: str
    value: str
    unit: str
    year: str
    missing: str
    address: str


@dataclass(frozen=True, slots=True)
class FrozenFigures:
    """The figures of a locked status round: indicators down, municipalities across."""

    places: list[str]
    rows: list[tuple[str, str, list[tuple[str, str]]]]


def part_address(status_round: StatusRound, municipality: Municipality) -> str:
    """Address of a municipality's part."""
    return reverse(
        "improvement:status-round-part",
        kwargs={
            "pk": status_round.pk,
            **municipality.address_keys,
        },
    )


def part_row(row: MemberPart, *, status_round: StatusRound) -> PartRow:
    """Print a part as it is now."""
    part = row.part
    delivered = part.delivered_at if part is not None else None
    return PartRow(
        name=str(row.municipality),
        group=row.group.name if row.group is not None else "",
        address=part_address(status_round, row.municipality),
        filled=row.filled,
        of=row.of,
        share=row.share,
        delivered=moment_in_words(delivered) if delivered is not None else "",
        is_late=row.is_late,
        comment=part.comment if part is not None else "",
        politically=politically(part),
        administratively=administratively(part),
    )


def politically(part: StatusRoundPart | None) -> str:
    """Say by which decision a part is politically anchored, and when."""
    if part is None:
        return ""
    return _anchored(part.politically_on, part.politically_by)


def administratively(part: StatusRoundPart | None) -> str:
    """Say by which decision a part is administratively anchored, and when."""
    if part is None:
        return ""
    return _anchored(part.administratively_on, part.administratively_by)


def frozen_rows(snapshot: dict[str, Any]) -> list[PartRow]:
    """Print the parts of a locked status round, from its frozen copy."""
    rows = [_frozen(part) for part in snapshot["municipalities"]]
    return sorted(rows, key=lambda row: sort_key(row.name))


def frozen_figures(snapshot: dict[str, Any]) -> FrozenFigures:
    """Print the figures of a locked status round, from its frozen copy."""
    parts = sorted(snapshot["municipalities"], key=lambda part: sort_key(part["name"]))
    values = {
        (n, value["indicator"]): value
        for n, part in enumerate(parts)
        for value in part["values"]
    }
    rows = []
    for indicator in snapshot["indicators"]:
        cells = [
            _cell(values.get((n, indicator["code"])), indicator["decimals"])
            for n in range(len(parts))
        ]
        rows.append((_near(indicator["name"]), _near(indicator["unit"]), cells))
    return FrozenFigures([part["name"] for part in parts], rows)


def figure_row(
    indicator: Indicator, found: Observation | None, municipality: Municipality
) -> FigureRow:
    """Print one indicator of a municipality's part."""
    name = indicator.local_name
    keys = municipality.address_keys
    shown = found is not None and not found.is_hidden and found.value is not None
    return FigureRow(
        name=name.text,
        lang=name.lang,
        value=format_number(found.value, decimals=indicator.decimals)
        if shown and found is not None and found.value is not None
        else "",
        unit=indicator.local_unit.text,
        year=str(found.period) if found is not None else "",
        missing="h" if found is not None else "",
        address=reverse(
            "portal:municipality-indicator", kwargs={**keys, "indicator": indicator.code}
        ),
    )


def _anchored(on: date | None, decision: Decision | None) -> str:
    if on is None or decision is None:
        return ""
    return f"{date_in_words(on)}, {decision}"


def _frozen(part: dict[str, Any]) -> PartRow:
    filled, of = part["filled"], part["of"]
    delivered = part["delivered_at"]
    return PartRow(
        name=part["name"],
        group="",
        address="",
        filled=filled,
        of=of,
        share=filled * 100 // of if of else 0,
        delivered=moment_in_words(datetime.fromisoformat(delivered)) if delivered else "",
        is_late=part["is_late"],
        comment=part["comment"],
        politically=_frozen_anchoring(part["politically"]),
        administratively=_frozen_anchoring(part["administratively"]),
    )


def _frozen_anchoring(said: dict[str, Any] | None) -> str:
    if said is None:
        return ""
    name = f"{said['case_number'] or said['title']} {said['body']}".strip()
    return f"{date_in_words(date.fromisoformat(said['on']))}, {name}"


def _cell(value: dict[str, Any] | None, decimals: int) -> tuple[str, str]:
    """Value and year; the reason in the place of the year where there is no value."""
    if value is None:
        return "–", str(MISSING[""])
    if value["value"] is None:
        return "–", str(MISSING[value["status"]])
    return format_number(value["value"], decimals=decimals), str(value["year"])


def _near(texts: dict[str, str]) -> str:
    language = (get_language() or "nb").split("-")[0]
    for code in NEAREST.get(language, NEAREST["en"]):
        if texts.get(code):
            return texts[code]
    return _("Without a name")
