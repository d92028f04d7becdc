"""What a dashboard says in sentences: the conclusion, the strengths, the challenges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.lists import in_words
from common.words import RATINGS, goal_name
from portal.pages import figures
from portal.pages.rows import GoalRow, IndicatorRow

RATING_ORDER = {code: place for place, code in enumerate(RATINGS)}
TREND_ORDER = {"down": 0, "stagnating": 1, "moderate": 2, "": 3, "up": 4}
PLACE_ORDER = {"worst": 0, "": 1, "middle": 1, "best": 2}
AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """A strength or a challenge with the numbers behind it."""

    goal: int
    rating: str
    trend: str
    text: str
    href: str
    is_illustrative: bool
    indicator: str = ""


def lead_sentence(goals: Sequence[GoalRow], *, year: int | None) -> str:
    """Say it first: where it goes well, and what is furthest away.

    Args:
        goals: All goals.
        year: The earlier year that is shown; None for the newest state.
    """
    scored = [row for row in goals if row.score is not None and row.rating != "grey"]
    if not scored:
        return _("There are too few figures to say how the municipality stands.")
    best = sorted(
        (row for row in scored if row.rating in {"green", "yellow"}),
        key=lambda row: (RATING_ORDER[row.rating], -(row.score or 0), row.number),
    )[:AT_MOST]
    furthest = min(
        scored, key=lambda row: (-RATING_ORDER[row.rating], row.score or 0, row.number)
    )
    sentences = []
    if year is not None:
        sentences.append(_("As it was in %(year)s.") % {"year": year})
    if best:
        names = in_words([_as_in_sentence(goal_name(row.number)) for row in best])
        sentences.append(_("Closest to the target: %(goals)s.") % {"goals": names})
    if furthest not in best:
        names = _as_in_sentence(goal_name(furthest.number))
        sentences.append(FURTHEST_WITH_TREND[furthest.trend]() % {"goal": names})
    return " ".join(sentences)


FURTHEST_WITH_TREND = {
    "down": lambda: _("Furthest away: %(goal)s, and it is going the wrong way."),
    "stagnating": lambda: _("Furthest away: %(goal)s, and it is standing still."),
    "moderate": lambda: _("Furthest away: %(goal)s. It is improving, but too slowly."),
    "up": lambda: _("Furthest away: %(goal)s, but it is on track for 2030."),
    "": lambda: _("Furthest away: %(goal)s."),
}


def _as_in_sentence(name: str) -> str:
    return name[:1].lower() + name[1:]


def reasons(
    goals: Sequence[GoalRow], rows: Mapping[int, Sequence[IndicatorRow]], *, group: str
) -> tuple[list[Reason], list[Reason]]:
    """Choose at most three strengths and three challenges, each with its reason.

    A strength is reached or close, and not falling; a challenge is further away, or
    falling. No goal is both.

    Args:
        goals: All goals.
        rows: The indicators of each goal.
        group: Name of the comparison group.
    """
    rated = [row for row in goals if row.rating != "grey" and row.score is not None]
    strong = sorted(
        (row for row in rated if row.rating in {"green", "yellow"} and row.trend != "down"),
        key=lambda row: (
            RATING_ORDER[row.rating],
            -TREND_ORDER[row.trend],
            (row.median or 0) - (row.score or 0),
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
        [_reason(row, _best(rows.get(row.number, ())), group) for row in strong],
        [_reason(row, _worst(rows.get(row.number, ())), group) for row in weak],
    )


def _known(rows: Sequence[IndicatorRow]) -> list[IndicatorRow]:
    return [row for row in rows if row.has_value and row.rating != "grey"]


def _best(rows: Sequence[IndicatorRow]) -> IndicatorRow | None:
    return min(
        _known(rows),
        key=lambda r: (
            RATING_ORDER[r.rating],
            -PLACE_ORDER[r.place],
            -TREND_ORDER[r.trend],
            r.info.is_illustrative,
        ),
        default=None,
    )


def _worst(rows: Sequence[IndicatorRow]) -> IndicatorRow | None:
    return min(
        _known(rows),
        key=lambda r: (
            -RATING_ORDER[r.rating],
            TREND_ORDER[r.trend],
            PLACE_ORDER[r.place],
            r.info.is_illustrative,
        ),
        default=None,
    )


def _reason(goal: GoalRow, row: IndicatorRow | None, group: str) -> Reason:
    if row is None:
        return Reason(goal.number, goal.rating, goal.trend, "", "", is_illustrative=False)
    sentences = [_numbers_of(row)]
    if row.pace and not row.is_reached:
        sentences.append(_("It %(pace)s.") % {"pace": row.pace})
    if row.place == "best":
        sentences.append(_("Among the best quarter in %(group)s.") % {"group": group})
    elif row.place == "worst":
        sentences.append(_("Among the weakest quarter in %(group)s.") % {"group": group})
    return Reason(
        goal.number,
        goal.rating,
        goal.trend,
        " ".join(sentences),
        row.href,
        is_illustrative=row.info.is_illustrative,
        indicator=row.info.code,
    )


def _numbers_of(row: IndicatorRow) -> str:
    parts = {
        "indicator": row.info.name,
        "value": figures.with_unit(row.info, row.value),
        "year": row.year,
        "target": row.target,
    }
    if row.year and row.target:
        return _("%(indicator)s: %(value)s in %(year)s. The target is %(target)s.") % parts
    if row.target:
        return _("%(indicator)s: %(value)s. The target is %(target)s.") % parts
    return _("%(indicator)s: %(value)s.") % parts
