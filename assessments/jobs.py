"""Work of assessments that nobody waits for."""

from datetime import datetime, timedelta

from django.utils import timezone

from assessments import letters
from assessments.models import ApplicantLink, Assessment
from assessments.queries.cases import conditions_due, due_for_applicants, next_step

DAYS_BEFORE = 3
CONDITION_DAYS_BEFORE = 14
_WAITED_FOR = {"ANSWER", "COMPLETE", "FOLLOWED"}


def remind(*, at: datetime) -> int:
    """Remind applicants of deadlines and of conditions that are soon due.

    Each goes once for each deadline: the outbox knows what it has. Who has answered since is
    not reminded.

    Returns:
        How many mails were written.
    """
    today = timezone.localdate(at)
    last = today + timedelta(days=DAYS_BEFORE)
    cases = due_for_applicants(first=today, last=last)
    count = sum(_remind_applicant(case) for case in cases if next_step(case) in _WAITED_FOR)
    last = today + timedelta(days=CONDITION_DAYS_BEFORE)
    return count + sum(
        letters.told_of_condition(condition=row, one=one)
        for row in conditions_due(first=today, last=last)
        for one in letters.addressees(row.assessment)
    )


def _remind_applicant(case: Assessment) -> int:
    link = ApplicantLink.objects.filter(assessment=case).first()
    due_on = case.due_on
    if due_on is None:
        return 0
    return sum(
        letters.reminded(case=case, link=link, one=one, due_on=due_on)
        for one in letters.addressees(case)
        if one.has_account or link is not None
    )
