"""Series over the years, with the way to the target."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from indicators.charts.parts import (
    MUTED,
    OWN,
    PEER,
    TARGET,
    Axis,
    Figure,
    Value,
    nice_axis,
    note,
    rounded,
    spread_labels,
    upright,
)


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
class Mark:
    """Where the own series meets a merger or a division.

    Attributes:
        year: First calendar year after it; the mark stands before that year.
        label: As printed.
    """

    year: int
    label: str

    @property
    def place(self) -> float:
        """Where it is drawn, in years: between the last year before and the first after."""
        return self.year - 0.5


def series_figure(
    *,
    years: Sequence[int],
    lines: Sequence[Line],
    aim: Aim | None,
    unit: str,
    decimals: int,
    path_name: str,
    marks: Sequence[Mark] = (),
) -> Figure:
    """Draw series over the years, with the way to the target.

    Args:
        years: Calendar years, ascending, n >= 2.
        lines: Series of the same length; at most one is the own one.
        aim: The target, if there is one.
        unit: Title of the y axis.
        decimals: Digits after the decimal mark, also in the data.
        path_name: Name of the dashed line to the target.
        marks: Mergers and divisions; those outside the years are left out.
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
            note(aim.year, aim.value, f"<b>{escape(aim.label)}</b>", TARGET)
            | {"yshift": -20, "xanchor": "right", "xshift": 8}
        )
    end = max(years[-1], aim.year if aim else years[-1])
    every = max(1, round((end - years[0]) / 7))
    seen = marks_within(marks, years)
    notes += [
        note(mark.place, axis.high, escape(mark.label), MUTED)
        | {"xanchor": "right", "yanchor": "top", "xshift": -4}
        for mark in seen
    ]
    shapes = [upright(mark.place, MUTED, "dash", low=axis.low, high=axis.high) for mark in seen]
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
            **({"shapes": shapes} if shapes else {}),
        },
        "narrow": {
            "height": 360,
            "xaxis": {"dtick": every * 2, "tick0": years[0]},
            "annotations": [each for each in notes if "<b>" in each["text"]],
        },
    }


def marks_within(marks: Sequence[Mark], years: Sequence[int]) -> list[Mark]:
    """Pick the marks that stand between the first and the last year."""
    return [mark for mark in marks if years[0] < mark.year <= years[-1]]


def _all_values(lines: Sequence[Line], aim: Aim | None) -> list[float]:
    found = [value for line in lines for value in line.values if value is not None]
    return [*found, aim.value] if aim else found or [0.0, 1.0]


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
        "y": [rounded(value, decimals) for value in line.values],
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
        "y": [rounded(own.values[last], decimals), rounded(aim.value, decimals)],
        "line": {"color": TARGET, "width": 2, "dash": "dash"},
        "hovertemplate": f"<b>{escape(name)}</b> %{{x}}: %{{y:,.{decimals}f}}<extra></extra>",
    }


def _aim_point(aim: Aim, decimals: int) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": escape(aim.label),
        "x": [aim.year],
        "y": [rounded(aim.value, decimals)],
        "marker": {"symbol": "diamond", "size": 12, "color": TARGET},
        "hovertemplate": f"<b>{escape(aim.label)}</b> %{{x}}<extra></extra>",
    }


def _line_ends(lines: Sequence[Line], years: Sequence[int], axis: Axis) -> list[Figure]:
    ends = [(line, _last(line.values)) for line in lines]
    known = [(line, last) for line, last in ends if last is not None]
    heights = [line.values[last] or 0.0 for line, last in known]
    placed = spread_labels(heights, apart=(axis.high - axis.low) * 0.042)
    return [
        note(
            years[last] + 0.25,
            height,
            f"<b>{escape(line.name)}</b>" if line.is_own else escape(line.name),
            OWN if line.is_own else MUTED,
        )
        | {"xanchor": "left"}
        for (line, last), height in zip(known, placed, strict=True)
    ]
