"""What somebody says about one step of a round, done in one go."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from improvement.actions import rounds
from improvement.actions.refusals import Declined
from improvement.enums import StepState
from improvement.models import Round, RoundStep, StepProgress
from networks.models import Municipality


class StepHasBegun(Declined):
    """What has begun cannot be said not to have."""

    field = "state"
    sentence = _("The step has begun. Say that it is under way, or done.")


class _About(TypedDict):
    round: Round
    step: RoundStep
    by: User | None
    at: datetime
    on_behalf_of: Municipality | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepWish:
    """What somebody says about a step.

    Attributes:
        state: How far it is.
        due_on: The next date; of no meaning when the step is done.
        help_text: What one needs help with; of no meaning when the step is done.
        begin_next: Also begin the next step that waits, when this one is done.
    """

    state: StepState
    due_on: date | None = None
    help_text: str = ""
    begin_next: bool = False


@transaction.atomic
def record_step(
    *,
    round: Round,  # noqa: A002 -- the name of the model
    step: RoundStep,
    wish: StepWish,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> StepProgress:
    """Write down state, next date and need for help of a step. What is the same stays.

    Args:
        round: Which round.
        step: Which of its steps.
        wish: What is said.
        by: Who says so.
        at: When.
        on_behalf_of: The municipality, when the person has no role there.

    Raises:
        StepHasBegun: The step has begun and is said not to have.

    Passes on:
        NetworkClosed: The network is closed.
        RoundIsClosed: The round is closed.
        StepOfOtherTemplate: The round does not have the step.
        StepIsDone: The step is done and is said to be under way.
        DateHasPassed: The next date is new and before today.
    """
    about = _About(round=round, step=step, by=by, at=at, on_behalf_of=on_behalf_of)
    if wish.state == StepState.DONE:
        return rounds.finish_step(begin_next=wish.begin_next, **about)
    if wish.state == StepState.ACTIVE:
        rounds.begin_step(**about)
    progress = rounds.set_due(due_on=wish.due_on, **about)
    if wish.state == StepState.WAITING and progress.state != StepState.WAITING:
        raise StepHasBegun
    return rounds.ask_help(text=wish.help_text, **about)
