"""The form of a sheet as finished rows: each place with its field, words and what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import sheet_words
from assessments.calculations.choosing import opposed
from assessments.calculations.sheets import (
    DIMENSIONS,
    PERSPECTIVES,
    UNKNOWN,
    Content,
    Place,
    Problem,
)
from assessments.enums import Effect, Ground
from assessments.forms.sheets import NO, NOT_KNOWN, YES, name_of
from assessments.models import TemplateQuestion
from assessments.queries.sheets import Outline
from assessments.texts import shown
from assessments.views.answer_rows import Earlier, EarlierRow, earlier_rows
from assessments.views.beside_rows import FigureRow
from assessments.views.sheet_kinds import (
    Choices,
    ConditionRow,
    ConflictRow,
    CriterionRow,
    GoalGroup,
    GoalRow,
    JudgedRow,
    Option,
    Proposal,
    QuestionRow,
    SectionRow,
    SheetRows,
    TextField,
)
from common.translations import LocalText
from common.words import goal_name

_CSS: Final = {-2: "neg2", -1: "neg1", 0: "zero", 1: "pos1", 2: "pos2"}
GROUPS: Final[tuple[tuple[str, str | Promise, tuple[int, ...]], ...]] = (
    ("klima", gettext_lazy("Climate and nature"), (13, 15, 6, 14)),
    ("mennesker", gettext_lazy("People and society"), (1, 2, 3, 4, 5, 7, 11, 16)),
    ("okonomi", gettext_lazy("Economy and work"), (8, 9, 10, 12)),
    ("samarbeid", gettext_lazy("Cooperation"), (17,)),
)
"""The goals in the order that they are asked in."""
_HINTS: Final[Mapping[int, str | Promise]] = {
    2: gettext_lazy("About farmland, school meals and food from nearby."),
    7: gettext_lazy("Think of electricity and heating while it is in use."),
    9: gettext_lazy("Think of operation, networks and new ways to build."),
    14: gettext_lazy("Without a coast: discharges to rivers that end in the sea."),
}
_DIMENSION_HINTS: Final[Mapping[str, str | Promise]] = {
    "ENVIRONMENTAL": gettext_lazy("Climate, nature, water, and what is used up."),
    "SOCIAL": gettext_lazy("Health, learning, safety, and who is left out."),
    "ECONOMIC": gettext_lazy("Work, income, and what it costs to keep up."),
}
_PERSPECTIVE_HINTS: Final[Mapping[str, str | Promise]] = {
    "VALUE_CHAIN": gettext_lazy(
        "What happens before and after: raw materials, suppliers, waste."
    ),
    "CONSUMPTION": gettext_lazy(
        "Whether people come to use less, share more, or use other things."
    ),
    "PRODUCTION": gettext_lazy("Which way production turns: cleaner, circular, or as before."),
    "GENERATIONS": gettext_lazy(
        "What those who come after gain or lose, and what cannot be undone."
    ),
}
MOST_PROPOSALS: Final = 6


@dataclass(frozen=True, slots=True)
class Rows:
    """Makes rows of a content, with what was typed and is wrong.

    Attributes:
        typed: Name of a field → what was typed there and could not be kept.
        figures: Goal → what stands beside it.
        earlier: What the same side answered before, at a follow-up.
    """

    outline: Outline
    content: Content
    errors: Sequence[Problem] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[int, list[FigureRow]] = field(default_factory=dict)
    earlier: Earlier = ()

    def whole(self, *, new_conflict: bool = False) -> SheetRows:
        """Make all rows that the version asks for."""
        shape = self.outline.shape
        pairs = opposed(self.content) if shape.goals else ()
        return SheetRows(
            groups=self._groups() if shape.goals else (),
            conflicts=self._conflicts(new=new_conflict) if shape.goals else (),
            earlier_conflicts=self._earlier(("conflicts",)) if shape.goals else (),
            proposals=tuple(
                Proposal(
                    pair.first,
                    pair.second,
                    f"{pair.first}-{pair.second}",
                    f"{goal_name(pair.first)} – {goal_name(pair.second)}",
                )
                for pair in pairs[:MOST_PROPOSALS]
            ),
            more_proposals=max(0, len(pairs) - MOST_PROPOSALS),
            dimensions=self._judged("dimensions", DIMENSIONS, _DIMENSION_HINTS)
            if shape.dimensions
            else (),
            overall=self._overall() if shape.dimensions else None,
            perspectives=self._judged("perspectives", PERSPECTIVES, _PERSPECTIVE_HINTS)
            if shape.perspectives
            else (),
            criteria=self._criteria(),
            sections=self._sections(),
        )

    # ---------------------------------------------------------------- fields
    def _earlier(self, place: Place) -> tuple[EarlierRow, ...]:
        return earlier_rows(self.earlier, place, self.outline)

    def _error(self, place: Place) -> str:
        found = (
            sheet_words.problem(each.code, each.place)
            for each in self.errors
            if each.place == place
        )
        return next(found, "")

    def _text(self, place: Place, value: Any) -> TextField:
        name = name_of(place)
        text = self.typed.get(name, "" if value is None else str(value))
        return TextField(name, text, self._error(place))

    def _scale(self, place: Place, value: Any, *, holder: Place) -> Choices:
        name = name_of(place)
        options = [
            Option(
                value=str(effect.value),
                element_id=f"{name}-{_CSS[effect.value]}",
                text=sheet_words.sign(effect.value),
                words=str(effect.label),
                css=_CSS[effect.value],
                is_chosen=value == effect.value and value is not None,
            )
            for effect in Effect
        ]
        options.append(
            Option(
                value=NOT_KNOWN,
                element_id=f"{name}-na",
                text="?",
                words=str(sheet_words.NOT_KNOWN),
                css="na",
                is_chosen=value == UNKNOWN,
            )
        )
        return Choices(name, tuple(options), self._error(place) or self._error(holder))

    def _pick(
        self, place: Place, value: Any, texts: Mapping[str, Any], *, holder: Place = ()
    ) -> Choices:
        name = name_of(place)
        options = tuple(
            Option(
                value=code,
                element_id=f"{name}-{code}",
                text=str(text),
                is_chosen=str(value) == code if value is not None else False,
                lang=getattr(text, "lang", ""),
            )
            for code, text in texts.items()
        )
        return Choices(name, options, self._error(place) or self._error(holder))

    def _grounds(self, place: Place, value: Any, *, holder: Place = ()) -> Choices:
        return self._pick(place, value or None, dict(Ground.choices), holder=holder)

    def _either(
        self, place: Place, yes: str, no: str, *, value: bool | None, holder: Place = ()
    ) -> Choices:
        chosen = None if value is None else YES if value else NO
        return self._pick(place, chosen, {YES: yes, NO: no}, holder=holder)

    # ------------------------------------------------------------------ parts
    def _groups(self) -> tuple[GoalGroup, ...]:
        goals = self.content.get("goals", {})
        made = []
        for key, title, numbers in GROUPS:
            done = sum(goals.get(str(one), {}).get("effect") is not None for one in numbers)
            note = _("%(done)s of %(all)s answered") % {"done": done, "all": len(numbers)}
            rows = tuple(self._goal(number, goals.get(str(number), {})) for number in numbers)
            made.append(GoalGroup(key, str(title), rows, note))
        return tuple(made)

    def _goal(self, number: int, row: Mapping[str, Any]) -> GoalRow:
        place = ("goals", str(number))
        return GoalRow(
            number=number,
            name=goal_name(number),
            anchor=name_of(place),
            hint=str(_HINTS.get(number, "")),
            scale=self._scale((*place, "effect"), row.get("effect"), holder=place),
            direct=self._either(
                (*place, "is_direct"), _("Direct"), _("Indirect"), value=row.get("is_direct")
            ),
            why=self._text((*place, "why"), row.get("why")),
            evidence=self._grounds((*place, "evidence"), row.get("evidence")),
            figures=self.figures.get(number, []),
            earlier=self._earlier(place),
        )

    def _judged(
        self, part: str, keys: Sequence[str], hints: Mapping[str, str | Promise]
    ) -> tuple[JudgedRow, ...]:
        names = sheet_words.DIMENSIONS if part == "dimensions" else sheet_words.PERSPECTIVES
        rows = self.content.get(part, {})
        return tuple(
            self._judgement((part, key), str(names[key]), str(hints[key]), rows.get(key, {}))
            for key in keys
        )

    def _overall(self) -> JudgedRow:
        hint = _("All three dimensions together, when each of them is answered.")
        row = self.content.get("overall", {})
        return self._judgement(("overall",), _("Overall judgement"), hint, row)

    def _judgement(
        self, place: Place, name: str, hint: str, row: Mapping[str, Any]
    ) -> JudgedRow:
        scale = self._scale((*place, "level"), row.get("level"), holder=place)
        why = self._text((*place, "why"), row.get("why"))
        return JudgedRow(name_of(place), name, hint, scale, why, self._earlier(place))

    def _conflicts(self, *, new: bool) -> tuple[ConflictRow, ...]:
        rows = [*self.content.get("conflicts", []), *([{}] if new else [])]
        goals = {str(number): f"{number} {goal_name(number)}" for number in range(1, 18)}
        states = sheet_words.CONFLICT_STATES
        made = []
        for number, row in enumerate(rows):
            place = ("conflicts", str(number))
            made.append(
                ConflictRow(
                    number=number + 1,
                    anchor=name_of(place),
                    first=self._pick((*place, "first"), row.get("first"), goals),
                    second=self._pick((*place, "second"), row.get("second"), goals),
                    text=self._text((*place, "text"), row.get("text")),
                    handling=self._text((*place, "handling"), row.get("handling")),
                    state=self._pick((*place, "state"), row.get("state"), states),
                    remove=name_of((*place, "remove")),
                )
            )
        return tuple(made)

    def _criteria(self) -> tuple[CriterionRow, ...]:
        met = self.content.get("conditions", {})
        return tuple(
            CriterionRow(
                shown(criterion.name),
                criterion.key,
                tuple(
                    self._condition(str(each.pk), shown(each.text), met.get(str(each.pk), {}))
                    for each in rows
                ),
            )
            for criterion, rows in self.outline.criteria
        )

    def _condition(self, key: str, text: LocalText, row: Mapping[str, Any]) -> ConditionRow:
        place = ("conditions", key)
        return ConditionRow(
            anchor=name_of(place),
            text=text,
            met=self._either(
                (*place, "is_met"),
                _("Met"),
                _("Not met"),
                value=row.get("is_met"),
                holder=place,
            ),
            why=self._text((*place, "why"), row.get("why")),
            earlier=self._earlier(place),
        )

    def _sections(self) -> tuple[SectionRow, ...]:
        return tuple(
            SectionRow(
                f"del-{section.pk}",
                shown(section.title),
                shown(section.guidance),
                tuple(self._question(row) for row in questions),
            )
            for section, questions in self.outline.sections
        )

    def _question(self, row: TemplateQuestion) -> QuestionRow:
        place = ("answers", str(row.pk))
        value = self.content.get("answers", {}).get(str(row.pk))
        choices, text = Choices("", ()), TextField("", "")
        if row.kind == "SCALE":
            choices = self._scale(place, value, holder=place)
        elif row.kind == "CHOICE":
            texts = {str(each["key"]): shown(each["text"]) for each in row.choices}
            choices = self._pick(place, value, texts)
        elif row.kind == "EVIDENCE":
            kept = value or {}
            choices = self._grounds((*place, "evidence"), kept.get("evidence"), holder=place)
            text = self._text((*place, "text"), kept.get("text"))
        elif row.kind == "NUMBER":
            text = self._text(place, None if value is None else sheet_words.number(value))
        else:
            text = self._text(place, value)
        return QuestionRow(
            anchor=name_of(place),
            kind=row.kind,
            text=shown(row.text),
            guidance=shown(row.guidance),
            is_required=row.is_required,
            unit=row.unit,
            choices=choices,
            text_field=text,
            earlier=self._earlier(place),
        )
