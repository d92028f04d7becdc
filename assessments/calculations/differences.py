"""Two sheets side by side: the fields that they answer differently."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from assessments.calculations.sheets import Content, Place

_WORDS: Final = frozenset({"why", "text", "handling"})
_ORDER: Final = (
    "goals",
    "conflicts",
    "dimensions",
    "overall",
    "perspectives",
    "conditions",
    "answers",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two sheets answer differently; None is not answered.

    The place of a conflict is its pair of goals, the smaller first: ``("conflicts", "11",
    "15", "state")``; where only one sheet has it ``("conflicts", "11", "15")`` differs too.
    """

    place: Place
    first: Any
    second: Any


def differences(
    first: Content, second: Content, *, with_words: bool = False
) -> tuple[Difference, ...]:
    """Compare two sheets field by field; conflicts by their pair of goals.

    Args:
        first: A content that has the shape.
        second: Another one.
        with_words: Compare texts too, for two versions of one sheet. Two people never write
            the same words: between two sheets only judgements are compared.
    """
    spared = frozenset() if with_words else _WORDS
    left, right = (dict(_fields(content, spared)) for content in (first, second))
    return tuple(
        Difference(place, left.get(place), right.get(place))
        for place in sorted({*left, *right}, key=_reading_order)
        if left.get(place) != right.get(place)
    )


def _fields(content: Content, spared: frozenset[str]) -> Iterator[tuple[Place, Any]]:
    for part in ("goals", "dimensions", "perspectives", "conditions"):
        for key, row in content.get(part, {}).items():
            yield from _of_row((part, key), row, spared)
    yield from _of_row(("overall",), content.get("overall", {}), spared)
    yield from _of_conflicts(content, spared)
    yield from _of_answers(content, spared)


def _of_conflicts(content: Content, spared: frozenset[str]) -> Iterator[tuple[Place, Any]]:
    for row in content.get("conflicts", []):
        ends = sorted(row.get(end) or 0 for end in ("first", "second"))
        own: Place = ("conflicts", *map(str, ends))
        yield own, True
        yield from _of_row(own, row, spared | {"first", "second"})


def _of_answers(content: Content, spared: frozenset[str]) -> Iterator[tuple[Place, Any]]:
    for key, value in content.get("answers", {}).items():
        if isinstance(value, Mapping):
            yield from _of_row(("answers", key), value, spared)
        elif value not in (None, ""):
            yield ("answers", key), value


def _of_row(
    place: Place, row: Mapping[str, Any], spared: frozenset[str]
) -> Iterator[tuple[Place, Any]]:
    for name, value in row.items():
        if value not in (None, "") and name not in spared:
            yield (*place, name), value


def _reading_order(place: Place) -> tuple[int, tuple[tuple[int, str], ...]]:
    keys = tuple((int(key) if key.isdecimal() else 0, key) for key in place[1:])
    return _ORDER.index(place[0]), keys
