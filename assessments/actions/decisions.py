"""The decision of a case, by somebody without another part in it, and the letter about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments import letters
from assessments.actions.way import NotNow, OwnCase, is_own, lock_case, step
from assessments.enums import DECIDED_STATES, Moment, Part, SheetState, Side
from assessments.enums import AssessmentState as State
from assessments.models import (
    Assessment,
    AssessmentPerson,
    CaseLetter,
    DecisionCondition,
    Sheet,
)
from improvement.actions.refusals import Declined
from networks.actions.locks import sign
from networks.enums import Effect
from networks.models import Decision

MOST_CONDITIONS = 20


class AlreadyDecided(Declined):
    """Somebody has decided the case."""

    sentence: ClassVar[str | Promise] = gettext_lazy("The case has been decided already.")


class NotSummedUp(Declined):
    """A decision rests on the overall judgement that the officers have sent."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "The officers have not sent their overall judgement yet."
    )


class DecidedAhead(Declined):
    """What is not decided yet is not recorded."""

    field = "decided_on"
    sentence: ClassVar[str | Promise] = gettext_lazy(
        "The day of the decision is in the future."
    )


class WithoutWording(Declined):
    """A decision has a body and a wording."""

    field = "wording"
    sentence: ClassVar[str | Promise] = gettext_lazy("Say what was decided, in its words.")


class RejectedGrantsNothing(Declined):
    """What is rejected gets no money and no conditions."""

    field = "amount_granted"
    sentence: ClassVar[str | Promise] = gettext_lazy(
        "A case that is rejected gets no money, and no conditions."
    )


class FollowUpTooEarly(Declined):
    """The follow-up comes after the decision, the end not before half-way."""

    field = "end_on"
    sentence: ClassVar[str | Promise] = gettext_lazy(
        "The follow-up comes after the decision, and the end after half-way."
    )


class TooManyConditions(Declined):
    """A decision has so many conditions at most."""

    field = "conditions"
    sentence: ClassVar[str | Promise] = gettext_lazy("A decision has at most 20 conditions.")


class LetterEmpty(Declined):
    """A letter says something."""

    field = "text"
    sentence: ClassVar[str | Promise] = gettext_lazy("Write the letter.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What was decided.

    Attributes:
        body: Who decided, for example *Regionrådet*.
        decided_on: The day, today at the latest.
        effect: What it does to the case.
        amount_granted: In the currency of the case; None where no money is granted.
        conditions: Each with the day it must be met by, or none.
    """

    body: str
    decided_on: date
    wording: str
    effect: Effect
    case_number: str = ""
    link: str = ""
    amount_granted: Decimal | None = None
    conditions: Sequence[tuple[str, date | None]] = ()
    halfway_on: date | None = None
    end_on: date | None = None


@transaction.atomic
def decide(*, case: Assessment, decided: Wording, by: User, at: datetime) -> Assessment:
    """Decide a case. The record of it is the region's ``Decision``; a test has none.

    The case is locked first: of two who decide at once one does.

    Args:
        case: Which one; it stands at the overall judgement, which the officers have sent.
        decided: What was decided.
        by: Who decides or records it for the body; has no other part in the case.
        at: Now.

    Raises:
        AlreadyDecided: Somebody has.
        OwnCase: ``by`` applies, has assessed, or works in the municipality that applies.
        NotSummedUp: The common sheet has not been sent.

    Passes on:
        NotNow: It does not stand at the overall judgement.
        DecidedAhead, WithoutWording, RejectedGrantsNothing, FollowUpTooEarly,
            TooManyConditions: The decision cannot be so.
    """
    locked = lock_case(case)
    if locked.state in DECIDED_STATES:
        raise AlreadyDecided
    if is_own(locked, by, part=Part.DECIDER, at=at):
        raise OwnCase
    _check(decided, today=timezone.localdate(at))
    common = Sheet.objects.filter(
        assessment=locked, side=Side.COMMON, moment=Moment.DECISION, state=SheetState.SENT
    )
    if not common.exists():
        raise NotSummedUp
    if not locked.is_test:
        locked.decision = _record(locked, decided, by=by)
    locked.amount_granted = decided.amount_granted
    locked.halfway_on, locked.end_on = decided.halfway_on, decided.end_on
    # First the part: whoever takes another one at the same moment is refused by the database.
    AssessmentPerson.objects.get_or_create(
        assessment=locked, person=by, defaults={"part": Part.DECIDER, "since": at}
    )
    step(locked, State.DECIDED, by=by, at=at)
    for position, (text, due_on) in enumerate(decided.conditions, start=1):
        DecisionCondition.objects.create(
            assessment=locked, position=position, text=text.strip(), due_on=due_on
        )
    return locked


def _record(case: Assessment, decided: Wording, *, by: User) -> Decision:
    """Write the decision; it belongs to no network, so that no network's page lists it."""
    row = Decision(
        region=case.programme.region,
        body=decided.body.strip(),
        case_number=decided.case_number.strip(),
        # The title of a confidential case stands in the case alone.
        title="" if case.is_confidential else case.title,
        decided_on=decided.decided_on,
        wording=decided.wording.strip(),
        effect=decided.effect,
        link=decided.link.strip(),
    )
    sign(row, by=by)
    row.save()
    return row


def _check(decided: Wording, *, today: date) -> None:
    """See that a decision can be so.

    Raises:
        DecidedAhead: Its day is in the future.
        WithoutWording: It has no body or no words.
        RejectedGrantsNothing: It rejects, and grants or sets conditions.
        FollowUpTooEarly: A follow-up is before the decision, or the end before half-way.
        TooManyConditions: It has too many.
    """
    if decided.decided_on > today:
        raise DecidedAhead
    if not decided.body.strip() or not decided.wording.strip():
        raise WithoutWording
    if decided.effect == Effect.REJECTS and (decided.amount_granted or decided.conditions):
        raise RejectedGrantsNothing
    if len(decided.conditions) > MOST_CONDITIONS:
        raise TooManyConditions
    days = [day for day in (decided.halfway_on, decided.end_on) if day is not None]
    if days != sorted(days) or any(day <= decided.decided_on for day in days):
        raise FollowUpTooEarly


@transaction.atomic
def send_letter(
    *, case: Assessment, subject: str, text: str, by: User, at: datetime
) -> CaseLetter:
    """Send the letter about the decision to the applicant, and keep it as it was sent.

    Raises:
        NotNow: The case is not decided.
        LetterEmpty: It says nothing.
    """
    locked = lock_case(case)
    if locked.state not in DECIDED_STATES:
        raise NotNow
    if not text.strip() or not subject.strip():
        raise LetterEmpty
    told = letters.addressees(locked)
    letter = CaseLetter.objects.create(
        assessment=locked,
        language=locked.language,
        subject=" ".join(subject.split())[:300],
        text=text.replace("\r\n", "\n").strip(),
        sent_to=told[0].email if told else "",
        by=by,
        at=at,
    )
    letters.decided(letter=letter, told=told)
    return letter
