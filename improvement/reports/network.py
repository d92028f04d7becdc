"""The network report: members, common challenges, how far they are, what works."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.nordic import sort_key
from improvement.calculations.content import Block, Content, Part, Sentence
from improvement.enums import MeasureState, ReportKind, StepState
from improvement.models import Evaluation, StepProgress
from improvement.queries.report_figures import Challenge, NetworkFigures
from improvement.queries.report_parts import Common
from improvement.reports import sentences as s
from improvement.reports.political import conflict_sentence, measure_sentence
from improvement.reports.state import barrier_blocks
from networks.models import Municipality, Network
from networks.queries import council_overview
from networks.queries.members import Member

CHALLENGES = 10


def network_report(
    *, network: Network, members: Iterable[Member], figures: NetworkFigures, common: Common
) -> Content:
    """Write the report of a network."""
    current = [one for one in members if not one.has_ended and not one.is_invited]
    blocks = [
        *_opening(network, current, common),
        *_members(current),
        *_challenges(figures.challenges),
        *_board(common.progress),
        *_measures(common),
        *_conflicts(common),
        s.heading(_("Input to the state")),
        *(
            barrier_blocks(common.inputs, with_place=True, level=3)
            or [s.missing(_("The members have written no input to the state."))]
        ),
    ]
    return Content(
        kind=ReportKind.NETWORK,
        title=_("Report from %(name)s") % {"name": network.name},
        language=s.language(),
        blocks=tuple(blocks),
    )


def _opening(network: Network, members: list[Member], common: Common) -> list[Block]:
    decided = sum(one.decision is not None for one in members)
    text = ngettext(
        "%(name)s has %(n)s member. Decisions to take part: %(decided)s.",
        "%(name)s has %(n)s members. Decisions to take part: %(decided)s.",
        len(members),
    )
    name = Part(network.label, s.foreign(network.language), network.get_absolute_url())
    told = [s.say(text, name=name, n=len(members), decided=decided)]
    told.append(measure_sentence(common.measures))
    found = []
    if network.description:
        found.append(s.paragraph((s.written(network.description, network.language),)))
    found.append(s.paragraph(*told))
    for case in council_overview(network):
        found.append(
            s.paragraph(
                s.say(
                    _("%(case)s: %(part)s of %(asked)s municipalities take part."),
                    case=Part(str(case.case), "", case.case.link),
                    part=case.taking_part,
                    asked=case.asked,
                )
            )
        )
    return found


def _members(members: list[Member]) -> list[Block]:
    title = s.heading(_("Members"))
    if not members:
        return [title, s.missing(_("The network has no members yet."))]
    return [
        title,
        s.table(
            _("Members"),
            [_("Municipality"), _("State"), _("Decision to take part"), _("Main contact")],
            (
                (
                    s.cell(s.municipality_part(one.municipality)),
                    s.cell(str(one.membership.get_state_display()).capitalize()),
                    s.cell(s.day(one.decision.decided_on) if one.decision else _("None yet")),
                    s.cell(_("Appointed") if one.contact else _("None yet")),
                )
                for one in members
            ),
        ),
    ]


def _challenges(challenges: list[Challenge]) -> list[Block]:
    title = s.heading(_("Common challenges"))
    if not challenges:
        return [title, s.missing(_("There are too few figures to say what is shared."))]
    return [
        title,
        s.table(
            _("Common challenges"),
            [_("Indicator"), _("Goal"), _("Members with the challenge"), _("Without figures")],
            (
                (
                    _challenge(one),
                    s.cell(one.goal),
                    s.say(_("%(n)s of %(all)s"), n=one.count, all=one.having),
                    s.cell(one.without),
                )
                for one in challenges[:CHALLENGES]
            ),
        ),
    ]


def _challenge(one: Challenge) -> Sentence:
    address = reverse("portal:indicator", kwargs={"indicator": one.code})
    name = s.written(one.name.text, one.name.lang, address=address)
    if one.is_illustrative:
        return s.say(_("%(name)s (illustrative)"), name=name)
    return s.cell(name)


def _board(progress: list[StepProgress]) -> list[Block]:
    title = s.heading(_("How far the members have come"))
    if not progress:
        return [title, s.missing(_("No municipality has an open round in the network."))]
    steps: dict[str, list[StepProgress]] = {}
    for one in progress:
        steps.setdefault(str(one.step), []).append(one)
    rows = [
        (
            s.cell(name),
            _places(one for one in here if one.state == StepState.ACTIVE),
            _places(one for one in here if one.state == StepState.DONE),
            _places(one for one in here if one.needs_help),
        )
        for name, here in steps.items()
    ]
    return [
        title,
        s.table(
            _("Municipalities by step"),
            [_("Step"), _("Under way"), _("Done"), _("Needs help")],
            rows,
        ),
    ]


def _places(progress: Iterable[StepProgress]) -> Sentence:
    """Municipalities by name, each once, with their rounds."""
    found: dict[int, tuple[Municipality, str]] = {}
    for one in progress:
        place = one.round.municipality
        found.setdefault(place.pk, (place, one.round.get_absolute_url()))
    every = sorted(found.values(), key=lambda pair: sort_key(str(pair[0].local_name)))
    if not every:
        return s.cell("–")
    return s.joined(Part(str(place.local_name), "", address) for place, address in every)


def _measures(common: Common) -> list[Block]:
    found = [s.heading(_("Measures that work"))]
    if not common.worked:
        found.append(s.missing(_("No evaluation says yet that a measure worked as one hoped.")))
    else:
        found.append(s.items(_worked(one) for one in common.worked))
    if not common.measures:
        return found
    states = list(MeasureState)
    by_place: dict[Municipality, list[str]] = {}
    for one in common.measures:
        by_place.setdefault(one.municipality, []).append(one.state)
    ordered = sorted(by_place.items(), key=lambda pair: sort_key(str(pair[0].local_name)))
    found.append(s.heading(_("Measures by municipality"), 3))
    found.append(
        s.table(
            _("Measures by municipality and state"),
            [_("Municipality"), *(str(state.label) for state in states)],
            (
                (
                    s.cell(Part(str(place.local_name), "", s.work_address(place, "work"))),
                    *(s.cell(held.count(state)) for state in states),
                )
                for place, held in ordered
            ),
        )
    )
    return found


def _worked(evaluation: Evaluation) -> Sentence:
    return s.say(
        _("%(measure)s (%(place)s): %(text)s"),
        measure=s.measure_part(evaluation.measure),
        place=s.municipality_part(evaluation.measure.municipality),
        text=s.written(evaluation.text, evaluation.language),
    )


def _conflicts(common: Common) -> list[Block]:
    title = s.heading(_("Goal conflicts"))
    if not common.conflicts:
        return [title, s.missing(_("The members have registered no goal conflicts."))]
    return [
        title,
        s.items(
            (
                s.municipality_part(one.municipality),
                Part(": "),
                *conflict_sentence(one),
            )
            for one in common.conflicts
        ),
    ]
