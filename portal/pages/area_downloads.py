"""Files with the dashboard of an area: every goal in every municipality, and all together."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

from django.utils.translation import gettext as _

from common.dates import moment_in_words
from common.spreadsheets import safe
from common.words import RATINGS, TRENDS, goal_name
from indicators.documents import DashboardDocument
from networks.models import Municipality
from portal.pages import figures
from portal.pages.area import AGGREGATION_WORDS
from portal.pages.downloads import MARK, note, separators
from portal.queries.frameworks import Catalogue

POINTS_DECIMALS = 1


@dataclass(frozen=True, slots=True)
class AreaFile:
    """What a file with an area is made from."""

    name: str
    address: str
    document: DashboardDocument
    catalogue: Catalogue
    places: Mapping[int, Municipality]
    computed_at: datetime


def area_csv(area: AreaFile) -> bytes:
    """Write every goal in every municipality as CSV in the reader's format."""
    delimiter, decimal_mark = separators()
    text = StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(_goal_heads())
    for row in _goal_rows(area):
        points = "" if row[5] is None else f"{row[5]:.{POINTS_DECIMALS}f}"
        writer.writerow([*row[:5], points.replace(".", decimal_mark), *row[6:]])
    return (MARK + text.getvalue()).encode()


def area_workbook(area: AreaFile) -> bytes:
    """Write an Excel workbook: goals by municipality, all together, what to know."""
    from openpyxl import Workbook  # noqa: PLC0415 -- brings NumPy along; only for downloads

    book = Workbook(write_only=True)
    goals = book.create_sheet(_("Goals")[:31])
    goals.freeze_panes = "A2"
    goals.append(_goal_heads())
    for row in _goal_rows(area):
        goals.append(row)
    together = book.create_sheet(_("All together")[:31])
    together.freeze_panes = "A2"
    together.append(_together_heads())
    for row in _together_rows(area):
        together.append(row)
    about = book.create_sheet(_("About")[:31])
    for line in _about_rows(area):
        about.append(line)
    block = BytesIO()
    book.save(block)
    return block.getvalue()


def _goal_heads() -> list[str]:
    return [
        _("country"),
        _("municipality code"),
        _("municipality"),
        _("goal"),
        _("name of the goal"),
        _("points"),
        _("rating"),
        _("trend"),
    ]


def _goal_rows(area: AreaFile) -> list[list[Any]]:
    heat = area.document["heat"]
    rows = []
    for column, key in enumerate(area.document["members"]):
        place = area.places.get(key)
        if place is None:
            continue
        head = [place.country_id, place.code, safe(str(place.local_name))]
        for line, goal in enumerate(area.document["goals"]["goal"]):
            rating = heat["rating"][line][column] or "grey"
            trend = heat["trend"][line][column] or ""
            rows.append(
                [
                    *head,
                    goal,
                    goal_name(goal),
                    _rounded(heat["score"][line][column]),
                    str(RATINGS[rating]),
                    str(TRENDS[trend]) if trend else "",
                ]
            )
    return rows


def _rounded(points: float | None) -> float | None:
    return None if points is None else round(points, POINTS_DECIMALS)


def _together_heads() -> list[str]:
    return [
        _("goal"),
        _("indicator code"),
        _("indicator"),
        _("year"),
        _("value"),
        _("unit"),
        _("municipalities with figures"),
        _("municipalities"),
        _("how it is put together"),
        _("note"),
        _("illustrative"),
        _("rating"),
        _("target"),
        _("source"),
        _("licence"),
    ]


def _together_rows(area: AreaFile) -> list[list[Any]]:
    document = area.document
    rows: list[list[Any]] = []
    for i, key in enumerate(document["indicator"]):
        info = area.catalogue.indicators.get(key)
        if info is None:
            continue
        value = document["value"][i]
        rows.append(
            [
                info.goal,
                info.code,
                safe(info.name),
                document["year"][i] or None,
                None if value is None else round(value, info.decimals),
                safe(info.unit),
                document["have"][i],
                len(document["members"]),
                AGGREGATION_WORDS[document["aggregation"][i] or "none"](),
                note(document["missing"][i] or "", value),
                _("yes") if info.is_illustrative else _("no"),
                str(RATINGS[document["rating"][i] or "grey"]),
                safe(figures.target_text(info)),
                safe(info.source),
                safe(info.licence),
            ]
        )
    return rows


def _about_rows(area: AreaFile) -> Sequence[list[Any]]:
    rows = [
        [_("Area"), safe(area.name)],
        [_("Address"), area.address],
        [_("Framework"), safe(area.catalogue.name)],
        [_("Computed"), moment_in_words(area.computed_at)],
    ]
    if area.catalogue.has_illustrative:
        rows.append(
            [
                _("Note"),
                _("Indicators marked as illustrative are made up for the demonstration."),
            ]
        )
    return rows
