"""Initiatives of a region: areas, their append-only log, owned companies, strategy."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments.models import (
    FundingProgramme,
    Initiative,
    InitiativeArea,
    InitiativeEntry,
    OwnedCompany,
    StrategyTask,
)
from improvement.actions.refusals import Declined
from networks.actions.locks import sign
from networks.enums import Effect
from networks.models import Decision, Region


class EntryAhead(Declined):
    """A status is of today or before."""

    field = "on"
    sentence: ClassVar[str | Promise] = gettext_lazy("The day is in the future.")


class NextWithoutStep(Declined):
    """A day is of a next step."""

    field = "next_step"
    sentence: ClassVar[str | Promise] = gettext_lazy("Say what the next step is.")


class StrategyAhead(Declined):
    """A strategy that is not decided yet is no decision."""

    field = "decided_on"
    sentence: ClassVar[str | Promise] = gettext_lazy(
        "The day of the decision is in the future."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyDetails:
    """A company that a region owns; ``share_percent`` is 0 to 100, None where it is not known.

    Contacts are roles and their addresses, no names of people.
    """

    name: str
    organisation_number: str = ""
    share_percent: Decimal | None = None
    plan: str = ""
    contact_role: str = ""
    contact_email: str = ""


@transaction.atomic
def save_initiative(
    *,
    region: Region,
    title: str,
    text: str,
    language: str,
    is_public: bool,
    by: User,
    initiative: Initiative | None = None,
) -> Initiative:
    """Begin an initiative, or change one; a public one is read by all."""
    row = initiative or Initiative(region=region)
    row.title, row.text = title.strip(), text.strip()
    row.language, row.is_public = language, is_public
    sign(row, by=by)
    row.save()
    return row


@transaction.atomic
def save_area(
    *,
    initiative: Initiative,
    name: str,
    contact_role: str,
    contact_email: str,
    area: InitiativeArea | None = None,
) -> InitiativeArea:
    """Add an area at the end, or change one. The initiative is locked: each has its place."""
    Initiative.objects.select_for_update().get(pk=initiative.pk)
    if area is None:
        last = initiative.areas.aggregate(last=Max("position"))["last"]
        area = InitiativeArea(initiative=initiative, position=(last or 0) + 1)
    area.name = name.strip()
    area.contact_role, area.contact_email = contact_role.strip(), contact_email.strip()
    area.save()
    return area


@transaction.atomic
def add_entry(
    *,
    area: InitiativeArea,
    on: date,
    text: str,
    by: User,
    at: datetime,
    next_step: str = "",
    next_on: date | None = None,
) -> InitiativeEntry:
    """Say how an area stands; entries stay as they are written. The same again is one.

    Raises:
        EntryAhead: ``on`` is in the future.
        NextWithoutStep: ``next_on`` is given without a next step.
    """
    if on > timezone.localdate(at):
        raise EntryAhead
    if next_on is not None and not next_step.strip():
        raise NextWithoutStep
    content = {
        "on": on,
        "text": text.strip(),
        "next_step": next_step.strip(),
        "next_on": next_on,
    }
    Initiative.objects.select_for_update().get(pk=area.initiative_id)
    same = area.entries.filter(by=by, **content).first()
    return same or InitiativeEntry.objects.create(area=area, by=by, at=at, **content)


@transaction.atomic
def save_company(
    *,
    region: Region,
    details: CompanyDetails,
    by: User,
    company: OwnedCompany | None = None,
) -> OwnedCompany:
    """Add a company that the region owns, or change one."""
    row = company or OwnedCompany(region=region)
    row.name = details.name.strip()
    row.organisation_number = details.organisation_number.strip()
    row.share_percent = details.share_percent
    row.plan = details.plan.strip()
    row.contact_role = details.contact_role.strip()
    row.contact_email = details.contact_email.strip()
    sign(row, by=by)
    row.save()
    return row


@transaction.atomic
def record_strategy(
    *,
    programme: FundingProgramme,
    body: str,
    decided_on: date,
    wording: str,
    by: User,
    at: datetime,
    case_number: str = "",
    link: str = "",
) -> Decision:
    """Record the finance strategy of a programme as a decision; a new one takes its place.

    The decision before it stays in the record.

    Raises:
        StrategyAhead: ``decided_on`` is in the future.
    """
    if decided_on > timezone.localdate(at):
        raise StrategyAhead
    locked = FundingProgramme.objects.select_for_update().get(pk=programme.pk)
    row = Decision(
        region=programme.region,
        body=body.strip(),
        case_number=case_number.strip(),
        title=programme.name,
        decided_on=decided_on,
        wording=wording.strip(),
        effect=Effect.ADOPTS,
        link=link.strip(),
    )
    sign(row, by=by)
    row.save()
    locked.finance_strategy = row
    sign(locked, by=by)
    locked.save(update_fields=["finance_strategy", "updated_at"])
    return row


@transaction.atomic
def save_task(
    *,
    programme: FundingProgramme,
    text: str,
    responsible: str,
    due_on: date | None,
    done_on: date | None,
    by: User,
    task: StrategyTask | None = None,
) -> StrategyTask:
    """Add a task of the finance strategy, or change one; ``done_on`` says that it is done."""
    row = task or StrategyTask(programme=programme)
    row.text, row.responsible = text.strip(), responsible.strip()
    row.due_on, row.done_on = due_on, done_on
    sign(row, by=by)
    row.save()
    return row
