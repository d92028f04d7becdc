"""What all figures are made of: colours, axes, labels, upright lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

OWN = "token:--sv-chart-own"
PEER = "token:--sv-chart-peer"
TARGET = "token:--sv-chart-target"
INK = "token:--sv-ink"
MUTED = "token:--sv-muted"
SURFACE = "token:--sv-surface"

Value = float | None
Figure = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Where an axis begins and ends, in the unit of its values, and how far apart ticks are."""

    low: float
    high: float
    step: float

    def ticks(self) -> list[float]:
        """Give the values that have a tick, lowest first."""
        count = round((self.high - self.low) / self.step)
        return [self.low + number * self.step for number in range(count + 1)]


def nice_axis(values: Sequence[float], *, ticks: int = 5, margin: float = 0.0) -> Axis:
    """Choose round ends for an axis; amounts begin at 0 unless that would hide everything.

    Args:
        values: All values that must fit, n >= 1.
        ticks: About how many steps.
        margin: Share of the span that is kept free at both ends.
    """
    low, high = min(values), max(values)
    if 0 <= low <= 0.7 * high:
        low = 0.0
    else:
        space = (high - low) * margin
        low, high = low - space, high + space
    if high <= low:
        low, high = (low - 1, high + 1) if low else (0.0, 1.0)
    raw = (high - low) / ticks
    unit = 10.0 ** floor(log10(raw))
    step = next(unit * factor for factor in (1, 2, 2.5, 5, 10) if unit * factor >= raw)
    return Axis(low=floor(low / step) * step, high=ceil(high / step - 1e-9) * step, step=step)


def spread_labels(heights: Sequence[float], *, apart: float) -> list[float]:
    """Move labels apart so that none covers another; the order by height is kept.

    Args:
        heights: Where each label would stand.
        apart: Least distance between two labels, in the same unit.
    """
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    placed = [0.0] * len(heights)
    previous = float("-inf")
    for place in order:
        previous = placed[place] = max(heights[place], previous + apart)
    # What was pushed up stands too high on the whole: take half of the push back.
    if order:
        push = (placed[order[-1]] - heights[order[-1]]) / 2
        placed = [height - push for height in placed]
    return placed


def rounded(value: Value, decimals: int) -> Value:
    """Round a value to what is shown; a gap stays a gap."""
    return None if value is None else round(value, decimals)


def note(x: float, y: float, text: str, colour: str) -> Figure:
    """Write words at a place in the chart's own units; ``text`` is escaped already."""
    return {
        "x": x,
        "y": round(y, 4),
        "text": text,
        "showarrow": False,
        "font": {"size": 12, "color": colour},
        "bgcolor": SURFACE,
        "borderpad": 1,
    }


def upright(
    x: float, colour: str, dash: str, *, low: float = -0.75, high: float = 0.6
) -> Figure:
    """Draw an upright line at ``x``, from ``low`` to ``high`` on the other axis."""
    return {
        "type": "line",
        "x0": x,
        "x1": x,
        "y0": low,
        "y1": high,
        "line": {"color": colour, "width": 2 if dash == "dash" else 1, "dash": dash},
    }
