"""One answer of a sheet in words; and what was answered to the same question before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessments import sheet_words
from assessments.calculations.sheets import Content, Place
from assessments.enums import Moment
from assessments.queries.sheets import Outline

Earlier = Sequence[tuple[Moment, Content]]
"""What was sent at earlier moments, the first one first."""


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """What was answered at an earlier moment, with the words about it."""

    moment: str
    answer: str
    words: str


def earlier_rows(earlier: Earlier, place: Place, outline: Outline) -> tuple[EarlierRow, ...]:
    """Say what was answered at a place each time before."""
    return tuple(
        EarlierRow(
            str(moment.label),
            answer_words(place, answer_at(content, place), outline),
            words_beside(place, answer_at(content, place)),
        )
        for moment, content in earlier
    )


def answer_at(content: Content, place: Place) -> Any:
    """Find the answer at a place; None where there is none."""
    value: Any = content
    for key in place:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def answer_words(place: Place, value: Any, outline: Outline) -> str:
    """Say an answer without the words about it."""
    if place[0] == "conflicts":
        return sheet_words.conflicts(value or [])
    field = {"goals": "effect", "conditions": "is_met"}.get(place[0], "level")
    if isinstance(value, dict) and place[0] != "answers":
        return sheet_words.answer((*place, field), value.get(field), outline)
    if isinstance(value, dict):
        return sheet_words.ground(value.get("evidence", "")) or _("Not answered")
    if value is None:
        return sheet_words.answer((*place, field), None, outline)
    return sheet_words.answer(place, value, outline)


def words_beside(place: Place, value: Any) -> str:
    """Say why, what it is built on, and whether the effect is direct, as far as said."""
    if not isinstance(value, dict):
        return ""
    notes = []
    if place[0] == "goals" and value.get("is_direct") is not None:
        notes.append(_("Direct") if value["is_direct"] else _("Indirect"))
    if place[0] == "goals" and value.get("evidence"):
        notes.append(sheet_words.ground(value["evidence"]))
    text = value.get("why") or value.get("text") or ""
    return "\n".join(filter(None, (" · ".join(notes), text)))
