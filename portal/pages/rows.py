"""The rows of a dashboard: goals and indicators, as known now or in an earlier year."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.words import FLAGS
from indicators.calculations.places import relative_place
from indicators.documents import RATING_LETTERS
from indicators.documents import DashboardDocument as Document
from portal.pages import figures
from portal.queries.frameworks import Catalogue, IndicatorInfo
from portal.queries.standings import Standing

FEWEST_TO_PLACE = 4
"""With fewer members that have a value, no quarters are shown."""


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One goal: points, rating, trend, coverage, the group's median."""

    number: int
    score: float | None
    rating: str
    trend: str
    have: int
    of: int
    median: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """One indicator of the table. What is printed is printed when it is asked for.

    Attributes:
        info: Words and limits of the indicator.
        href: Address of its page in this municipality.
        years: The document's years, as far as shown.
        series: One value per year, in the indicator's unit.
        number: The value, same unit.
        year: Of the value; 0 = not stated.
        missing: Why there is no value; code.
        flag_code: What is to be known about the value; code.
        rating: Code.
        trend: Code.
        score: Points, 0 to 100.
        pace_number: Change a year that was seen, in the unit.
        needed_number: Change a year that is needed, in the unit.
        standing: The comparison group.
        is_own: Whether the municipality has typed values itself.
    """

    info: IndicatorInfo
    href: str
    years: Sequence[int]
    series: Sequence[float | None]
    number: float | None
    year: int
    missing: str
    flag_code: str
    rating: str
    trend: str
    score: float | None
    pace_number: float | None
    needed_number: float | None
    standing: Standing
    is_own: bool

    @property
    def has_value(self) -> bool:
        """Whether there is a value."""
        return self.number is not None

    @property
    def is_reached(self) -> bool:
        """Whether the target is reached."""
        return self.number is not None and self.info.is_reached(self.number)

    @property
    def values(self) -> Sequence[float | None]:
        """The series without the empty years at its ends."""
        return without_empty_ends(self.series)

    @property
    def spoken(self) -> str:
        """First and last value for those who hear the page."""
        return spoken_series(self.info, self.series, self.years)

    @property
    def value(self) -> str:
        """The value, printed; empty without one."""
        return figures.value_text(self.info, self.number)

    @property
    def flag(self) -> str:
        """What is to be known about the value, in words."""
        return str(FLAGS.get(self.flag_code, ""))

    @property
    def target(self) -> str:
        """The target, printed with its direction; empty where there is none."""
        return figures.target_text(self.info)

    @property
    def gap(self) -> str:
        """How far the value is from the target, in words; empty when reached."""
        return figures.gap_text(self.info, self.number)

    @property
    def pace(self) -> str:
        """Own pace against the needed one, in words."""
        return figures.pace_text(self.info, self.pace_number, self.needed_number)

    @property
    def place(self) -> str:
        """In which part of the group the value lies; code, empty without a place."""
        return place_of(self.info, self.number, self.standing)

    @property
    def no_place(self) -> str:
        """Why there is no place in the group, in words."""
        return why_no_place(self.info, self.number, self.standing)

    @property
    def lang(self) -> str:
        """The language of the name, where it is not the page's."""
        own = self.info.name_lang
        return "" if own == self.info.language else own


def goal_rows(document: Document, standing: Standing, position: int | None) -> list[GoalRow]:
    """List the goals as known in a year (a position), or now."""
    goals = document["goals"]
    rows = []
    for place, number in enumerate(goals["goal"]):
        if position is None:
            score, rating = goals["score"][place], goals["rating"][place]
            trend = goals["trend"][place] or ""
        else:
            score = goals["score_by_year"][place][position]
            rating = RATING_LETTERS[goals["rating_by_year"][place][position]]
            trend = ""
        rows.append(
            GoalRow(
                number=number,
                score=score,
                rating=rating or "grey",
                trend=trend,
                have=goals["have"][place],
                of=goals["of"][place],
                median=standing.goal.get(number, (0, None))[1],
            )
        )
    return rows


def indicator_rows(
    document: Document,
    catalogue: Catalogue,
    standing: Standing,
    *,
    position: int | None,
    own: frozenset[int],
    address: str,
    query: str,
) -> list[IndicatorRow]:
    """List the indicators as known in a year (a position), or now.

    Args:
        document: The stored dashboard.
        catalogue: Words and limits of the indicators.
        standing: The comparison group.
        position: Place of the year among the document's years; None for now.
        own: Keys of indicators whose values the municipality has typed itself.
        address: Address of an indicator's page up to its code.
        query: The reader's choices that go along to the indicator's page.
    """
    rows = []
    for place, key in enumerate(document["indicator"]):
        info = catalogue.indicators.get(key)
        if info is not None:
            href = f"{address}{info.code}/{query}"
            rows.append(_row(document, place, info, standing, position, href, key in own))
    return rows


def _row(  # noqa: PLR0913, PLR0917, RUF100 -- one row needs all of it
    document: Document,
    place: int,
    info: IndicatorInfo,
    standing: Standing,
    position: int | None,
    href: str,
    is_own: bool,  # noqa: FBT001 -- a column of the row
) -> IndicatorRow:
    years = document["years"]
    series = document["series"][place]
    flag = ""
    pace = needed = None
    if position is None:
        value, year = document["value"][place], document["year"][place] or 0
        rating, trend = document["rating"][place] or "grey", document["trend"][place] or ""
        score = document["score"][place]
        flag = document["flag"][place] or ""
        pace, needed = document["pace"][place], document["needed"][place]
    else:
        value, year = figures.latest_in(series, years, position)
        rating, trend = (
            RATING_LETTERS[document["rating_by_year"][place][position]] or "grey",
            "",
        )
        score = document["score_by_year"][place][position]
        series = series[: position + 1]
    missing = ""
    if value is None:
        missing = document["missing"][place] if document["applicable"][place] else "."
    return IndicatorRow(
        info=info,
        href=href,
        years=years,
        series=series,
        number=value,
        year=year,
        missing=missing or "",
        flag_code=flag,
        rating=rating,
        trend=trend,
        score=score,
        pace_number=pace,
        needed_number=needed,
        standing=standing,
        is_own=is_own,
    )


def place_of(info: IndicatorInfo, value: float | None, standing: Standing) -> str:
    """Say in which part of the group a value lies; nothing where that would mislead."""
    quarters = standing.indicator.get(info.pk)
    if quarters is None or not info.is_comparable or quarters.count < FEWEST_TO_PLACE:
        return ""
    return relative_place(
        value,
        best_cut=quarters.best,
        worst_cut=quarters.worst,
        more_is_better=info.more_is_better,
    )


def why_no_place(info: IndicatorInfo, value: float | None, standing: Standing) -> str:
    """Say why a value has no place in its group; empty where it has one."""
    if not info.is_comparable:
        return info.not_comparable_reason or _("comparison is not sound")
    quarters = standing.indicator.get(info.pk)
    if value is None or (quarters is not None and quarters.count >= FEWEST_TO_PLACE):
        return ""
    return _("too few to compare with")


def without_empty_ends(series: Sequence[float | None]) -> Sequence[float | None]:
    """Cut off the years before the first and after the last value."""
    filled = [place for place, value in enumerate(series) if value is not None]
    return series[filled[0] : filled[-1] + 1] if filled else []


def spoken_series(
    info: IndicatorInfo, series: Sequence[float | None], years: Sequence[int]
) -> str:
    """Say first and last value of a series to those who hear the page."""
    filled = [place for place, value in enumerate(series) if value is not None]
    if len(filled) < 2:
        return ""
    first, last = filled[0], filled[-1]
    return figures.phrases(info.language).series % {
        "first": figures.value_text(info, series[first]),
        "start": years[first],
        "last": figures.value_text(info, series[last]),
        "end": years[last],
    }
