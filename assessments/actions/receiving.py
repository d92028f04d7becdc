"""Cases that come in, and what is written of them until they are decided."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments.actions.links import renew_link
from assessments.actions.way import NotNow, is_own, lock_case
from assessments.enums import AssessmentState as State
from assessments.enums import Currency, Kind, Part, VersionState
from assessments.models import (
    ApplicantLink,
    Assessment,
    AssessmentStep,
    FundingProgramme,
    TemplateVersion,
)
from assessments.queries.cases import versions_for
from assessments.queries.reach import forget_reach
from improvement.actions.refusals import Declined
from networks.actions.locks import sign
from networks.models import Municipality

_BEFORE_DECISION = (
    State.RECEIVED,
    State.SELF,
    State.OFFICER,
    State.COMPLETION,
    State.OVERALL,
)


class TemplateNotUsed(Declined):
    """A case is begun with a template that is in use or in test, and open to the region."""

    field = "version"
    sentence: ClassVar[str | Promise] = gettext_lazy("This template is not in use.")


class NobodyApplies(Declined):
    """A case is somebody's."""

    field = "applicant_name"
    sentence: ClassVar[str | Promise] = gettext_lazy(
        "Say who applies: a municipality, or the name of the applicant."
    )


class JudgedThere(Declined):
    """Nobody judges a case of the municipality that it works in, also if that is said late."""

    field = "applicant_municipality"
    sentence: ClassVar[str | Promise] = gettext_lazy(
        "Somebody who assesses or decides the case works in this municipality."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDetails:
    """What is written of a case when it comes.

    Attributes:
        amount_applied: In ``currency``, 0 or more; None where no money is asked for.
        is_confidential: Whether others than the officers may know of it; a company's always is.
    """

    title: str
    summary: str = ""
    language: str = "nb"
    applicant_municipality: Municipality | None = None
    applicant_name: str = ""
    applicant_organisation_number: str = ""
    applicant_email: str = ""
    amount_applied: Decimal | None = None
    currency: str = Currency.NOK
    is_confidential: bool = False


@transaction.atomic
def receive(
    *,
    programme: FundingProgramme,
    version: TemplateVersion,
    details: CaseDetails,
    places: Collection[Municipality] = (),
    due_on: date | None = None,
    by: User,
    at: datetime,
) -> Assessment:
    """Register a case that has come. One of a version in test is a test, and never counts.

    Args:
        programme: What it is applied for in.
        version: In use or in test; of the programme, or shared with its region.
        details: What it is.
        places: Municipalities that it is about.
        due_on: When it should be decided, if that is known.
        by: The officer.
        at: Now.

    Raises:
        TemplateNotUsed: The version cannot be used in the programme.

    Passes on:
        NobodyApplies: Nobody is named.
    """
    held = versions_for(programme).select_for_update(of=("self",)).filter(pk=version.pk).first()
    if held is None:
        raise TemplateNotUsed
    case = Assessment(
        programme=programme,
        version=held,
        kind=held.template.kind,
        is_test=held.state == VersionState.TEST,
        received_at=at,
        due_on=due_on,
    )
    _describe(case, details)
    sign(case, by=by)
    case.save()
    case.places.set(places)
    forget_reach()
    AssessmentStep.objects.create(
        assessment=case, state=State.RECEIVED, at=at, by=by, due_on=due_on
    )
    return case


@transaction.atomic
def change(
    *,
    case: Assessment,
    details: CaseDetails,
    places: Collection[Municipality] = (),
    by: User,
    at: datetime,
) -> Assessment:
    """Change what is written of a case before its decision.

    With another address of the applicant the link that was sent to the old one ends.

    Raises:
        NotNow: It is decided or stopped.

    Passes on:
        NobodyApplies: Nobody is named.
        JudgedThere: Somebody with a part in it works in the municipality that now applies.
    """
    locked = lock_case(case)
    if locked.state not in _BEFORE_DECISION:
        raise NotNow
    old_email, old_place = locked.applicant_email, locked.applicant_municipality_id
    _describe(locked, details)
    if locked.applicant_municipality_id != old_place:
        _check_judges(locked, at=at)
    if locked.applicant_email.casefold() != old_email.casefold() and _has_link(locked):
        renew_link(case=locked, by=by, at=at)
    locked.updated_at = at
    sign(locked, by=by)
    locked.save()
    locked.places.set(places)
    return locked


def _check_judges(case: Assessment, *, at: datetime) -> None:
    """See that nobody who assesses or decides works in the municipality that applies.

    Raises:
        JudgedThere: Somebody does.
    """
    judging = case.people.exclude(part=Part.APPLICANT).select_related("person")
    if any(is_own(case, row.person, part=Part(row.part), at=at) for row in judging):
        raise JudgedThere


def _has_link(case: Assessment) -> bool:
    return ApplicantLink.objects.filter(assessment=case).exists()


def _describe(case: Assessment, details: CaseDetails) -> None:
    """Write the details into a case.

    Raises:
        NobodyApplies: Nobody is named.
    """
    if details.applicant_municipality is None and not details.applicant_name.strip():
        raise NobodyApplies
    for each in fields(details):
        value = getattr(details, each.name)
        setattr(case, each.name, value.strip() if isinstance(value, str) else value)
    case.is_confidential = details.is_confidential or case.kind == Kind.COMPANY
