"""A company and its details: signing up, changing, closing, and what the platform decides."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import User
from improvement.actions.refusals import Declined
from networks.actions.locks import sign
from networks.actions.slugs import free_slug
from networks.models import Country, County
from procurement import letters
from procurement.actions.releasing import release_company
from procurement.enums import Ending, SolutionState, SupplierState
from procurement.forgetting import delete_draft
from procurement.models import Category, Solution, Supplier, SupplierPerson
from procurement.queries.contacts import people_of_company
from procurement.queries.suppliers import person_of_company


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """What a company says of itself."""

    name: str
    description: str = ""
    language: str = "nb"
    website: str = ""
    references: str = ""
    categories: Collection[Category] = ()
    counties: Collection[County] = ()


class CompanyIsHere(Declined):
    """A company signs up once; its people have been told who asked."""

    field = "organisation_number"
    sentence: ClassVar[str | Promise] = gettext_lazy(
        "This company is here already. Ask a colleague to invite you: we have written to "
        "those who act for the company."
    )


class CompanyStopped(Declined):
    """A suspended or closed company does nothing here."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "The account of the company is closed or suspended. Write to those who run the site."
    )


class NobodyCanAct(CompanyStopped):
    """The company is closed, suspended, or without people; the platform has been told."""

    field = "organisation_number"
    sentence: ClassVar[str | Promise] = gettext_lazy(
        "This company is here already, but nobody can act for it now. We have told those who "
        "run the site, with your name and address. They decide, and write to you."
    )


class InACompany(Declined):
    """One account acts for one company."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "You act for a company already. Use another account, or leave that company first."
    )


class ReasonMissing(Declined):
    """A company is not stopped without saying why."""

    field = "reason"
    sentence: ClassVar[str | Promise] = gettext_lazy("Say why. The company is told.")


@transaction.atomic
def open_account(
    *,
    make_account: Callable[[], User | None],
    country: Country,
    number: str,
    company: Company,
    at: datetime,
) -> tuple[User, Supplier] | None:
    """Make an account and its company together, or neither.

    Args:
        make_account: Makes the person; gives None where the address has an account.
        country: Whose register the number stands in.
        number: The organisation number, checked, digits only.
        company: What it says of itself.
        at: Now.

    Returns:
        Person and company; None where the address has an account already.

    Passes on:
        CompanyIsHere: Somebody acts for the company already.
        NobodyCanAct: It has been closed or suspended, or has solutions and nobody left.
    """
    _refuse_taken(country=country, number=number)
    person = make_account()
    if person is None:
        return None
    made = sign_up(person=person, country=country, number=number, company=company, at=at)
    return person, made


@transaction.atomic
def sign_up(
    *, person: User, country: Country, number: str, company: Company, at: datetime
) -> Supplier:
    """Store a company with the person as its first.

    A company whose people never confirmed an address stands in nobody's way: it is taken
    over. The number stands once per country whatever happens at the same moment.

    Raises:
        InACompany: The person acts for another company.
        CompanyIsHere: Somebody acts for the company already.

    Passes on:
        NobodyCanAct: It has been closed or suspended, or has solutions and nobody left.
    """
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person_of_company(person) is not None:
        raise InACompany
    supplier = _refuse_taken(country=country, number=number)
    if supplier is None:
        supplier = Supplier(country=country, organisation_number=number)
    else:
        supplier.people.all().delete()
        supplier.invitations.all().delete()
    rows = Supplier.objects.all()
    supplier.slug = supplier.slug or free_slug(rows, company.name, otherwise="leverandor")
    sign(supplier, by=person)
    try:
        with transaction.atomic():
            _write(supplier, company)
    except IntegrityError:
        # Somebody was quicker: with the number, or only with the same name in the address.
        if Supplier.objects.filter(country=country, organisation_number=number).exists():
            raise CompanyIsHere from None
        supplier.slug = f"{supplier.slug[:30].strip('-')}-{number}"
        _write(supplier, company)
    SupplierPerson.objects.create(supplier=supplier, person=person, is_owner=True, added_at=at)
    return supplier


@transaction.atomic
def change_company(*, supplier: Supplier, company: Company, by: User) -> Supplier:
    """Store what a company says of itself; number and country stay.

    Passes on:
        CompanyStopped: The company has been closed or suspended.
    """
    locked = lock_active(supplier)
    sign(locked, by=by)
    _write(locked, company)
    return locked


@transaction.atomic
def close_company(*, supplier: Supplier, by: User, at: datetime) -> None:
    """Delete drafts, give talks and seats back; nobody acts for the company any more.

    What was sent stays for its buyers, marked, and is shown to nobody else.

    Passes on:
        CompanyStopped: It is closed already.
    """
    close_locked(lock_active(supplier), by=by, at=at)


def close_locked(supplier: Supplier, *, by: User, at: datetime) -> None:
    """Close a company that the caller has locked."""
    drafts = Solution.objects.filter(supplier=supplier, state=SolutionState.DRAFT)
    for draft in drafts:
        delete_draft(draft)
    release_company(supplier, ending=Ending.COMPANY, by=by, at=at)
    supplier.state = SupplierState.CLOSED
    supplier.state_reason = Ending.COMPANY  # a code: readers have their own language
    sign(supplier, by=by)
    supplier.save()
    supplier.invitations.filter(accepted_at__isnull=True).delete()
    supplier.people.all().delete()


@transaction.atomic
def suspend(*, supplier: Supplier, reason: str, by: User, at: datetime) -> None:
    """Stop a company until it is restored; it is told why, and its talks are given back.

    Nothing is sent, and what was sent is read, marked, by its buyers alone.

    Raises:
        ReasonMissing: No reason is given.
        CompanyStopped: It is closed, or suspended already.
    """
    if not reason.strip():
        raise ReasonMissing
    locked = Supplier.objects.select_for_update(no_key=True).get(pk=supplier.pk)
    if locked.state != SupplierState.ACTIVE:
        raise CompanyStopped
    locked.state, locked.state_reason = SupplierState.SUSPENDED, reason.strip()[:300]
    sign(locked, by=by)
    locked.save()
    release_company(locked, ending=Ending.SUSPENDED, by=by, at=at)
    letters.suspended(supplier=locked, at=at)


@transaction.atomic
def restore(*, supplier: Supplier, by: User, at: datetime) -> None:
    """Let a suspended or closed company act again; again changes nothing."""
    locked = Supplier.objects.select_for_update(no_key=True).get(pk=supplier.pk)
    if locked.state == SupplierState.ACTIVE:
        return
    locked.state, locked.state_reason = SupplierState.ACTIVE, ""
    sign(locked, by=by)
    locked.save()
    letters.restored(supplier=locked, at=at)


@transaction.atomic
def report(*, supplier: Supplier, reason: str, by: User, at: datetime) -> None:
    """Tell those who run the site about a company; they decide.

    Raises:
        ReasonMissing: Nothing is said.
    """
    if not reason.strip():
        raise ReasonMissing
    letters.reported(supplier=supplier, reason=reason.strip(), by=by, at=at)


@transaction.atomic
def tell_of_attempt(
    *, country: Country, number: str, name: str, email: str, at: datetime
) -> None:
    """Tell those who act for a company that somebody tried to sign it up; once a day.

    Where nobody can act for it, those who run the site are told.
    """
    supplier = Supplier.objects.filter(country=country, organisation_number=number).first()
    if supplier is None:
        return
    is_held = supplier.state == SupplierState.ACTIVE and people_of_company(
        supplier, owners=True
    )
    tell = letters.asked_to_join if is_held else letters.asked_platform
    tell(supplier=supplier, name=name, email=email, at=at)


def lock_active(supplier: Supplier) -> Supplier:
    """Lock a company that may act.

    Raises:
        CompanyStopped: It has been closed or suspended.
    """
    locked = Supplier.objects.select_for_update(no_key=True).get(pk=supplier.pk)
    if locked.state != SupplierState.ACTIVE:
        raise CompanyStopped
    return locked


def _refuse_taken(*, country: Country, number: str) -> Supplier | None:
    """Give the row of the number, locked, if it may be taken over; None if there is none.

    Raises:
        CompanyIsHere: Somebody with a confirmed address acts for it.
        NobodyCanAct: It has been closed or suspended, or has solutions and nobody left.
    """
    found = (
        Supplier.objects.select_for_update(no_key=True)
        .filter(country=country, organisation_number=number)
        .first()
    )
    if found is None:
        return None
    if found.state != SupplierState.ACTIVE:
        raise NobodyCanAct
    people = found.people.values("person")
    is_held = EmailAddress.objects.filter(user__in=people, verified=True).exists()
    if is_held:
        raise CompanyIsHere
    # What others have written is handed to nobody who only knows the number.
    if found.solutions.exclude(state=SolutionState.WITHDRAWN).exists():
        raise NobodyCanAct
    return found


def _write(supplier: Supplier, company: Company) -> None:
    supplier.name = company.name
    supplier.description = company.description
    supplier.language = company.language
    supplier.website = company.website
    supplier.references = company.references
    supplier.save()
    supplier.categories.set(company.categories)
    supplier.counties.set(company.counties)
