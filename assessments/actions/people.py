"""Who decides a case: named, so that it may be read before it is decided."""

from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments.actions.way import OwnCase, is_own, lock_case
from assessments.enums import Part
from assessments.models import Assessment, AssessmentPerson
from assessments.queries.cases import possible_deciders
from assessments.queries.reach import forget_reach
from improvement.actions.refusals import Declined


class CannotDecide(Declined):
    """Who decides sits in the region's council, or administers it."""

    field = "person"
    sentence: ClassVar[str | Promise] = gettext_lazy(
        "Choose somebody of the region’s council, or its administrator."
    )


@transaction.atomic
def name_decider(*, case: Assessment, person: User, by: User, at: datetime) -> AssessmentPerson:
    """Name somebody who decides; it may read the case from now on. Again changes nothing.

    Raises:
        OwnCase: The person has another part in it, or works in the municipality that applies.
        CannotDecide: The person neither sits in the council nor administers the region.
    """
    locked = lock_case(case)
    if is_own(locked, person, part=Part.DECIDER, at=at):
        raise OwnCase
    there = AssessmentPerson.objects.filter(assessment=locked, person=person).first()
    if there is not None:
        return there
    if person not in possible_deciders(locked, today=timezone.localdate(at)):
        raise CannotDecide
    forget_reach()
    return AssessmentPerson.objects.create(
        assessment=locked, person=person, part=Part.DECIDER, since=at
    )
