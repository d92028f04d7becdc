"""Plain data in, Plotly figures as plain dicts out. No Django, no words of its own.

Colours are names of CSS tokens (``token:--sv-chart-own``), put in by the page's script, so
that light, dark and print need no second figure. Values are rounded to what is shown: a
quarter of the bytes that the library itself would write.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One series of a line chart.

    Attributes:
        name: As printed at the end of the line.
        values: One per year, in the chart's unit; None = a gap.
        is_own: Drawn thick and last.
    """

    name: str
    values: Sequence[Value]
    is_own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """The target of the own series.

    Attributes:
        value: In the chart's unit.
        year: The year it is for.
        label: As printed.
        is_reached: Then no way to it is drawn.
    """

    value: float
    year: int
    label: str
    is_reached: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One municipality of a distribution."""

    name: str
    value: float
    is_own: bool = False


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


def series_figure(
    *,
    years: Sequence[int],
    lines: Sequence[Line],
    aim: Aim | None,
    unit: str,
    decimals: int,
    path_name: str,
) -> Figure:
    """Draw series over the years, with the way to the target.

    Args:
        years: Calendar years, ascending, n >= 2.
        lines: Series of the same length; at most one is the own one.
        aim: The target, if there is one.
        unit: Title of the y axis.
        decimals: Digits after the decimal mark, also in the data.
        path_name: Name of the dashed line to the target.
    """
    ordered = sorted(lines, key=lambda line: line.is_own)
    axis = nice_axis(_all_values(lines, aim))
    traces = [_trace(line, years, unit, decimals) for line in ordered]
    own = next((line for line in lines if line.is_own), None)
    last = _last(own.values) if own else None
    if own and aim and last is not None and not aim.is_reached:
        traces.insert(len(traces) - 1, _path(years, own, last, aim, path_name, decimals))
    notes = _line_ends(ordered, years, axis)
    if aim:
        traces.append(_aim_point(aim, decimals))
        notes.append(
            _note(aim.year, aim.value, f"<b>{escape(aim.label)}</b>", TARGET)
            | {"yshift": -20, "xanchor": "right", "xshift": 8}
        )
    end = max(years[-1], aim.year if aim else years[-1])
    every = max(1, round((end - years[0]) / 7))
    return {
        "data": traces,
        "layout": {
            "height": 420,
            "annotations": notes,
            "xaxis": {
                "range": [years[0] - 0.5, end + (0.8 if aim else 2.5)],
                "dtick": every,
                "tick0": years[0],
            },
            "yaxis": {
                "range": [axis.low, axis.high],
                "dtick": axis.step,
                "title": {"text": escape(unit)},
            },
            "margin": {"l": 48, "r": 16, "t": 8, "b": 36},
        },
        "narrow": {
            "height": 360,
            "xaxis": {"dtick": every * 2, "tick0": years[0]},
            "annotations": [note for note in notes if "<b>" in note["text"]],
        },
    }


def spread_figure(
    *,
    dots: Sequence[Dot],
    median: tuple[float, str] | None,
    aim: tuple[float, str] | None,
    unit: str,
    decimals: int,
    named_up_to: int = 12,
) -> Figure:
    """Draw how municipalities are spread along one axis, the own one marked.

    Args:
        dots: One per municipality with a value, n >= 1.
        median: Middle value and its label.
        aim: Target and its label.
        unit: Title of the axis.
        decimals: Digits after the decimal mark, also in the data.
        named_up_to: With more municipalities than this their names stand only in the
            tooltips.
    """
    marks = [mark[0] for mark in (median, aim) if mark]
    axis = nice_axis([dot.value for dot in dots] + marks, ticks=6, margin=0.05)
    peers = [dot for dot in dots if not dot.is_own]
    own = [dot for dot in dots if dot.is_own]
    many = len(peers) > named_up_to
    number = f"%{{x:,.{decimals}f}}"
    hover = f"<b>%{{text}}</b> {number} {escape(unit)}<extra></extra>"
    traces: list[Figure] = [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [_rounded(dot.value, decimals) for dot in peers],
            "y": [jitter(place) if many else 0 for place in range(len(peers))],
            "text": [escape(dot.name) for dot in peers],
            "marker": {"size": 9, "color": PEER, "opacity": 0.5}
            if many
            else {
                "size": 11,
                "symbol": "square",
                "color": SURFACE,
                "line": {"color": INK, "width": 2},
            },
            "hovertemplate": hover,
        },
        {
            "type": "scatter",
            "mode": "markers",
            "x": [_rounded(dot.value, decimals) for dot in own],
            "y": [0] * len(own),
            "text": [escape(dot.name) for dot in own],
            "marker": {
                "size": 18,
                "symbol": "diamond",
                "color": OWN,
                "line": {"color": SURFACE, "width": 2},
            },
            "hovertemplate": hover,
        },
    ]
    notes = [
        _note(dot.value, 0.34, f"<b>{escape(dot.name)}</b>", OWN) | {"yshift": 6} for dot in own
    ]
    shapes: list[Figure] = []
    for mark, colour, dash in ((median, MUTED, "dot"), (aim, TARGET, "dash")):
        if mark:
            shapes.append(_upright(mark[0], colour, dash))
            notes.append(_note(mark[0], 0.72, escape(mark[1]), colour))
    return {
        "data": traces,
        "layout": {
            "height": 210,
            "margin": {"l": 12, "r": 12, "t": 34, "b": 44},
            "yaxis": {"visible": False, "range": [-0.75, 0.75]},
            "xaxis": {
                "range": [axis.low, axis.high],
                "dtick": axis.step,
                "title": {"text": escape(unit)},
            },
            "shapes": shapes,
            "annotations": notes,
        },
        "narrow": {"xaxis": {"dtick": axis.step * 2}},
    }


def jitter(place: int) -> float:
    """Give a dot a height of its own between -0.3 and 0.3, the same each time."""
    return round(((place * 0.618034) % 1 - 0.5) * 0.6, 2)


def _all_values(lines: Sequence[Line], aim: Aim | None) -> list[float]:
    found = [value for line in lines for value in line.values if value is not None]
    return [*found, aim.value] if aim else found or [0.0, 1.0]


def _rounded(value: Value, decimals: int) -> Value:
    return None if value is None else round(value, decimals)


def _last(values: Sequence[Value]) -> int | None:
    """Find the position of the last value."""
    return next((p for p in range(len(values) - 1, -1, -1) if values[p] is not None), None)


def _trace(line: Line, years: Sequence[int], unit: str, decimals: int) -> Figure:
    number = f"%{{y:,.{decimals}f}}"
    trace: Figure = {
        "type": "scatter",
        "mode": "lines",
        "name": escape(line.name),
        "x": list(years),
        "y": [_rounded(value, decimals) for value in line.values],
        "hovertemplate": (
            f"<b>{escape(line.name)}</b> %{{x}}: {number} {escape(unit)}<extra></extra>"
        ),
        "line": {"color": PEER, "width": 1.5},
    }
    if line.is_own:
        last = _last(line.values)
        trace["mode"] = "lines+markers"
        trace["line"] = {"color": OWN, "width": 3}
        trace["marker"] = {
            "size": [
                9 if place == last else 5 if _is_alone(line.values, place) else 0
                for place in range(len(line.values))
            ],
            "color": OWN,
        }
    return trace


def _is_alone(values: Sequence[float | None], place: int) -> bool:
    """Whether a value has none beside it, so that no line is drawn to it."""
    beside = values[max(0, place - 1) : place + 2]
    return values[place] is not None and sum(each is not None for each in beside) == 1


def _path(
    years: Sequence[int], own: Line, last: int, aim: Aim, name: str, decimals: int
) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": escape(name),
        "x": [years[last], aim.year],
        "y": [_rounded(own.values[last], decimals), _rounded(aim.value, decimals)],
        "line": {"color": TARGET, "width": 2, "dash": "dash"},
        "hovertemplate": f"<b>{escape(name)}</b> %{{x}}: %{{y:,.{decimals}f}}<extra></extra>",
    }


def _aim_point(aim: Aim, decimals: int) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": escape(aim.label),
        "x": [aim.year],
        "y": [_rounded(aim.value, decimals)],
        "marker": {"symbol": "diamond", "size": 12, "color": TARGET},
        "hovertemplate": f"<b>{escape(aim.label)}</b> %{{x}}<extra></extra>",
    }


def _line_ends(lines: Sequence[Line], years: Sequence[int], axis: Axis) -> list[Figure]:
    ends = [(line, _last(line.values)) for line in lines]
    known = [(line, last) for line, last in ends if last is not None]
    heights = [line.values[last] or 0.0 for line, last in known]
    placed = spread_labels(heights, apart=(axis.high - axis.low) * 0.042)
    return [
        _note(
            years[last] + 0.25,
            height,
            f"<b>{escape(line.name)}</b>" if line.is_own else escape(line.name),
            OWN if line.is_own else MUTED,
        )
        | {"xanchor": "left"}
        for (line, last), height in zip(known, placed, strict=True)
    ]


def _note(x: float, y: float, text: str, colour: str) -> Figure:
    return {
        "x": x,
        "y": round(y, 4),
        "text": text,
        "showarrow": False,
        "font": {"size": 12, "color": colour},
        "bgcolor": SURFACE,
        "borderpad": 1,
    }


def _upright(x: float, colour: str, dash: str) -> Figure:
    return {
        "type": "line",
        "x0": x,
        "x1": x,
        "y0": -0.75,
        "y1": 0.6,
        "line": {"color": colour, "width": 2 if dash == "dash" else 1, "dash": dash},
    }
