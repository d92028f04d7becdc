"""The content of a sheet: its one shape, what is wrong with it, what is missing.

The shape, all parts of which may be left out::

    {
      "goals": {"13": {"effect": -2 … 2 | "UNKNOWN" | null, "is_direct": true | false | null,
                       "why": text, "evidence": one of GROUNDS | ""}},
      "conflicts": [{"first": 11, "second": 15, "text": text, "handling": text,
                     "state": one of CONFLICT_STATES | ""}],
      "dimensions": {one of DIMENSIONS: {"level": -2 … 2 | "UNKNOWN" | null, "why": text}},
      "overall": {"level": …, "why": text},
      "perspectives": {one of PERSPECTIVES: {"level": …, "why": text}},
      "conditions": {key of a condition: {"is_met": true | false | null, "why": text}},
      "answers": {key of a question: what its kind says}
    }

An answer is a level (SCALE), the key of a choice (CHOICE), a text (TEXT), a number (NUMBER) or
``{"evidence": one of GROUNDS | "", "text": text}`` (EVIDENCE); null is not answered. Levels are
points from −2, a large negative effect, to 2, a large positive one.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final

from common.tabular.cells import LARGEST

GOALS: Final = tuple(str(number) for number in range(1, 18))
GROUNDS: Final = ("ASSUMPTION", "EXPERIENCE", "STUDY", "MEASURED")
DIMENSIONS: Final = ("ENVIRONMENTAL", "SOCIAL", "ECONOMIC")
PERSPECTIVES: Final = ("VALUE_CHAIN", "CONSUMPTION", "PRODUCTION", "GENERATIONS")
CONFLICT_STATES: Final = ("SOLVED", "PARTLY", "CHOSEN")
UNKNOWN: Final = "UNKNOWN"
LONGEST: Final = 5000
"""Most characters of one text."""
MOST_CONFLICTS: Final = 50
"""Most conflicts of one sheet."""

# What no database keeps in a text: the character 0, and halves of characters.
_NOT_IN_A_TEXT: Final = re.compile("[\x00\ud800-\udfff]")

Place = tuple[str, ...]
"""Where in the content: ``("goals", "13", "why")``."""
Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the template.

    Attributes:
        key: Its key in ``answers``.
        kind: SCALE, CHOICE, TEXT, NUMBER or EVIDENCE.
        is_required: Whether it must be answered.
        choices: Keys of the choices of a CHOICE.
    """

    key: str
    kind: str
    is_required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """What a version of a template asks for.

    Attributes:
        goals: Whether the 17 goals are asked for, with conflicts between them.
        dimensions: Whether the three dimensions and the overall judgement are.
        perspectives: Whether the perspectives beyond the goals are.
        conditions: Keys of the conditions of the horizontal criteria.
        questions: Questions of the sections.
    """

    goals: bool = True
    dimensions: bool = True
    perspectives: bool = True
    conditions: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, or missing, at one place.

    Attributes:
        place: Where.
        code: Of what is wrong: NOT_ASKED, NOT_A_TABLE, NOT_A_LIST, TOO_MANY, NOT_A_LEVEL,
            NOT_YES_OR_NO, NOT_TEXT, TOO_LONG, NOT_A_GROUND, NOT_A_CHOICE, NOT_A_NUMBER,
            NOT_A_GOAL, SAME_GOAL, NOT_A_STATE. Of what is missing: UNANSWERED, WHY, GROUND,
            DIRECTNESS, WORDS (a positive overall judgement beside a negative dimension).
    """

    place: Place
    code: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the judgements and required questions are answered."""

    done: int
    total: int


# ------------------------------------------------------------------- what is wrong
Check = Callable[[Any], str]
"""Gives the code of what is wrong with a value; nothing where it is right."""


def problems(content: Any, shape: Shape) -> tuple[Problem, ...]:
    """Find what in the content has not the shape, place by place; missing is no problem."""
    if not isinstance(content, Mapping):
        return (Problem((), "NOT_A_TABLE"),)
    parts = _parts(shape)
    found: list[Problem] = []
    for name, value in content.items():
        if name not in parts:
            found.append(Problem((str(name),), "NOT_ASKED"))
        else:
            found.extend(parts[name]((name,), value))
    return tuple(found)


def _parts(shape: Shape) -> dict[str, Callable[[Place, Any], Iterator[Problem]]]:
    judged = {"level": _level, "why": _text}
    goal = {"effect": _level, "is_direct": _yes_or_no, "why": _text, "evidence": _ground}
    parts: dict[str, Callable[[Place, Any], Iterator[Problem]]] = {}
    if shape.goals:
        parts["goals"] = lambda place, value: _table(place, value, GOALS, goal)
        parts["conflicts"] = _conflicts
    if shape.dimensions:
        parts["dimensions"] = lambda place, value: _table(place, value, DIMENSIONS, judged)
        parts["overall"] = lambda place, value: _row(place, value, judged)
    if shape.perspectives:
        parts["perspectives"] = lambda place, value: _table(place, value, PERSPECTIVES, judged)
    if shape.conditions:
        met = {"is_met": _yes_or_no, "why": _text}
        parts["conditions"] = lambda place, value: _table(place, value, shape.conditions, met)
    if shape.questions:
        parts["answers"] = lambda place, value: _answers(place, value, shape.questions)
    return parts


def _table(
    place: Place, rows: Any, keys: tuple[str, ...], fields: Mapping[str, Check]
) -> Iterator[Problem]:
    if not isinstance(rows, Mapping):
        yield Problem(place, "NOT_A_TABLE")
        return
    for key, row in rows.items():
        if key not in keys:
            yield Problem((*place, str(key)), "NOT_ASKED")
        else:
            yield from _row((*place, key), row, fields)


def _row(place: Place, row: Any, fields: Mapping[str, Check]) -> Iterator[Problem]:
    if not isinstance(row, Mapping):
        yield Problem(place, "NOT_A_TABLE")
        return
    for name, value in row.items():
        if name not in fields:
            yield Problem((*place, str(name)), "NOT_ASKED")
        elif code := fields[name](value):
            yield Problem((*place, name), code)


def _conflicts(place: Place, rows: Any) -> Iterator[Problem]:
    if not isinstance(rows, list):
        yield Problem(place, "NOT_A_LIST")
        return
    if len(rows) > MOST_CONFLICTS:
        yield Problem(place, "TOO_MANY")
        return
    fields = {
        "first": _goal,
        "second": _goal,
        "text": _text,
        "handling": _text,
        "state": _state,
    }
    for number, row in enumerate(rows):
        own = (*place, str(number))
        yield from _row(own, row, fields)
        if isinstance(row, Mapping):
            first, second = row.get("first"), row.get("second")
            if first is not None and first == second:
                yield Problem((*own, "second"), "SAME_GOAL")


def _answers(place: Place, rows: Any, questions: tuple[Question, ...]) -> Iterator[Problem]:
    if not isinstance(rows, Mapping):
        yield Problem(place, "NOT_A_TABLE")
        return
    asked = {question.key: question for question in questions}
    for key, value in rows.items():
        own = (*place, str(key))
        if key not in asked:
            yield Problem(own, "NOT_ASKED")
        elif value is not None:
            yield from _answer(own, value, asked[key])


def _answer(place: Place, value: Any, question: Question) -> Iterator[Problem]:
    if question.kind == "EVIDENCE":
        yield from _row(place, value, {"evidence": _ground, "text": _text})
        return
    if question.kind == "CHOICE":
        code = "" if value in question.choices else "NOT_A_CHOICE"
    else:
        code = {"SCALE": _level, "TEXT": _text, "NUMBER": _number}[question.kind](value)
    if code:
        yield Problem(place, code)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _level(value: Any) -> str:
    fits = value is None or value == UNKNOWN or (_is_whole(value) and -2 <= value <= 2)
    return "" if fits else "NOT_A_LEVEL"


def _yes_or_no(value: Any) -> str:
    return "" if value is None or isinstance(value, bool) else "NOT_YES_OR_NO"


def _text(value: Any) -> str:
    if not isinstance(value, str) or _NOT_IN_A_TEXT.search(value):
        return "NOT_TEXT"
    return "TOO_LONG" if len(value) > LONGEST else ""


def _ground(value: Any) -> str:
    return "" if value == "" or value in GROUNDS else "NOT_A_GROUND"


def _state(value: Any) -> str:
    return "" if value == "" or value in CONFLICT_STATES else "NOT_A_STATE"


def _goal(value: Any) -> str:
    return "" if _is_whole(value) and 1 <= value <= len(GOALS) else "NOT_A_GOAL"


def _number(value: Any) -> str:
    is_number = _is_whole(value) or (isinstance(value, float) and isfinite(value))
    return "" if is_number and abs(value) <= LARGEST else "NOT_A_NUMBER"


# ------------------------------------------------------------------ what is missing
def missing(content: Content, shape: Shape) -> tuple[Problem, ...]:
    """Find what must be there before the sheet can be sent; the content has the shape.

    Every judgement must be answered; «do not know» is an answer. An effect on a goal other than
    none says whether it is direct, why, and what that is built on. A positive overall
    judgement beside a negative dimension needs words.

    Source: docs/methods.md#assessments.
    """
    found = [
        Problem(place, "UNANSWERED") for place, is_done in _asked(content, shape) if not is_done
    ]
    if shape.goals:
        found.extend(_half_goals(content))
        found.extend(_half_conflicts(content))
    if shape.dimensions and needs_words(content):
        found.append(Problem(("overall", "why"), "WORDS"))
    return tuple(found)


def needs_words(content: Content) -> bool:
    """Whether a positive overall judgement stands without words beside a negative dimension."""
    overall = content.get("overall", {})
    if not _is_above(overall.get("level"), 0) or overall.get("why", "").strip():
        return False
    return any(_is_below(level_of(content, "dimensions", key), 0) for key in DIMENSIONS)


def progress(content: Content, shape: Shape) -> Progress:
    """Count the judgements and required questions, and those that are answered."""
    asked = [is_done for _place, is_done in _asked(content, shape)]
    return Progress(sum(asked), len(asked))


def level_of(content: Content, part: str, key: str = "") -> int | str | None:
    """Read one level: points −2 to 2, ``UNKNOWN``, or None where it is not answered.

    Args:
        content: A content that has the shape.
        part: ``goals``, ``dimensions``, ``perspectives`` or ``overall``.
        key: The goal, dimension or perspective.
    """
    row = content.get(part, {})
    if part != "overall":
        row = row.get(key, {})
    level: int | str | None = row.get("effect" if part == "goals" else "level")
    return level


def _asked(content: Content, shape: Shape) -> Iterator[tuple[Place, bool]]:
    groups = (
        ("goals", GOALS if shape.goals else ()),
        ("dimensions", DIMENSIONS if shape.dimensions else ()),
        ("perspectives", PERSPECTIVES if shape.perspectives else ()),
    )
    for part, keys in groups:
        for key in keys:
            yield (part, key), level_of(content, part, key) is not None
    if shape.dimensions:
        yield ("overall",), level_of(content, "overall") is not None
    met = content.get("conditions", {})
    for key in shape.conditions:
        yield ("conditions", key), met.get(key, {}).get("is_met") is not None
    answers = content.get("answers", {})
    for question in shape.questions:
        if question.is_required:
            yield ("answers", question.key), _is_answered(answers.get(question.key))


def _is_answered(value: Any) -> bool:
    if isinstance(value, Mapping):
        return bool(value.get("evidence")) and bool(value.get("text", "").strip())
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _half_goals(content: Content) -> Iterator[Problem]:
    for key in GOALS:
        row = content.get("goals", {}).get(key, {})
        if row.get("effect") in (None, UNKNOWN, 0):
            continue
        if row.get("is_direct") is None:
            yield Problem(("goals", key, "is_direct"), "DIRECTNESS")
        if not row.get("why", "").strip():
            yield Problem(("goals", key, "why"), "WHY")
        if not row.get("evidence"):
            yield Problem(("goals", key, "evidence"), "GROUND")


def _half_conflicts(content: Content) -> Iterator[Problem]:
    for number, row in enumerate(content.get("conflicts", [])):
        for field in ("first", "second"):
            if row.get(field) is None:
                yield Problem(("conflicts", str(number), field), "UNANSWERED")
        for field in ("text", "handling", "state"):
            if not row.get(field, "").strip():
                yield Problem(("conflicts", str(number), field), "UNANSWERED")


def _is_above(level: int | str | None, limit: int) -> bool:
    return isinstance(level, int) and level > limit


def _is_below(level: int | str | None, limit: int) -> bool:
    return isinstance(level, int) and level < limit
