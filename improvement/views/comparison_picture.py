"""The picture of a comparison, drawn on the server: own line, the group's, and the start.

Classes of ``app.css`` carry the colours, so that light, dark and print need no second
drawing. The words and the table beside it say the same.
"""

from collections.abc import Callable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from common.drawings import compact
from common.numbers import format_number
from indicators.charts import nice_axis, spread_labels

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 56, 150, 24, 36
NAME_APART = 16

Values = Sequence[float | None]


def comparison_picture(
    *,
    years: Sequence[int],
    own: tuple[str, Values],
    group: tuple[str, Values] | None,
    start: tuple[float, str] | None,
    decimals: int,
    label: str,
) -> SafeString | None:
    """Draw both series over the years.

    Args:
        years: Calendar years, ascending, without gaps.
        own: Name of the municipality and its values, one per year.
        group: Name of the group and its means; None when there are none.
        start: When the measure began, in years with a fraction, and its label.
        decimals: Digits after the decimal mark at the ticks.
        label: What those hear who do not see the picture.

    Returns:
        The picture, or None with fewer than two years or values.
    """
    if all(value is None for value in own[1]):
        return None
    lines = [own, *([group] if group and any(v is not None for v in group[1]) else [])]
    known = [value for _name, values in lines for value in values if value is not None]
    if len(years) < 2 or len(known) < 2:
        return None
    axis = nice_axis(known, ticks=4)
    across = [LEFT + (year - years[0]) / (years[-1] - years[0]) * _span() for year in years]
    rise = (HEIGHT - BOTTOM - TOP) / (axis.high - axis.low)

    def height(value: float) -> float:
        return HEIGHT - BOTTOM - (value - axis.low) * rise

    grid = format_html_join(
        "",
        '<path class="sv-still-grid" d="M{0} {1}H{2}"/>'
        '<text class="sv-still-tick" x="{3}" y="{4}" text-anchor="end">{5}</text>',
        (
            (
                LEFT,
                compact(height(tick)),
                WIDTH - RIGHT,
                LEFT - 8,
                compact(height(tick) + 4),
                format_number(tick, decimals=_decimals(axis.step, decimals)),
            )
            for tick in axis.ticks()
        ),
    )
    ticks = format_html_join(
        "",
        '<text class="sv-still-tick{}" x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            ("" if place % 2 == 0 else " sv-still-odd", compact(x), HEIGHT - 10, year)
            for place, (x, year) in enumerate(zip(across, years, strict=True))
        ),
    )
    paths = [
        _path(values, across, [None if v is None else height(v) for v in values], css)
        for (_name, values), css in zip(lines, ("sv-still-own", "sv-still-peer"), strict=False)
    ]
    parts = [grid, ticks, _start(start, years), *reversed(paths), _names(lines, across, height)]
    return format_html(
        '<svg class="sv-still" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        WIDTH,
        HEIGHT,
        label,
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _span() -> int:
    return WIDTH - RIGHT - LEFT


def _decimals(step: float, decimals: int) -> int:
    needed = next((n for n in range(7) if abs(round(step, n) - step) < 1e-9), 6)
    return max(needed, 0 if needed <= decimals else decimals)


def _path(
    values: Values, across: Sequence[float], heights: Sequence[float | None], css: str
) -> SafeString:
    pieces: list[str] = []
    dots: list[tuple[str, str]] = []
    pen_down = False
    for x, y in zip(across, heights, strict=True):
        if y is None:
            pen_down = False
            continue
        place = f"{compact(x)} {compact(y)}"
        # "h0" with round ends is a dot: a year alone among years without figures is seen too.
        pieces.append(f"L{place}" if pen_down else f"M{place}h0")
        dots.append((compact(x), compact(y)))
        pen_down = True
    path = format_html('<path class="{}" d="{}"/>', css, "".join(pieces))
    if css != "sv-still-own":
        return path
    return path + format_html_join(
        "", '<circle class="sv-still-dot" cx="{}" cy="{}" r="4"/>', dots
    )


def _start(start: tuple[float, str] | None, years: Sequence[int]) -> SafeString:
    if start is None or not years[0] <= start[0] <= years[-1]:
        return SafeString("")
    x = LEFT + (start[0] - years[0]) / (years[-1] - years[0]) * _span()
    return format_html(
        '<path class="sv-still-median" d="M{0} {1}V{2}"/>'
        '<text class="sv-still-mediantext" x="{3}" y="{4}">{5}</text>',
        compact(x),
        TOP - 8,
        HEIGHT - BOTTOM,
        compact(x + 6),
        TOP - 10,
        start[1],
    )


def _names(
    lines: Sequence[tuple[str, Values]],
    across: Sequence[float],
    height: Callable[[float], float],
) -> SafeString:
    ends = []
    for place, (name, values) in enumerate(lines):
        last = max(index for index, value in enumerate(values) if value is not None)
        value = values[last]
        ends.append((place, name, across[last], height(value or 0.0)))
    placed = spread_labels([end[3] for end in ends], apart=NAME_APART)
    return format_html_join(
        "",
        '<text class="{}" x="{}" y="{}">{}</text>',
        (
            (
                "sv-still-name" if place else "sv-still-owntext",
                compact(x + 10),
                compact(y + 4),
                name,
            )
            for (place, name, x, _at), y in zip(ends, placed, strict=True)
        ),
    )
