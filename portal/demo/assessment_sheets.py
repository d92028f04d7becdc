"""Sheets of the demonstration: from the short form of the examples to what a form keeps."""

import re
from collections.abc import Mapping
from typing import Any

from assessments.calculations.sheets import DIMENSIONS, GOALS, PERSPECTIVES, UNKNOWN, Shape

Row = dict[str, Any]
_GOAL = re.compile(r"(\d+)(?:([+-]\d)([di])([MSEA])| ([0?]))")
_GROUNDS = {"M": "MEASURED", "S": "STUDY", "E": "EXPERIENCE", "A": "ASSUMPTION"}
# What each sheet of a case begins with.
_AFTER = {
    "officer": "self",
    "second": "officer",
    "decision": "officer",
    "halfway_sheet": "decision",
    "end_sheet": "halfway_sheet",
}


def content_of(
    case: Row, name: str, *, shape: Shape, answers: Mapping[str, str], words: Row
) -> Row:
    """Give the content of one sheet of a case, with all that the sheets before it say.

    Args:
        case: As it stands in the examples.
        name: ``self``, ``officer``, ``second``, ``decision``, ``halfway_sheet``, ``end_sheet``.
        shape: What the version of the template asks for.
        answers: Key of each question of the version → what of the case answers it.
        words: Why a goal or a level is what it is, where the case says nothing of its own.
    """
    said = _merged(case, name)
    found: Row = {
        "goals": _goals(said, words),
        "conflicts": _conflicts(said),
        "dimensions": _levels(said["levels"][:3], DIMENSIONS, words),
        "overall": {},
        "perspectives": _levels(said["beyond"], PERSPECTIVES, words),
        "conditions": {
            key: {"is_met": met}
            for key, met in zip(shape.conditions, said["met"], strict=False)
        },
        "answers": {},
    }
    if len(said["levels"]) > len(DIMENSIONS):
        found["overall"] = _judged(said["levels"][-1], words["levels"]["overall"])
        if said.get("why_overall"):
            found["overall"]["why"] = said["why_overall"]
    for question in shape.questions:
        value = _answer(question.kind, case.get(answers[question.key]))
        if value is not None:
            found["answers"][question.key] = value
    if said.get("draft"):
        return found
    # What is not named has no effect.
    found["goals"] = {key: found["goals"].get(key, {"effect": 0}) for key in GOALS}
    return found


def is_draft(case: Row, name: str) -> bool:
    """Whether a sheet is kept and not sent."""
    return bool(case[name].get("draft"))


def _merged(case: Row, name: str) -> Row:
    """Put together what a sheet says itself, and what the sheets before it said."""
    own = case.get(name, {})
    before: Row = {"goals": {}, "draft": False}
    if name in _AFTER:
        before = _merged(case, _AFTER[name])
    found = {**before, **own, "draft": own.get("draft", False)}
    found["goals"] = {**before["goals"], **_read_goals(own.get("goals", ""))}
    for key in ("levels", "beyond"):
        if key in own:
            found[key] = [UNKNOWN if each == "?" else int(each) for each in own[key].split()]
    if "met" in own:
        found["met"] = [each == "1" for each in own["met"].replace(" ", "")]
    return found


def _read_goals(text: str) -> Row:
    found: Row = {}
    for key, effect, direct, ground, none in _GOAL.findall(text):
        if none:
            found[key] = {"effect": UNKNOWN if none == "?" else 0}
        else:
            found[key] = {
                "effect": int(effect),
                "is_direct": direct == "d",
                "evidence": _GROUNDS[ground],
            }
    return found


def _goals(said: Row, words: Row) -> Row:
    found = {}
    for key, row in said["goals"].items():
        why = ""
        if isinstance(row["effect"], int) and row["effect"]:
            why = words["plus" if row["effect"] > 0 else "minus"][key]
        found[key] = {**row, "why": why} if why else row
    return found


def _conflicts(said: Row) -> list[Row]:
    if "conflict" not in said:
        return []
    names = ("first", "second", "text", "handling", "state")
    return [dict(zip(names, said["conflict"], strict=True))]


def _levels(levels: list[Any], keys: tuple[str, ...], words: Row) -> Row:
    return {
        key: _judged(level, words["levels"][key])
        for key, level in zip(keys, levels, strict=False)
    }


def _judged(level: Any, words: Mapping[str, str]) -> Row:
    if not isinstance(level, int) or not level:
        return {"level": level}
    return {"level": level, "why": words["plus" if level > 0 else "minus"]}


def _answer(kind: str, value: Any) -> Any:
    if value is None:
        return None
    if kind == "CHOICE":
        return str(value)
    return {"evidence": "EXPERIENCE", "text": value} if kind == "EVIDENCE" else value
