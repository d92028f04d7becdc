"""At the same moment: a company is made once, has one solution to a need; no need is lost."""

import pytest
from django.db import connection  # noqa: F401 -- asked for below by its name

from procurement.actions import solutions, suppliers
from procurement.actions.needs import NeedDetails, NeedParts, create_need
from procurement.actions.suppliers import Company, CompanyIsHere
from procurement.models import Need, Solution, Supplier
from tests.factories import CountryFactory, MunicipalityFactory, UserFactory
from tests.gatherings.test_seats_race import PEOPLE, all_at_once
from tests.procurement.factories import (
    AT,
    CategoryFactory,
    NeedFactory,
    SupplierPersonFactory,
    written,
)
from tests.procurement.test_suppliers import NUMBER, confirmed

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor == 'sqlite'", reason="row locks need PostgreSQL"),
]


def test_a_number_is_signed_up_once():
    country = CountryFactory(code="NO")
    people = [confirmed() for _n in range(PEOPLE)]
    company = Company(name="Fjellbrøyt AS")

    def sign_up(number):
        suppliers.sign_up(
            person=people[number], country=country, number=NUMBER, company=company, at=AT
        )

    raised = all_at_once(sign_up)

    assert [type(error) for error in raised] == [CompanyIsHere] * (PEOPLE - 1)
    assert Supplier.objects.count() == 1


def test_companies_of_one_name_are_all_signed_up():
    country = CountryFactory(code="NO")
    people = [confirmed() for _n in range(PEOPLE)]

    def sign_up(number):
        suppliers.sign_up(
            person=people[number],
            country=country,
            number=f"{900000000 + number}",
            company=Company(name="Fjellbrøyt AS"),
            at=AT,
        )

    assert all_at_once(sign_up) == []
    assert Supplier.objects.values("slug").distinct().count() == PEOPLE


def test_drafts_of_colleagues_are_one():
    member, need = SupplierPersonFactory(), NeedFactory(published=True)

    def write(number):
        solutions.save_draft(
            supplier=member.supplier,
            need=need,
            content=written(title=f"Utkast {number}"),
            at=AT,
            by=member.person,
        )

    assert all_at_once(write) == []
    assert Solution.objects.count() == 1


def test_needs_of_one_name_are_all_kept():
    place, category = MunicipalityFactory(), CategoryFactory()
    writer = UserFactory()
    details = NeedDetails(title="Varme i skoler", summary="Kort", category=category)

    def describe(_number):
        create_need(municipality=place, details=details, parts=NeedParts(), by=writer, at=AT)

    assert all_at_once(describe) == []
    assert Need.objects.filter(title="Varme i skoler").count() == PEOPLE
