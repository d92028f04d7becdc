"""Draft of a voluntary local review, along the global guiding elements of UN DESA.

Source: United Nations Department of Economic and Social Affairs, Global Guiding Elements
for Voluntary Local Reviews (VLRs) of SDG implementation (2020).
"""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from common.numbers import format_number
from improvement.calculations.content import Block, Content, Part, Sentence
from improvement.enums import MeasureState, ReportKind
from improvement.queries.report_figures import Figures
from improvement.queries.report_parts import Work, goals_of_measure, goals_of_objective
from improvement.reports import sentences as s
from improvement.reports.annual import (
    evaluation_sentence,
    indicator_table,
    judgement_sentences,
    measure_table,
    objective_sentence,
    prioritised,
    status_sentence,
)
from improvement.reports.political import conflict_sentence, measure_sentence, sources
from improvement.reports.state import barrier_blocks
from networks.models import Municipality, Network

GOALS = range(1, 18)


def voluntary_review(
    *,
    municipality: Municipality,
    networks: Sequence[Network | None],
    figures: Figures,
    work: Work,
) -> Content:
    """Write the draft: what the data says, and what people have to write.

    Args:
        municipality: Whose.
        networks: Those it takes part in; None for one that the reader may not know of.
        figures: What is stored of it.
        work: What it does.
    """
    place = str(municipality.local_name)
    blocks = [
        s.heading(_("1 Opening statement")),
        s.missing(_("To be written: half a page by the mayor on why the goals matter here.")),
        *_highlights(municipality, figures, work),
        *_introduction(municipality),
        *_method(figures, work),
        *_environment(networks, work),
        s.heading(_("6 Progress on goals and targets")),
    ]
    for goal in GOALS:
        blocks += _goal(municipality, goal, figures, work)
    blocks += _means(work)
    blocks += _next(work)
    blocks += sources(figures)
    return Content(
        kind=ReportKind.VOLUNTARY,
        title=_("Voluntary local review: %(place)s") % {"place": place},
        language=s.language(),
        blocks=tuple(blocks),
    )


def _highlights(municipality: Municipality, figures: Figures, work: Work) -> list[Block]:
    found = [s.heading(_("2 Highlights")), s.paragraph(measure_sentence(work.measures))]
    for title, rows in (
        (_("Where we stand strongest:"), figures.strongest(3)),
        (_("Where we have furthest to go:"), figures.weakest(3)),
    ):
        if rows:
            every = s.joined(s.indicator_part(one, municipality) for one in rows)
            found.append(s.paragraph(s.say(title + " %(what)s.", what=every)))
    worked = [one for one in work.evaluations.values() if one.outcome == "WORKED"]
    by_key = {one.pk: one for one in work.measures}
    if worked:
        found.append(s.paragraph(s.say(_("Measures that worked as we hoped:"))))
        found.append(
            s.items(evaluation_sentence(one, by_key[one.measure_id]) for one in worked)
        )
    return found


def _introduction(municipality: Municipality) -> list[Block]:
    found = [s.heading(_("3 Introduction"))]
    if municipality.population:
        text = _("%(place)s had %(n)s inhabitants in %(year)s.")
        found.append(
            s.paragraph(
                s.say(
                    text,
                    place=s.municipality_part(municipality),
                    n=format_number(municipality.population),
                    year=municipality.population_year or "–",
                )
            )
        )
    found.append(s.missing(_("To be written: the place, its people and its main challenges.")))
    return found


def _method(figures: Figures, work: Work) -> list[Block]:
    told: list[Sentence] = []
    if figures.framework is not None:
        rated = len(figures.rated)
        told.append(
            s.say(
                _("The figures are those of %(framework)s; %(n)s indicators are rated."),
                framework=s.part(figures.framework.local_name),
                n=rated,
            )
        )
    told.append(
        s.say(
            _(
                "A goal's status is computed from its indicators. Beside it stands the "
                "municipality's own judgement, which is never mixed into it. %(link)s"
            ),
            link=Part(_("How we compute"), "", reverse("portal:methods")),
        )
    )
    told.append(
        s.say(
            _("%(n)s of 17 goals have been judged by the municipality itself."),
            n=len(work.assessments),
        )
    )
    return [
        s.heading(_("4 Methodology and process")),
        s.paragraph(*told),
        s.missing(
            _("To be written: who took part, how residents were heard, what was left out.")
        ),
    ]


def _named(network: Network | None) -> Part:
    if network is None:
        return Part(_("a network that is not open to you"))
    return Part(network.name, s.foreign(network.language), network.get_absolute_url())


def _environment(networks: Sequence[Network | None], work: Work) -> list[Block]:
    found = [
        s.heading(_("5 Policy and enabling environment")),
        s.heading(_("Priorities and objectives"), 3),
    ]
    goals = prioritised(work)
    if goals:
        found.append(s.items(s.cell(s.goal_words(goal)) for goal in goals))
    else:
        found.append(s.missing(_("No goal is prioritised yet.")))
    if work.objectives:
        found.append(s.items(objective_sentence(one) for one in work.objectives))
    found.append(s.heading(_("Working together"), 3))
    if networks:
        names = s.joined(_named(one) for one in networks)
        found.append(s.paragraph(s.say(_("We take part in %(names)s."), names=names)))
    else:
        found.append(s.missing(_("The municipality is in no network.")))
    found.append(s.heading(_("Dilemmas"), 3))
    if work.conflicts:
        found.append(s.items(conflict_sentence(one) for one in work.conflicts))
    else:
        found.append(s.missing(_("No goal conflicts are registered.")))
    found.append(s.heading(_("Leaving no one behind"), 3))
    found.append(
        s.missing(_("To be written: who is furthest behind here, and what is done for them."))
    )
    found.append(s.heading(_("What hinders us"), 3))
    barriers = barrier_blocks(work.inputs, with_place=False, level=4)
    found += barriers or [s.missing(_("No input to the state is written."))]
    return found


def _goal(municipality: Municipality, goal: int, figures: Figures, work: Work) -> list[Block]:
    found = [
        s.heading(s.goal_words(goal), 3),
        s.paragraph(
            status_sentence(figures.goals.get(goal)),
            *judgement_sentences(municipality, work.assessments.get(goal)),
        ),
    ]
    table = indicator_table(municipality, figures, goal)
    if table is not None:
        found.append(table)
    objectives = [one for one in work.objectives if goal in goals_of_objective(one)]
    if objectives:
        what = s.joined(s.objective_part(one) for one in objectives)
        found.append(s.paragraph(s.say(_("Objectives: %(what)s."), what=what)))
    measures = [one for one in work.measures if goal in goals_of_measure(one, figures.goal_of)]
    if measures:
        found.append(measure_table(measures))
    return found


def _means(work: Work) -> list[Block]:
    found = [s.heading(_("7 Means of implementation"))]
    paid = [one for one in work.measures if one.cost]
    if paid:
        found.append(
            s.items(
                s.say(
                    _("%(measure)s: %(cost)s"),
                    measure=s.measure_part(one),
                    cost=s.written(one.cost, one.language, address=one.budget_link),
                )
                for one in paid
            )
        )
    found.append(
        s.missing(_("To be written: money, people, competence and data that are needed."))
    )
    return found


def _next(work: Work) -> list[Block]:
    found = [s.heading(_("8 Conclusion and next steps"))]
    steps = [
        one
        for one in work.measures
        if one.next_step and one.state not in {MeasureState.DONE, MeasureState.STOPPED}
    ]
    if steps:
        found.append(
            s.items(
                s.say(
                    _("%(measure)s: %(step)s"),
                    measure=s.measure_part(one),
                    step=s.written(one.next_step, one.language),
                )
                for one in steps
            )
        )
    else:
        found.append(s.missing(_("No measure has a next step in its log.")))
    return found
