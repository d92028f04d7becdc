"""Closing an account: what the improvement cycle keeps of the person goes, the work stays."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from improvement.actions.functions import end_function
from improvement.models import FunctionHolder, Notice, NoticeChoice, StatusDraft
from networks.actions import leaving
from networks.actions.locks import day_in


@transaction.atomic
def close_account(*, person: User, at: datetime) -> None:
    """Remove drafts and mails, end functions, take out the name, then close the account.

    Entries, measures and tasks stay and point to the nameless row; so do functions and
    their history, with no name and no address. Again changes nothing.
    """
    mine = Q(person=person) | Q(email__iexact=person.email)
    open_ones = FunctionHolder.objects.filter(mine, valid_to__isnull=True)
    for holder in open_ones.select_related("municipality__country").order_by("pk"):
        day = day_in(municipality=holder.municipality, at=at)
        end_function(holder=holder, on=max(day, holder.valid_from), by=None)
    for rows in (FunctionHolder.objects.filter(mine), FunctionHolder.history.filter(mine)):
        rows.exclude(name="").update(name=leaving.NAMELESS, email="")
    for model in (StatusDraft, Notice, NoticeChoice):
        model.objects.filter(person=person).delete()
    leaving.close_account(person=person, at=at)
