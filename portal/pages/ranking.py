"""One indicator over all municipalities, and the list of indicators, in words and print."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.drawings import compact
from common.numbers import format_number
from common.words import MISSING
from indicators.charts import nice_axis
from indicators.enums import Aggregation
from portal.pages import figures
from portal.pages.figure_parts import Fact, Table
from portal.pages.labels import foreign
from portal.pages.stills import Scale
from portal.queries.frameworks import Catalogue, IndicatorInfo
from portal.queries.rankings import RankedRow

BARS: Final = 24
WIDTH, HEIGHT, BASE = 720, 200, 150


@dataclass(frozen=True, slots=True)
class Line:
    """One municipality of the table, printed."""

    rank: str
    name: str
    href: str
    county: str
    value: str
    year: int
    missing: str
    rating: str
    trend: str
    score: float | None


@dataclass(frozen=True, slots=True)
class Head:
    """The header of a column that can be sorted."""

    label: str
    href: str
    state: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One indicator in the list of all."""

    info: IndicatorInfo
    lang: str
    href: str
    target: str
    count: int


@dataclass(frozen=True, slots=True)
class GoalPart:
    """The indicators of one goal in the list of all."""

    number: int
    rows: list[Listed]


def lines(
    info: IndicatorInfo,
    rows: Sequence[RankedRow],
    *,
    values: Sequence[float],
    counties: Mapping[int, str],
) -> list[Line]:
    """Print the rows of one page of the table.

    Args:
        info: The indicator.
        rows: The municipalities.
        values: All values of the country, lowest first, for the ranks.
        counties: Name of each municipality's county.
    """
    return [
        Line(
            rank=_rank(info, row.value, values),
            name=row.name,
            href=reverse(
                "portal:municipality-indicator",
                kwargs={
                    "country": row.country.lower(),
                    "code": row.code,
                    "indicator": info.code,
                },
            ),
            county=counties.get(row.municipality, ""),
            value=figures.value_text(info, row.value),
            year=row.year or 0,
            missing="" if row.value is not None else str(MISSING.get(row.status, MISSING[""])),
            rating=row.rating or "grey",
            trend=row.trend or "",
            score=row.score,
        )
        for row in rows
    ]


def _rank(info: IndicatorInfo, value: float | None, values: Sequence[float]) -> str:
    if value is None or not info.is_comparable:
        return ""
    if info.more_is_better:
        return str(1 + len(values) - bisect_right(values, value))
    return str(1 + bisect_left(values, value))


def heads(info: IndicatorInfo, *, sort: str, kept: Mapping[str, str]) -> list[Head]:
    """Give the headers that sort the table, as links."""
    best_first = "-value" if info.more_is_better else "value"
    return [
        _head(_("Municipality"), "name", sort, kept, best_first),
        _head(_("Value"), best_first, sort, kept, best_first),
    ]


def _head(label: str, column: str, sort: str, kept: Mapping[str, str], usual: str) -> Head:
    name = column.removeprefix("-")
    state = "none"
    target = column
    if sort.removeprefix("-") == name:
        state = "descending" if sort.startswith("-") else "ascending"
        target = name if sort.startswith("-") else f"-{name}"
    wanted = dict(kept)
    if target != usual:
        wanted["sorter"] = _ADDRESS[target]
    return Head(label, f"?{urlencode(wanted)}", state)


_ADDRESS: Final = {"value": "verdi", "-value": "-verdi", "name": "navn", "-name": "-navn"}
SORTS: Final = {word: sort for sort, word in _ADDRESS.items()}
"""Word in the address → order of the table."""


def facts(info: IndicatorInfo, values: Sequence[float], *, members: int) -> list[Fact]:
    """Give the key figures of a country."""
    found = [
        Fact(
            _("Municipalities with a figure"),
            format_number(len(values)),
            _("of %(count)s") % {"count": format_number(members)},
        )
    ]
    if values:
        found.append(Fact(_("Median"), figures.value_text(info, median(values)), info.unit))
        best, worst = (
            (values[-1], values[0]) if info.more_is_better else (values[0], values[-1])
        )
        if info.is_comparable:
            found.append(Fact(_("Best"), figures.value_text(info, best), info.unit))
            found.append(Fact(_("Weakest"), figures.value_text(info, worst), info.unit))
    if values and info.green is not None:
        reached = sum(info.is_reached(value) for value in values)
        found.append(
            Fact(
                _("Have reached the target"),
                format_number(reached),
                _("target %(target)s") % {"target": figures.target_text(info)},
            )
        )
    return found


def lead_sentence(info: IndicatorInfo, values: Sequence[float], country: str) -> str:
    """Say it first: how many have reached the target."""
    if not values:
        return _("There are no figures for this indicator yet.")
    if info.green is None:
        return _("There is no target for this indicator.")
    reached = sum(info.is_reached(value) for value in values)
    return ngettext(
        "%(reached)s of %(count)s municipality in %(country)s has reached the target.",
        "%(reached)s of %(count)s municipalities in %(country)s have reached the target.",
        len(values),
    ) % {
        "reached": format_number(reached),
        "count": format_number(len(values)),
        "country": country,
    }


def histogram(info: IndicatorInfo, values: Sequence[float]) -> tuple[SafeString, Table] | None:
    """Draw how many municipalities have which values, with the same numbers as a table.

    Returns:
        Picture and table; None with fewer than four values.
    """
    if len(values) < 4:
        return None
    aims = [info.green] if info.green is not None else []
    axis = nice_axis([*values, *aims], ticks=6)
    width = axis.step / 4
    count = min(max(1, round((axis.high - axis.low) / width)), BARS * 4)
    bins = [0] * count
    for value in values:
        bins[min(count - 1, int((value - axis.low) / width))] += 1
    across = Scale(axis.low, axis.high, 16, WIDTH - 16)
    up = Scale(0, max(bins), BASE, 36)
    bars = format_html_join(
        "",
        '<rect class="sv-still-bar" x="{}" y="{}" width="{}" height="{}"/>',
        (
            (
                compact(across.at(axis.low + place * width) + 0.5),
                compact(up.at(number)),
                compact(across.at(width) - across.at(0) - 1),
                compact(BASE - up.at(number)),
            )
            for place, number in enumerate(bins)
            if number
        ),
    )
    decimals = max(info.decimals, _decimals_of(width))
    ticks = format_html_join(
        "",
        '<text class="sv-still-tick" x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (
                compact(across.at(tick)),
                BASE + 18,
                format_number(tick, decimals=_decimals_of(axis.step)),
            )
            for tick in axis.ticks()
        ),
    )
    aim = SafeString("")
    if info.green is not None:
        aim = format_html(
            '<path class="sv-still-aim" d="M{0} 28V{1}"/>'
            '<text class="sv-still-aimtext" x="{0}" y="20" text-anchor="middle">{2}</text>',
            compact(across.at(info.green)),
            BASE,
            _("Target %(number)s") % {"number": figures.value_text(info, info.green)},
        )
    spoken = _(
        "Bar chart of the values of %(count)s municipalities; the table has the numbers."
    )
    picture = format_html(
        '<svg class="sv-still" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<path class="sv-still-grid" d="M8 {}H{}"/>{}{}{}'
        '<text class="sv-still-tick" x="{}" y="{}" text-anchor="middle">{}</text></svg>',
        WIDTH,
        HEIGHT,
        spoken % {"count": len(values)},
        BASE,
        WIDTH - 8,
        bars,
        ticks,
        aim,
        WIDTH // 2,
        BASE + 42,
        info.unit,
    )
    table = Table(
        caption=_("Number of municipalities by value, %(unit)s") % {"unit": info.unit},
        heads=[_("From"), _("to below"), _("Municipalities")],
        rows=[
            [
                format_number(axis.low + place * width, decimals=decimals),
                format_number(axis.low + (place + 1) * width, decimals=decimals),
                format_number(number),
            ]
            for place, number in enumerate(bins)
            if number
        ],
    )
    return picture, table


def _decimals_of(step: float) -> int:
    return next((n for n in range(7) if abs(round(step, n) - step) < 1e-9), 6)


AGGREGATION_WORDS: Final = {
    Aggregation.RATIO: lambda: _("Sum of numerators over sum of denominators."),
    Aggregation.SUM: lambda: _("Sum over the municipalities."),
    Aggregation.POPULATION_MEAN: lambda: _("Mean weighted by population."),
    Aggregation.MEAN: lambda: _("Unweighted mean."),
    Aggregation.NONE: lambda: _("Not added up for areas."),
}


def listed(catalogue: Catalogue, counts: Mapping[int, int], *, text: str) -> list[GoalPart]:
    """List the indicators of a framework by goal, or those whose name has a text."""
    wanted = text.casefold()
    infos = sorted(catalogue.indicators.values(), key=lambda info: info.goal)
    chosen = [
        info for info in infos if wanted in f"{info.name} {info.code} {info.source}".casefold()
    ]
    return [
        GoalPart(
            goal,
            [
                Listed(
                    info,
                    foreign(info.name_lang),
                    reverse("portal:indicator", kwargs={"indicator": info.code}),
                    figures.target_text(info),
                    counts.get(info.pk, 0),
                )
                for info in rows
            ],
        )
        for goal, rows in groupby(chosen, key=lambda info: info.goal)
    ]
