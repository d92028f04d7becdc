"""The people of a company: invited by a colleague, and removed or gone by themselves."""

import secrets
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.actions import digest, owns_address
from accounts.models import User
from improvement.actions.refusals import Declined
from procurement import letters
from procurement.actions.suppliers import InACompany, close_locked, lock_active
from procurement.enums import SupplierState
from procurement.forgetting import forget_contact
from procurement.models import Supplier, SupplierInvitation, SupplierPerson, Watch
from procurement.queries.contacts import people_of_company
from procurement.queries.suppliers import person_of_company

INVITATION_LASTS = timedelta(days=14)
MOST_OPEN = 20
PAUSE = timedelta(hours=1)


class IsColleague(Declined):
    """The owner of the address acts for the company already."""

    field = "email"
    sentence: ClassVar[str | Promise] = gettext_lazy("This person acts for you already.")


class TooManyInvitations(Declined):
    """So many open invitations are not meant."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "Twenty invitations wait for an answer. Withdraw some first."
    )


class InvitedJustNow(Declined):
    """One mail an hour to an address, also where the invitation before was withdrawn."""

    field = "email"
    sentence: ClassVar[str | Promise] = gettext_lazy(
        "An invitation has just been sent to this address. Wait an hour before the next."
    )


class SomebodyActs(Declined):
    """Those who act for a company choose their colleagues."""

    field = "email"
    sentence: ClassVar[str | Promise] = gettext_lazy(
        "Somebody acts for the company and can invite colleagues."
    )


class NotTheOwner(Declined):
    """Only those who may invite change who acts for the company."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "Only those who may invite colleagues can do this."
    )


class InvitationOver(Declined):
    """The invitation has been used or withdrawn, or is too old."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "The invitation has been used or withdrawn, or is too old. Ask for a new one."
    )


class AnothersInvitation(Declined):
    """The invitation was sent to an address that is not the person's."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "The invitation was sent to another address than yours."
    )


class LastPerson(Declined):
    """A company with nobody to act for it is closed instead."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "You are the last one. Invite a colleague first, or close the account of the company."
    )


@transaction.atomic
def invite(*, supplier: Supplier, email: str, by: User, at: datetime) -> SupplierInvitation:
    """Invite a colleague; the same address again gets a new link, and the old one ends.

    Raises:
        IsColleague: The owner of the address acts for the company.

    Passes on:
        TooManyInvitations: Twenty are open.
        InvitedJustNow: The address has got one within the hour.
        NotTheOwner: ``by`` may not invite.
        CompanyStopped: The company has been closed or suspended.
    """
    locked = lock_active(supplier)
    _refuse_others(locked, by)
    if locked.people.filter(person__email__iexact=email).exists():
        raise IsColleague
    return _send_invitation(locked, email.strip().lower(), by=by, at=at)


@transaction.atomic
def name_person(
    *, supplier: Supplier, email: str, by: User, at: datetime
) -> SupplierInvitation:
    """Invite somebody, for the platform, to a company that nobody acts for any more.

    Who accepts may invite colleagues.

    Raises:
        SomebodyActs: There are people; they invite themselves.

    Passes on:
        TooManyInvitations: Twenty are open.
        InvitedJustNow: The address has got one within the hour.
        CompanyStopped: The company has been closed or suspended.
    """
    locked = lock_active(supplier)
    if people_of_company(locked):
        raise SomebodyActs
    return _send_invitation(locked, email.strip().lower(), by=by, at=at)


def _send_invitation(
    locked: Supplier, email: str, *, by: User, at: datetime
) -> SupplierInvitation:
    """Replace the open invitation of an address; the caller has locked the company.

    Raises:
        TooManyInvitations: Twenty are open.
        InvitedJustNow: The address has got one within the hour.
    """
    waiting = locked.invitations.filter(accepted_at__isnull=True)
    same = waiting.filter(email__iexact=email)
    is_fresh = same.filter(invited_at__gt=at - PAUSE).exists()
    if is_fresh or letters.has_invited(supplier=locked, email=email, at=at):
        raise InvitedJustNow
    same.delete()
    if waiting.filter(expires_at__gt=at).count() >= MOST_OPEN:
        raise TooManyInvitations
    token = secrets.token_urlsafe(32)
    invitation = SupplierInvitation.objects.create(
        supplier=locked,
        email=email,
        token_digest=digest(token),
        invited_by=by,
        invited_at=at,
        expires_at=at + INVITATION_LASTS,
    )
    letters.colleague_invited(invitation=invitation, token=token, by=by)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: SupplierInvitation, by: User) -> None:
    """Make an invitation useless.

    Passes on:
        NotTheOwner: ``by`` may not invite.
        CompanyStopped: The company has been closed or suspended.
    """
    _refuse_others(lock_active(invitation.supplier), by)
    SupplierInvitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True).delete()


@transaction.atomic
def accept_invitation(
    *, invitation: SupplierInvitation, person: User, at: datetime
) -> SupplierPerson:
    """Let the person act for the company. The same person again changes nothing.

    Where nobody may invite any more, the person may from now on.

    Raises:
        InvitationOver: It has been used, withdrawn, or is too old at ``at``.
        AnothersInvitation: The person has not confirmed the address it was sent to.
        InACompany: The person acts for another company.

    Passes on:
        CompanyStopped: The company has been closed or suspended.
    """
    # First: two invitations of two companies never pass each other.
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    supplier = lock_active(invitation.supplier)
    mine = person_of_company(person)
    if mine is not None and mine.supplier_id == supplier.pk:
        return mine
    locked = SupplierInvitation.objects.select_for_update().filter(pk=invitation.pk).first()
    if locked is None or locked.accepted_at is not None or at >= locked.expires_at:
        raise InvitationOver
    if not owns_address(person=person, email=locked.email):
        raise AnothersInvitation
    if mine is not None:
        raise InACompany
    locked.accepted_at = at
    locked.save(update_fields=["accepted_at"])
    has_owner = supplier.people.filter(is_owner=True, person__is_active=True).exists()
    return SupplierPerson.objects.create(
        supplier=supplier, person=person, is_owner=not has_owner, added_at=at
    )


@transaction.atomic
def remove_person(*, member: SupplierPerson, by: User) -> None:
    """Let somebody no longer act for the company: oneself, or a colleague.

    Invitations that the person has sent end too: none leads back. Where the last who may
    invite goes, the one who has been there longest may from now on.

    Raises:
        LastPerson: Nobody would be left.

    Passes on:
        NotTheOwner: ``by`` removes a colleague and may not.
        CompanyStopped: The company has been closed or suspended.
    """
    supplier = lock_active(member.supplier)
    if member.person_id != by.pk:
        _refuse_others(supplier, by)
    others = supplier.people.exclude(pk=member.pk)
    if not others.exists():
        raise LastPerson
    supplier.invitations.filter(accepted_at__isnull=True, invited_by=member.person_id).delete()
    member.delete()
    if not others.filter(is_owner=True).exists():
        next_one = others.order_by("added_at", "pk").first()
        if next_one is not None:
            next_one.is_owner = True
            next_one.save(update_fields=["is_owner"])


@transaction.atomic
def forget_person(*, person: User, at: datetime) -> None:
    """Remove what is kept of somebody who closes the account.

    Needs and solutions have the person as contact no longer. The company stays with its
    other people. One that nobody is left in is closed: who
    signs up its number later must not come upon its solutions.
    """
    SupplierInvitation.objects.filter(
        email__iexact=person.email, accepted_at__isnull=True
    ).delete()
    Watch.objects.filter(person=person).delete()
    forget_contact(person)
    for member in SupplierPerson.objects.filter(person=person).order_by("pk"):
        supplier = Supplier.objects.select_for_update(no_key=True).get(pk=member.supplier_id)
        supplier.invitations.filter(accepted_at__isnull=True, invited_by=person).delete()
        member.delete()
        others = supplier.people.order_by("added_at", "pk")
        first = others.first()
        if first is None:
            if supplier.state == SupplierState.ACTIVE:
                close_locked(supplier, by=person, at=at)
        elif not others.filter(is_owner=True).exists():
            first.is_owner = True
            first.save(update_fields=["is_owner"])


def _refuse_others(supplier: Supplier, by: User) -> None:
    """Let only those who may invite go on.

    Raises:
        NotTheOwner: ``by`` may not.
    """
    if not supplier.people.filter(person=by, is_owner=True).exists():
        raise NotTheOwner
