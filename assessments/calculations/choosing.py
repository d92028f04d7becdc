"""Two texts of one sheet, of which somebody chooses field by field; and proposed conflicts."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from assessments.calculations.differences import Difference, differences
from assessments.calculations.sheets import GOALS, Content, Place, level_of

CONFLICTS: Final[Place] = ("conflicts",)
"""The conflicts are chosen as one."""


def choices(first: Content, second: Content) -> tuple[Difference, ...]:
    """Give the fields to choose between; all that differs in conflicts is one of them."""
    found = [
        each
        for each in differences(first, second, with_words=True)
        if each.place[0] != CONFLICTS[0]
    ]
    left, right = first.get(CONFLICTS[0], []), second.get(CONFLICTS[0], [])
    if left != right:
        found.append(Difference(CONFLICTS, left, right))
    return tuple(found)


def chosen(first: Content, second: Content, places: Collection[Place]) -> dict[str, Any]:
    """Take the first content, but what the second says at some places.

    Args:
        first: A content that has the shape.
        second: Another one.
        places: Those of ``choices``.
    """
    made: dict[str, Any] = deepcopy(dict(first))
    for place in places:
        _put(made, place, _at(second, place))
    return made


def _at(content: Any, place: Place) -> Any:
    for key in place:
        content = content.get(key) if isinstance(content, Mapping) else None
    return deepcopy(content)


def _put(content: dict[str, Any], place: Place, value: Any) -> None:
    row = content
    for key in place[:-1]:
        inner = row.get(key)
        row = row.setdefault(key, {}) if not isinstance(inner, dict) else inner
    if value is None:
        row.pop(place[-1], None)
    else:
        row[place[-1]] = value


def agreed(sheets: Sequence[Content]) -> dict[str, Any]:
    """Take what all sheets answer alike, without the words about it; conflicts are left out.

    Args:
        sheets: Contents that have the shape; nothing is agreed where there is none.
    """
    if not sheets:
        return {}
    first, *others = sheets
    differ = {
        each.place for other in others for each in differences(first, other, with_words=False)
    }
    made: dict[str, Any] = {}
    for place, value in _judgements(first):
        if place not in differ:
            _put(made, place, deepcopy(value))
    return made


def _judgements(content: Content) -> Iterator[tuple[Place, Any]]:
    for part in ("goals", "dimensions", "perspectives", "conditions", "answers"):
        for key, row in content.get(part, {}).items():
            if not isinstance(row, Mapping):
                yield (part, key), row
                continue
            for name, value in row.items():
                if name not in ("why", "text"):
                    yield (part, key, name), value
    if (level := level_of(content, "overall")) is not None:
        yield ("overall", "level"), level


@dataclass(frozen=True, slots=True)
class Opposed:
    """A goal that is helped and one that is harmed: perhaps a conflict.

    Attributes:
        first: The goal that is helped.
        second: The goal that is harmed.
        weight: Points of both effects together, without sign: 2 to 4.
    """

    first: int
    second: int
    weight: int


def opposed(content: Content) -> tuple[Opposed, ...]:
    """Pair each helped goal with each harmed one, the largest effects first.

    Pairs that the sheet has as a conflict already are left out.
    """
    known = {
        frozenset((row.get("first"), row.get("second"))) for row in content.get("conflicts", [])
    }
    effects = [(int(key), level_of(content, "goals", key)) for key in GOALS]
    levels = [(goal, level) for goal, level in effects if isinstance(level, int)]
    found = [
        Opposed(helped, harmed, up - down)
        for helped, up in levels
        if up > 0
        for harmed, down in levels
        if down < 0 and frozenset((helped, harmed)) not in known
    ]
    return tuple(sorted(found, key=lambda each: (-each.weight, each.first, each.second)))
