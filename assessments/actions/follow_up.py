"""After the decision: the same questions half-way and at the end, conditions, the close."""

from datetime import date, datetime
from typing import ClassVar

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments import letters
from assessments.actions.links import renew_link
from assessments.actions.way import NotNow, lock_case, step
from assessments.enums import DECIDED_STATES, Moment, SheetState, Side
from assessments.enums import AssessmentState as State
from assessments.models import Assessment, DecisionCondition, Sheet
from improvement.actions.refusals import Declined
from networks.actions.locks import sign
from networks.enums import Effect

_STATE_OF = {Moment.HALFWAY: State.HALFWAY, Moment.END: State.END}


class MetAhead(Declined):
    """What is met has been met today at the latest."""

    field = "met_on"
    sentence: ClassVar[str | Promise] = gettext_lazy("The day is in the future.")


class NothingGranted(Declined):
    """What was rejected is not followed up."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "The case was rejected: there is nothing to follow up. Close it."
    )


class NotFollowedUp(Declined):
    """A case that was granted is closed when its follow-up at the end has been sent."""

    field = "note"
    sentence: ClassVar[str | Promise] = gettext_lazy(
        "The follow-up at the end has not been sent. Say why the case is closed without it."
    )


@transaction.atomic
def begin(
    *, case: Assessment, moment: Moment, due_on: date, by: User, at: datetime
) -> Assessment:
    """Ask the applicant the same questions again, half-way or at the end, by mail.

    Raises:
        NothingGranted: The case was rejected.
        NotNow: ``moment`` is no follow-up.

    Passes on:
        NotNow: The case is not decided, or has come further.
        DuePassed: ``due_on`` has passed.
    """
    if moment not in _STATE_OF:
        raise NotNow
    locked = lock_case(case)
    if locked.decision is not None and locked.decision.effect == Effect.REJECTS:
        raise NothingGranted
    told = letters.addressees(locked)
    step(locked, _STATE_OF[moment], by=by, at=at, due_on=due_on, told=letters.names(told))
    if told:
        link = renew_link(case=locked, by=by, at=at)
        letters.follow_up_asked(case=locked, link=link, moment=moment, due_on=due_on, at=at)
    return locked


@transaction.atomic
def meet_condition(
    *, condition: DecisionCondition, met_on: date | None, note: str, by: User, at: datetime
) -> DecisionCondition:
    """Note that a condition is met, or that it is not after all (``met_on`` None).

    Raises:
        NotNow: The case is closed.
        MetAhead: ``met_on`` is in the future.
    """
    locked = lock_case(condition.assessment)
    if locked.state not in DECIDED_STATES or locked.state == State.CLOSED:
        raise NotNow
    if met_on is not None and met_on > timezone.localdate(at):
        raise MetAhead
    row = DecisionCondition.objects.select_for_update().get(pk=condition.pk)
    row.met_on, row.note = met_on, note.strip()
    row.save(update_fields=["met_on", "note"])
    sign(locked, by=by)
    locked.save(update_fields=["updated_at"])
    return row


@transaction.atomic
def close(*, case: Assessment, note: str, by: User, at: datetime) -> Assessment:
    """Close a case that has been followed up, or was rejected.

    Raises:
        NotFollowedUp: Its follow-up at the end has not been sent, and no reason is given.

    Passes on:
        NotNow: It is not decided, or closed already.
    """
    locked = lock_case(case)
    is_rejected = locked.decision is not None and locked.decision.effect == Effect.REJECTS
    ended = Sheet.objects.filter(
        assessment=locked,
        moment=Moment.END,
        side__in=[Side.COMMON, Side.APPLICANT],
        state=SheetState.SENT,
    )
    if not (is_rejected or note.strip() or ended.exists()):
        raise NotFollowedUp
    step(locked, State.CLOSED, by=by, at=at, note=note)
    return locked
