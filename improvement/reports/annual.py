"""The chapter for the annual report: goal by goal, what was wanted, done and achieved."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from common.numbers import format_number
from improvement.calculations.content import Block, Content, Part, Sentence
from improvement.enums import MeasureState, Priority, ReportKind
from improvement.models import Evaluation, Measure, Objective, StatusAssessment, StatusEntry
from improvement.queries.report_figures import Figures, GoalFigure
from improvement.queries.report_parts import (
    Work,
    goals_of_measure,
    goals_of_objective,
)
from improvement.reports import sentences as s
from improvement.reports.political import figure_cell, measure_sentence, sources
from networks.models import Municipality


def annual_chapter(
    *,
    municipality: Municipality,
    figures: Figures,
    work: Work,
    entries: list[StatusEntry],
    year: int,
) -> Content:
    """Write the chapter about one year.

    Args:
        municipality: Whose chapter.
        figures: What is stored of it.
        work: What it does.
        entries: What was logged in the year, the oldest first.
        year: Which year.
    """
    place = s.municipality_part(municipality)
    goals = prioritised(work)
    blocks = [s.paragraph(*_opening(place, work, entries, year))]
    if not goals:
        blocks.append(
            s.missing(
                _(
                    "No goal is prioritised yet. Set priorities in the status assessment, or "
                    "tie objectives to targets; then the chapter is made goal by goal."
                )
            )
        )
    for goal in goals:
        blocks += goal_blocks(municipality, goal, figures, work)
    blocks += _loose(figures, work, goals)
    blocks += sources(figures)
    return Content(
        kind=ReportKind.ANNUAL,
        title=_("Sustainability goals in %(place)s %(year)s")
        % {"place": place.text, "year": year},
        language=s.language(),
        blocks=tuple(blocks),
    )


def prioritised(work: Work) -> list[int]:
    """Goals that are given priority, and those that objectives belong to, in order."""
    found = {goal for goal, one in work.assessments.items() if one.priority >= Priority.MEDIUM}
    for objective in work.objectives:
        found |= goals_of_objective(objective)
    return sorted(found)


def _opening(place: Part, work: Work, entries: list[StatusEntry], year: int) -> list[Sentence]:
    followed = {one.measure_id for one in entries}
    ended = {one.measure_id for one in entries if one.state == MeasureState.DONE}
    text = ngettext(
        "In %(year)s, %(place)s followed up %(n)s measure in the log; %(done)s became done.",
        "In %(year)s, %(place)s followed up %(n)s measures in the log; %(done)s became done.",
        len(followed),
    )
    return [
        s.say(text, year=year, place=place, n=len(followed), done=len(ended)),
        measure_sentence(work.measures),
    ]


def goal_blocks(
    municipality: Municipality, goal: int, figures: Figures, work: Work
) -> list[Block]:
    """All about one goal: status, judgement, objectives, measures, evaluations."""
    found = [s.heading(s.goal_words(goal))]
    found.append(
        s.paragraph(
            status_sentence(figures.goals.get(goal)),
            *judgement_sentences(municipality, work.assessments.get(goal)),
        )
    )
    objectives = [one for one in work.objectives if goal in goals_of_objective(one)]
    measures = [one for one in work.measures if goal in goals_of_measure(one, figures.goal_of)]
    found.append(s.heading(_("Objectives"), 3))
    if objectives:
        found.append(s.items(objective_sentence(one) for one in objectives))
    else:
        found.append(s.missing(_("The municipality has no objective for this goal yet.")))
    found.append(s.heading(_("Measures"), 3))
    if measures:
        found.append(measure_table(measures))
    else:
        found.append(s.missing(_("No measure works for this goal yet.")))
    evaluated = [work.evaluations[one.pk] for one in measures if one.pk in work.evaluations]
    if evaluated:
        found.append(s.heading(_("What we have learnt"), 3))
        by_key = {one.pk: one for one in measures}
        found.append(
            s.items(evaluation_sentence(one, by_key[one.measure_id]) for one in evaluated)
        )
    return found


def status_sentence(goal: GoalFigure | None) -> Sentence:
    """Say how the figures stand on a goal."""
    if goal is None or not goal.have:
        return s.say(_("There are no figures for this goal."))
    return s.say(
        _("Status: %(rating)s. Trend: %(trend)s. %(have)s of %(of)s indicators have figures."),
        rating=s.rating_words(goal.rating).lower(),
        trend=s.trend_words(goal.trend).lower(),
        have=goal.have,
        of=goal.of,
    )


def judgement_sentences(
    municipality: Municipality, assessment: StatusAssessment | None
) -> list[Sentence]:
    """Say how the municipality itself sees it."""
    if assessment is None:
        return []
    address = assessment.round.get_absolute_url() if assessment.round_id else ""
    found = [
        s.say(
            _("The municipality's own judgement: %(judgement)s (%(day)s)."),
            judgement=Part(str(assessment.get_judgement_display()).lower(), "", address),
            day=s.day(assessment.at),
        )
    ]
    if assessment.text:
        lang = municipality.country.language or s.language()
        found.append((s.written(assessment.text, lang),))
    return found


def objective_sentence(objective: Objective) -> Sentence:
    """An objective with its plan, decision and wanted values."""
    parts: list[Part] = [s.objective_part(objective), Part(".")]
    if objective.plan_document:
        plan = ", ".join(filter(None, [objective.plan_document, objective.plan_paragraph]))
        parts += s.say(
            " " + _("Plan: %(plan)s."),
            plan=s.written(plan, objective.language, address=objective.plan_link),
        )
    decision = objective.decision
    if decision is not None and decision.decided_on is not None:
        parts += s.say(
            " " + _("Decided on %(day)s by %(body)s."),
            day=s.day(decision.decided_on),
            body=Part(decision.body, "", decision.link),
        )
    else:
        parts += s.say(" " + _("Not decided yet."))
    for wanted in objective.wanted_values.all():
        indicator = wanted.indicator
        parts += s.say(
            " " + _("Wanted by the end of %(year)s: %(value)s %(unit)s (%(indicator)s)."),
            year=wanted.wanted_year,
            value=format_number(wanted.wanted_value, decimals=indicator.decimals),
            unit=s.part(indicator.local_unit),
            indicator=s.written(
                indicator.local_name.text,
                indicator.local_name.lang,
                address=indicator.get_absolute_url(),
            ),
        )
    return tuple(parts)


def measure_table(measures: list[Measure]) -> Block:
    """Measures with state, share, end and who is responsible."""
    heads = [
        pgettext("work", "Measure"),
        pgettext("work", "State"),
        pgettext("work", "Share done"),
        pgettext("work", "End"),
        pgettext("work", "Responsible"),
    ]
    return s.table(
        _("Measures"),
        heads,
        (
            (
                s.cell(s.measure_part(one)),
                s.cell(str(one.get_state_display())),
                s.cell("–" if one.share_done is None else f"{one.share_done} %"),
                s.cell(s.day(_end(one))),
                s.cell(Part(one.responsible_unit or "–", s.foreign(one.language))),
            )
            for one in measures
        ),
    )


def _end(measure: Measure) -> date | None:
    return measure.finished_on or measure.expected_end_on or measure.ends_on


def evaluation_sentence(evaluation: Evaluation, measure: Measure) -> Sentence:
    """What came of a measure, as the municipality judges it."""
    return s.say(
        _("%(measure)s: %(outcome)s (%(day)s). %(text)s"),
        measure=s.measure_part(measure),
        outcome=str(evaluation.get_outcome_display()).lower(),
        day=s.day(evaluation.at),
        text=s.written(evaluation.text, evaluation.language),
    )


def _loose(figures: Figures, work: Work, goals: list[int]) -> list[Block]:
    """Measures that belong to none of the goals above."""
    rest = [
        one for one in work.measures if not goals_of_measure(one, figures.goal_of) & set(goals)
    ]
    if not rest:
        return []
    title = _("Other measures") if goals else _("Measures")
    return [s.heading(title), measure_table(rest)]


def indicator_table(municipality: Municipality, figures: Figures, goal: int) -> Block | None:
    """The indicators of one goal, or nothing where there are none with figures."""
    rows = [one for one in figures.indicators if one.goal == goal and one.value is not None]
    if not rows:
        return None
    return s.table(
        s.goal_words(goal),
        [_("Indicator"), _("Value"), _("Year"), _("Rating"), _("Trend")],
        (
            (
                figure_cell(municipality, one),
                s.value_words(one),
                s.cell(one.year or "–"),
                s.cell(s.rating_words(one.rating)),
                s.cell(s.trend_words(one.trend)),
            )
            for one in rows
        ),
    )
