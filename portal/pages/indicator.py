"""The page of one indicator in one municipality: words, printed numbers, charts."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.numbers import format_number
from common.words import FLAGS, MISSING
from indicators.charts import Aim, Dot, Line, Mark, series_figure, spread_figure
from indicators.documents import DashboardDocument
from portal.pages import figures
from portal.pages.figure_parts import Chart, Fact, Peer, Place, Table
from portal.pages.rows import IndicatorRow
from portal.pages.stills import series_still, spread_still
from portal.queries.frameworks import IndicatorInfo
from portal.queries.groups import Group
from portal.queries.observations import Current, Point
from portal.queries.standings import Standing

MOST_LINES: Final = 16
"""With more municipalities than this their median is drawn in place of their lines."""


def facts(
    info: IndicatorInfo,
    row: IndicatorRow,
    *,
    document: DashboardDocument,
    position: int,
    name: str,
    horizon: int,
) -> list[Fact]:
    """Give the key figures: value, target, own pace, needed pace."""
    label = f"{name} {row.year}" if row.year else name
    found = [
        Fact(label, row.value or "–", info.unit if row.value else str(MISSING[row.missing]))
    ]
    if info.green is not None:
        target = figures.value_text(info, info.green)
        found.append(Fact(_("Target %(year)s") % {"year": horizon}, target, info.unit))
    pace, needed = document["pace"][position], document["needed"][position]
    a_year = _("%(unit)s a year") % {"unit": info.unit}
    if pace is not None:
        text = format_number(pace, decimals=info.decimals + 1, signed=True)
        found.append(Fact(_("Own pace"), text, a_year))
    if needed is not None and not row.is_reached:
        text = format_number(needed, decimals=info.decimals + 1, signed=True)
        found.append(Fact(_("Pace that is needed"), text, a_year))
    return found


def direction_text(info: IndicatorInfo) -> str:
    """Say which way is better."""
    return _("Higher is better") if info.more_is_better else _("Lower is better")


# ------------------------------------------------------------------------ over the years
def series_chart(
    info: IndicatorInfo,
    own: Place,
    *,
    points: Sequence[Point],
    places: Mapping[int, Place],
    group: Group,
    row: IndicatorRow,
    horizon: int,
    marks: Sequence[Mark] = (),
    breaks: Sequence[str] = (),
) -> Chart | None:
    """Draw the own series with those of the group, and the way to the target.

    Args:
        info: The indicator.
        own: The municipality of the page.
        points: Values by municipality and year.
        places: The municipalities of the group.
        group: The comparison group.
        row: What the indicator says of the municipality now.
        horizon: The year of the target.
        marks: Mergers and divisions in the own series.
        breaks: What is to be said about them, in sentences.

    Returns:
        The chart; None with fewer than two years.
    """
    years = sorted({p.year for p in points if p.year and p.value is not None})
    mine = {p.year: p for p in points if p.municipality == own.pk and p.year}
    if len(years) < 2 or not any(p.value is not None for p in mine.values()):
        return None
    years = list(range(years[0], years[-1] + 1))
    lines = _lines(own, points, places, years, group)
    aim = None
    if info.green is not None:
        aim = Aim(
            value=info.green,
            year=horizon,
            label=_("Target %(number)s")
            % {"number": format_number(info.green, decimals=info.decimals)},
            is_reached=row.is_reached,
        )
    intro = " ".join([_series_intro(info, own, mine, row), *breaks])
    spoken = _("Line chart. %(intro)s All figures stand in the table below the chart.") % {
        "intro": intro
    }
    return Chart(
        element_id="fig-serie",
        title=_("Development %(first)s–%(last)s and the way to %(horizon)s")
        % {"first": years[0], "last": years[-1], "horizon": horizon},
        intro=intro,
        spoken=spoken,
        still=series_still(
            years=years,
            lines=lines,
            aim=aim,
            decimals=info.decimals,
            label=spoken,
            marks=marks,
        ),
        plot=series_figure(
            years=years,
            lines=lines,
            aim=aim,
            unit=info.unit,
            decimals=info.decimals,
            path_name=_("The way to the target"),
            marks=marks,
        ),
        table=_series_table(info, years, lines, mine, own),
    )


def _lines(
    own: Place,
    points: Sequence[Point],
    places: Mapping[int, Place],
    years: Sequence[int],
    group: Group,
) -> list[Line]:
    by_place: dict[int, dict[int, float]] = {}
    for point in points:
        if point.year and point.value is not None:
            by_place.setdefault(point.municipality, {})[point.year] = point.value
    mine = by_place.pop(own.pk, {})
    lines = [
        Line(name=own.name, values=[mine.get(year) for year in years], is_own=True),
    ]
    if len(by_place) < MOST_LINES:
        lines += [
            Line(name=places[key].name, values=[found.get(year) for year in years])
            for key, found in by_place.items()
            if key in places
        ]
    else:
        middle = []
        for year in years:
            known = [found[year] for found in by_place.values() if year in found]
            middle.append(median(known) if known else None)
        name = _("Median of %(group)s") % {"group": group.label}
        lines.append(Line(name=name, values=middle))
    return lines


def _series_intro(
    info: IndicatorInfo, own: Place, mine: Mapping[int, Point], row: IndicatorRow
) -> str:
    known = [point for point in mine.values() if point.value is not None]
    if len(known) < 2:
        sentences = [_("%(place)s has one value so far.") % {"place": own.name}]
    else:
        first, last = known[0], known[-1]
        sentences = [
            _("%(place)s went from %(first)s in %(start)s to %(last)s in %(end)s.")
            % {
                "place": own.name,
                "first": figures.value_text(info, first.value),
                "start": first.year,
                "last": figures.with_unit(info, figures.value_text(info, last.value)),
                "end": last.year,
            }
        ]
    if row.is_reached:
        sentences.append(_("The target is reached."))
    elif row.pace:
        sentences.append(_("To reach the target in time it %(pace)s.") % {"pace": row.pace})
    return " ".join(sentences)


def _series_table(
    info: IndicatorInfo,
    years: Sequence[int],
    lines: Sequence[Line],
    mine: Mapping[int, Point],
    own: Place,
) -> Table:
    rows = []
    for place in range(len(years) - 1, -1, -1):
        cells = [str(years[place])]
        for line in lines:
            value = line.values[place]
            text = "–" if value is None else format_number(value, decimals=info.decimals)
            cells.append(text + _note_on(mine.get(years[place])) if line.is_own else text)
        rows.append(cells)
    return Table(
        caption=f"{info.name}, {info.unit}" if info.unit else info.name,
        heads=[_("Year"), *(line.name for line in lines)],
        rows=rows,
    )


def _note_on(point: Point | None) -> str:
    """Say what is to be known about one value: preliminary, hidden, missing."""
    if point is None or (point.value is not None and not point.status):
        return ""
    words = FLAGS if point.value is not None else MISSING
    return f" ({words.get(point.status, MISSING[''])})"


# ------------------------------------------------------------------------ in the group
def spread_chart(
    info: IndicatorInfo,
    own: Place,
    *,
    current: Sequence[Current],
    places: Mapping[int, Place],
    group: Group,
    standing: Standing,
) -> Chart | None:
    """Draw where the municipality lies among the group.

    Returns:
        The chart; None where there is nobody to compare with, or comparing is not sound.
    """
    known = [c for c in current if c.value is not None and c.municipality in places]
    mine = next((c for c in known if c.municipality == own.pk), None)
    if not info.is_comparable or not group.is_comparable or len(known) < 2:
        return None
    dots = [
        Dot(name=places[c.municipality].name, value=c.value or 0.0, is_own=c is mine)
        for c in known
    ]
    middle = median(dot.value for dot in dots)
    mark = (middle, _("Median %(number)s") % {"number": _number(info, middle)})
    aim = None
    if info.green is not None:
        aim = (info.green, _("Target %(number)s") % {"number": _number(info, info.green)})
    intro = _spread_intro(info, own, known, mine, group)
    spoken = _("Dot chart. %(intro)s The numbers stand in the table below the chart.") % {
        "intro": intro
    }
    return Chart(
        element_id="fig-strip",
        title=_("%(place)s in %(group)s") % {"place": own.name, "group": group.label},
        intro=intro,
        spoken=spoken,
        still=spread_still(
            dots=dots, median=mark, aim=aim, decimals=info.decimals, label=spoken
        ),
        plot=spread_figure(
            dots=dots, median=mark, aim=aim, unit=info.unit, decimals=info.decimals
        ),
        table=_spread_table(info, own, mine, dots, standing),
        is_short=True,
    )


def _number(info: IndicatorInfo, value: float) -> str:
    return format_number(value, decimals=info.decimals)


def _spread_intro(
    info: IndicatorInfo,
    own: Place,
    known: Sequence[Current],
    mine: Current | None,
    group: Group,
) -> str:
    count = ngettext(
        "%(count)s municipality in %(group)s has a figure.",
        "%(count)s municipalities in %(group)s have a figure.",
        len(known),
    ) % {"count": len(known), "group": group.label}
    if mine is None or mine.value is None:
        return count
    sign = 1 if info.more_is_better else -1
    better = sum(sign * (c.value or 0.0) > sign * mine.value for c in known)
    if not better:
        sentence = _("None of them has a better one than %(place)s.") % {"place": own.name}
        return f"{count} {sentence}"
    sentence = ngettext(
        "%(better)s of them has a better one than %(place)s.",
        "%(better)s of them have a better one than %(place)s.",
        better,
    ) % {"better": better, "place": own.name}
    return f"{count} {sentence}"


def _spread_table(
    info: IndicatorInfo,
    own: Place,
    mine: Current | None,
    dots: Sequence[Dot],
    standing: Standing,
) -> Table:
    values = [dot.value for dot in dots]
    quarters = standing.indicator.get(info.pk)
    best, worst = (max, min) if info.more_is_better else (min, max)
    rows: list[tuple[str, float | None]] = [(_("Best"), best(values))]
    if quarters:
        rows.append((_("The best quarter ends at"), quarters.best))
    rows.append((_("Median"), median(values)))
    if mine is not None:
        rows.append((own.name, mine.value))
    if quarters:
        rows.append((_("The weakest quarter begins at"), quarters.worst))
    rows.append((_("Weakest"), worst(values)))
    return Table(
        caption=_("How the values are spread, %(unit)s") % {"unit": info.unit},
        heads=[_("Measure"), info.unit or _("Value")],
        rows=[[label, _number(info, value)] for label, value in rows if value is not None],
    )


def peers(
    info: IndicatorInfo,
    own: Place,
    *,
    current: Sequence[Current],
    places: Mapping[int, Place],
) -> list[Peer]:
    """List the municipalities of the group in the order of the alphabet they came in."""
    found = {c.municipality: c for c in current}
    rows = []
    for place in places.values():
        value = found.get(place.pk)
        rows.append(
            Peer(
                place,
                _number(info, value.value) if value and value.value is not None else "",
                value.year if value else 0,
                (value.rating if value else "") or "grey",
                place.pk == own.pk,
            )
        )
    return rows


def lead_sentence(info: IndicatorInfo, row: IndicatorRow, own: Place) -> str:
    """Say it first: how far from the target, and which way is better."""
    direction = direction_text(info)
    if not row.value:
        reason = str(MISSING[row.missing])
        return _("There is no figure for %(place)s: %(reason)s.") % {
            "place": own.name,
            "reason": reason,
        }
    if row.is_reached:
        return _("%(place)s has reached the target. %(direction)s.") % {
            "place": own.name,
            "direction": direction,
        }
    if row.gap:
        return _("%(place)s: %(gap)s to the target. %(direction)s.") % {
            "place": own.name,
            "gap": figures.gap_alone(info, row.number),
            "direction": direction,
        }
    return _("There is no target for this indicator. %(direction)s.") % {"direction": direction}


def scale_text(info: IndicatorInfo) -> str:
    """Say which values give 0 and 100 points."""
    if not info.is_scored:
        return _("The indicator gives no points.")
    return _("%(worst)s gives 0 points, %(best)s gives 100.") % {
        "worst": figures.with_unit(info, _number(info, info.worst)),
        "best": figures.with_unit(info, _number(info, info.best)),
    }
