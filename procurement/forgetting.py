"""What is kept no longer: when its purpose ends, and when somebody closes the account."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from common.files import throw_away
from procurement.enums import CLOSED_STAGES, NeedState, SolutionState
from procurement.models import Need, Solution, SupplierInvitation, Watch

# How long after their end these are kept, for questions about what happened.
INVITATIONS_KEPT = timedelta(days=30)
WATCHES_KEPT = timedelta(days=30)
DRAFTS_KEPT = timedelta(days=365)


@transaction.atomic
def forget_old(*, at: datetime) -> dict[str, int]:
    """Delete what nobody needs any more; run again it is none.

    Invitations that are over, whatever came of them; mail about needs that are closed and
    tell nothing more; drafts, with their files, that can no longer be sent.

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
    return {**counts, "drafts": len(drafts)}


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
