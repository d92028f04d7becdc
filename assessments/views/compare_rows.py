"""The sheets of a case side by side, with where they differ and how far apart assessors are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments import sheet_words
from assessments.calculations.sheets import DIMENSIONS, PERSPECTIVES, Content, Place
from assessments.calculations.spread import Spread, spread
from assessments.queries.sheets import Outline
from assessments.views.answer_rows import answer_at, answer_words, words_beside
from assessments.views.sheet_rows import GROUPS


@dataclass(frozen=True, slots=True)
class Column:
    """One sheet.

    Attributes:
        name: Whose it is.
        note: When it was sent, or that it is being changed.
        is_assessor: Whether it counts in the spread.
    """

    name: str
    note: str
    href: str
    content: Content
    is_assessor: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer of one sheet."""

    column: str
    answer: str
    words: str


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One thing that is judged.

    Attributes:
        differs: Whether the sheets answer it differently.
        spread: How far apart the assessors are, in words; empty where they agree.
        is_wide: Whether they should talk about it.
    """

    label: str
    cells: tuple[Cell, ...]
    differs: bool
    spread: str
    is_wide: bool
    goal: int = 0


@dataclass(frozen=True, slots=True)
class ComparePart:
    """A part of the sheets."""

    key: str
    title: str
    rows: tuple[CompareRow, ...]


def compared(
    columns: Sequence[Column], outline: Outline, *, only_different: bool = False
) -> list[ComparePart]:
    """Put the sheets side by side, in the order that they are asked in."""
    shape = outline.shape
    parts: list[tuple[str, str, list[Place]]] = []
    if shape.goals:
        goals = [number for _key, _title, numbers in GROUPS for number in numbers]
        parts.append(("mal", _("The 17 goals"), [("goals", str(one)) for one in goals]))
        parts.append(("konflikter", _("Goal conflicts"), [("conflicts",)]))
    if shape.dimensions:
        places: list[Place] = [("dimensions", key) for key in DIMENSIONS]
        parts.append(("dimensjoner", _("Three dimensions"), [*places, ("overall",)]))
    if shape.perspectives:
        places = [("perspectives", key) for key in PERSPECTIVES]
        parts.append(("perspektiver", _("Beyond the goals"), places))
    if shape.conditions:
        places = [("conditions", key) for key in shape.conditions]
        parts.append(("kriterier", _("Horizontal criteria"), places))
    if shape.questions:
        places = [("answers", question.key) for question in shape.questions]
        parts.append(("sporsmal", _("The template’s own questions"), places))
    made = []
    for key, title, places in parts:
        rows = [_row(place, columns, outline) for place in places]
        kept = tuple(row for row in rows if row.differs or not only_different)
        if kept:
            made.append(ComparePart(key, title, kept))
    return made


def count_different(parts: Sequence[ComparePart]) -> int:
    """Count the rows in which the sheets differ."""
    return sum(row.differs for part in parts for row in part.rows)


def _row(place: Place, columns: Sequence[Column], outline: Outline) -> CompareRow:
    found = [answer_at(column.content, place) for column in columns]
    assessors = [column.content for column in columns if column.is_assessor]
    judged = place[0] in ("goals", "dimensions", "perspectives", "overall")
    apart = spread(assessors, place[0], "".join(place[1:2])) if judged and assessors else None
    return CompareRow(
        label=sheet_words.thing(place, outline)
        if place[0] != "goals"
        else sheet_words.thing(place, outline).partition(": ")[2],
        cells=tuple(
            Cell(column.name, answer_words(place, value, outline), words_beside(place, value))
            for column, value in zip(columns, found, strict=True)
        ),
        differs=len({_essence(place, value) for value in found}) > 1,
        spread=_apart(apart),
        is_wide=apart is not None and apart.is_wide,
        goal=int(place[1]) if place[0] == "goals" else 0,
    )


def _essence(place: Place, value: Any) -> str:
    """What of an answer is compared: judgements, never the words about them."""
    if place[0] == "conflicts":
        pairs = {
            (*sorted((row.get("first") or 0, row.get("second") or 0)), row.get("state", ""))
            for row in value or []
        }
        return repr(sorted(pairs))
    if isinstance(value, dict):
        kept = {key: value[key] for key in value if key not in ("why", "text")}
        return repr(sorted(kept.items()))
    return repr(value)


def _apart(found: Spread | None) -> str:
    if found is None or not found.distance:
        return ""
    words = {
        "low": sheet_words.sign(found.levels[0]),
        "high": sheet_words.sign(found.levels[-1]),
    }
    return pgettext("spread", "from %(low)s to %(high)s") % words
