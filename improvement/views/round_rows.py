"""Rows of the pages about rounds: finished texts, nothing left to compute."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import date_in_words
from common.lists import in_words
from improvement.enums import Judgement, Priority, RoundEventKind, StepState
from improvement.models import Round, RoundEvent, StepProgress
from improvement.queries.judgements import GoalStatus
from improvement.queries.rounds import RoundMeasure, RoundState
from improvement.views.rows import status_code
from networks.models import Network

STEP_CODES = {StepState.WAITING: "plan", StepState.ACTIVE: "on", StepState.DONE: "done"}


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a round.

    Attributes:
        code: For the component ``status``.
        address: The page where one says how far it is; empty where one may not.
        back: The page where one goes back to it; empty where one cannot.
        is_late: The next date has passed.
        is_next: The step under way that can be finished with one button.
    """

    pk: int
    name: str
    lang: str
    code: str
    state: str
    dates: str
    due_on: date | None
    is_late: bool
    help_text: str
    address: str
    back: str
    is_side_input: bool
    is_next: bool


@dataclass(frozen=True, slots=True)
class StepperRow:
    """One step as the stepper shows it."""

    name: str
    lang: str
    line: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round in the list of a municipality."""

    name: str
    about: str
    about_lang: str
    address: str
    where: str
    period: str
    is_open: bool
    next_date: str
    is_late: bool
    needs_help: str


@dataclass(frozen=True, slots=True)
class TurnLink:
    """One round of the same work, in the switch between them."""

    name: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """A goal in the overview: our judgement beside what the figures say.

    Attributes:
        kind: Of the mark for the difference: yes, wait or empty.
        difference: The difference in words; empty when nothing can be compared.
    """

    number: int
    address: str
    judgement: str
    text: str
    priority: str
    is_carried: bool
    rating: str
    score: float | None
    trend: str
    kind: str
    difference: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure with the state it had."""

    title: str
    lang: str
    address: str
    code: str
    text: str
    text_lang: str
    when: date | None
    who: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """One thing that happened."""

    title: str
    step: str
    step_lang: str
    text: str
    by: str
    on_behalf_of: str
    event: RoundEvent
    is_key: bool


def about(round_: Round, *, network: Network | None) -> tuple[str, str]:
    """Say what a round is about, with the language it is written in.

    Args:
        round_: The round.
        network: Its network, if the reader may know of it.
    """
    if round_.network_id is None:
        return _("Our own work"), ""
    if network is None:
        return capfirst(_("a network that is not open to you")), ""
    name = network.label
    if round_.topic is not None:
        name = f"{name} · {round_.topic}"
    return name, network.language


def lead(state: RoundState) -> str:
    """Say where a round stands, in one sentence or two."""
    round_ = state.round
    if round_.closed_at is not None:
        return _("The round ran from %(start)s to %(end)s. It can be read, not changed.") % {
            "start": date_in_words(round_.started_on),
            "end": date_in_words(round_.closed_at),
        }
    sentences = [where(state) + "."]
    due = state.next_due
    if due is not None and due.due_on is not None:
        sentences.append(
            _("The next date is %(day)s (%(step)s).")
            % {"day": date_in_words(due.due_on), "step": due.step.local_name}
        )
    if state.needing_help:
        names = in_words([str(row.step.local_name) for row in state.needing_help])
        sentences.append(_("Help is needed with %(steps)s.") % {"steps": names})
    return " ".join(sentences)


def where(state: RoundState) -> str:
    """Name the steps under way."""
    if state.active:
        names = in_words([f"«{row.step.local_name}»" for row in state.active])
        return _("Under way: %(steps)s") % {"steps": names}
    if state.steps and len(state.done) == len(state.steps):
        return _("All steps are done")
    return _("No step is under way")


def round_row(state: RoundState, *, network: Network | None, today: date) -> RoundRow:
    """Print a round of the list; ``network`` as in ``about``."""
    round_, due = state.round, state.next_due
    name, lang = about(round_, network=network)
    day = due.due_on if due is not None else None
    if round_.closed_at is not None:
        period = _("%(start)s to %(end)s") % {
            "start": date_in_words(round_.started_on),
            "end": date_in_words(round_.closed_at),
        }
    else:
        period = _("since %(day)s") % {"day": date_in_words(round_.started_on)}
    return RoundRow(
        name=str(round_),
        about=name,
        about_lang=lang,
        address=round_.get_absolute_url(),
        where=where(state),
        period=period,
        is_open=round_.closed_at is None,
        next_date=date_in_words(day) if day is not None else "",
        is_late=day is not None and day < today,
        needs_help=in_words([row.help_text for row in state.needing_help]),
    )


def step_row(row: StepProgress, *, round_: Round, today: date, may_change: bool) -> StepRow:
    """Print one step; ``may_change`` says whether the reader works with the round."""
    name = row.step.local_name
    is_done = row.state == StepState.DONE
    can_work = may_change and (not is_done or row.step.is_side_input)
    can_return = may_change and is_done and not row.step.is_side_input
    keys = {"pk": round_.pk}
    back = reverse("improvement:round-back", kwargs=keys)
    return StepRow(
        pk=row.pk,
        name=name.text,
        lang=name.lang,
        code=STEP_CODES[StepState(row.state)],
        state=str(row.get_state_display()),
        dates=_dates(row),
        due_on=row.due_on,
        is_late=row.due_on is not None and row.due_on < today,
        help_text=row.help_text if row.needs_help else "",
        address=reverse("improvement:round-step", kwargs={**keys, "progress": row.pk})
        if can_work
        else "",
        back=f"{back}?steg={row.step_id}" if can_return else "",
        is_side_input=row.step.is_side_input,
        is_next=can_work and row.state == StepState.ACTIVE,
    )


def stepper_row(row: StepProgress) -> StepperRow:
    """Print one step of the stepper."""
    name = row.step.local_name
    line = _dates(row)
    if row.state != StepState.DONE and row.due_on is not None:
        line = _("by %(day)s") % {"day": date_in_words(row.due_on)}
    return StepperRow(
        name=name.text,
        lang=name.lang,
        line=line or str(row.get_state_display()),
        is_done=row.state == StepState.DONE,
        is_current=row.state == StepState.ACTIVE,
    )


def turn_links(turns: list[Round], current: Round) -> list[TurnLink]:
    """Give the switch between rounds of the same work; none where there is one only."""
    if len(turns) < 2:
        return []
    return [
        TurnLink(str(turn), turn.get_absolute_url(), is_current=turn.pk == current.pk)
        for turn in turns
    ]


def judgement_row(row: GoalStatus, *, round_: Round) -> JudgementRow:
    """Print one goal of the overview."""
    said = row.said
    kind, difference = difference_of(row.apart)
    address = reverse("improvement:assess", kwargs={"pk": round_.pk})
    return JudgementRow(
        number=row.number,
        address=f"{address}#goal-{row.number}" if round_.closed_at is None else "",
        judgement=str(Judgement(said.judgement).label) if said is not None else "",
        text=said.text if said is not None else "",
        priority=str(Priority(said.priority).label) if said and said.priority else "",
        is_carried=said is not None and said.carried_from_id is not None,
        rating=row.rating,
        score=row.result.score if row.result is not None else None,
        trend=row.result.trend if row.result is not None else "",
        kind=kind,
        difference=difference,
    )


def difference_of(apart: int | None) -> tuple[str, str]:
    """Say how far a judgement is from the figures: kind of mark, and words."""
    if apart is None:
        return "", ""
    if apart == 0:
        return "yes", _("As the figures say")
    steps = abs(apart)
    if apart > 0:
        text = ngettext(
            "%(n)s step better than the figures", "%(n)s steps better than the figures", steps
        )
    else:
        text = ngettext(
            "%(n)s step worse than the figures", "%(n)s steps worse than the figures", steps
        )
    return "wait", text % {"n": steps}


def measure_row(row: RoundMeasure) -> MeasureRow:
    """Print one measure of a round."""
    measure, entry = row.measure, row.entry
    person = measure.responsible_person
    return MeasureRow(
        title=measure.title,
        lang=measure.language,
        address=measure.get_absolute_url(),
        code=status_code(row.state),
        text=entry.text if entry is not None else "",
        text_lang=entry.language if entry is not None else "",
        when=entry.at if entry is not None else None,
        who=str(person) if person is not None else measure.responsible_unit,
    )


def event_row(event: RoundEvent) -> EventRow:
    """Print one event of the log."""
    step = event.step.local_name if event.step is not None else None
    text = event.text
    if event.kind == RoundEventKind.DATED:
        text = date_in_words(date.fromisoformat(text)) if text else _("taken away")
    keys = (RoundEventKind.OPENED, RoundEventKind.BACK, RoundEventKind.CLOSED)
    return EventRow(
        title=capfirst(str(event.get_kind_display())),
        step=step.text if step is not None else "",
        step_lang=step.lang if step is not None else "",
        text=text,
        by=str(event.by) if event.by is not None else "",
        on_behalf_of=str(event.on_behalf_of) if event.on_behalf_of is not None else "",
        event=event,
        is_key=event.kind in keys,
    )


def _dates(row: StepProgress) -> str:
    if row.done_on is not None and row.begun_on is not None:
        begun, done = date_in_words(row.begun_on), date_in_words(row.done_on)
        if begun == done:
            return done
        return _("%(start)s to %(end)s") % {"start": begun, "end": done}
    if row.begun_on is not None:
        return _("since %(day)s") % {"day": date_in_words(row.begun_on)}
    return ""
