"""The rows of the table of indicators, drawn fast.

What is the same for every municipality (name, unit, target, source, labels) is drawn once
for each language from the template of the row, with gaps in it. A municipality's row is that
text with the gaps filled. Otherwise a page would spend four fifths of its time on drawing
the same words again.
"""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from html import escape
from typing import Final

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.memory import Memory
from common.templatetags import ui
from common.words import goal_name
from portal.pages import figures
from portal.pages.reasons import Reason
from portal.pages.rows import GoalRow, IndicatorRow
from portal.queries.frameworks import Catalogue, IndicatorInfo

ROW: Final = "portal/parts/indicator_row.html"
GOAL_ROW: Final = "portal/parts/goal_row.html"
GOAL_HEAD: Final = "portal/parts/goal_head.html"
GAPS: Final = ("href", "own", "spark", "value", "gap", "place")
REASON: Final = "portal/parts/reason.html"
REASON_GAPS: Final = ("text", "mark", "href", "rating", "trend", "measure")
GOAL_GAPS: Final = ("score", "rating", "trend", "coverage")
_GAP = re.compile(r"\[\[(\w+)\]\]")

Skeleton = tuple[str, ...]
"""Text, name of a gap, text, name of a gap … text."""

_kept: "Memory[dict[int, Skeleton]]" = Memory(seconds=300, entries=32)
_rows: dict[Hashable, str] = {}
ROWS_KEPT: Final = 4_096
"""Rows of this process that are kept, two kilobytes each."""


def draw_rows(
    groups: Mapping[int, Sequence[IndicatorRow]],
    catalogue: Catalogue,
    words: Mapping[str, str],
) -> SafeString:
    """Draw the body of the table of indicators.

    Args:
        groups: Number of each goal → its indicators that are shown.
        catalogue: Where they come from.
        words: Labels of the columns (``labels.dashboard_words``).
    """
    language = get_language()
    heads = _kept.get(("heads", language), dict)
    key = (catalogue.pk, catalogue.digest, language, words["place"], words["target"])
    known = _kept.get(key, dict)
    drawn: list[str] = []
    for goal, rows in groups.items():
        if goal not in heads:
            heads[goal] = (render_to_string(GOAL_HEAD, {"number": goal}),)
        drawn += ['<tbody role="rowgroup">', *heads[goal]]
        for row in rows:
            skeleton = known.get(row.info.pk)
            if skeleton is None:
                skeleton = known[row.info.pk] = _skeleton(row.info, row.lang, words)
            drawn.append(_drawn_before(key, skeleton, row, words))
        drawn.append("</tbody>")
    return SafeString("".join(drawn))


def draw_goals(rows: Sequence[GoalRow], words: Mapping[str, str]) -> SafeString:
    """Draw the rows of the table of goals.

    Args:
        rows: The goals in their order.
        words: Labels of the columns (``labels.dashboard_words``).
    """
    known = _kept.get(("goals", get_language()), dict)
    drawn: list[str] = []
    for row in rows:
        skeleton = known.get(row.number)
        if skeleton is None:
            gaps = {name: SafeString(f"[[{name}]]") for name in GOAL_GAPS}
            text = render_to_string(GOAL_ROW, {"number": row.number, "words": words, **gaps})
            skeleton = known[row.number] = tuple(_GAP.split(text))
        cells = {
            "score": ui.scorebar(score=row.score, rating=row.rating, median=row.median),
            "rating": ui.rating(code=row.rating),
            "trend": ui.trend(code=row.trend),
            "coverage": ui.coverage(have=row.have, of=row.of),
        }
        pieces = list(skeleton)
        for place in range(1, len(pieces), 2):
            pieces[place] = cells[pieces[place]]
        drawn += pieces
    return SafeString("".join(drawn))


def draw_reasons(reasons: Sequence[Reason], *, measure: str = "") -> SafeString:
    """Draw strengths or challenges as items of a list.

    Args:
        reasons: What is shown.
        measure: Address of a new measure, for those who may write one.
    """
    known = _kept.get(("reasons", get_language()), dict)
    drawn: list[str] = []
    for row in reasons:
        if row.goal not in known:
            gaps = {name: SafeString(f"[[{name}]]") for name in REASON_GAPS}
            known[row.goal] = tuple(
                _GAP.split(render_to_string(REASON, {"number": row.goal, **gaps}))
            )
        cells = {
            "text": escape(row.text),
            "mark": ui.illustrative() if row.is_illustrative else "",
            "href": escape(row.href or f"#mal-{row.goal}"),
            "rating": ui.rating(code=row.rating),
            "trend": ui.trend(code=row.trend),
            "measure": _measure_link(row, measure),
        }
        pieces = list(known[row.goal])
        for place in range(1, len(pieces), 2):
            pieces[place] = cells[pieces[place]]
        drawn += pieces
    return SafeString("".join(drawn))


def _measure_link(row: Reason, address: str) -> str:
    if not address or not row.indicator:
        return ""
    return format_html(
        '<a class="sv-noprint" href="{}?indicator={}">{}'
        '<span class="visually-hidden">: {}</span></a>',
        address,
        row.indicator,
        _("Make a measure"),
        goal_name(row.goal),
    )


def draw_options(choices: Sequence[tuple[str, str]], *, chosen: str) -> SafeString:
    """Draw the options of a select: (value, label), one of them chosen."""
    return SafeString(
        "".join(
            f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
            f"{escape(label)}</option>"
            for value, label in choices
        )
    )


def _skeleton(info: IndicatorInfo, lang: str, words: Mapping[str, str]) -> Skeleton:
    gaps = {name: SafeString(f"[[{name}]]") for name in GAPS}
    target = figures.target_text(info)
    context = {"info": info, "lang": lang, "words": words, "target": target, **gaps}
    return tuple(_GAP.split(render_to_string(ROW, context)))


def _drawn_before(
    key: Hashable, skeleton: Skeleton, row: IndicatorRow, words: Mapping[str, str]
) -> str:
    """Draw a row, or take it from before: a new version changes few of a page's rows."""
    facts = (
        row.href,
        row.number,
        row.year,
        row.missing,
        row.flag_code,
        row.place,
        row.no_place,
        row.pace_number,
        row.needed_number,
        row.is_own,
        tuple(row.series),
        row.years[0] if row.years else 0,
    )
    drawn = _rows.get((key, facts))
    if drawn is None:
        if len(_rows) >= ROWS_KEPT:
            _rows.clear()
        drawn = _rows[key, facts] = "".join(_filled(skeleton, row, words))
    return drawn


def _filled(skeleton: Skeleton, row: IndicatorRow, words: Mapping[str, str]) -> list[str]:
    pieces = list(skeleton)
    for place in range(1, len(pieces), 2):
        pieces[place] = _CELLS[pieces[place]](row, words)
    return pieces


def _href(row: IndicatorRow, _words: Mapping[str, str]) -> str:
    return escape(row.href)


def _own(row: IndicatorRow, words: Mapping[str, str]) -> str:
    if not row.is_own:
        return ""
    return format_html(
        ' · <span class="sv-tag">{} {}</span>', ui.icon(name="pencil"), words["own"]
    )


def _spark(row: IndicatorRow, _words: Mapping[str, str]) -> str:
    return ui.spark(values=row.values, target=row.info.green, text=row.spoken)


def _value(row: IndicatorRow, _words: Mapping[str, str]) -> str:
    if row.number is None:
        return ui.missing(code=row.missing)
    year = f" <small>({row.year})</small>" if row.year else ""
    flag = f' <small class="sv-tag">{escape(row.flag)}</small>' if row.flag_code else ""
    number = f'<span class="sv-val">{escape(row.value)}</span>'
    return f'<span class="sv-nowrap">{number}{year}</span>{flag}'


def _gap(row: IndicatorRow, words: Mapping[str, str]) -> str:
    if row.is_reached:
        return ui.mark(kind="yes", text=words["reached"])
    gap, pace = row.gap, row.pace
    between = "<br>" if gap and pace else ""
    small = f"<small>{escape(pace)}</small>" if pace else ""
    return f"{escape(gap)}{between}{small}"


def _place(row: IndicatorRow, _words: Mapping[str, str]) -> str:
    place = row.place
    return ui.quartile(place=place) if place else f"<small>{escape(row.no_place)}</small>"


_CELLS: Final[Mapping[str, Callable[[IndicatorRow, Mapping[str, str]], str]]] = {
    "href": _href,
    "own": _own,
    "spark": _spark,
    "value": _value,
    "gap": _gap,
    "place": _place,
}
