"""The link of an applicant without an account: made, and renewed so that the old one ends."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from assessments.actions.way import lock_case
from assessments.models import ApplicantLink, Assessment


@transaction.atomic
def renew_link(*, case: Assessment, by: User | None, at: datetime) -> ApplicantLink:
    """Make the link of a case; one that there is ends, and the next number holds."""
    locked = lock_case(case)
    link = ApplicantLink.objects.filter(assessment=locked).first()
    if link is None:
        return ApplicantLink.objects.create(assessment=locked, made_at=at, made_by=by)
    link.number += 1
    link.made_at, link.made_by = at, by
    link.save(update_fields=["number", "made_at", "made_by"])
    return link
