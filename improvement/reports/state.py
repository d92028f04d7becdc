"""Input to the state: what stops municipalities, by barrier, and what was answered."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from improvement.calculations.content import Block, Content, Part, Sentence
from improvement.enums import Barrier, InputState, ReportKind
from improvement.models import StateInput
from improvement.reports import sentences as s
from networks.models import Municipality, Network


def state_report(*, owner: Municipality | Network, inputs: Iterable[StateInput]) -> Content:
    """Write what a municipality, or the members of a network, tell the state."""
    every = list(inputs)
    is_network = isinstance(owner, Network)
    name = owner.label if isinstance(owner, Network) else str(owner.local_name)
    return Content(
        kind=ReportKind.STATE,
        title=_("Input to the state from %(name)s") % {"name": name},
        language=s.language(),
        blocks=(_opening(every), *barrier_blocks(every, with_place=is_network, level=2)),
    )


def _opening(inputs: list[StateInput]) -> Block:
    if not inputs:
        return s.missing(
            _(
                "No input is written yet. Write what stops the work, and what the state "
                "could change."
            )
        )
    count = {state: sum(one.state == state for one in inputs) for state in InputState}
    text = ngettext(
        "%(n)s input: %(draft)s not sent, %(sent)s sent without an answer, %(answered)s "
        "answered, and %(changed)s led to a change.",
        "%(n)s inputs: %(draft)s not sent, %(sent)s sent without an answer, %(answered)s "
        "answered, and %(changed)s led to a change.",
        len(inputs),
    )
    return s.paragraph(
        s.say(
            text,
            n=len(inputs),
            draft=count[InputState.DRAFT],
            sent=count[InputState.SENT],
            answered=count[InputState.ANSWERED],
            changed=count[InputState.CHANGED],
        )
    )


def barrier_blocks(
    inputs: Iterable[StateInput], *, with_place: bool, level: int
) -> list[Block]:
    """The inputs under a heading for each barrier that has any."""
    every = list(inputs)
    found: list[Block] = []
    for barrier in Barrier:
        own = [one for one in every if one.barrier == barrier]
        if own:
            found.append(s.heading(str(barrier.label), level))
        for one in own:
            found += input_blocks(one, with_place=with_place, level=level + 1)
    return found


def input_blocks(one: StateInput, *, with_place: bool, level: int) -> list[Block]:
    """One input: what happens, what is proposed, how far it has come."""
    address = s.work_address(one.municipality, "state-inputs") + f"#innspill-{one.pk}"
    title: Sentence = (s.written(one.title, one.language, address=address),)
    if with_place:
        title = (*title, Part(" · "), s.municipality_part(one.municipality))
    found = [
        s.heading(title, level),
        s.paragraph((s.written(one.text, one.language),)),
    ]
    if one.proposal:
        text = s.written(one.proposal, one.language)
        found.append(s.paragraph(s.say(_("We propose: %(text)s"), text=text)))
    else:
        found.append(s.missing(_("What do you propose that the state does?")))
    found.append(s.paragraph(*_state(one)))
    return found


def _state(one: StateInput) -> list[Sentence]:
    if one.state == InputState.DRAFT:
        return [s.say(_("Not sent yet."))]
    told = [
        s.say(
            _("Sent to %(who)s on %(day)s."),
            who=s.written(one.addressee, one.language),
            day=s.day(one.sent_on),
        )
    ]
    if one.state == InputState.SENT:
        return [*told, s.say(_("Not answered yet."))]
    told.append(s.say(_("Answered on %(day)s."), day=s.day(one.answered_on)))
    if one.answer:
        told.append((s.written(one.answer, one.language),))
    if one.state == InputState.CHANGED:
        change = s.written(one.change, one.language)
        told.append(s.say(_("What was changed: %(text)s"), text=change))
    return told
