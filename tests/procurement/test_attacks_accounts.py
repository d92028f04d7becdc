"""Getting into a company, or keeping hold of one, by another way than its own people."""

import pytest
from allauth.account.models import EmailAddress

from procurement.actions import supplier_people
from procurement.models import SupplierInvitation
from tests.factories import UserFactory
from tests.procurement.factories import AT, SupplierPersonFactory

pytestmark = pytest.mark.django_db


def confirmed(**fields):
    person = UserFactory(**fields)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def test_who_is_removed_does_not_come_back_by_an_invitation_of_ones_own():
    owner = SupplierPersonFactory()
    leaving = SupplierPersonFactory(supplier=owner.supplier)
    for by, email in ((leaving.person, "bakveg"), (owner.person, "kollega")):
        supplier_people.invite(
            supplier=owner.supplier, email=f"{email}@samverk.example", by=by, at=AT
        )

    supplier_people.remove_person(member=leaving, by=owner.person)

    assert [row.email for row in SupplierInvitation.objects.all()] == [
        "kollega@samverk.example"
    ]
