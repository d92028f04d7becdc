"""Rows of the page «Goals and measures»: the steps, the objectives, the cards of the board."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.dates import date_in_words
from common.lists import in_words
from common.numbers import format_number
from common.words import TRENDS, goal_name
from improvement.enums import MeasureState, StepKind, StepState
from improvement.models import Measure, Round, StatusAssessment, StepProgress
from improvement.queries.work import ObjectiveRow, WantedRow
from improvement.views.rows import status_code
from indicators.models import Indicator, IndicatorResult
from networks.models import Network

BY_STEP, BY_STATE = "steg", "tilstand"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the round as the stepper shows it."""

    name: str
    lang: str
    line: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class WantedCell:
    """An indicator of an objective, everything printed; ``missing`` is the code of why not."""

    name: str
    lang: str
    href: str
    value: str
    year: str
    missing: str
    wanted: str
    wanted_year: int
    unit: str
    unit_lang: str
    trend: str
    is_illustrative: bool


@dataclass(frozen=True, slots=True)
class ObjectiveLine:
    """One objective of the table."""

    title: str
    lang: str
    href: str
    goals: tuple[int, ...]
    first: WantedCell | None
    others: tuple[WantedCell, ...]
    measures: int
    measures_href: str
    is_decided: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One card of the board; ``status`` is empty where there is no state."""

    title: str
    lang: str
    href: str
    goals: tuple[int, ...]
    status: str
    line: str


@dataclass(slots=True)
class Column:
    """One column of the board."""

    name: str
    intro: str
    cards: list[Card] = field(default_factory=list)


def steps_of(round_: Round, measures: list[Measure]) -> tuple[list[Step], list[Step]]:
    """Give the steps of a round, and its side inputs."""
    logged = max((each.logged_at for each in measures if each.logged_at), default=None)
    main: list[Step] = []
    side: list[Step] = []
    for progress in _steps(round_):
        line = _line_of(progress)
        is_work = progress.step.kind == StepKind.IMPLEMENTATION
        if is_work and progress.state == StepState.ACTIVE and logged is not None:
            line = _("Now · last log %(day)s") % {"day": date_in_words(logged)}
        name = progress.step.local_name
        step = Step(
            name=name.text,
            lang=name.lang,
            line=line,
            is_done=progress.state == StepState.DONE,
            is_current=progress.state == StepState.ACTIVE,
        )
        (side if progress.step.is_side_input else main).append(step)
    return main, side


def ties_of(round_: Round, *, network: Network | None) -> list[str]:
    """Name the network and the topic of a round.

    Args:
        round_: The round.
        network: Its network, if the reader may know of it; if not, nothing is named.
    """
    if round_.network_id is not None and network is None:
        return []
    parts = [network.label if network is not None else "", str(round_.topic or "")]
    return [part for part in parts if part]


def lead_of(round_: Round | None) -> str:
    """Say in one or two sentences where the round stands."""
    if round_ is None:
        return _("No round is under way. Objectives and measures can be written all the same.")
    main = [each for each in _steps(round_) if not each.step.is_side_input]
    active = [each for each in main if each.state == StepState.ACTIVE]
    names = in_words([f"«{each.step.local_name}»" for each in active])
    if active:
        said = _("We are now at %(steps)s.") % {"steps": names}
    elif main and all(each.state == StepState.DONE for each in main):
        said = _("All steps of the round are done. It can be closed.")
    else:
        waiting = next((each for each in main if each.state == StepState.WAITING), None)
        said = (
            _("Next in the round is «%(step)s».") % {"step": waiting.step.local_name}
            if waiting
            else _("The round is open.")
        )
    dated = [each for each in main if each.due_on and each.state != StepState.DONE]
    first = min(dated, key=lambda each: (each.due_on, each.pk), default=None)
    if first is not None and first.due_on is not None:
        day = date_in_words(first.due_on)
        if active == [first]:
            return f"{said} " + _("It is to be done by %(day)s.") % {"day": day}
        said += " " + _("«%(step)s» is to be done by %(day)s.") % {
            "step": first.step.local_name,
            "day": day,
        }
    return said


def wanted_cell(row: WantedRow, *, place: dict[str, str]) -> WantedCell:
    """Print an indicator of an objective."""
    indicator, result = row.wanted.indicator, row.result
    name, unit = indicator.local_name, indicator.local_unit
    value = result.value if result else None
    return WantedCell(
        name=name.text,
        lang=name.lang,
        href=indicator_address(indicator, place) if result else "",
        value="" if value is None else format_number(value, decimals=indicator.decimals),
        year=str(result.year) if result and result.year and value is not None else "",
        missing=result.status if result else "",
        wanted=format_number(row.wanted.wanted_value, decimals=indicator.decimals),
        wanted_year=row.wanted.wanted_year,
        unit=unit.text,
        unit_lang=unit.lang,
        trend=result.trend if result else "",
        is_illustrative=indicator.is_illustrative,
    )


def origin_lead(indicator: Indicator, result: IndicatorResult | None) -> str:
    """Say what the indicator says now, as the reason for a new measure."""
    name = indicator.local_name
    if result is None or result.value is None:
        return _("From the indicator «%(name)s».") % {"name": name}
    value = format_number(result.value, decimals=indicator.decimals)
    unit = indicator.local_unit
    return _("From the indicator «%(name)s»: %(value)s in %(year)s. %(trend)s.") % {
        "name": name,
        "value": f"{value} {unit}".strip(),
        "year": result.year,
        "trend": TRENDS[result.trend],
    }


def indicator_address(indicator: Indicator, place: dict[str, str]) -> str:
    """Give the address of the indicator's page of the municipality."""
    return reverse(
        "portal:municipality-indicator", kwargs={**place, "indicator": indicator.code}
    )


def objective_line(row: ObjectiveRow, *, place: dict[str, str]) -> ObjectiveLine:
    """Print one objective of the table."""
    cells = tuple(wanted_cell(each, place=place) for each in row.wanted)
    objective = row.objective
    measures = reverse("improvement:measures", kwargs=place)
    return ObjectiveLine(
        title=objective.title,
        lang=objective.language,
        href=objective.get_absolute_url(),
        goals=row.goals,
        first=cells[0] if cells else None,
        others=cells[1:],
        measures=row.measure_count,
        measures_href=f"{measures}?objective={objective.pk}",
        is_decided=objective.decision is not None and objective.decision.is_decided,
    )


def measure_card(measure: Measure, goals: tuple[int, ...]) -> Card:
    """Print one measure of the board."""
    return Card(
        title=measure.title,
        lang=measure.language,
        href=measure.get_absolute_url(),
        goals=goals,
        status=status_code(measure.state),
        line=_card_line(measure),
    )


def board_by_step(
    *,
    cards: Iterable[tuple[Measure, Card]],
    objectives: Iterable[ObjectiveRow],
    priorities: Iterable[StatusAssessment],
    names: Mapping[str, str],
    may_work: bool,
) -> list[Column]:
    """Sort all into the steps; each card stands where its own state puts it.

    A goal that was put first and has no objective stands at *status*, an objective without
    measures at *objectives*, a measure at *measures* until it is begun, at
    *implementation* until it is done, at *evaluation* until it is evaluated.
    """
    objectives = list(objectives)
    intros = {
        StepKind.STATUS: _("Put first, without an objective yet"),
        StepKind.OBJECTIVES: _("What we want, without a measure yet"),
        StepKind.MEASURES: _("Who does what, and when"),
        StepKind.IMPLEMENTATION: _("Under way, logged as it goes"),
        StepKind.EVALUATION: _("Did it work? What did we learn?"),
        StepKind.REPORTING: _("Evaluated; for the annual report"),
    }
    columns = {
        kind: Column(names.get(kind) or str(kind.label), intro)
        for kind, intro in intros.items()
    }
    aimed = {number for row in objectives for number in row.goals}
    for each in priorities:
        if each.goal_id not in aimed:
            columns[StepKind.STATUS].cards.append(_priority_card(each, may_work=may_work))
    for row in objectives:
        if not row.measure_count:
            columns[StepKind.OBJECTIVES].cards.append(_objective_card(row))
    for measure, card in cards:
        columns[_step_of(measure)].cards.append(card)
    return list(columns.values())


def board_by_state(cards: Iterable[tuple[Measure, Card]]) -> list[Column]:
    """Sort the measures by their state."""
    columns = {state: Column(str(state.label), "") for state in MeasureState}
    for measure, card in cards:
        columns[MeasureState(measure.state)].cards.append(card)
    return list(columns.values())


def goal_choices(numbers: Iterable[int]) -> list[tuple[int, str]]:
    """Give the goals that the cards touch, with their names."""
    return [(number, f"{number} {goal_name(number)}") for number in sorted(set(numbers))]


def _steps(round_: Round) -> list[StepProgress]:
    steps: list[StepProgress] = getattr(round_, "steps", [])
    return steps


def _line_of(progress: StepProgress) -> str:
    if progress.state == StepState.DONE and progress.done_on:
        return _("Done %(day)s") % {"day": date_in_words(progress.done_on)}
    if progress.state == StepState.ACTIVE:
        if progress.due_on:
            return _("Now · to be done by %(day)s") % {"day": date_in_words(progress.due_on)}
        return pgettext("step", "Now")
    if progress.due_on:
        return _("By %(day)s") % {"day": date_in_words(progress.due_on)}
    return str(progress.get_state_display())


def _step_of(measure: Measure) -> StepKind:
    if measure.state == MeasureState.NOT_STARTED:
        return StepKind.MEASURES
    if measure.state != MeasureState.DONE:
        return StepKind.IMPLEMENTATION
    evaluated = getattr(measure, "evaluated_at", None)
    return StepKind.REPORTING if evaluated else StepKind.EVALUATION


def _card_line(measure: Measure) -> str:
    person = measure.responsible_person
    who = str(person) if person is not None else measure.responsible_unit
    parts = [who] if who else []
    if measure.state == MeasureState.DONE and measure.finished_on:
        parts.append(_("done %(day)s") % {"day": date_in_words(measure.finished_on)})
    elif measure.share_done is not None:
        parts.append(f"{measure.share_done}\u00a0%")
    elif end := measure.expected_end_on or measure.ends_on:
        parts.append(_("by %(day)s") % {"day": date_in_words(end)})
    return " · ".join(parts) or _("Nobody is responsible yet")


def _objective_card(row: ObjectiveRow) -> Card:
    objective = row.objective
    is_decided = objective.decision is not None and objective.decision.is_decided
    return Card(
        title=objective.title,
        lang=objective.language,
        href=objective.get_absolute_url(),
        goals=row.goals,
        status="",
        line=_("Decided, no measure yet") if is_decided else _("Not decided yet"),
    )


def _priority_card(assessment: StatusAssessment, *, may_work: bool) -> Card:
    target = assessment.target
    title = str(target) if target is not None else goal_name(assessment.goal_id)
    page = "assess" if may_work else "round"
    address = reverse(f"improvement:{page}", kwargs={"pk": assessment.round_id})
    return Card(
        title=title,
        lang="",
        href=f"{address}#goal-{assessment.goal_id}",
        goals=(assessment.goal_id,),
        status="",
        line=str(assessment.get_judgement_display()),
    )
