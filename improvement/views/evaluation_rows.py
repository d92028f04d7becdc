"""Figures of an evaluation in words, table and picture: live, and as they were frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from common.dates import date_in_words
from common.numbers import format_number
from common.words import Words
from improvement.calculations import comparison as c
from improvement.models import Evaluation, Measure
from improvement.queries.comparison_groups import ComparisonGroup
from improvement.queries.evaluations import Compared
from improvement.views.comparison_picture import comparison_picture
from indicators.models import Indicator

NO_VALUE: Final = "–"

VERDICTS: Final[dict[str, Words]] = {
    c.TOGETHER: gettext_lazy(
        "Better than in the group: the measure and the figure moved together."
    ),
    c.OPPOSITE: gettext_lazy("Worse than in the group: the figure moved the opposite way."),
    c.NONE: gettext_lazy("No clear difference from the group."),
    c.DIFFERENT: gettext_lazy(
        "A clear difference from the group, but it is not recorded which way is better."
    ),
}
"""What the comparison says; never why."""
_ICONS: Final = {
    c.TOGETHER: "arrow-up-right-circle",
    c.OPPOSITE: "arrow-down-right-circle",
    c.NONE: "dash-circle",
    c.DIFFERENT: "question-circle",
    "": "info-circle",
}


@dataclass(frozen=True, slots=True)
class ValueRow:
    """Before, after and change of one line of the table."""

    name: str
    before: str
    after: str
    change: str


@dataclass(frozen=True, slots=True)
class YearRow:
    """The values of one year."""

    year: int
    own: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One indicator of an evaluation, ready to show.

    Attributes:
        verdict: One sentence: what the comparison says, or why it says nothing.
        notes: More sentences: the difference, its uncertainty, who is left out.
        before_years: The years behind *before*: ``2018–2020``.
        values: Own and group; empty when nothing is known.
        years: The years of the picture, as a table.
    """

    name: str
    lang: str
    unit: str
    href: str
    is_illustrative: bool
    expected: str
    icon: str
    verdict: str
    notes: list[str]
    before_years: str
    after_years: str
    values: list[ValueRow]
    picture: SafeString | None
    years: list[YearRow]
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationRow:
    """One evaluation as it was written."""

    outcome: str
    text: str
    evidence: str
    link: str
    confidence: str
    advice: str
    lang: str
    by: str
    on: str
    figures: list[FigureRow]


def live_figure(
    compared: Compared, *, measure: Measure, place: str, group: ComparisonGroup
) -> FigureRow:
    """Show a comparison as it is now."""
    indicator = compared.indicator
    return _figure(
        compared.comparison,
        indicator=indicator,
        name=str(indicator.local_name),
        unit=str(indicator.local_unit),
        decimals=indicator.decimals,
        expected=compared.expected,
        place=place,
        group=group.label,
        start=measure.starts_on,
        why_not=indicator.not_comparable_reason,
    )


def evaluation_row(
    evaluation: Evaluation,
    *,
    measure: Measure,
    place: str,
    indicators: Mapping[str, Indicator],
    names_group: bool,
) -> EvaluationRow:
    """Show an evaluation with the figures that were frozen in it.

    Args:
        evaluation: What was written.
        measure: About which measure.
        place: Name of the municipality.
        indicators: By code, as far as they are still known.
        names_group: Whether the reader may know of the group it was compared with.
    """
    by = str(evaluation.by) if evaluation.by else _("Somebody who has left")
    if evaluation.on_behalf_of is not None:
        by = _("%(name)s on behalf of %(place)s") % {
            "name": by,
            "place": evaluation.on_behalf_of,
        }
    return EvaluationRow(
        outcome=str(evaluation.get_outcome_display()),
        text=evaluation.text,
        evidence=evaluation.evidence,
        link=evaluation.link,
        confidence=str(evaluation.get_confidence_display()),
        advice=evaluation.advice,
        lang=evaluation.language,
        by=by,
        on=date_in_words(evaluation.at),
        figures=[
            _frozen(
                stored,
                measure=measure,
                place=place,
                indicators=indicators,
                group=stored["group"] if names_group else _unnamed(),
            )
            for stored in evaluation.figures
        ],
    )


def codes_in(evaluations: Sequence[Evaluation]) -> set[str]:
    """Name the indicators that frozen figures are about."""
    return {stored["indicator"] for each in evaluations for stored in each.figures}


def _unnamed() -> str:
    return capfirst(_("a network that is not open to you"))


def _frozen(
    stored: Mapping[str, Any],
    *,
    measure: Measure,
    place: str,
    indicators: Mapping[str, Indicator],
    group: str,
) -> FigureRow:
    indicator = indicators.get(stored["indicator"])
    return _figure(
        c.Comparison.from_document(stored["comparison"]),
        indicator=indicator,
        name=str(indicator.local_name) if indicator else stored["name"],
        unit=str(indicator.local_unit) if indicator else stored["unit"],
        decimals=stored["decimals"],
        expected=stored.get("expected", ""),
        place=place,
        group=group,
        start=measure.starts_on,
        why_not=indicator.not_comparable_reason if indicator else "",
    )


def _figure(
    found: c.Comparison,
    *,
    indicator: Indicator | None,
    name: str,
    unit: str,
    decimals: int,
    expected: str,
    place: str,
    group: str,
    start: date | None,
    why_not: str,
) -> FigureRow:
    digits = min(6, decimals + 1)  # a mean or a difference needs one digit more than a value
    verdict = str(VERDICTS[found.verdict]) if found.verdict else _reason(found, why_not)
    return FigureRow(
        name=name,
        lang=indicator.local_name.lang if indicator else "",
        unit=unit,
        href=indicator.get_absolute_url() if indicator else "",
        is_illustrative=indicator.is_illustrative if indicator else False,
        expected=expected,
        icon=_ICONS[found.verdict],
        verdict=verdict,
        notes=_notes(found, digits),
        before_years=_years(found.before),
        after_years=_years(found.after),
        values=_value_rows(found, place=place, group=group, digits=digits),
        picture=comparison_picture(
            years=found.years,
            own=(place, found.own),
            group=(group, found.group) if found.count else None,
            start=_moment(start),
            decimals=decimals,
            label=_("%(name)s in %(place)s and in the group, year by year. %(verdict)s")
            % {"name": name, "place": place, "verdict": verdict},
        ),
        years=[
            YearRow(year, _number(own, decimals), _number(mean, digits))
            for year, own, mean in zip(found.years, found.own, found.group, strict=True)
        ],
        group=group,
    )


def _reason(found: c.Comparison, why_not: str) -> str:
    """Say why there is no comparison."""
    first = found.first_after or 0
    if found.reason == c.TOO_EARLY:
        return _("Too early: the first figure that can say something is that of %(year)s.") % {
            "year": first
        }
    if found.reason == c.NO_AFTER:
        return _("We have no figure of our own from %(first)s to %(last)s.") % {
            "first": first,
            "last": first + c.YEARS - 1,
        }
    if found.reason == c.NOT_SOUND:
        text = _("Municipalities cannot be compared on this indicator.")
        return f"{text} {why_not}".strip()
    if found.reason == c.GROUP_TOO_SMALL:
        return ngettext(
            "Only %(count)d other in the group has figures for the same years; at least "
            "%(least)d are needed to compare.",
            "Only %(count)d others in the group have figures for the same years; at least "
            "%(least)d are needed to compare.",
            found.count,
        ) % {"count": found.count, "least": c.FEWEST}
    sentences = {
        c.NO_START: _("The measure has no start date. Write it, and figures can be compared."),
        c.HIDDEN: _("Our own figures are hidden, because the numbers are small."),
        c.NO_BEFORE: _("We have no figure of our own from the three years before the start."),
        c.NO_SPREAD: _(
            "All in the group changed by the same, so nothing can be said of what is chance."
        ),
    }
    return sentences[found.reason]


def _notes(found: c.Comparison, digits: int) -> list[str]:
    notes = []
    if found.difference is not None:
        difference = _number(found.difference, digits, signed=True)
        if found.low is not None and found.high is not None:
            notes.append(
                _(
                    "The difference of the changes is %(difference)s, with 95 per cent "
                    "certainty between %(low)s and %(high)s."
                )
                % {
                    "difference": difference,
                    "low": _number(found.low, digits, signed=True),
                    "high": _number(found.high, digits, signed=True),
                }
            )
        else:
            notes.append(
                _("The difference of the changes is %(difference)s.")
                % {"difference": difference}
            )
    if found.smaller is not None:
        notes.append(
            _("In size it is larger than that of %(smaller)s of the %(count)s others.")
            % {"smaller": found.smaller, "count": found.count}
        )
    if found.left_out:
        notes.append(
            ngettext(
                "%d other lacks figures for some of these years and is left out.",
                "%d others lack figures for some of these years and are left out.",
                found.left_out,
            )
            % found.left_out
        )
    return notes


def _value_rows(found: c.Comparison, *, place: str, group: str, digits: int) -> list[ValueRow]:
    if found.own_before is None and found.own_after is None:
        return []
    rows = [
        ValueRow(
            place,
            _number(found.own_before, digits),
            _number(found.own_after, digits),
            _number(found.own_change, digits, signed=True),
        )
    ]
    if found.group_change is not None:
        name = ngettext(
            "%(group)s, %(count)d other", "%(group)s, %(count)d others", found.count
        ) % {"group": group, "count": found.count}
        rows.append(
            ValueRow(
                name,
                _number(found.group_before, digits),
                _number(found.group_after, digits),
                _number(found.group_change, digits, signed=True),
            )
        )
    return rows


def _number(value: float | None, digits: int, *, signed: bool = False) -> str:
    return NO_VALUE if value is None else format_number(value, decimals=digits, signed=signed)


def _years(years: Sequence[int]) -> str:
    """Print years: *2018–2020*, or *2018, 2020* where one is missing."""
    if len(years) > 1 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}–{years[-1]}"
    return ", ".join(str(year) for year in years)


def _moment(start: date | None) -> tuple[float, str] | None:
    """Place the start on an axis where a whole number is the middle of its year."""
    if start is None:
        return None
    share = (start.timetuple().tm_yday - 1) / 365
    return start.year + share - 0.5, pgettext("of a measure", "start")
