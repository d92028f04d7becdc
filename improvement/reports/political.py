"""The political note: one A4 page that a council discusses."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.numbers import format_number
from common.words import goal_name
from improvement.calculations.content import Block, Content, Part, Sentence
from improvement.enums import OPEN_STATES, MeasureState, ReportKind
from improvement.models import GoalConflict, Measure, Objective, Report
from improvement.queries.report_figures import Figure, Figures
from improvement.queries.report_parts import Work, goal_of_target, indicators_at_work
from improvement.reports import sentences as s
from networks.models import Municipality

INDICATORS = 5
CHANGES = 4
DILEMMAS = 3
PROPOSALS = 4
QUESTIONS = 3
WIDTH = 72
"""Longest title, characters: the note is one page."""


def political_note(
    *, municipality: Municipality, figures: Figures, work: Work, last: Report | None
) -> Content:
    """Write the note.

    Args:
        municipality: Whose note.
        figures: What is stored of it.
        work: What it does.
        last: The last frozen note, if there is one.
    """
    place = s.municipality_part(municipality)
    data = _data(figures, work)
    blocks = [
        s.paragraph(*_conclusion(place, figures, work)),
        *_ranking(municipality, figures),
        *_changes(municipality, figures, work, data, last),
        *_dilemmas(municipality, work),
        *_proposals(work),
        *_questions(municipality, figures, work),
        *sources(figures),
    ]
    return Content(
        kind=ReportKind.POLITICAL,
        title=_("%(place)s and the sustainability goals") % {"place": place.text},
        language=s.language(),
        blocks=tuple(blocks),
        data=data,
    )


def _conclusion(place: Part, figures: Figures, work: Work) -> list[Sentence]:
    rated = figures.rated
    found: list[Sentence] = []
    if rated:
        reached = sum(one.rating == "green" for one in rated)
        far = sum(one.rating == "red" for one in rated)
        found.append(
            s.say(
                ngettext(
                    "%(place)s has reached %(reached)s of %(all)s rated indicator, and has a "
                    "long way to go on %(far)s.",
                    "%(place)s has reached %(reached)s of %(all)s rated indicators, and has a "
                    "long way to go on %(far)s.",
                    len(rated),
                ),
                place=place,
                reached=reached,
                all=len(rated),
                far=far,
            )
        )
        trends = [one.trend for one in figures.goals.values() if one.trend]
        if trends:
            better = sum(trend in {"up", "moderate"} for trend in trends)
            found.append(
                s.say(
                    _("%(better)s of %(all)s goals with a trend are improving."),
                    better=better,
                    all=len(trends),
                )
            )
    found.append(measure_sentence(work.measures))
    return found


def measure_sentence(measures: Iterable[Measure]) -> Sentence:
    """Say how many measures there are, and how they go."""
    every = list(measures)
    if not every:
        return s.say(_("No measures are registered."))
    count = {state: sum(one.state == state for one in every) for state in MeasureState}
    going = sum(count[state] for state in OPEN_STATES)
    return s.say(
        ngettext(
            "%(all)s measure is registered: %(done)s done, %(going)s under way or planned, of "
            "them %(late)s late, and %(stopped)s stopped.",
            "%(all)s measures are registered: %(done)s done, %(going)s under way or planned, "
            "of them %(late)s late, and %(stopped)s stopped.",
            len(every),
        ),
        all=len(every),
        done=count[MeasureState.DONE],
        going=going,
        late=count[MeasureState.LATE],
        stopped=count[MeasureState.STOPPED],
    )


def _ranking(municipality: Municipality, figures: Figures) -> list[Block]:
    if not figures.rated:
        return [
            s.heading(_("Strongest and weakest")),
            s.missing(_("There are no rated figures yet. They come with the next import.")),
        ]
    strongest, weakest = _("Where we stand strongest"), _("Where we have furthest to go")
    return [
        s.heading(strongest),
        _figure_table(municipality, strongest, figures.strongest(INDICATORS)),
        s.heading(weakest),
        _figure_table(municipality, weakest, figures.weakest(INDICATORS)),
    ]


def _figure_table(municipality: Municipality, caption: str, rows: list[Figure]) -> Block:
    if not rows:
        return s.missing(_("None of the rated indicators."))
    heads = [_("Indicator"), _("Value"), _("Year"), _("Rating"), _("Trend")]
    return s.table(
        caption,
        heads,
        (
            (
                figure_cell(municipality, one, width=WIDTH),
                s.value_words(one),
                s.cell(one.year or "–"),
                s.cell(s.rating_words(one.rating)),
                s.cell(s.trend_words(one.trend)),
            )
            for one in rows
        ),
    )


def figure_cell(municipality: Municipality, figure: Figure, *, width: int = 0) -> Sentence:
    """The number of the goal, and the indicator; made-up ones say so."""
    name = s.indicator_part(figure, municipality, width=width)
    if figure.is_illustrative:
        return s.say(
            _("%(goal)s %(name)s (illustrative)"), goal=Part(f"{figure.goal} ·"), name=name
        )
    return (Part(f"{figure.goal} · "), name)


def _data(figures: Figures, work: Work) -> dict[str, Any]:
    """What the next note compares with."""
    return {
        "figures": {
            one.code: [one.year, f"{one.value:.{one.decimals}f}", one.rating]
            for one in figures.rated
            if one.value is not None
        },
        "measures": {str(one.pk): str(one.state) for one in work.measures},
        "objectives": [one.pk for one in work.objectives],
    }


def _changes(
    municipality: Municipality,
    figures: Figures,
    work: Work,
    data: dict[str, Any],
    last: Report | None,
) -> list[Block]:
    if last is None:
        return [
            s.heading(_("What has changed")),
            s.missing(_("This is the first note. The next one says what has changed since.")),
        ]
    heading = s.heading(
        s.say(
            _("What has changed since %(day)s"),
            day=Part(s.day(last.frozen_at), "", last.get_absolute_url()),
        )
    )
    before = last.content.get("data", {})
    found = [
        *_changed_figures(municipality, figures, before.get("figures", {})),
        *_changed_measures(work, before.get("measures", {})),
    ]
    new = [one for one in work.objectives if one.pk not in before.get("objectives", [])]
    found += [
        s.say(_("New objective: %(what)s."), what=s.objective_part(one, width=WIDTH))
        for one in new
    ]
    if not found:
        return [heading, s.paragraph(s.say(_("Nothing has changed.")))]
    rest = len(found) - CHANGES
    shown = found[:CHANGES]
    if rest > 0:
        more = ngettext("And %(n)s change more.", "And %(n)s changes more.", rest)
        shown = [*found[: CHANGES - 1], s.say(more, n=rest + 1)]
    return [heading, s.items(shown)]


def _changed_figures(
    municipality: Municipality, figures: Figures, before: dict[str, list[Any]]
) -> list[Sentence]:
    found = []
    for one in figures.rated[::-1]:
        old = before.get(one.code)
        if old is not None and old[2] != one.rating:
            found.append(
                s.say(
                    _("%(what)s has gone from “%(old)s” to “%(new)s”."),
                    what=s.indicator_part(one, municipality, width=WIDTH),
                    old=s.rating_words(old[2]),
                    new=s.rating_words(one.rating),
                )
            )
    return found


def _changed_measures(work: Work, before: dict[str, str]) -> list[Sentence]:
    found = []
    for one in work.measures:
        old = before.get(str(one.pk))
        if old is None:
            text = _("New measure: %(what)s.")
            found.append(s.say(text, what=s.measure_part(one, width=WIDTH)))
        elif old != one.state:
            found.append(
                s.say(
                    _("%(what)s has gone from “%(old)s” to “%(new)s”."),
                    what=s.measure_part(one, width=WIDTH),
                    old=str(MeasureState(old).label),
                    new=str(MeasureState(one.state).label),
                )
            )
    return found


def _dilemmas(municipality: Municipality, work: Work) -> list[Block]:
    heading = s.heading(_("Dilemmas"))
    against = [one for one in work.conflicts if one.score < 0][:DILEMMAS]
    if not against:
        return [heading, s.missing(_("No goal conflicts are registered."))]
    return [heading, s.items(conflict_sentence(one, width=WIDTH) for one in against)]


def conflict_sentence(conflict: GoalConflict, *, width: int = 0) -> Sentence:
    """Say between which targets a case stands, and how hard they pull."""
    text = (
        _("%(case)s: %(first)s and %(second)s pull against each other (%(score)s).")
        if conflict.score < 0
        else _("%(case)s: %(first)s and %(second)s help each other (%(score)s).")
        if conflict.score > 0
        else _("%(case)s: %(first)s and %(second)s do not act on each other.")
    )
    return s.say(
        text,
        case=s.conflict_part(conflict, width=width),
        first=_target_words(conflict.first_id),
        second=_target_words(conflict.second_id),
        score=format_number(conflict.score, signed=True),
    )


def _target_words(number: str) -> str:
    """Give a target with the name of its goal: *Climate action (13.2)*."""
    name = goal_name(goal_of_target(number))
    return _("%(goal)s (%(target)s)") % {"goal": name, "target": number}


def _proposals(work: Work) -> list[Block]:
    heading = s.heading(_("Proposals"))
    undecided, stuck = _undecided(work.objectives), _stuck(work.measures)
    # Both kinds have a place on the page, as far as there are any of each.
    room = max(PROPOSALS // 2, PROPOSALS - len(stuck))
    found = [*undecided[:room], *stuck][:PROPOSALS]
    if not found:
        return [heading, s.missing(_("No objective or measure waits for a decision."))]
    return [heading, s.items(found)]


def _undecided(objectives: Iterable[Objective]) -> list[Sentence]:
    return [
        s.say(_("Decide on the objective: %(what)s."), what=s.objective_part(one, width=WIDTH))
        for one in objectives
        if one.decision is None or one.decision.decided_on is None
    ]


def _stuck(measures: Iterable[Measure]) -> list[Sentence]:
    found = []
    for one in measures:
        what = s.measure_part(one, width=WIDTH)
        if one.state == MeasureState.STOPPED:
            text = _("Take up again or end: %(what)s, which is stopped.")
            found.append(s.say(text, what=what))
        elif one.state == MeasureState.LATE:
            text = _("Give time or money, or a new date: %(what)s, which is late.")
            found.append(s.say(text, what=what))
    return found


def _questions(municipality: Municipality, figures: Figures, work: Work) -> list[Block]:
    at_work = indicators_at_work(work.measures)
    found: list[Sentence] = []
    for one in figures.weakest(INDICATORS):
        name = s.indicator_part(one, municipality, width=WIDTH)
        if one.pk not in at_work:
            found.append(s.say(_("No measure works on %(what)s. Should one?"), what=name))
        elif one.trend in {"down", "stagnating"}:
            text = _("%(what)s does not improve. Do the measures suffice?")
            found.append(s.say(text, what=name))
    against = [one for one in work.conflicts if one.score < 0 and not one.mitigation]
    for conflict in against[:1]:
        text = _("What weighs most in this case: %(case)s?")
        found.insert(
            min(1, len(found)), s.say(text, case=s.conflict_part(conflict, width=WIDTH))
        )
    heading = s.heading(_("Questions for discussion"))
    if not found:
        found = [s.say(_("Which three goals matter most here in the next four years?"))]
    return [heading, s.items(found[:QUESTIONS])]


def sources(figures: Figures) -> list[Block]:
    """Say where the figures come from, and that some are made up."""
    if figures.framework is None or not figures.indicators:
        return []
    told = [
        s.say(
            _("Figures: %(framework)s, edition of %(day)s; the source stands at each figure."),
            framework=s.part(figures.framework.local_name),
            day=s.day(figures.vintage),
        )
    ]
    if any(one.is_illustrative for one in figures.rated):
        told.append(s.say(_("Figures marked as illustrative are made up.")))
    return [s.paragraph(*told)]
