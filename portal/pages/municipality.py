"""The dashboard of one municipality in words and printed numbers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common.lists import in_words
from common.words import FLAGS, RATING_CODES, RATINGS, goal_name
from portal.pages import figures
from portal.pages.figures import Document
from portal.queries.frameworks import Catalogue, IndicatorInfo

RATING_ORDER = {code: place for place, code in enumerate(RATINGS)}
TREND_ORDER = {"down": 0, "stagnating": 1, "moderate": 2, "": 3, "up": 4}
AT_MOST = 3


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


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator of the table, everything printed."""

    info: IndicatorInfo
    values: Sequence[float | None]
    spoken: str
    value: str
    year: int
    missing: str
    flag: str
    target: str
    is_reached: bool
    gap: str
    pace: str
    rating: str
    trend: str
    place: str


@dataclass(frozen=True, slots=True)
class GoalGroup:
    """The indicators of one goal."""

    number: int
    rows: list[IndicatorRow]


@dataclass(frozen=True, slots=True)
class Reason:
    """A strength or a challenge with the numbers behind it."""

    goal: int
    rating: str
    trend: str
    text: str
    indicator: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The comparison group of the page.

    Attributes:
        document: Medians and cuts (``indicators.documents``), or None.
        label: The group's name.
        is_comparable: Whether its members may be ranked.
    """

    document: Mapping[str, Any] | None
    label: str
    is_comparable: bool = True

    def cuts(self, indicator: int) -> Sequence[float] | None:
        """Give members, best cut, median and worst cut of an indicator."""
        return self.document["indicator"].get(str(indicator)) if self.document else None

    def median(self, goal: int) -> float | None:
        """Give the median score of a goal."""
        found = self.document["goal"].get(str(goal)) if self.document else None
        return found[1] if found else None


@dataclass(frozen=True, slots=True)
class MunicipalityPage:
    """Everything the dashboard of a municipality shows."""

    lead: str
    year: int | None
    years: list[int]
    is_newest: bool
    counts: dict[str, int]
    improving: int
    with_trend: int
    falling: int
    have: int
    of: int
    rank: int | None
    ranked: int
    total: float | None
    goals_have: int
    goals_of: int
    goals: list[GoalRow]
    strengths: list[Reason]
    challenges: list[Reason]
    groups: list[GoalGroup]
    not_applicable: int
    has_illustrative: bool


def build(
    document: Document, catalogue: Catalogue, standing: Standing, *, year: int | None = None
) -> MunicipalityPage:
    """Say what the stored dashboard says, as known today or in an earlier year."""
    position = figures.year_position(document, year)
    goals = goal_rows(document, standing, position)
    rows = indicator_rows(document, catalogue, standing, position)
    applicable = [row for row in rows if row.missing != "."]
    by_goal: dict[int, list[IndicatorRow]] = {}
    for row in applicable:
        by_goal.setdefault(row.info.goal, []).append(row)
    strengths, challenges = reasons(goals, by_goal)
    total = document["total"]
    years: list[int] = list(document["years"])
    newest = position is None
    score = total["score"] if position is None else total["score_by_year"][position]
    totals = list(standing.document["total"]) if standing.document else []
    ranked = newest and total["ranked"] and standing.is_comparable and len(totals) > 1
    return MunicipalityPage(
        lead=lead_sentence(goals),
        year=years[-1] if years and newest else year,
        years=years[::-1],
        is_newest=newest,
        counts=dict(Counter(row.rating for row in goals)),
        improving=sum(row.trend in {"up", "moderate"} for row in goals),
        with_trend=sum(bool(row.trend) for row in goals),
        falling=sum(row.trend == "down" for row in goals),
        have=sum(bool(row.value) for row in applicable),
        of=len(applicable),
        rank=figures.rank_of(score, totals) if ranked else None,
        ranked=len(totals),
        total=score,
        goals_have=total["goals_have"],
        goals_of=total["goals_of"],
        goals=goals,
        strengths=strengths,
        challenges=challenges,
        groups=[GoalGroup(number, by_goal[number]) for number in sorted(by_goal)],
        not_applicable=len(rows) - len(applicable),
        has_illustrative=any(row.info.is_illustrative and row.value for row in applicable),
    )


def goal_rows(
    document: Document, standing: Standing | None, position: int | None
) -> list[GoalRow]:
    """List the goals as known in a year (a position), or now."""
    goals = document["goals"]
    rows = []
    for place, number in enumerate(goals["goal"]):
        if position is None:
            score, rating = goals["score"][place], goals["rating"][place]
            trend = goals["trend"][place] or ""
        else:
            score = goals["score_by_year"][place][position]
            rating = RATING_CODES[goals["rating_by_year"][place][position] or ""]
            trend = ""
        rows.append(
            GoalRow(
                number=number,
                score=score,
                rating=rating or "grey",
                trend=trend,
                have=goals["have"][place],
                of=goals["of"][place],
                median=standing.median(number) if standing and position is None else None,
            )
        )
    return rows


def indicator_rows(
    document: Document, catalogue: Catalogue, standing: Standing, position: int | None
) -> list[IndicatorRow]:
    """List the indicators as known in a year (a position), or now."""
    rows = []
    for place, key in enumerate(document["indicator"]):
        info = catalogue.indicators.get(key)
        if info is not None:
            rows.append(_indicator_row(document, place, info, standing, position))
    return rows


def _indicator_row(
    document: Document,
    place: int,
    info: IndicatorInfo,
    standing: Standing,
    position: int | None,
) -> IndicatorRow:
    years = document["years"]
    series = document["series"][place]
    newest = position is None
    if position is None:
        value, year = document["value"][place], document["year"][place] or 0
        rating, trend = document["rating"][place] or "grey", document["trend"][place] or ""
    else:
        value, year = figures.latest_in(series, years, position)
        rating, trend = RATING_CODES[document["rating_by_year"][place][position] or ""], ""
        series = series[: position + 1]
    if not document["applicable"][place]:
        missing = "."
    else:
        missing = (document["missing"][place] or "") if value is None else ""
    pace = (
        figures.pace_text(info, document["pace"][place], document["needed"][place])
        if newest
        else ""
    )
    compared = newest and info.is_comparable
    return IndicatorRow(
        info=info,
        values=_without_empty_ends(series),
        spoken=_spoken(info, series, years),
        value=figures.value_text(info, value),
        year=year,
        missing=missing,
        flag=str(FLAGS.get(document["flag"][place] or "", "")) if newest else "",
        target=figures.target_text(info),
        is_reached=value is not None and info.is_reached(value),
        gap=figures.gap_text(info, value),
        pace=pace,
        rating=rating,
        trend=trend,
        place=figures.place_of(
            value, standing.cuts(info.pk), more_is_better=info.more_is_better
        )
        if compared
        else "",
    )


def _without_empty_ends(series: Sequence[float | None]) -> Sequence[float | None]:
    filled = [place for place, value in enumerate(series) if value is not None]
    return series[filled[0] : filled[-1] + 1] if filled else []


def _spoken(info: IndicatorInfo, series: Sequence[float | None], years: Sequence[int]) -> str:
    filled = [place for place, value in enumerate(series) if value is not None]
    if len(filled) < 2:
        return ""
    first, last = filled[0], filled[-1]
    return _("From %(first)s in %(start)s to %(last)s in %(end)s.") % {
        "first": figures.value_text(info, series[first]),
        "start": years[first],
        "last": figures.value_text(info, series[last]),
        "end": years[last],
    }


def lead_sentence(goals: Sequence[GoalRow]) -> str:
    """Say it first: where it goes well, and what is furthest away."""
    scored = [row for row in goals if row.score is not None and row.rating != "grey"]
    if not scored:
        return _("There are too few figures yet to say how the municipality stands.")
    best = sorted(
        (row for row in scored if row.rating in {"green", "yellow"}),
        key=lambda row: (RATING_ORDER[row.rating], -(row.score or 0), row.number),
    )[:AT_MOST]
    furthest = min(
        scored, key=lambda row: (-RATING_ORDER[row.rating], row.score or 0, row.number)
    )
    sentences = []
    if best:
        names = in_words([goal_name(row.number) for row in best])
        sentences.append(_("Closest to the target: %(goals)s.") % {"goals": names})
    if furthest not in best:
        sentences.append(
            FURTHEST_WITH_TREND[furthest.trend]() % {"goal": goal_name(furthest.number)}
        )
    return " ".join(sentences)


FURTHEST_WITH_TREND = {
    "down": lambda: _("Furthest away: %(goal)s, and it is going the wrong way."),
    "stagnating": lambda: _("Furthest away: %(goal)s, and it is standing still."),
    "moderate": lambda: _("Furthest away: %(goal)s. It is improving, but too slowly."),
    "up": lambda: _("Furthest away: %(goal)s, but it is on track for 2030."),
    "": lambda: _("Furthest away: %(goal)s."),
}


def reasons(
    goals: Sequence[GoalRow], rows: Mapping[int, Sequence[IndicatorRow]]
) -> tuple[list[Reason], list[Reason]]:
    """Choose at most three strengths and three challenges, each with its reason."""
    rated = [row for row in goals if row.rating != "grey" and row.score is not None]
    strong = sorted(
        (row for row in rated if row.rating in {"green", "yellow"} and row.trend != "down"),
        key=lambda row: (
            RATING_ORDER[row.rating],
            -TREND_ORDER[row.trend],
            -(row.score or 0),
            row.number,
        ),
    )[:AT_MOST]
    weak = sorted(
        (row for row in rated if row.rating in {"orange", "red"} or row.trend == "down"),
        key=lambda row: (
            -RATING_ORDER[row.rating],
            TREND_ORDER[row.trend],
            row.score or 0,
            row.number,
        ),
    )[:AT_MOST]
    return (
        [_strength(row, rows.get(row.number, ())) for row in strong],
        [_challenge(row, rows.get(row.number, ())) for row in weak],
    )


def _strength(goal: GoalRow, rows: Sequence[IndicatorRow]) -> Reason:
    known = [row for row in rows if row.value and row.rating != "grey"]
    if not known:
        return Reason(goal.number, goal.rating, goal.trend, "", "")
    row = min(
        known,
        key=lambda r: (r.info.is_illustrative, RATING_ORDER[r.rating], -TREND_ORDER[r.trend]),
    )
    return Reason(goal.number, goal.rating, goal.trend, _numbers_of(row), row.info.code)


def _challenge(goal: GoalRow, rows: Sequence[IndicatorRow]) -> Reason:
    known = [row for row in rows if row.value and row.rating != "grey"]
    if not known:
        return Reason(goal.number, goal.rating, goal.trend, "", "")
    row = min(known, key=lambda r: (-RATING_ORDER[r.rating], TREND_ORDER[r.trend]))
    text = _numbers_of(row)
    if row.pace and not row.is_reached:
        text = f"{text} {_('To get there by 2030 it %(pace)s.') % {'pace': row.pace}}"
    return Reason(goal.number, goal.rating, goal.trend, text, row.info.code)


def _numbers_of(row: IndicatorRow) -> str:
    parts = {
        "indicator": row.info.name,
        "value": figures.with_unit(row.info, row.value),
        "year": row.year,
        "target": row.target,
    }
    if row.year:
        return _("%(indicator)s: %(value)s in %(year)s. The target is %(target)s.") % parts
    return _("%(indicator)s: %(value)s. The target is %(target)s.") % parts
