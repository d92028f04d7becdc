"""The result of a sheet in words and bars."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from assessments import sheet_words
from assessments.calculations.recommending import Point, Recommendation
from assessments.calculations.sheets import DIMENSIONS, GOALS, PERSPECTIVES, Content, level_of
from common.words import goal_name

_HALF, _FULL = 45, 90
_FILLS: Final = {-2: "d", -1: "c", 1: "b", 2: "a"}
_VERDICTS: Final[dict[str, tuple[str, str | Promise]]] = {
    "STOP": ("sign-stop", gettext_lazy("Stopped by the rule of the programme")),
    "AGAINST": ("sign-turn-left", gettext_lazy("Do not go on as it is")),
    "CONDITIONS": ("signpost-split", gettext_lazy("Go on with conditions")),
    "GO": ("signpost", gettext_lazy("Go on")),
    "INCOMPLETE": ("hourglass-split", gettext_lazy("Too little is answered")),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar to the right (positive) or left of the middle of 200 points.

    Attributes:
        fill: Letter of the colour; empty for a point in the middle.
    """

    x: int
    width: int
    fill: str

    @property
    def edge_x(self) -> float:
        """Left end of the line around it."""
        return self.x + 0.5

    @property
    def edge_width(self) -> int:
        """Width of the line around it."""
        return max(0, self.width - 1)


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One goal, dimension or perspective."""

    name: str
    effect: str
    bar: Bar | None
    missing: str
    ground: str
    words: str
    goal: int = 0


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """A conflict of the sheet."""

    first: int
    second: int
    text: str
    handling: str
    mark: str
    state: str


def bar_of(level: int | str | None) -> Bar | None:
    """Draw a level; nothing where there is none."""
    if not isinstance(level, int):
        return None
    if level == 0:
        return Bar(100, 0, "")
    width = _FULL if abs(level) > 1 else _HALF
    return Bar(100 if level > 0 else 100 - width, width, _FILLS[level])


def goal_rows(content: Content) -> list[ResultRow]:
    """One row for each goal, in the order of their numbers."""
    rows = content.get("goals", {})
    made = []
    for key in GOALS:
        row, level = rows.get(key, {}), level_of(content, "goals", key)
        notes = [sheet_words.ground(row.get("evidence", "")), _direct(row.get("is_direct"))]
        made.append(
            _row(
                goal_name(int(key)),
                level,
                ground=" · ".join(filter(None, notes)),
                words=row.get("why", ""),
                goal=int(key),
            )
        )
    return made


def judged_rows(content: Content, part: str) -> list[ResultRow]:
    """Rows of the dimensions with the whole, or of the perspectives."""
    is_dimension = part == "dimensions"
    keys = DIMENSIONS if is_dimension else PERSPECTIVES
    names = sheet_words.DIMENSIONS if is_dimension else sheet_words.PERSPECTIVES
    rows = content.get(part, {})
    made = [
        _row(
            str(names[key]),
            level_of(content, part, key),
            words=rows.get(key, {}).get("why", ""),
        )
        for key in keys
    ]
    if is_dimension:
        overall = content.get("overall", {})
        made.append(
            _row(_("Overall judgement"), overall.get("level"), words=overall.get("why", ""))
        )
    return made


def _row(
    name: str,
    level: int | str | None,
    *,
    ground: str = "",
    words: str = "",
    goal: int = 0,
) -> ResultRow:
    is_level = isinstance(level, int)
    return ResultRow(
        name=name,
        effect=sheet_words.level_shortly(level) if isinstance(level, int) else "–",
        bar=bar_of(level),
        missing="" if is_level else sheet_words.level(level),
        ground=(ground or "–") if is_level and level != 0 else "–",
        words=words,
        goal=goal,
    )


def _direct(value: bool | None) -> str:  # noqa: FBT001 -- an answer of the sheet, also None
    return "" if value is None else _("Direct").lower() if value else _("Indirect").lower()


def conflict_lines(content: Content) -> list[ConflictLine]:
    """The conflicts of the sheet, each with how it is handled."""
    return [
        ConflictLine(
            row.get("first", 0),
            row.get("second", 0),
            row.get("text", ""),
            row.get("handling", ""),
            {"SOLVED": "yes", "CHOSEN": "no"}.get(row.get("state", ""), "wait"),
            _solved(row.get("state", "")),
        )
        for row in content.get("conflicts", [])
    ]


def _solved(state: str) -> str:
    return {
        "SOLVED": pgettext("goal conflict", "Solved"),
        "PARTLY": pgettext("goal conflict", "Partly solved"),
        "CHOSEN": pgettext("goal conflict", "Not solved: a deliberate choice"),
    }.get(state, pgettext("goal conflict", "Not said whether it is solved"))


def verdict(found: Recommendation) -> tuple[str, str]:
    """Name the icon of a proposal, and say it."""
    icon, words = _VERDICTS[found.verdict]
    return icon, str(words)


def advice(points: Iterable[Point]) -> list[str]:
    """Say what should be put right, one sentence each."""
    return [_advice(point) for point in points]


def _advice(point: Point) -> str:
    goals = ", ".join(point.keys)
    match point.code:
        case "RULE":
            return _("The horizontal criteria do not meet the rule of the programme.")
        case "OVERALL":
            return _("The whole is judged negative.")
        case "DIMENSION":
            name = str(sheet_words.DIMENSIONS[point.keys[0]]).lower()
            return _("Say how the negative effect in one dimension is put right: %(name)s.") % {
                "name": name
            }
        case "CONFLICT":
            words = {"first": point.keys[0], "second": point.keys[1]}
            return _("Solve the conflict between goal %(first)s and goal %(second)s.") % words
        case "HARM":
            words = {"number": goals, "name": goal_name(int(point.keys[0]))}
            return _("Say what is done about the harm to goal %(number)s, %(name)s.") % words
        case "GROUND":
            words = {"number": goals, "name": goal_name(int(point.keys[0]))}
            return (
                _("Get figures for goal %(number)s, %(name)s: a large effect is assumed.")
                % words
            )
        case _:
            return _("Find out what it does to goals that nobody knows about: %(goals)s.") % {
                "goals": goals
            }
