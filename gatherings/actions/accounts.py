"""People who open an account after somebody has signed them up."""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User
from gatherings.models import Registration


@transaction.atomic
def link_seats(*, person: User) -> int:
    """Give a person the registrations of the confirmed addresses that have no account yet.

    Returns:
        How many were linked; again it is none.
    """
    confirmed = EmailAddress.objects.filter(user=person, verified=True)
    addresses = {address.lower() for address in confirmed.values_list("email", flat=True)}
    rows = Registration.objects.filter(person__isnull=True, email__in=addresses)
    return rows.update(person=person) if addresses else 0
