"""Places and answers of a sheet in words, for pages, refusals and files."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from assessments.calculations.sheets import UNKNOWN, Place
from assessments.enums import Dimension, Effect, Ground, Perspective
from assessments.queries.sheets import Outline
from assessments.texts import shown
from common.numbers import MINUS, format_number
from common.words import goal_name

Words = str | Promise

NOT_KNOWN: Final = gettext_lazy("Do not know")
CONFLICT_STATES: Final[Mapping[str, Words]] = {
    "PARTLY": pgettext_lazy("goal conflict", "Partly"),
    "SOLVED": pgettext_lazy("goal conflict", "Yes"),
    "CHOSEN": pgettext_lazy("goal conflict", "No, this is a deliberate choice"),
}
DIMENSIONS: Final[Mapping[str, Words]] = dict(Dimension.choices)
PERSPECTIVES: Final[Mapping[str, Words]] = dict(Perspective.choices)
_SHORT: Final[Mapping[int, Words]] = {
    -2: pgettext_lazy("effect", "large negative"),
    -1: pgettext_lazy("effect", "some negative"),
    0: pgettext_lazy("effect", "none"),
    1: pgettext_lazy("effect", "some positive"),
    2: pgettext_lazy("effect", "large positive"),
}
_FIELDS: Final[Mapping[str, Words]] = {
    "effect": pgettext_lazy("sheet", "Effect"),
    "level": pgettext_lazy("sheet", "Judgement"),
    "is_direct": pgettext_lazy("sheet", "Direct or indirect"),
    "why": pgettext_lazy("sheet", "Reason"),
    "evidence": pgettext_lazy("sheet", "What it is built on"),
    "is_met": pgettext_lazy("sheet", "Met or not"),
    "first": pgettext_lazy("sheet", "One goal"),
    "second": pgettext_lazy("sheet", "The other goal"),
    "text": pgettext_lazy("sheet", "Text"),
    "handling": pgettext_lazy("sheet", "How it is handled"),
    "state": pgettext_lazy("sheet", "Whether it is solved"),
}
_PROBLEMS: Final[Mapping[str, Words]] = {
    "UNANSWERED": gettext_lazy("Answer this one. «Do not know» is an answer too."),
    "WHY": gettext_lazy("Say why."),
    "GROUND": gettext_lazy("Say what it is built on."),
    "DIRECTNESS": gettext_lazy("Say whether the effect is direct or indirect."),
    "WORDS": gettext_lazy(
        "A dimension is negative. Say in words why the whole is positive all the same."
    ),
    "TOO_LONG": gettext_lazy("The text is too long. 5000 characters is the most."),
    "NOT_A_NUMBER": gettext_lazy("Write a number."),
    "SAME_GOAL": gettext_lazy("Choose two different goals."),
    "TOO_MANY": gettext_lazy("At most 50 conflicts."),
}
_EMPTY: Final = {
    "text": gettext_lazy("Say what the conflict is."),
    "handling": gettext_lazy("Say how it is handled."),
    "state": gettext_lazy("Say whether it is solved."),
    "first": gettext_lazy("Choose a goal."),
    "second": gettext_lazy("Choose a goal."),
}


def problem(code: str, place: Place) -> str:
    """Say what is wrong or missing at a place."""
    if code == "UNANSWERED" and place[0] == "conflicts":
        return str(_EMPTY[place[-1]])
    if code == "UNANSWERED" and place[0] in ("conditions", "answers"):
        return gettext("Answer this one.")
    return str(_PROBLEMS.get(code) or gettext("This answer cannot be kept."))


def level(value: int | str | None, *, short: bool = False) -> str:
    """Say a level: *+1 some positive*; the bare sign where ``short``."""
    if value is None:
        return gettext("Not answered")
    if value == UNKNOWN or not isinstance(value, int):
        return "?" if short else str(NOT_KNOWN)
    return sign(value) if short else f"{sign(value)} {Effect(value).label}"


def level_shortly(value: int) -> str:
    """Say a level under a heading that says what it is of: *+1 some positive*."""
    return f"{sign(value)} {_SHORT[value]}"


def sign(value: int) -> str:
    """Print a level with its sign: *−2*, *0*, *+1*."""
    return f"{MINUS}{-value}" if value < 0 else f"+{value}" if value else "0"


def number(value: float | int) -> str:
    """Print a number with all the decimals that it was given with."""
    decimals = len(repr(value).partition(".")[2]) if isinstance(value, float) else 0
    return format_number(value, decimals=decimals)


def ground(code: str) -> str:
    """Say what an answer is built on."""
    return str(Ground(code).label) if code else ""


def thing(place: Place, outline: Outline) -> str:
    """Name what a place is about, without its field: *Goal 13: Climate action*."""
    part, *rest = place
    if part == "overall":
        return gettext("Overall judgement")
    if part == "conflicts":
        return _conflict(rest)
    if not rest:
        return part
    key = rest[0]
    if part == "goals":
        words = {"number": key, "name": goal_name(int(key))}
        return gettext("Goal %(number)s: %(name)s") % words
    named = {"dimensions": DIMENSIONS, "perspectives": PERSPECTIVES}.get(part)
    if named is not None:
        return str(named[key])
    return _asked(part, key, outline)


def label(place: Place, outline: Outline) -> str:
    """Name a place with its field: *Goal 13: Climate action · Reason*."""
    own = thing(place, outline)
    name = _FIELDS.get(place[-1])
    return f"{own} · {name}" if name is not None and len(place) > 1 else own


def answer(place: Place, value: Any, outline: Outline) -> str:
    """Say one answer in words."""
    if value is None or value == "":
        return gettext("Not answered")
    field = place[-1]
    if field in ("effect", "level"):
        return level(value)
    if field == "evidence":
        return ground(value)
    if field == "is_direct":
        return gettext("Direct") if value else gettext("Indirect")
    if field == "is_met":
        return gettext("Met") if value else gettext("Not met")
    if field == "state":
        return str(CONFLICT_STATES[value])
    if place[0] == "conflicts":
        return conflicts(value) if isinstance(value, list) else gettext("Stands here")
    return _answered(place, value, outline)


def conflicts(rows: list[Mapping[str, Any]]) -> str:
    """Say all conflicts of a sheet, one a line."""
    lines = [
        f"{row.get('first', '–')} – {row.get('second', '–')}: "
        + " ".join(filter(None, (row.get("text"), row.get("handling"))))
        for row in rows
    ]
    return "\n".join(lines) or gettext("No conflicts")


def conflict(first: int | str | None, second: int | str | None) -> str:
    """Name a conflict by its goals."""
    words = {"first": first or "–", "second": second or "–"}
    return gettext("Conflict between goal %(first)s and goal %(second)s") % words


def _conflict(keys: list[str]) -> str:
    """Name a pair of goals; else a row of the form by its number, or all of them."""
    match [key for key in keys if key.isdecimal()]:
        case [first, second]:
            return conflict(first, second)
        case [row]:
            return gettext("Conflict %(number)s") % {"number": int(row) + 1}
        case _:
            return gettext("Goal conflicts")


def _asked(part: str, key: str, outline: Outline) -> str:
    if part == "conditions":
        for criterion, rows in outline.criteria:
            for row in rows:
                if str(row.pk) == key:
                    text = shown(row.text).text.rstrip(".")
                    return f"{shown(criterion.name).text}: {text}"
    for _section, questions in outline.sections:
        for question in questions:
            if str(question.pk) == key:
                return shown(question.text).text
    return ""


def _answered(place: Place, value: Any, outline: Outline) -> str:
    found = (
        row for _section, rows in outline.sections for row in rows if str(row.pk) == place[1]
    )
    question = next(found, None)
    kind = question.kind if question is not None else "TEXT"
    if kind == "SCALE":
        return level(value)
    if question is not None and kind == "CHOICE":
        texts = {str(each["key"]): each["text"] for each in question.choices}
        return shown(texts.get(str(value), {})).text or str(value)
    if question is not None and kind == "NUMBER":
        return f"{number(value)} {question.unit}".strip()
    return str(value)
