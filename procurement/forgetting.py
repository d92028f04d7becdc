"""What is kept no longer: when its purpose ends, and when somebody closes the account."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from common.files import throw_away
from procurement.enums import CLOSED_STAGES, NeedState, SolutionState, Stage
from procurement.models import (
    BuyerNote,
    Need,
    Question,
    Slot,
    Solution,
    StageStep,
    SupplierInvitation,
    Watch,
)

# How long after their end these are kept, for questions about what happened.
INVITATIONS_KEPT = timedelta(days=30)
WATCHES_KEPT = timedelta(days=30)
DRAFTS_KEPT = timedelta(days=365)
# After the contract, or the end of the need: as long as somebody may complain or audit.
DEALINGS_KEPT = timedelta(days=365)


@transaction.atomic
def forget_old(*, at: datetime) -> dict[str, int]:
    """Delete what nobody needs any more; run again it is none.

    Invitations that are over, whatever came of them; mail about needs that are closed and
    tell nothing more; drafts, with their files, that can no longer be sent; and of dealings
    that are over, who asked and booked, what buyers noted, and conflicts of interest.

    Returns:
        How many rows of each kind were deleted.
    """
    invitations = SupplierInvitation.objects.filter(expires_at__lt=at - INVITATIONS_KEPT)
    watches = Watch.objects.filter(
        need__state=NeedState.CLOSED, need__updated_at__lt=at - WATCHES_KEPT
    )
    counts = {"invitations": invitations.count(), "watches": watches.count()}
    invitations.delete()
    watches.delete()
    drafts = _useless_drafts(at - DRAFTS_KEPT)
    for draft in drafts:
        delete_draft(draft)
    return {**counts, "drafts": len(drafts), **_forget_dealings(at - DEALINGS_KEPT)}


def delete_draft(solution: Solution) -> None:
    """Delete a draft with its files; nobody but the company has seen it."""
    for attachment in solution.attachments.select_related("file"):
        attachment.delete()
        throw_away(attachment.file)
    solution.delete()


def forget_contact(person: User) -> None:
    """Empty name and address of somebody who was the contact of needs and solutions.

    Mails about a need without a contact go to those who run the work of its municipality.
    """
    emptied = {"contact_name": "", "contact_email": ""}
    mine = Q(contact=person) | Q(contact_email__iexact=person.email)
    Need.objects.filter(mine).update(contact=None, **emptied)
    Need.history.filter(mine).update(contact=None, **emptied)
    Solution.objects.filter(contact_email__iexact=person.email).update(**emptied)


def _useless_drafts(since: datetime) -> list[Solution]:
    over = (
        Q(need__state=NeedState.CLOSED)
        | Q(need__stage__in=CLOSED_STAGES)
        | Q(need__solutions_until__lt=since)
    )
    rows = Solution.objects.filter(over, state=SolutionState.DRAFT, saved_at__lt=since)
    return list(rows.order_by("pk"))


def _forget_dealings(since: datetime) -> dict[str, int]:
    """Empty what needs hold of people and companies whose contract is older than ``since``.

    Solutions, answers and the log stay: they show what was bought on.
    """
    contracted = StageStep.objects.filter(
        need=OuterRef("pk"), stage=Stage.CONTRACT, is_planned=False, at__lt=since
    )
    over = Need.objects.filter(
        Q(state=NeedState.CLOSED, updated_at__lt=since)
        | Q(Exists(contracted), stage__in=[Stage.CONTRACT, Stage.BENEFIT])
    )
    keys = over.values("pk")
    asked = Question.objects.filter(need__in=keys, supplier__isnull=False)
    booked = Slot.objects.filter(need__in=keys, booked_by__isnull=False)
    notes, _each = BuyerNote.objects.filter(solution__need__in=keys).delete()
    return {
        "notes": notes,
        "questions": asked.update(supplier=None),
        "talks": booked.update(booked_by=None),
        "conflicts": over.exclude(conflict_of_interest="").update(conflict_of_interest=""),
    }
