"""Rounds: open, go through the steps, go back with a reason, close.

Every change locks the network first (if there is one), then the municipality or the
round, so two actions never wait for each other. Each change leaves one event; an event is
never changed.
"""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from improvement.actions.belonging import check_network
from improvement.actions.round_locks import (
    DateHasPassed,
    Pen,
    ReasonMissing,
    RoundIsClosed,
    StepIsDone,
    StepNotDone,
    TopicOfOther,
    locked_round,
    progress_in,
    round_to_change,
)
from improvement.actions.templates import template_for
from improvement.enums import RoundEventKind, StepState
from improvement.models import Round, RoundStep, RoundTemplate, StepProgress
from networks.actions.locks import day_in
from networks.models import Municipality, Network, Topic


@transaction.atomic
def open_round(
    *,
    municipality: Municipality,
    by: User | None,
    at: datetime,
    network: Network | None = None,
    topic: Topic | None = None,
    on_behalf_of: Municipality | None = None,
) -> Round:
    """Open a round and begin its first step. One that is open already is given back.

    Args:
        municipality: Whose round.
        by: Who opens it.
        at: When.
        network: In which network, or the municipality's own.
        topic: About which topic of the network, or all.
        on_behalf_of: The municipality, when the person has no role there.

    Raises:
        TopicOfOther: The network does not work with the topic.

    Passes on:
        NetworkClosed: The network is closed.
        NotInNetwork: The municipality is not in the network, or only invited to it.
    """
    network = check_network(municipality=municipality, network=network)
    if topic is not None and network is not None and not network.topics.contains(topic):
        raise TopicOfOther
    Municipality.objects.select_for_update(no_key=True, of=("self",)).get(pk=municipality.pk)
    scope = Round.objects.filter(municipality=municipality, network=network, topic=topic)
    last = scope.order_by("-number").first()
    if last is not None and last.closed_at is None:
        return last
    programme = network.programme if network is not None else None
    if network is None and topic is not None:
        programme = topic.programme
    template = template_for(programme)
    day = day_in(municipality=municipality, at=at)
    opened = Round.objects.create(
        municipality=municipality,
        network=network,
        topic=topic,
        template=template,
        number=last.number + 1 if last is not None else 1,
        previous=last,
        started_on=day,
        opened_by=by,
    )
    steps = _steps(template)
    first = next(step for step in steps if not step.is_side_input)
    StepProgress.objects.bulk_create(
        _begun(opened, step, day) if step == first else StepProgress(round=opened, step=step)
        for step in steps
    )
    write = Pen(opened, by=by, on_behalf_of=on_behalf_of, at=at)
    write(RoundEventKind.OPENED)
    write(RoundEventKind.BEGUN, step=first)
    return opened


@transaction.atomic
def begin_step(
    *,
    round: Round,  # noqa: A002 -- the name of the model
    step: RoundStep,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> StepProgress:
    """Begin a step, beside those under way. A side input may be begun again and again.

    Raises:
        StepIsDone: One goes back to it instead.

    Passes on:
        NetworkClosed: The network is closed.
        RoundIsClosed: The round is closed.
        StepOfOtherTemplate: The round does not have the step.
    """
    locked, day = round_to_change(round, at=at)
    progress = progress_in(locked, step)
    if progress.state == StepState.ACTIVE:
        return progress
    if progress.state == StepState.DONE and not step.is_side_input:
        raise StepIsDone
    progress.state, progress.begun_on, progress.done_on = StepState.ACTIVE, day, None
    progress.save()
    write = Pen(locked, by=by, on_behalf_of=on_behalf_of, at=at)
    write(RoundEventKind.BEGUN, step=step)
    return progress


@transaction.atomic
def finish_step(
    *,
    round: Round,  # noqa: A002 -- the name of the model
    step: RoundStep,
    by: User | None,
    at: datetime,
    begin_next: bool = False,
    on_behalf_of: Municipality | None = None,
) -> StepProgress:
    """Finish a step, also one that nobody said was begun. Once more changes nothing.

    Args:
        round: Which round.
        step: Which of its steps.
        by: Who says so.
        at: When.
        begin_next: Also begin the next step that waits.
        on_behalf_of: The municipality, when the person has no role there.

    Passes on:
        NetworkClosed: The network is closed.
        RoundIsClosed: The round is closed.
        StepOfOtherTemplate: The round does not have the step.
    """
    locked, day = round_to_change(round, at=at)
    progress = progress_in(locked, step)
    if progress.state == StepState.DONE:
        return progress
    write = Pen(locked, by=by, on_behalf_of=on_behalf_of, at=at)
    if progress.needs_help:
        write(RoundEventKind.HELPED, step=step)
    progress.state, progress.done_on = StepState.DONE, day
    progress.begun_on = progress.begun_on or day
    progress.needs_help, progress.help_text, progress.due_on = False, "", None
    progress.save()
    write(RoundEventKind.DONE, step=step)
    if begin_next and not step.is_side_input:
        following = (
            locked.progress.filter(
                state=StepState.WAITING,
                step__is_side_input=False,
                step__position__gt=step.position,
            )
            .select_related("step")
            .order_by("step__position", "pk")
            .first()
        )
        if following is not None:
            following.state, following.begun_on = StepState.ACTIVE, day
            following.save()
            write(RoundEventKind.BEGUN, step=following.step)
    return progress


@transaction.atomic
def ask_help(
    *,
    round: Round,  # noqa: A002 -- the name of the model
    step: RoundStep,
    text: str,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> StepProgress:
    """Tell the network that a step needs help; an empty ``text`` takes it back.

    Passes on:
        NetworkClosed: The network is closed.
        RoundIsClosed: The round is closed.
        StepOfOtherTemplate: The round does not have the step.
    """
    locked, _day = round_to_change(round, at=at)
    progress = progress_in(locked, step)
    wanted = text.strip()
    if progress.help_text == wanted and progress.needs_help == bool(wanted):
        return progress
    progress.needs_help, progress.help_text = bool(wanted), wanted
    progress.save()
    write = Pen(locked, by=by, on_behalf_of=on_behalf_of, at=at)
    write(RoundEventKind.HELP if wanted else RoundEventKind.HELPED, step=step, text=wanted)
    return progress


@transaction.atomic
def set_due(
    *,
    round: Round,  # noqa: A002 -- the name of the model
    step: RoundStep,
    due_on: date | None,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> StepProgress:
    """Set the next date of a step, or take it away.

    Raises:
        DateHasPassed: The day is before today.

    Passes on:
        NetworkClosed: The network is closed.
        RoundIsClosed: The round is closed.
        StepOfOtherTemplate: The round does not have the step.
    """
    locked, day = round_to_change(round, at=at)
    progress = progress_in(locked, step)
    if progress.due_on == due_on:
        return progress
    if due_on is not None and due_on < day:
        raise DateHasPassed
    progress.due_on = due_on
    progress.save()
    write = Pen(locked, by=by, on_behalf_of=on_behalf_of, at=at)
    write(RoundEventKind.DATED, step=step, text=due_on.isoformat() if due_on else "")
    return progress


@transaction.atomic
def go_back(
    *,
    round: Round,  # noqa: A002 -- the name of the model
    step: RoundStep,
    reason: str,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> Round:
    """Go back to a step: close the round and open the next one, which begins there.

    Nothing of the former round is changed but that it is closed. The next one takes over
    the steps before ``step`` and the side inputs as they are. Two who go back to the same
    step at once open one round.

    Args:
        round: Which round.
        step: A step that the round has been through.
        reason: Why, at most 500 characters.
        by: Who says so.
        at: When.
        on_behalf_of: The municipality, when the person has no role there.

    Returns:
        The next round.

    Raises:
        ReasonMissing: ``reason`` is empty.
        RoundIsClosed: The round is closed, and not by going back to this step.
        StepNotDone: The round has not been through the step, or it is a side input.

    Passes on:
        NetworkClosed: The network is closed.
        StepOfOtherTemplate: The round does not have the step.
    """
    locked, day = locked_round(round, at=at)
    if locked.closed_at is not None:
        following = Round.objects.filter(previous=locked).first()
        went = locked.events.filter(kind=RoundEventKind.BACK, step=step)
        if following is not None and went.exists():
            return following
        raise RoundIsClosed
    if not reason.strip():
        raise ReasonMissing
    if step.is_side_input or progress_in(locked, step).state != StepState.DONE:
        raise StepNotDone
    write = Pen(locked, by=by, on_behalf_of=on_behalf_of, at=at)
    write(RoundEventKind.BACK, step=step, text=reason.strip())
    write(RoundEventKind.CLOSED)
    locked.closed_at = at
    locked.save()
    following = Round.objects.create(
        municipality=locked.municipality,
        network=locked.network,
        topic=locked.topic,
        template=locked.template,
        number=locked.number + 1,
        previous=locked,
        started_on=day,
        opened_by=by,
    )
    _take_over(locked, following, step, day)
    write = Pen(following, by=by, on_behalf_of=on_behalf_of, at=at)
    write(RoundEventKind.OPENED, text=reason.strip())
    write(RoundEventKind.BEGUN, step=step)
    return following


@transaction.atomic
def close_round(
    *,
    round: Round,  # noqa: A002 -- the name of the model
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> Round:
    """Close a round; its steps stay as they are. Once more changes nothing.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked, _day = locked_round(round, at=at)
    if locked.closed_at is None:
        locked.closed_at = at
        locked.save()
        write = Pen(locked, by=by, on_behalf_of=on_behalf_of, at=at)
        write(RoundEventKind.CLOSED)
    return locked


def _steps(template: RoundTemplate) -> list[RoundStep]:
    """The steps in use, in order."""
    rows = RoundStep.objects.filter(template=template, is_retired=False)
    return list(rows.order_by("position", "pk"))


def _begun(
    round: Round,  # noqa: A002 -- the name of the model
    step: RoundStep,
    day: date,
) -> StepProgress:
    return StepProgress(round=round, step=step, state=StepState.ACTIVE, begun_on=day)


def _take_over(former: Round, following: Round, begin: RoundStep, day: date) -> None:
    """Give the next round its steps: earlier ones and side inputs as they are in the former."""
    kept = {row.step_id: row for row in former.progress.select_related("step")}
    steps = _steps(former.template)
    if begin not in steps:
        steps.append(begin)
    rows = []
    for step in steps:
        old = kept.get(step.pk)
        if step == begin:
            rows.append(_begun(following, step, day))
        elif old is None or (step.position > begin.position and not step.is_side_input):
            rows.append(StepProgress(round=following, step=step))
        else:
            rows.append(
                StepProgress(
                    round=following,
                    step=step,
                    state=old.state,
                    begun_on=old.begun_on,
                    done_on=old.done_on,
                    due_on=old.due_on,
                    needs_help=old.needs_help,
                    help_text=old.help_text,
                )
            )
    StepProgress.objects.bulk_create(rows)
