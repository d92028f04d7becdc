"""The dashboard of one municipality in words and printed numbers."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common.numbers import format_number
from indicators.calculations.places import competition_rank
from indicators.documents import DashboardDocument as Document
from portal.pages import figures
from portal.pages.choices import SORTS, Choices
from portal.pages.reasons import RATING_ORDER, TREND_ORDER, lead_sentence, reasons
from portal.pages.rows import GoalRow, IndicatorRow, goal_rows, indicator_rows
from portal.pages.table import draw_goals, draw_options, draw_reasons, draw_rows
from portal.queries.frameworks import Catalogue
from portal.queries.groups import Group
from portal.queries.similar import TRAIT_NAMES
from portal.queries.standings import Standing

SHOW_ALL_UP_TO: Final = 40
"""With more indicators than this the page opens with the ones that decide the ratings."""
SELECTED_PER_GOAL: Final = 2


@dataclass(frozen=True, slots=True)
class SortLink:
    """The header of a column that can be sorted."""

    href: str
    state: str


@dataclass(frozen=True, slots=True)
class Total:
    """The total score and the rank, or why there is none."""

    score: str
    goals: str
    rank: str
    ranked: str
    why_not: str


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice of which indicators are shown."""

    key: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MunicipalityPage:
    """Everything the dashboard of a municipality shows of its figures."""

    lead: str
    year: int | None
    years: SafeString
    is_newest: bool
    counts: Mapping[str, int]
    improving: int
    with_trend: int
    falling: int
    have: int
    of: int
    newest: int
    total: Total
    goals: SafeString
    goal_count: int
    sorts: Mapping[str, SortLink]
    strengths: SafeString
    challenges: SafeString
    rows: SafeString
    shown: int
    filters: list[Filter]
    not_applicable: int
    has_illustrative: bool
    has_figures: bool


def build(
    document: Document,
    catalogue: Catalogue,
    *,
    standing: Standing,
    group: Group,
    choices: Choices,
    own: frozenset[int],
    address: str,
    words: Mapping[str, str],
    measure: str = "",
) -> MunicipalityPage:
    """Say what the stored dashboard says, as known today or in an earlier year.

    Args:
        document: The stored dashboard.
        catalogue: Words and limits of the indicators.
        standing: How the comparison group is spread, for the same year.
        group: The comparison group.
        choices: Year, order and filter.
        own: Keys of indicators with values that the municipality has typed itself.
        address: Address of an indicator's page up to its code.
        words: Labels of the tables (``labels.dashboard_words``).
        measure: Address of a new measure, for those who may write one.
    """
    position = figures.year_position(document, choices.year)
    goals = goal_rows(document, standing, position)
    rows = indicator_rows(
        document,
        catalogue,
        standing,
        position=position,
        own=own,
        address=address,
        query=choices.query(sort="mal", shown="", year=None).removesuffix("?"),
    )
    applicable = [row for row in rows if row.missing != "."]
    by_goal = _by_goal(applicable)
    years: list[int] = list(document["years"])
    strengths, challenges = reasons(goals, by_goal, group=group.label)
    shown = _filter(applicable, choices.shown)
    visible = list(_visible(applicable, shown))
    return MunicipalityPage(
        lead=lead_sentence(goals, year=None if position is None else choices.year),
        year=(years[-1] if years else None) if position is None else choices.year,
        years=_years(years, None if position is None else choices.year),
        is_newest=position is None,
        counts=dict(Counter(row.rating for row in goals)),
        improving=sum(row.trend in {"up", "moderate"} for row in goals),
        with_trend=sum(bool(row.trend) for row in goals),
        falling=sum(row.trend == "down" for row in goals),
        have=sum(row.has_value for row in applicable),
        of=len(applicable),
        newest=max((row.year for row in applicable if row.has_value), default=0),
        total=_total(document, catalogue, standing, group, position),
        goal_count=len(goals),
        goals=draw_goals(_sorted(goals, choices.sort), words),
        sorts={name: _sort_link(name, choices) for name in SORTS},
        strengths=draw_reasons(strengths),
        challenges=draw_reasons(challenges, measure=measure),
        rows=draw_rows(_by_goal(visible), catalogue, words),
        shown=len(visible),
        filters=_filters(shown, len(applicable), has_own=bool(own)),
        not_applicable=len(rows) - len(applicable),
        has_illustrative=any(row.info.is_illustrative and row.has_value for row in applicable),
        has_figures=any(row.has_value for row in rows),
    )


def _by_goal(rows: Iterable[IndicatorRow]) -> dict[int, list[IndicatorRow]]:
    found: dict[int, list[IndicatorRow]] = {}
    for row in sorted(rows, key=lambda row: row.info.goal):
        found.setdefault(row.info.goal, []).append(row)
    return found


# ---------------------------------------------------------------- which indicators
def _filter(rows: Sequence[IndicatorRow], wanted: str) -> str:
    if wanted:
        return wanted
    return "alle" if len(rows) <= SHOW_ALL_UP_TO else "utvalgte"


def _visible(rows: Sequence[IndicatorRow], shown: str) -> Iterable[IndicatorRow]:
    if shown == "feil-vei":
        return (row for row in rows if row.trend == "down")
    if shown == "egne":
        return (row for row in rows if row.is_own)
    if shown == "utvalgte":
        chosen = {row.info.pk for found in _by_goal(rows).values() for row in _furthest(found)}
        return (row for row in rows if row.info.pk in chosen)
    return rows


def _furthest(rows: Sequence[IndicatorRow]) -> list[IndicatorRow]:
    """Give the indicators of a goal that are furthest from the target; at least one."""
    with_value = [row for row in rows if row.has_value]
    ordered = sorted(
        with_value,
        key=lambda row: (-RATING_ORDER[row.rating] % len(RATING_ORDER), row.score or 0),
    )
    return ordered[:SELECTED_PER_GOAL] or list(rows[:1])


def _filters(shown: str, count: int, *, has_own: bool) -> list[Filter]:
    texts = {
        "utvalgte": _("The two furthest from the target in each goal"),
        "alle": _("All %(count)s") % {"count": count},
        "feil-vei": _("Only those going the wrong way"),
        "egne": _("Only own figures"),
    }
    if not has_own and shown != "egne":
        del texts["egne"]
    return [Filter(key, label, key == shown) for key, label in texts.items()]


def _years(years: Sequence[int], chosen: int | None) -> SafeString:
    choices = [("", _("Newest figures"))]
    choices += [(str(year), str(year)) for year in years[-2::-1]]
    return draw_options(choices, chosen=str(chosen or ""))


# ------------------------------------------------------------------------- order
def _sorted(goals: Sequence[GoalRow], sort: str) -> list[GoalRow]:
    key = sort.removeprefix("-")
    turned = sort.startswith("-")
    if key == "mal":
        return sorted(goals, key=lambda row: row.number, reverse=turned)
    measured = [(_measure(row, key), row) for row in goals]
    known = [(number, row) for number, row in measured if number is not None]
    ordered = [row for _n, row in sorted(known, key=lambda pair: (pair[0], -pair[1].number))]
    unknown = [row for number, row in measured if number is None]
    return (ordered if turned else ordered[::-1]) + unknown


def _measure(row: GoalRow, key: str) -> float | None:
    """Give what a goal is ordered by, more is better; None comes last either way."""
    if key == "poeng":
        return row.score
    if key == "vurdering":
        return None if row.rating == "grey" else -float(RATING_ORDER[row.rating])
    return float(TREND_ORDER[row.trend]) if row.trend else None


def _sort_link(name: str, choices: Choices) -> SortLink:
    falling_first = name != "mal"
    if choices.sort == name:
        state = "descending" if falling_first else "ascending"
        return SortLink(choices.query(sort=f"-{name}"), state)
    if choices.sort == f"-{name}":
        return SortLink(
            choices.query(sort=name), "ascending" if falling_first else "descending"
        )
    return SortLink(choices.query(sort=name), "none")


# ------------------------------------------------------------------------- total
def _total(
    document: Document,
    catalogue: Catalogue,
    standing: Standing,
    group: Group,
    position: int | None,
) -> Total:
    total = document["total"]
    score = total["score"] if position is None else total["score_by_year"][position]
    goals = _("over %(have)s of %(of)s goals") % {
        "have": total["goals_have"],
        "of": total["goals_of"],
    }
    if score is None:
        share = format_number(total["missing_share"] * 100)
        why = _("Figures are missing for %(share)s percent of the indicators.")
        return Total("", goals, "", "", why % {"share": share})
    printed = format_number(score, decimals=1)
    if not group.is_comparable:
        why = group.reason or _("Comparison is not sound in this group.")
        return Total(printed, goals, "", "", why)
    if not total["ranked"] or len(standing.total) < 2:
        return Total(printed, goals, "", "", _("Too few in the group have a total."))
    rank = competition_rank(score, best_first=standing.total)
    ranked = _("of %(count)s in %(group)s") % {
        "count": len(standing.total),
        "group": group.label,
    }
    return Total(printed, goals, str(rank), ranked, "")


# ----------------------------------------------------------------------- likeness
@dataclass(frozen=True, slots=True)
class NeighbourRow:
    """One similar municipality, printed."""

    name: str
    href: str
    distance: str
    traits: list[tuple[str, str]]


def neighbour_rows(group: Group) -> list[NeighbourRow]:
    """Print the similar municipalities with their traits and distances."""
    return [
        NeighbourRow(
            row.name,
            row.href,
            format_number(row.distance, decimals=2),
            [
                (str(TRAIT_NAMES[code]), format_number(value, decimals=decimals))
                for code, value, decimals in row.traits
            ],
        )
        for row in group.neighbours
    ]
