"""The measure that a case is about, or that came of it."""

from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments.actions.way import NotNow, lock_case
from assessments.enums import AssessmentState
from assessments.models import Assessment
from assessments.queries.cases import measures_of
from improvement.actions.refusals import Declined
from improvement.models import Measure
from networks.actions.locks import sign


class MeasureElsewhere(Declined):
    """A case is linked to the work of its own municipalities."""

    field = "measure"
    sentence: ClassVar[str | Promise] = gettext_lazy(
        "The measure belongs to none of the municipalities of the case."
    )


@transaction.atomic
def link_measure(
    *, case: Assessment, measure: Measure | None, by: User, at: datetime
) -> Assessment:
    """Link a case to a measure, or to none; also after the decision, when the work begins.

    Raises:
        NotNow: The case is stopped.
        MeasureElsewhere: Another municipality has the measure, or ``by`` may not read it.
    """
    locked = lock_case(case)
    if locked.state == AssessmentState.STOPPED:
        raise NotNow
    if measure is not None and not measures_of(locked, by).filter(pk=measure.pk).exists():
        raise MeasureElsewhere
    locked.measure = measure
    locked.updated_at = at
    sign(locked, by=by)
    locked.save()
    return locked
