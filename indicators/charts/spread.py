"""How municipalities are spread along one axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from indicators.charts.parts import (
    INK,
    MUTED,
    OWN,
    PEER,
    SURFACE,
    TARGET,
    Figure,
    nice_axis,
    note,
    rounded,
    upright,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One municipality of a distribution."""

    name: str
    value: float
    is_own: bool = False


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
            "x": [rounded(dot.value, decimals) for dot in peers],
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
            "x": [rounded(dot.value, decimals) for dot in own],
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
        note(dot.value, 0.34, f"<b>{escape(dot.name)}</b>", OWN) | {"yshift": 6} for dot in own
    ]
    shapes: list[Figure] = []
    for mark, colour, dash in ((median, MUTED, "dot"), (aim, TARGET, "dash")):
        if mark:
            shapes.append(upright(mark[0], colour, dash))
            notes.append(note(mark[0], 0.72, escape(mark[1]), colour))
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
