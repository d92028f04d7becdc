"""Who is written to: the contact of a need, and the people of a municipality."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet

from accounts.models import User
from improvement.queries import acting
from networks.enums import Role
from networks.models import MainContact, Municipality, Network, RoleAssignment
from networks.models.networks import COUNTED_STATES
from procurement.models import Need, Supplier


@dataclass(frozen=True, slots=True)
class Reader:
    """An address with the language of what is sent to it."""

    email: str
    language: str


def reader_of(person: User, otherwise: str = "") -> Reader:
    """Give the address of a person, and the person's language or another."""
    return Reader(person.email, str(person.language or otherwise or settings.LANGUAGE_CODE))


def contacts_of(need: Need) -> list[Reader]:
    """Give whom the buyers want mail of the need sent to.

    That is the contact, for as long as it works in the municipality. Where the contact has
    left and no other address is given, it is those who run the work of the municipality.
    """
    contact, address = need.contact, need.contact_email
    if contact is not None and contact.is_active:
        if acting.works_in(contact, need.municipality):
            return [reader_of(contact, need.language)]
        if address.lower() == contact.email.lower():
            address = ""
    if address:
        return [Reader(address, need.language)]
    people = people_of(need.municipality, network=need.network)
    return [reader_of(person, need.language) for person in people]


def people_of_company(supplier: Supplier, *, owners: bool = False) -> list[User]:
    """List those who act for a company, with an account that is open."""
    rows = User.objects.filter(supplier_people__supplier=supplier, is_active=True)
    if owners:
        rows = rows.filter(supplier_people__is_owner=True)
    return list(rows.order_by("pk").distinct())


def people_of(municipality: Municipality, *, network: Network | None) -> list[User]:
    """List coordinators and main contacts of a municipality; without any, administrators.

    Args:
        municipality: Whose people.
        network: Whose main contact is among them; None for none.
    """
    contacts = MainContact.objects.filter(
        membership__network=network,
        membership__municipality=municipality,
        membership__state__in=COUNTED_STATES,
        valid_to__isnull=True,
    )
    mine = Q(pk__in=contacts.values("person")) | _with_role(municipality, Role.COORDINATOR)
    people = _active(mine)
    return people or _active(_with_role(municipality, Role.ADMINISTRATOR))


def _with_role(municipality: Municipality, role: Role) -> Q:
    roles: QuerySet[RoleAssignment] = RoleAssignment.objects.current()
    return Q(pk__in=roles.filter(municipality=municipality, role=role).values("person"))


def _active(wanted: Q) -> list[User]:
    return list(User.objects.filter(wanted, is_active=True).order_by("pk"))
