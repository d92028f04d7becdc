"""Small server-drawn SVG pictures: bars, bands, sparklines.

Plain numbers in, safe markup out. Each picture is ``aria-hidden`` or carries a label;
the words beside it are the component's task (``common.templatetags.ui``). Colours come
from classes in ``app.css``, so that light, dark and print need no second drawing.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from common.words import LETTERS

BAND_HEIGHTS = {"green": 20.0, "yellow": 15.0, "orange": 10.0, "red": 5.0, "grey": 1.5}
SCORE_WIDTH = 200
SPARK_WIDTH = 104
SPARK_TOP = 4
SPARK_BOTTOM = 26


def compact(value: float) -> str:
    """Print a coordinate with at most one decimal and no needless zero."""
    return f"{value:.1f}".removesuffix(".0")


def ticks(
    *, total: int, filled: Sequence[bool] | None = None, have: int = 0, step: int = 7
) -> SafeString:
    """Draw a row of boxes, the filled ones dark.

    Args:
        total: Number of boxes.
        filled: Which are dark; the first ``have`` when left out.
        have: Number of dark boxes from the left.
        step: Distance between boxes in pixels.
    """
    marks = filled if filled is not None else [i < have for i in range(total)]
    return format_html_join(
        "",
        '<rect x="{}.5" y=".5" width="{}" height="11" rx="1" class="sv-cov-{}"/>',
        ((i * step, step - 2, "on" if on else "off") for i, on in enumerate(marks)),
    )


def score_bar(*, score: float, rating: str, median: float | None) -> SafeString:
    """Draw a bar of 0 to 100 points with a tick at the group's median."""
    tick = ""
    if median is not None:
        left = compact(max(0.0, median * 2 - 1))
        tick = f'<rect class="sv-score-tick" x="{left}" y="0" width="2" height="18"/>'
    width, edge = compact(score * 2), compact(max(0.0, score * 2 - 1))
    # Numbers and a letter of ours only: nothing here needs escaping.
    return SafeString(
        '<svg viewBox="0 0 200 18" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="sv-score-track" y="4" width="200" height="10"/>'
        f'<rect class="sv-fill-{LETTERS[rating]}" y="4" width="{width}" height="10"/>'
        f'<rect class="sv-edge-line" x=".5" y="4.5" width="{edge}" height="9"/>{tick}</svg>'
    )


def sparkline(*, values: Sequence[float | None], target: float | None) -> SafeString | None:
    """Draw a series with the target as a dashed line.

    Years without a value leave a gap in the line.

    Returns:
        The picture, or None with fewer than two values.
    """
    present = [value for value in values if value is not None]
    if len(present) < 2:
        return None
    bounds = [*present, target] if target is not None else present
    low = min(bounds)
    rise = (SPARK_BOTTOM - SPARK_TOP) / ((max(bounds) - low) or 1.0)
    across_at = _spark_columns(len(values))
    path: list[str] = []
    place = ""
    letter = "M"
    for index, value in enumerate(values):
        if value is None:
            letter = "M"
            continue
        place = f"{across_at[index]} {SPARK_BOTTOM - (value - low) * rise:.1f}"
        path.append(letter + place)
        letter = "L"
    across, down = place.split(" ")
    dashed = ""
    if target is not None:
        level = compact(SPARK_BOTTOM - (target - low) * rise)
        dashed = f'<path class="sv-spark-target" d="M2 {level}H102"/>'
    line = "".join(path).replace(".0", "")
    # Numbers only: nothing here needs escaping.
    return SafeString(
        f'<svg class="sv-spark" viewBox="0 0 104 30" aria-hidden="true">{dashed}'
        f'<path class="sv-spark-line" d="{line}"/>'
        f'<circle class="sv-spark-dot" cx="{across}" cy="{down}" r="3.5"/></svg>'
    )


@lru_cache(maxsize=64)
def _spark_columns(count: int) -> tuple[str, ...]:
    step = (SPARK_WIDTH - 12) / (count - 1)
    return tuple(f"{4 + index * step:.1f}" for index in range(count))


def band(*, ratings: Sequence[str], label: str = "") -> SafeString:
    """Draw one bar per goal; height and colour both follow the rating."""
    bars = format_html_join(
        "",
        '<rect class="sv-fill-{}" x="{}" y="{}" width="5" height="{}"/>',
        (
            (
                LETTERS[rating],
                index * 6,
                compact(20 - BAND_HEIGHTS[rating]),
                compact(BAND_HEIGHTS[rating]),
            )
            for index, rating in enumerate(ratings)
        ),
    )
    described = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else format_html('aria-hidden="{}"', "true")
    )
    return format_html(
        '<svg class="sv-band" viewBox="0 0 {} 20" preserveAspectRatio="none" {}>{}</svg>',
        max(1, len(ratings) * 6 - 1),
        described,
        bars,
    )


def share_bar(*, value: float, maximum: float, kind: str = "f") -> SafeString:
    """Draw one horizontal bar; ``kind`` is f (own) or g (peer)."""
    width = value / maximum * SCORE_WIDTH if maximum else 0.0
    return format_html(
        '<svg class="sv-bar" viewBox="0 0 200 10" preserveAspectRatio="none" '
        'aria-hidden="true"><rect class="t" width="200" height="10"/>'
        '<rect class="{}" width="{}" height="10"/></svg>',
        kind,
        compact(width),
    )


def stacked_bar(
    *, parts: Mapping[str, int], css: str, prefix: str, size: tuple[int, int], gap: float
) -> SafeString:
    """Draw counts as one bar; the first part is to the left, empty parts are left out.

    Args:
        parts: Class ending → count.
        css: Class of the picture.
        prefix: Beginning of each part's class.
        size: Width and height of the view box.
        gap: Space to the right of each part.
    """
    width, height = size
    total = sum(parts.values()) or 1
    pieces = []
    left = 0.0
    for name, count in parts.items():
        if count:
            share = count / total * width
            pieces.append((prefix + name, compact(left), compact(max(share - gap, 1)), height))
            left += share
    bars = format_html_join("", '<rect class="{}" x="{}" width="{}" height="{}"/>', pieces)
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">'
        "{}</svg>",
        css,
        compact(width - gap),
        height,
        bars,
    )
