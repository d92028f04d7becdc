"""Charts drawn on the server: what a reader sees before, or without, the library's chart.

The same data as ``indicators.charts``; classes carry the colours, so that light, dark and
print need no second drawing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from common.drawings import compact
from common.numbers import format_number
from indicators.charts import (
    Aim,
    Axis,
    Dot,
    Line,
    Mark,
    jitter,
    marks_within,
    nice_axis,
    spread_labels,
)

WIDTH, HEIGHT = 720, 356
LEFT, RIGHT, TOP, BOTTOM = 52, 118, 22, 40
STRIP_HEIGHT = 164
NAME_STEP = 16
LABEL_APART = 14
MANY = 12


@dataclass(frozen=True, slots=True)
class Scale:
    """Turns values into coordinates."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Give the coordinate of a value."""
        span = (self.high - self.low) or 1.0
        return self.start + (value - self.low) / span * (self.end - self.start)


def series_still(
    *,
    years: Sequence[int],
    lines: Sequence[Line],
    aim: Aim | None,
    decimals: int,
    label: str,
    marks: Sequence[Mark] = (),
) -> SafeString:
    """Draw series over the years, with the way to the target.

    Args:
        years: Calendar years, ascending.
        lines: Series of the same length.
        aim: The target, if there is one.
        decimals: Digits after the decimal mark at the ticks.
        label: What those hear who do not see the picture.
        marks: Mergers and divisions; those outside the years are left out.
    """
    values = [value for line in lines for value in line.values if value is not None]
    axis = nice_axis([*values, aim.value] if aim else values)
    last_year = max(years[-1], aim.year if aim else 0)
    across = Scale(years[0], last_year, LEFT, WIDTH - RIGHT)
    up = Scale(axis.low, axis.high, HEIGHT - BOTTOM, TOP)
    ordered = sorted(lines, key=lambda line: line.is_own)
    parts = [
        _grid(axis, up, decimals),
        _years(years[0], last_year, across),
        *(_break(mark, across) for mark in marks_within(marks, years)),
        *(_path(line, years, across, up) for line in ordered),
    ]
    own = next((line for line in lines if line.is_own), None)
    if aim:
        parts.append(_way(None if aim.is_reached else own, years, aim, across, up))
    parts.append(_names(ordered, years, across, up))
    return _picture(parts, HEIGHT, label)


def spread_still(
    *,
    dots: Sequence[Dot],
    median: tuple[float, str] | None,
    aim: tuple[float, str] | None,
    decimals: int,
    label: str,
) -> SafeString:
    """Draw how municipalities are spread along one axis, the own one marked.

    Args:
        dots: One per municipality with a value.
        median: Middle value and its label.
        aim: Target and its label.
        decimals: Digits after the decimal mark at the ticks.
        label: What those hear who do not see the picture.
    """
    marks = [mark[0] for mark in (median, aim) if mark]
    axis = nice_axis([dot.value for dot in dots] + marks, ticks=6, margin=0.05)
    across = Scale(axis.low, axis.high, 16, WIDTH - 16)
    peers = [dot for dot in dots if not dot.is_own]
    many = len(peers) > MANY
    names, levels = (SafeString(""), 0) if many else _peer_names(peers, across)
    height = STRIP_HEIGHT + levels * NAME_STEP
    middle, floor = 78.0, height - BOTTOM
    parts = [
        format_html('<path class="sv-still-grid" d="M8 {0}H{1}"/>', floor, WIDTH - 8),
        format_html_join(
            "",
            '<text class="sv-still-tick" x="{}" y="{}" text-anchor="middle">{}</text>',
            (
                (
                    compact(across.at(tick)),
                    floor + 18,
                    format_number(tick, decimals=_tick_decimals(axis, decimals)),
                )
                for tick in axis.ticks()
            ),
        ),
    ]
    beyond = bool(median and aim and median[0] >= aim[0])
    for mark, css, right in ((median, "median", beyond), (aim, "aim", not beyond)):
        if mark:
            parts.append(_mark(across.at(mark[0]), mark[1], css, floor, right=right))
    parts.append(names)
    for place, dot in enumerate(peers):
        y = middle + (jitter(place) * 60 if many else 0)
        parts.append(_dot(across.at(dot.value), y, dot.name, many=many))
    for dot in dots:
        if dot.is_own:
            parts.append(_own_dot(across.at(dot.value), middle, dot.name))
    return _picture(parts, height, label)


def _picture(parts: Sequence[SafeString], height: int, label: str) -> SafeString:
    return format_html(
        '<svg class="sv-still" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        WIDTH,
        height,
        label,
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _tick_decimals(axis: Axis, decimals: int) -> int:
    needed = next((n for n in range(7) if abs(round(axis.step, n) - axis.step) < 1e-9), 6)
    return min(needed, decimals) if needed <= decimals else needed


def _grid(axis: Axis, up: Scale, decimals: int) -> SafeString:
    shown = _tick_decimals(axis, decimals)
    return format_html_join(
        "",
        '<path class="sv-still-grid" d="M{0} {1}H{2}"/>'
        '<text class="sv-still-tick" x="{3}" y="{4}" text-anchor="end">{5}</text>',
        (
            (
                LEFT,
                compact(up.at(tick)),
                WIDTH - RIGHT,
                LEFT - 8,
                compact(up.at(tick) + 4),
                format_number(tick, decimals=shown),
            )
            for tick in axis.ticks()
        ),
    )


def _years(first: int, last: int, across: Scale) -> SafeString:
    every = max(1, round((last - first) / 7))
    return format_html_join(
        "",
        '<text class="sv-still-tick{}" x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (
                "" if place % 2 == 0 else " sv-still-odd",
                compact(across.at(year)),
                HEIGHT - 8,
                year,
            )
            for place, year in enumerate(range(first, last + 1, every))
        ),
    )


def _break(mark: Mark, across: Scale) -> SafeString:
    x = across.at(mark.place)
    left = x > (LEFT + WIDTH - RIGHT) / 2
    return format_html(
        '<path class="sv-still-break" d="M{0} {1}V{2}"/>'
        '<text class="sv-still-breaktext" x="{3}" y="{4}" text-anchor="{5}">{6}</text>',
        compact(x),
        TOP - 10,
        HEIGHT - BOTTOM,
        compact(x - 6 if left else x + 6),
        TOP - 2,
        "end" if left else "start",
        mark.label,
    )


def _path(line: Line, years: Sequence[int], across: Scale, up: Scale) -> SafeString:
    pieces: list[str] = []
    pen_down = False
    last = None
    for year, value in zip(years, line.values, strict=True):
        if value is None:
            pen_down = False
            continue
        last = (compact(across.at(year)), compact(up.at(value)))
        # "h0" with round ends is a dot: a year alone among years without figures is seen too.
        pieces.append(f"L{last[0]} {last[1]}" if pen_down else f"M{last[0]} {last[1]}h0")
        pen_down = True
    if last is None:
        return SafeString("")
    css = "sv-still-own" if line.is_own else "sv-still-peer"
    path = format_html('<path class="{}" d="{}"/>', css, "".join(pieces))
    if not line.is_own:
        return path
    return path + format_html(
        '<circle class="sv-still-dot" cx="{}" cy="{}" r="5"/>', last[0], last[1]
    )


def _way(
    own: Line | None, years: Sequence[int], aim: Aim, across: Scale, up: Scale
) -> SafeString:
    x, y = across.at(aim.year), up.at(aim.value)
    way = SafeString("")
    ends = (
        [(year, v) for year, v in zip(years, own.values, strict=True) if v is not None]
        if own
        else []
    )
    if ends:
        year, value = ends[-1]
        way = format_html(
            '<path class="sv-still-way" d="M{} {}L{} {}"/>',
            compact(across.at(year)),
            compact(up.at(value)),
            compact(x),
            compact(y),
        )
    return way + format_html(
        '<path class="sv-still-point" d="M{0} {1}l7 7l-7 7l-7-7z"/>'
        '<text class="sv-still-aimtext" x="{2}" y="{3}">{4}</text>',
        compact(x),
        compact(y - 7),
        compact(x + 10),
        compact(y + 4),
        aim.label,
    )


def _names(lines: Sequence[Line], years: Sequence[int], across: Scale, up: Scale) -> SafeString:
    ends = []
    for line in lines:
        known = [(year, v) for year, v in zip(years, line.values, strict=True) if v is not None]
        if known:
            ends.append((line, known[-1]))
    placed = spread_labels([up.at(value) for _line, (_y, value) in ends], apart=LABEL_APART)
    return format_html_join(
        "",
        '<text class="{}" x="{}" y="{}">{}</text>',
        (
            (
                "sv-still-owntext" if line.is_own else "sv-still-name",
                compact(across.at(year) + 8),
                compact(height + 4),
                line.name,
            )
            for (line, (year, _value)), height in zip(ends, placed, strict=True)
        ),
    )


def _peer_names(peers: Sequence[Dot], across: Scale) -> tuple[SafeString, int]:
    """Write names below the dots, on as many lines as it takes for none to cover another."""
    ends: list[float] = []
    placed = []
    for dot in sorted(peers, key=lambda dot: dot.value):
        x, half = across.at(dot.value), len(dot.name) * 3.8 + 6
        level = next((n for n, end in enumerate(ends) if end <= x - half), len(ends))
        if level == len(ends):
            ends.append(0.0)
        ends[level] = x + half
        placed.append((compact(x), 106 + level * NAME_STEP, dot.name))
    words = format_html_join(
        "",
        '<text class="sv-still-name" x="{}" y="{}" text-anchor="middle">{}</text>',
        placed,
    )
    return words, max(0, len(ends) - 1)


def _mark(x: float, text: str, css: str, floor: float, *, right: bool) -> SafeString:
    """Draw an upright line; the labels of two lines stand on either side of them."""
    return format_html(
        '<path class="sv-still-{0}" d="M{1} 12V{2}"/>'
        '<text class="sv-still-{0}text" x="{3}" y="24" text-anchor="{4}">{5}</text>',
        css,
        compact(x),
        compact(floor),
        compact(x + 6 if right else x - 6),
        "start" if right else "end",
        text,
    )


def _dot(x: float, y: float, name: str, *, many: bool) -> SafeString:
    if many:
        return format_html(
            '<circle class="sv-still-many" cx="{}" cy="{}" r="4.5"><title>{}</title></circle>',
            compact(x),
            compact(y),
            name,
        )
    return format_html(
        '<rect class="sv-still-square" x="{}" y="{}" width="10" height="10">'
        "<title>{}</title></rect>",
        compact(x - 5),
        compact(y - 5),
        name,
    )


def _own_dot(x: float, y: float, name: str) -> SafeString:
    return format_html(
        '<path class="sv-still-mine" d="M{0} {1}l10 10l-10 10l-10-10z"/>'
        '<text class="sv-still-owntext" x="{0}" y="{2}" text-anchor="middle">{3}</text>',
        compact(x),
        compact(y - 10),
        compact(y - 18),
        name,
    )
