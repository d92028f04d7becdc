"""At the same moment: nobody gets two of what there is one of."""

import pytest
from allauth.account.models import EmailAddress
from django.db import connection  # noqa: F401 -- asked for below by its name

from procurement.actions import supplier_people
from procurement.actions.suppliers import InACompany
from procurement.models import SupplierPerson
from tests.factories import UserFactory
from tests.gatherings.test_seats_race import PEOPLE, all_at_once
from tests.procurement.factories import AT, SupplierPersonFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor == 'sqlite'", reason="row locks need PostgreSQL"),
]


def test_one_person_accepts_the_invitation_of_one_company():
    person = UserFactory()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    owners = [SupplierPersonFactory() for _n in range(PEOPLE)]
    invitations = [
        supplier_people.invite(
            supplier=owner.supplier, email=person.email, by=owner.person, at=AT
        )
        for owner in owners
    ]

    raised = all_at_once(
        lambda number: supplier_people.accept_invitation(
            invitation=invitations[number], person=person, at=AT
        )
    )

    assert [type(error) for error in raised] == [InACompany] * (PEOPLE - 1)
    assert SupplierPerson.objects.filter(person=person).count() == 1
