"""Who assesses a case."""

from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments import assessor_letters
from assessments.actions.way import is_own, lock_case
from assessments.enums import AssessmentState, Part, SheetState, Side
from assessments.models import Assessment, AssessmentPerson, Sheet
from assessments.queries.reach import forget_reach
from assessments.queries.sheets import moment_of
from improvement.actions.refusals import Declined


class NoSuchAccount(Declined):
    """Nobody with this address has an account in use."""

    field = "email"
    sentence: ClassVar[str | Promise] = gettext_lazy(
        "Nobody with this e-mail address has an account here."
    )


class HasAnotherPart(Declined):
    """Nobody has two parts in a case, and nobody assesses an own one."""

    field = "email"
    sentence: ClassVar[str | Promise] = gettext_lazy(
        "This person applies, decides, or works in the municipality that applies. "
        "Nobody assesses an own case."
    )


class MayHaveRead(Declined):
    """In a blind programme nobody assesses who may have read what others have sent."""

    field = "email"
    sentence: ClassVar[str | Promise] = gettext_lazy(
        "An assessment is sent already, and this person handles cases of the region and may "
        "have read it. In this programme nobody reads others' assessments before the own one. "
        "Invite somebody else."
    )


class HasSent(Declined):
    """Who has sent an assessment stays; what was judged does not go away."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "This person has written answers already. Mark the person as away instead."
    )


class TooLate(Declined):
    """The case is decided or stopped."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "The case is decided or stopped. Nobody more can be invited now."
    )


_DONE = (AssessmentState.DECIDED, AssessmentState.CLOSED, AssessmentState.STOPPED)


@transaction.atomic
def invite(*, case: Assessment, email: str, by: User, at: datetime) -> AssessmentPerson:
    """Make somebody with an account an assessor, and tell by mail. Again changes nothing.

    Raises:
        TooLate: The case is decided or stopped.
        NoSuchAccount: Nobody with this address has an account in use.
        HasAnotherPart: The person applies, decides, or works in the municipality that applies.
        MayHaveRead: The programme is blind, one has been sent, and the person handles cases.
    """
    locked = lock_case(case)
    if locked.state in _DONE:
        raise TooLate
    person = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None:
        raise NoSuchAccount
    if is_own(locked, person, part=Part.ASSESSOR, at=at):
        raise HasAnotherPart
    known = AssessmentPerson.objects.filter(assessment=locked, person=person).first()
    if known is not None:
        return known
    if _may_have_read(locked, person):
        raise MayHaveRead
    row = AssessmentPerson.objects.create(
        assessment=locked, person=person, part=Part.ASSESSOR, since=at
    )
    forget_reach()
    assessor_letters.invited(case=locked, person=person, at=at)
    return row


def _may_have_read(case: Assessment, person: User) -> bool:
    """Whether somebody could have opened what assessors sent at this moment of a blind case.

    Those who handle the region could whenever nobody was waited for, be it between the
    leaving of one assessor and the coming of another; so it is not asked who waits now.
    """
    if not case.programme.is_blind:
        return False
    sent = Sheet.objects.filter(
        assessment=case, side=Side.ASSESSOR, state=SheetState.SENT, moment=moment_of(case)
    )
    handled = Assessment.objects.handled_by(person).filter(pk=case.pk)
    return sent.exists() and handled.exists()


@transaction.atomic
def set_away(
    *, assessor: AssessmentPerson, is_away: bool, by: User, at: datetime
) -> AssessmentPerson:
    """Say that an assessor is not waited for, or is again. Again changes nothing."""
    lock_case(assessor.assessment)
    own = AssessmentPerson.objects.get(pk=assessor.pk)
    if own.is_away != is_away:
        own.is_away = is_away
        own.save(update_fields=["is_away"])
    return own


@transaction.atomic
def remove(*, assessor: AssessmentPerson, by: User, at: datetime) -> None:
    """Take an assessor from a case, who has written nothing. Again changes nothing.

    Raises:
        HasSent: The person has written answers.
    """
    locked = lock_case(assessor.assessment)
    if Sheet.objects.filter(assessment=locked, assessor=assessor.person_id).exists():
        raise HasSent
    AssessmentPerson.objects.filter(pk=assessor.pk, part=Part.ASSESSOR).delete()
    forget_reach()
