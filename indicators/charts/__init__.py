"""Plain data in, Plotly figures as plain dicts out. No Django, no words of its own.

Colours are names of CSS tokens (``token:--sv-chart-own``), put in by the page's script, so
that light, dark and print need no second figure. Values are rounded to what is shown: a
quarter of the bytes that the library itself would write.
"""

from indicators.charts.parts import Axis, nice_axis, spread_labels
from indicators.charts.series import Aim, Line, Mark, marks_within, series_figure
from indicators.charts.spread import Dot, jitter, spread_figure

__all__ = [
    "Aim",
    "Axis",
    "Dot",
    "Line",
    "Mark",
    "jitter",
    "marks_within",
    "nice_axis",
    "series_figure",
    "spread_figure",
    "spread_labels",
]
