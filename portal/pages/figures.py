"""How values, gaps, paces and thresholds are printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from common.numbers import format_number
from indicators.documents import DashboardDocument as Document
from portal.queries.frameworks import IndicatorInfo

__all__ = ["Document"]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The sentences that are printed again and again, in one language."""

    at_least: str
    at_most: str
    to_go: str
    pace: str
    series: str


@lru_cache(maxsize=8)
def phrases(language: str) -> Phrases:
    """Look the sentences up once for each language; ``language`` is the active one."""
    return Phrases(
        at_least=_("%(number)s or more"),
        at_most=_("%(number)s or less"),
        to_go=_("%(gap)s to go"),
        pace=_("needs %(needed)s a year, does %(pace)s"),
        series=_("From %(first)s in %(start)s to %(last)s in %(end)s."),
    )


def value_text(info: IndicatorInfo, value: float | None) -> str:
    """Print a value with the indicator's own decimals."""
    if value is None:
        return ""
    return format_number(value, decimals=info.decimals, language=info.language)


def with_unit(info: IndicatorInfo, text: str) -> str:
    """Add the unit to a printed number."""
    return f"{text}\u00a0{info.unit}" if info.unit else text


def target_text(info: IndicatorInfo) -> str:
    """Print the threshold of green with its direction: *4.4 or less*."""
    if info.green is None:
        return ""
    words = phrases(info.language)
    number = value_text(info, info.green)
    return (words.at_least if info.more_is_better else words.at_most) % {"number": number}


def gap_text(info: IndicatorInfo, value: float | None) -> str:
    """Print how far a value is from green: *3.0 tonnes to go*; empty when reached."""
    if value is None or info.green is None or info.is_reached(value):
        return ""
    return phrases(info.language).to_go % {"gap": gap_alone(info, value)}


def gap_alone(info: IndicatorInfo, value: float | None) -> str:
    """Print the distance from a value to green, with its unit."""
    if value is None or info.green is None:
        return ""
    return with_unit(info, value_text(info, abs(info.green - value)))


def pace_text(info: IndicatorInfo, pace: float | None, needed: float | None) -> str:
    """Print own pace against needed pace: *needs +1.2 a year, does +0.4*."""
    if pace is None or needed is None:
        return ""
    return phrases(info.language).pace % {
        "needed": change_text(info, needed),
        "pace": change_text(info, pace),
    }


def change_text(info: IndicatorInfo, change: float) -> str:
    """Print a change a year with its sign, one decimal more than the values have."""
    return format_number(
        change, decimals=info.decimals + 1, language=info.language, signed=True
    )


def thresholds(info: IndicatorInfo) -> list[tuple[str, str]]:
    """Print what each rating means: rating → *4.5 to 5.7*; empty when not rated."""
    if info.green is None or info.middle is None or info.red is None:
        return []
    green, middle, red = (
        format_number(limit, decimals=info.decimals)
        for limit in (info.green, info.middle, info.red)
    )
    between = _("from %(first)s to %(last)s")
    beyond = _("less than %(limit)s") if info.more_is_better else _("more than %(limit)s")
    return [
        ("green", target_text(info)),
        ("yellow", between % {"first": green, "last": middle}),
        ("orange", between % {"first": middle, "last": red}),
        ("red", beyond % {"limit": red}),
    ]


def year_position(document: Document, year: int | None) -> int | None:
    """Find the place of a year among the document's years; None for the newest state."""
    years: Sequence[int] = document["years"]
    if year is None or not years or year not in years or year == years[-1]:
        return None
    return years.index(year)


def latest_in(
    series: Sequence[float | None], years: Sequence[int], until: int
) -> tuple[float | None, int]:
    """Give the latest value not after a position, with its year; (None, 0) without."""
    for place in range(until, -1, -1):
        if series[place] is not None:
            return series[place], years[place]
    return None, 0
