"""Cases on the way to their decision: sent to the applicant, taken, completed, summed up."""

from datetime import date, datetime
from typing import ClassVar

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments import letters
from assessments.actions.links import renew_link
from assessments.actions.way import NotNow, OwnCase, is_own, lock_case, step
from assessments.enums import AssessmentState as State
from assessments.enums import Moment, Part, SheetState, Side
from assessments.models import (
    Assessment,
    AssessmentPerson,
    Sheet,
)
from improvement.actions.refusals import Declined


class NobodyToAsk(Declined):
    """Without an address or a municipality nobody can be asked."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "There is nobody to write to. Give the e-mail of the applicant, or its municipality."
    )


class NotSentYet(Declined):
    """The applicant is still writing, and its deadline has not passed."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "The applicant has not sent its answers yet, and can do so until its deadline."
    )


class WhatIsMissing(Declined):
    """A completion says what is missing."""

    field = "note"
    sentence: ClassVar[str | Promise] = gettext_lazy("Say what is missing.")


class WhyMissing(Declined):
    """Stopping and going back need a reason."""

    field = "note"
    sentence: ClassVar[str | Promise] = gettext_lazy("Say why.")


class AssessorsNotIn(Declined):
    """The overall judgement rests on what all assessors have sent."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "Not all assessors have sent their answers. Wait, or say that they are away."
    )


class AlreadyTaken(Declined):
    """Somebody else has taken the case."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    @property
    def sentence(self) -> str:  # type: ignore[override]  # made of the case at hand
        return _("%(name)s has taken the case. Ask to be invited to assess it too.") % {
            "name": self.name
        }


@transaction.atomic
def ask_applicant(*, case: Assessment, due_on: date, by: User, at: datetime) -> Assessment:
    """Ask the applicant to assess its own case, by mail. Asked again, the old link ends.

    Raises:
        NobodyToAsk: There is nobody to write to.

    Passes on:
        NotNow: The officers have begun.
        DuePassed: ``due_on`` has passed.
    """
    locked = lock_case(case)
    if not (told := letters.addressees(locked)):
        raise NobodyToAsk
    step(locked, State.SELF, by=by, at=at, due_on=due_on, told=letters.names(told))
    link = renew_link(case=locked, by=by, at=at)
    letters.asked(case=locked, link=link, due_on=due_on, at=at)
    return locked


@transaction.atomic
def take(*, case: Assessment, by: User, at: datetime) -> Assessment:
    """Take a case to assess it; the first to do so has it. Again it changes nothing.

    Raises:
        OwnCase: The officer has another part in it, or works in the municipality that applies.
        AlreadyTaken: Somebody else was quicker.
        NotSentYet: The applicant still has time.

    Passes on:
        NotNow: It has come further.
    """
    locked = lock_case(case)
    if is_own(locked, by, part=Part.ASSESSOR, at=at):
        raise OwnCase
    there = AssessmentPerson.objects.filter(
        assessment=locked, part=Part.ASSESSOR, is_away=False
    ).select_related("person")
    held = {row.person_id: row.person for row in there}
    if by.pk in held and locked.state == State.OFFICER:
        return locked
    if held and by.pk not in held:
        raise AlreadyTaken(str(next(iter(held.values()))))
    if locked.state == State.SELF and _still_writes(locked, at=at):
        raise NotSentYet
    if locked.state != State.OFFICER:
        step(locked, State.OFFICER, by=by, at=at)
    AssessmentPerson.objects.update_or_create(
        assessment=locked,
        person=by,
        defaults={"part": Part.ASSESSOR, "is_away": False},
        create_defaults={"part": Part.ASSESSOR, "since": at},
    )
    return locked


def _still_writes(case: Assessment, *, at: datetime) -> bool:
    own = Sheet.objects.filter(
        assessment=case,
        side=Side.APPLICANT,
        moment=Moment.APPLICATION,
        state=SheetState.SENT,
    )
    return not own.exists() and (case.due_on is None or case.due_on >= timezone.localdate(at))


@transaction.atomic
def ask_completion(
    *, case: Assessment, note: str, due_on: date, by: User, at: datetime
) -> Assessment:
    """Ask the applicant for what is missing; its sheet can be changed again.

    Raises:
        WhatIsMissing: ``note`` is empty.
        NobodyToAsk: There is nobody to write to.

    Passes on:
        NotNow: The officers are not assessing it.
        DuePassed: ``due_on`` has passed.
    """
    if not note.strip():
        raise WhatIsMissing
    locked = lock_case(case)
    if not (told := letters.addressees(locked)):
        raise NobodyToAsk
    step(
        locked,
        State.COMPLETION,
        by=by,
        at=at,
        due_on=due_on,
        note=note,
        told=letters.names(told),
    )
    link = renew_link(case=locked, by=by, at=at)
    letters.completion_asked(case=locked, link=link, what=note.strip(), due_on=due_on, at=at)
    return locked


@transaction.atomic
def resume(*, case: Assessment, by: User, at: datetime) -> Assessment:
    """Go on after a completion.

    Raises:
        NotNow: No completion is asked for.
    """
    locked = lock_case(case)
    if locked.state != State.COMPLETION:
        raise NotNow
    step(locked, State.OFFICER, by=by, at=at)
    return locked


@transaction.atomic
def sum_up(
    *, case: Assessment, by: User, at: datetime, due_on: date | None = None
) -> Assessment:
    """Go on to the overall judgement, decided by ``due_on``; all assessors have sent theirs.

    Raises:
        AssessorsNotIn: One has not, or there is none.

    Passes on:
        NotNow: The officers are not assessing it.
        DuePassed: ``due_on`` has passed.
    """
    locked = lock_case(case)
    sent = Sheet.objects.filter(
        assessment=locked,
        side=Side.ASSESSOR,
        moment=Moment.APPLICATION,
        state=SheetState.SENT,
        assessor=OuterRef("person"),
    )
    there = AssessmentPerson.objects.filter(
        assessment=locked, part=Part.ASSESSOR, is_away=False
    ).annotate(is_in=Exists(sent))
    if not there or not all(row.is_in for row in there):
        raise AssessorsNotIn
    step(locked, State.OVERALL, by=by, at=at, due_on=due_on)
    return locked


@transaction.atomic
def take_back(*, case: Assessment, note: str, by: User, at: datetime) -> Assessment:
    """Take a case back from the overall judgement to the assessors, with the reason.

    Raises:
        WhyMissing: ``note`` is empty.
        NotNow: It does not stand at the overall judgement.
    """
    if not note.strip():
        raise WhyMissing
    locked = lock_case(case)
    if locked.state != State.OVERALL:
        raise NotNow
    step(locked, State.OFFICER, by=by, at=at, note=note)
    return locked


@transaction.atomic
def stop(*, case: Assessment, note: str, by: User, at: datetime) -> Assessment:
    """Stop a case before its decision, or withdraw it, with the reason.

    Raises:
        WhyMissing: ``note`` is empty.

    Passes on:
        NotNow: It is decided or stopped already.
    """
    locked = lock_case(case)
    if not note.strip():
        raise WhyMissing
    step(locked, State.STOPPED, by=by, at=at, note=note)
    return locked
