"""What a file with measures would do, and what is wrong with it, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import problem_texts
from common.dates import date_in_words
from common.tabular.problems import Problem
from improvement.actions.exchange import RowPlan

TEXTS: Mapping[str, str | Promise] = {
    "no_columns": _(
        "The first row must name the columns, at least «title» or «id». Begin with the file "
        "from «Excel» on the list of measures. Columns that are read: %(text)s."
    ),
    "not_an_id": _(
        "“%(text)s” is not the number of a measure. Copy it from the exported file, or leave "
        "the cell empty to make a new measure."
    ),
    "no_such_measure": _(
        "The municipality has no measure number %(text)s. Leave the cell empty to make a new "
        "measure."
    ),
    "measure_archived": _(
        "Measure number %(text)s is archived. Bring it back first, or take the row out."
    ),
    "id_twice": _(
        "The same measure stands in row %(first)s. Keep one of the rows, or empty the cell in "
        "one of them."
    ),
    "title_missing": _("Write what will be done in the column «title»."),
    "title_known": _(
        "There is a measure with this title already, number %(text)s. Write the number in the "
        "column «id» if you mean that one; otherwise a new one is made."
    ),
    "too_long": _("The text has %(count)s characters. Shorten it to %(limit)s."),
    "not_an_address": _(
        "“%(text)s” is not a whole address. Write it with https:// in front, or empty the cell."
    ),
    "not_a_day": _("“%(text)s” is not a day. Write it as 2026-12-31 or 31.12.2026."),
    "ends_before_start": _("The end is before the start. Change one of them."),
    "no_such_type": _("There is no type “%(text)s”. Write one of: %(allowed)s."),
    "no_such_person": _(
        "Nobody with the address “%(text)s” has a role in the municipality. Invite the person "
        "first, or empty the cell and write the unit instead."
    ),
    "no_such_objective": _(
        "There is no objective “%(text)s”. Write its title exactly as it stands, or empty the "
        "cell."
    ),
    "many_objectives": _(
        "Several objectives are called “%(text)s”. Give them different titles first, or choose "
        "the objective in Samverk afterwards."
    ),
    "no_such_network": _(
        "The municipality is in no open network “%(text)s”. Write one of: %(allowed)s; or "
        "empty the cell."
    ),
    "no_such_target": _(
        "There is no target %(text)s. Write numbers such as 13.2, with commas between, and "
        "format the column as text."
    ),
    "target_both_ways": _("A target is either helped or hurt, not both: %(text)s."),
    "no_such_indicator": _(
        "There is no indicator with the code %(text)s. The codes stand on the last sheet of "
        "the exported file."
    ),
}

_LABELS: Mapping[str, str | Promise] = {
    "title": _("Title"),
    "description": _("Description"),
    "type": _("Type"),
    "responsible": _("Responsible person"),
    "unit": _("Responsible unit"),
    "helpers": _("Who helps"),
    "starts_on": pgettext_lazy("day", "Start"),
    "ends_on": pgettext_lazy("day", "End"),
    "objective": _("Objective"),
    "network": _("Network"),
    "cost": _("Cost"),
    "budget_link": _("Link to the budget"),
    "helps": _("Targets helped"),
    "hurts": _("Targets hurt"),
    "indicators": _("Indicators"),
}


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One thing that is wrong: row 0 is the file as a whole."""

    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class ChangeCell:
    """One field that differs."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of the preview; ``title`` is the measure's name now, or the new one's."""

    row: int
    title: str
    is_new: bool
    cells: tuple[ChangeCell, ...]


def problem_rows(problems: Iterable[Problem]) -> list[ProblemRow]:
    """Say what is wrong, row by row."""
    return [ProblemRow(each.row, each.column, sentence(each)) for each in problems]


def sentence(problem: Problem) -> str:
    """Say what is wrong, and what to do."""
    if problem.code in TEXTS:
        return str(TEXTS[problem.code]) % dict(problem.params)
    return problem_texts.sentence(problem)


def _shown(column: str, text: str) -> str:
    """Write a day in words; other cells as they stand."""
    is_day = column in {"starts_on", "ends_on"}
    return date_in_words(date.fromisoformat(text)) if is_day and text else text


def plan_rows(plans: Iterable[RowPlan]) -> list[PlanRow]:
    """Print what would be created and changed."""
    return [
        PlanRow(
            plan.row,
            plan.measure.title if plan.measure is not None else plan.details.title,
            plan.measure is None,
            tuple(
                ChangeCell(
                    str(_LABELS[each.column]),
                    _shown(each.column, each.old),
                    _shown(each.column, each.new),
                )
                for each in plan.changes
                if plan.measure is not None or (each.new and each.column != "title")
            ),
        )
        for plan in plans
    ]
