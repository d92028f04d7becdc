"""Main contacts: exactly one for a municipality in a network, and who it was before."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from networks.actions import notices
from networks.actions.locks import Refused, current_membership, day_in, open_membership
from networks.models import MainContact, Membership


class AppointedInFuture(Refused):
    """The first day is later than today."""


class AppointedBeforeFormer(Refused):
    """The first day is before the first day of the contact who is replaced."""


class EndsInFuture(Refused):
    """The last day is later than today."""


class EndsBeforeAppointed(Refused):
    """The last day is before the first."""


@transaction.atomic
def appoint_main_contact(
    *,
    membership: Membership,
    name: str,
    email: str,
    by: User | None,
    at: datetime,
    position: str = "",
    on: date | None = None,
) -> MainContact:
    """Appoint a main contact; the time of the former one ends on the same day.

    The membership row is locked, so two simultaneous requests leave one
    contact, not two. Whoever is main contact already stays it; name and
    position are then put right. An account with the address is linked.

    Args:
        membership: The municipality in the network.
        name: Of the person.
        email: Of the person; decides whether it is someone else.
        by: Who appoints.
        at: When it is done.
        position: What the person is in the municipality.
        on: The first day, today when left out.

    Raises:
        AppointedInFuture: ``on`` is later than today.
        AppointedBeforeFormer: ``on`` is before the former contact's first day.

    Passes on:
        NetworkClosed: The network is closed.
        NotInNetwork: The municipality has left or declined.
    """
    locked = current_membership(membership=membership)
    today = day_in(municipality=locked.municipality, at=at)
    first_day = on or today
    if first_day > today:
        raise AppointedInFuture
    address = email.strip().lower()
    person = User.objects.filter(email__iexact=address, is_active=True).first()
    former = _current(locked)
    if former is not None and former.email.lower() == address:
        former.name, former.position, former.person = name.strip(), position.strip(), person
        former.save()
        return former
    if former is not None:
        if first_day < former.valid_from:
            raise AppointedBeforeFormer
        former.valid_to = first_day
        former.save()
    contact = MainContact.objects.create(
        membership=locked,
        person=person,
        name=name.strip(),
        email=address,
        position=position.strip(),
        valid_from=first_day,
        appointed_by=by,
    )
    notices.appointed(contact=contact, at=at)
    return contact


@transaction.atomic
def end_main_contact(
    *, membership: Membership, at: datetime, on: date | None = None
) -> MainContact | None:
    """End the time of the main contact; the administrators are asked for a new one.

    Without a main contact nothing changes.

    Returns:
        The contact whose time ended, or ``None`` where there was none.

    Raises:
        EndsInFuture: ``on`` is later than today.
        EndsBeforeAppointed: ``on`` is before the contact's first day.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = open_membership(membership=membership)
    contact = _current(locked)
    if contact is None:
        return None
    today = day_in(municipality=locked.municipality, at=at)
    last_day = on or today
    if last_day > today:
        raise EndsInFuture
    if last_day < contact.valid_from:
        raise EndsBeforeAppointed
    contact.valid_to = last_day
    contact.save()
    notices.contact_missing(contact=contact, at=at)
    return contact


def close_contact(*, membership: Membership, on: date) -> None:
    """End the time of the main contact together with the membership; nobody is asked."""
    contact = _current(membership)
    if contact is not None:
        contact.valid_to = max(on, contact.valid_from)
        contact.save()


def _current(membership: Membership) -> MainContact | None:
    found = membership.main_contacts.current().first()
    if found is not None:
        found.membership = membership
    return found
