"""What the rows of a sheet's form are made of."""

from dataclasses import dataclass

from assessments.views.answer_rows import EarlierRow
from assessments.views.beside_rows import FigureRow
from common.translations import LocalText


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a group; ``css`` is the colour of the scale."""

    value: str
    element_id: str
    text: str
    words: str = ""
    css: str = ""
    is_chosen: bool = False
    lang: str = ""


@dataclass(frozen=True, slots=True)
class TextField:
    """A text or a number."""

    name: str
    value: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """A group of choices under one name."""

    name: str
    options: tuple[Option, ...]
    error: str = ""


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One goal."""

    number: int
    name: str
    anchor: str
    hint: str
    scale: Choices
    direct: Choices
    why: TextField
    evidence: Choices
    figures: list[FigureRow]
    earlier: tuple[EarlierRow, ...] = ()


@dataclass(frozen=True, slots=True)
class GoalGroup:
    """Goals that are asked for together."""

    key: str
    title: str
    goals: tuple[GoalRow, ...]
    note: str


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A dimension, a perspective or the overall judgement."""

    anchor: str
    name: str
    hint: str
    scale: Choices
    why: TextField
    earlier: tuple[EarlierRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A goal conflict."""

    number: int
    anchor: str
    first: Choices
    second: Choices
    text: TextField
    handling: TextField
    state: Choices
    remove: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pair of goals that may be a conflict."""

    first: int
    second: int
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition of a criterion."""

    anchor: str
    text: LocalText
    met: Choices
    why: TextField
    earlier: tuple[EarlierRow, ...] = ()


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion with its three conditions."""

    name: LocalText
    key: str
    conditions: tuple[ConditionRow, ...]


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question of the template, by its kind."""

    anchor: str
    kind: str
    text: LocalText
    guidance: LocalText
    is_required: bool
    unit: str
    choices: Choices
    text_field: TextField
    earlier: tuple[EarlierRow, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section of the template."""

    anchor: str
    title: LocalText
    guidance: LocalText
    questions: tuple[QuestionRow, ...]


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The whole form."""

    groups: tuple[GoalGroup, ...] = ()
    conflicts: tuple[ConflictRow, ...] = ()
    earlier_conflicts: tuple[EarlierRow, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    more_proposals: int = 0
    dimensions: tuple[JudgedRow, ...] = ()
    overall: JudgedRow | None = None
    perspectives: tuple[JudgedRow, ...] = ()
    criteria: tuple[CriterionRow, ...] = ()
    sections: tuple[SectionRow, ...] = ()
