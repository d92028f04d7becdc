"""What a browser sends of a sheet, read into the shape of its content.

Each place of the content is one field: ``("goals", "13", "effect")`` is ``goals-13-effect``.
What cannot be read is left as it was before, named, and shown again as it was typed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from assessments.calculations.sheets import (
    DIMENSIONS,
    GOALS,
    LONGEST,
    MOST_CONFLICTS,
    PERSPECTIVES,
    UNKNOWN,
    Content,
    Place,
    Problem,
    Shape,
)
from common.numbers import NotANumberError, parse_number

NOT_KNOWN: Final = "na"
"""What the scale sends for «do not know»."""
YES, NO = "ja", "nei"
_LEVELS: Final = {str(level): level for level in range(-2, 3)} | {NOT_KNOWN: UNKNOWN}
_MOST_DIGITS: Final = 2

Values = Mapping[str, str]
Reader = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Answers:
    """What was sent.

    Attributes:
        content: All that could be read, in the shape of ``assessments.calculations.sheets``.
        wrong: What could not be kept; there the content is as it was before.
        typed: Name of a field that is wrong → what was typed.
    """

    content: dict[str, Any]
    wrong: tuple[Problem, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)


class CannotRead(ValueError):
    """A field does not hold what it must; the argument is the code of a ``Problem``."""


def name_of(place: Place) -> str:
    """Name the field of a place; the element has the same as its id."""
    return "-".join(place)


def read_answers(sent: Values, *, shape: Shape, before: Content) -> Answers:
    """Read a form that was sent.

    Args:
        sent: Name of a field → what it holds.
        shape: What the template asks for.
        before: The content as it is kept.
    """
    reader = _Reader(sent, before)
    content: dict[str, Any] = {}
    if shape.goals:
        content["goals"] = reader.table("goals", GOALS, _GOAL)
        content["conflicts"] = list(reader.conflicts())
    if shape.dimensions:
        content["dimensions"] = reader.table("dimensions", DIMENSIONS, _JUDGED)
        content["overall"] = reader.row(("overall",), _JUDGED)
    if shape.perspectives:
        content["perspectives"] = reader.table("perspectives", PERSPECTIVES, _JUDGED)
    if shape.conditions:
        content["conditions"] = reader.table("conditions", shape.conditions, _MET)
    if shape.questions:
        content["answers"] = {
            question.key: value
            for question in shape.questions
            if (value := reader.answer(question.key, question.kind)) not in (None, "", {})
        }
    return Answers(content, tuple(reader.wrong), reader.typed)


def _level(text: str) -> int | str | None:
    return _LEVELS.get(text)


def _yes_or_no(text: str) -> bool | None:
    return {YES: True, NO: False}.get(text)


def _words(text: str) -> str:
    """Read a text.

    Raises:
        CannotRead: It is too long.
    """
    clean = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(clean) > LONGEST:
        raise CannotRead("TOO_LONG")
    return clean


def _code(text: str) -> str:
    return text


def _number(text: str) -> float | int | None:
    """Read a number.

    Raises:
        CannotRead: It is none.
    """
    if not text.strip():
        return None
    try:
        value = parse_number(text)
    except NotANumberError as error:
        raise CannotRead("NOT_A_NUMBER") from error
    return int(value) if value.is_integer() else value


def _goal(text: str) -> int | None:
    is_number = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    return int(text) if is_number and 1 <= int(text) <= len(GOALS) else None


_GOAL: Final[Mapping[str, Reader]] = {
    "effect": _level,
    "is_direct": _yes_or_no,
    "why": _words,
    "evidence": _code,
}
_JUDGED: Final[Mapping[str, Reader]] = {"level": _level, "why": _words}
_MET: Final[Mapping[str, Reader]] = {"is_met": _yes_or_no, "why": _words}
_CONFLICT: Final[Mapping[str, Reader]] = {
    "first": _goal,
    "second": _goal,
    "text": _words,
    "handling": _words,
    "state": _code,
}
_EVIDENCE: Final[Mapping[str, Reader]] = {"evidence": _code, "text": _words}
_ANSWERS: Final[Mapping[str, Reader]] = {
    "SCALE": _level,
    "CHOICE": _code,
    "TEXT": _words,
    "NUMBER": _number,
}


class _Reader:
    """Reads field by field and notes what is wrong."""

    def __init__(self, sent: Values, before: Content) -> None:
        self.sent = sent
        self.before = before
        self.wrong: list[Problem] = []
        self.typed: dict[str, str] = {}

    def table(
        self, part: str, keys: tuple[str, ...], readers: Mapping[str, Reader]
    ) -> dict[str, Any]:
        rows = {key: self.row((part, key), readers) for key in keys}
        return {key: row for key, row in rows.items() if row}

    def row(self, place: Place, readers: Mapping[str, Reader]) -> dict[str, Any]:
        found = {name: self.value((*place, name), read) for name, read in readers.items()}
        return {name: value for name, value in found.items() if value not in (None, "")}

    def answer(self, key: str, kind: str) -> Any:
        place = ("answers", key)
        if kind == "EVIDENCE":
            return self.row(place, _EVIDENCE)
        return self.value(place, _ANSWERS[kind])

    def value(self, place: Place, read: Reader) -> Any:
        name = name_of(place)
        text = self.sent.get(name, "")
        try:
            return read(text)
        except CannotRead as error:
            self.wrong.append(Problem(place, str(error)))
            self.typed[name] = text
            return _kept(self.before, place)

    def conflicts(self) -> Iterator[dict[str, Any]]:
        """Read the rows that say anything; those that are ticked off are left out."""
        for number in range(MOST_CONFLICTS):
            place = ("conflicts", str(number))
            if self.sent.get(name_of((*place, "remove"))):
                continue
            if row := self.row(place, _CONFLICT):
                yield row


def _kept(content: Content, place: Place) -> Any:
    """Find what is kept at a place; None where nothing is."""
    value: Any = content
    for key in place:
        if isinstance(value, list):
            value = value[int(key)] if int(key) < len(value) else None
        elif isinstance(value, Mapping):
            value = value.get(key)
        else:
            return None
    return value
