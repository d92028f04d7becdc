"""The page of a measure in words: tasks, indicators, others, figures, facts."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.dates import date_in_words
from common.numbers import format_number
from common.translations import localized
from improvement.calculations import staleness
from improvement.calculations.tasks import share_planned
from improvement.enums import OPEN_STATES, Pull
from improvement.models import Measure, MeasureTarget, MeasureTask
from improvement.queries.measure_page import Move
from improvement.views.log_rows import foreign
from improvement.views.rows import status_code
from improvement.views.status_forms import month_and_year
from networks.models import Municipality, Network

_AGES: Final[dict[str, tuple[str, str | Promise]]] = {
    staleness.DUE: ("wait", gettext_lazy("New status is due")),
    staleness.LATE: ("wait", gettext_lazy("New status is late")),
    staleness.STALE: ("no", gettext_lazy("Status is out of date")),
}


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with its addresses."""

    title: str
    who: str
    when: str
    is_done: bool
    is_late: bool
    done_address: str
    change_address: str
    remove_address: str


def task_row(task: MeasureTask, *, today: date) -> TaskRow:
    """Say what is to be done, by whom, by when."""
    kwargs = {"pk": task.measure_id, "task": task.pk}
    when = ""
    if task.done_on is not None:
        when = _("Done %(day)s") % {"day": date_in_words(task.done_on)}
    elif task.due_on is not None:
        when = _("By %(day)s") % {"day": date_in_words(task.due_on)}
    return TaskRow(
        title=task.title,
        who=str(task.person) if task.person else "",
        when=when,
        is_done=task.done_on is not None,
        is_late=task.done_on is None and task.due_on is not None and task.due_on < today,
        done_address=reverse("improvement:task-done", kwargs=kwargs),
        change_address=reverse("improvement:task-change", kwargs=kwargs),
        remove_address=reverse("improvement:task-remove", kwargs=kwargs),
    )


@dataclass(frozen=True, slots=True)
class PullRow:
    """A target that is helped or hurt."""

    goal: int
    number: str
    title: str
    helps: bool


def pull_row(pull: MeasureTarget) -> PullRow:
    """Name the target in the reader's language."""
    return PullRow(
        goal=pull.target.goal_id,
        number=pull.target.number,
        title=str(localized(pull.target, "title")),
        helps=pull.pull == Pull.HELPS,
    )


@dataclass(frozen=True, slots=True)
class MoveRow:
    """An indicator that the measure is meant to move, with its series."""

    name: str
    lang: str
    goal: int | None
    address: str
    values: list[float | None]
    target: float | None
    heard: str
    note: str
    is_illustrative: bool


def move_row(move: Move) -> MoveRow:
    """Say where the indicator stands, where it should come, and when that is seen."""
    indicator, series = move.indicator, move.series
    years = range(min(series), max(series) + 1) if series else range(0)
    heard = ""
    if len(years) > 1:
        heard = _("From %(old)s in %(first)s to %(new)s in %(last)s") % {
            "old": _value(move, series[years[0]]),
            "first": years[0],
            "new": _value(move, series[years[-1]]),
            "last": years[-1],
        }
    return MoveRow(
        name=str(indicator.local_name),
        lang=foreign(indicator.local_name.lang),
        goal=move.goal,
        address=indicator.get_absolute_url(),
        values=[series.get(year) for year in years],
        target=move.target,
        heard=heard,
        note=" ".join(_about(move)),
        is_illustrative=indicator.is_illustrative,
    )


def _value(move: Move, value: float) -> str:
    number = format_number(value, decimals=move.indicator.decimals)
    return f"{number} {move.indicator.local_unit}".strip()


def _about(move: Move) -> list[str]:
    if move.series:
        year = max(move.series)
        value = _value(move, move.series[year])
        said = [_("%(value)s in %(year)s.") % {"value": value, "year": year}]
    else:
        said = [_("No figures yet.")]
    if move.target is not None:
        own, green = _("The objective wants %s."), _("Green begins at %s.")
        said.append((own if move.is_own_target else green) % _value(move, move.target))
    if move.expectation.expected:
        said.append(_("Expected: %s.") % move.expectation.expected.rstrip("."))
    months = move.expectation.delay_months
    seen = ngettext("Seen after %(n)s month.", "Seen after %(n)s months.", months)
    return [*said, seen % {"n": months}]


@dataclass(frozen=True, slots=True)
class OtherRow:
    """A measure elsewhere that is much the same."""

    place: str
    title: str
    lang: str
    address: str
    code: str


def other_row(other: Measure) -> OtherRow:
    """Name it with its municipality and state."""
    return OtherRow(
        place=str(other.municipality),
        title=other.title,
        lang=foreign(other.language),
        address=other.get_absolute_url(),
        code=status_code(other.state),
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures on top: state, share, age of the status, days left."""

    code: str
    share: int | None
    plan: str
    logged: str
    logged_note: str
    age_kind: str
    age_text: str
    left: str
    left_note: str


def figures_of(measure: Measure, *, today: date, days: tuple[int, int, int]) -> Figures:
    """Say how it goes with a measure.

    Args:
        measure: The measure.
        today: Today in the municipality.
        days: Days until a status is due, late and stale, of the programme.
    """
    age = max((today - timezone.localdate(measure.logged_at or measure.created_at)).days, 0)
    target, acceptable, stale = days
    code = staleness.freshness(age_days=age, target=target, acceptable=acceptable, stale=stale)
    is_open = measure.state in OPEN_STATES and measure.archived_at is None
    kind, text = _AGES.get(code, ("", "")) if is_open else ("", "")
    end = measure.expected_end_on or measure.ends_on
    left = (end - today).days if end and is_open else None
    over = left is not None and left < 0
    return Figures(
        code=status_code(measure.state),
        share=measure.share_done,
        plan=_plan(measure, today=today),
        logged="" if not measure.logged_at else str(age) if age else _("Today"),
        logged_note=ngettext("day ago", "days ago", age) if age else "",
        age_kind=kind,
        age_text=str(text),
        left="" if left is None else str(abs(left)),
        left_note=_days(abs(left or 0), over=over),
    )


def _days(number: int, *, over: bool) -> str:
    if over:
        return ngettext("day over", "days over", number)
    return ngettext("day", "days", number)


def _plan(measure: Measure, *, today: date) -> str:
    if measure.share_done is None:
        return ""
    done = _("%(share)s percent.") % {"share": measure.share_done}
    planned = share_planned(starts_on=measure.starts_on, ends_on=measure.ends_on, today=today)
    if planned is None or measure.state not in OPEN_STATES:
        return done
    plan = _("At an even pace it would be %(share)s percent now.") % {"share": planned}
    return f"{done} {plan}"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the facts."""

    name: str
    text: str
    address: str = ""
    lang: str = ""


def facts_of(
    measure: Measure, *, network: Network | None, source: Municipality | None
) -> list[Fact]:
    """List what is known of the measure; what is empty is left out.

    Args:
        measure: The measure.
        network: Its network, if the reader may know of it.
        source: The municipality that it was copied from, likewise.
    """
    end = measure.expected_end_on
    rows = [
        Fact(_("Responsible"), _responsible(measure)),
        Fact(_("Who helps"), measure.collaborators),
        Fact(_("Type"), str(measure.get_kind_display())),
        Fact(_("Start"), date_in_words(measure.starts_on) if measure.starts_on else ""),
        Fact(_("Planned end"), date_in_words(measure.ends_on) if measure.ends_on else ""),
        Fact(_("Expected end"), month_and_year(end) if end and end != measure.ends_on else ""),
        Fact(_("Done on"), date_in_words(measure.finished_on) if measure.finished_on else ""),
        Fact(_("Cost"), measure.cost),
        Fact(
            _("Budget"), _("In the budget") if measure.budget_link else "", measure.budget_link
        ),
        *_objective_facts(measure),
    ]
    if network is not None:
        rows.append(Fact(_("Network"), network.label, network.get_absolute_url()))
    if source is not None:
        place = {"place": source}
        rows.append(Fact(_("After"), _("a measure in %(place)s") % place))
    return [row for row in rows if row.text]


def _objective_facts(measure: Measure) -> list[Fact]:
    objective = measure.objective
    if objective is None:
        return []
    decision = objective.decision
    plan = " ".join(filter(None, (objective.plan_document, objective.plan_paragraph)))
    address, lang = objective.get_absolute_url(), foreign(objective.language)
    return [
        Fact(_("Objective"), objective.title, address, lang),
        Fact(_("Plan"), plan, objective.plan_link),
        Fact(
            _("Decision"), str(decision) if decision else "", decision.link if decision else ""
        ),
    ]


def _responsible(measure: Measure) -> str:
    person = str(measure.responsible_person) if measure.responsible_person else ""
    return ", ".join(filter(None, (person, measure.responsible_unit)))
