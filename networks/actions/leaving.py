"""Closing an account: the person leaves every role and post, then becomes a number."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import actions as account_actions
from accounts.models import User
from networks.actions.contacts import end_main_contact
from networks.actions.locks import NetworkClosed
from networks.actions.roles import end_all_roles
from networks.models import MainContact

NAMELESS = "–"


@transaction.atomic
def close_account(*, person: User, at: datetime) -> None:
    """End what the person may do, ask for new main contacts, remove who it was.

    Decisions, memberships and figures keep pointing to the nameless row. Again changes
    nothing.
    """
    end_all_roles(person=person, on=timezone.localdate(at))
    mine = Q(person=person) | Q(email__iexact=person.email)
    posts = MainContact.objects.current().filter(mine)
    for contact in posts.select_related("membership__network").order_by("pk"):
        try:
            end_main_contact(membership=contact.membership, at=at)
        except NetworkClosed:  # its pages stay as they are; only the name goes
            continue
    held = list(MainContact.objects.filter(mine).values_list("pk", flat=True))
    account_actions.close_account(person=person, at=at)
    person.refresh_from_db()
    MainContact.objects.filter(pk__in=held).update(
        name=NAMELESS, email=person.email, position="", person=person
    )
