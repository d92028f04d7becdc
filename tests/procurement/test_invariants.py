"""What the database itself refuses, whoever writes."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from procurement.enums import BenefitKind, NeedState
from procurement.models import (
    Benefit,
    Conference,
    ConferenceSeat,
    Need,
    Pool,
    Question,
    Reference,
    SupplierPerson,
)
from tests.factories import MunicipalityFactory, UserFactory
from tests.gatherings.factories import GatheringFactory
from tests.procurement.factories import (
    AT,
    NeedFactory,
    SolutionFactory,
    SupplierFactory,
    SupplierPersonFactory,
)

pytestmark = pytest.mark.django_db


def second_company():
    member = SupplierPersonFactory()
    SupplierPerson.objects.create(supplier=SupplierFactory(), person=member.person, added_at=AT)


def published_draft():
    Need.objects.filter(pk=NeedFactory().pk).update(published_at=AT)


def shared_again():
    need = NeedFactory(published=True)
    Need.objects.filter(pk=need.pk).update(state=NeedState.SHARED)


def solution_of_nothing():
    SolutionFactory(minimum=Decimal(0))


def empty_seat():
    conference = Conference.objects.create(need=NeedFactory(), gathering=GatheringFactory())
    ConferenceSeat.objects.create(
        conference=conference, supplier=SupplierFactory(), people=0, taken_at=AT
    )


def minimum_by_nobody():
    Pool.objects.create(need=NeedFactory(), minimum=Decimal(10))


def benefit_without_unit():
    Benefit.objects.create(
        need=NeedFactory(), kind=BenefitKind.SAVINGS, year=2026, value=1, unit="",
        text="Målt.", reported_by="Gol", at=AT,
    )  # fmt: skip


def reference_answered_never():
    Reference.objects.create(
        solution=SolutionFactory(),
        municipality=MunicipalityFactory(),
        answered_by=UserFactory(),
    )


def question_answered_never():
    Question.objects.create(
        need=NeedFactory(), text="Når?", asked_at=AT, answered_for=MunicipalityFactory()
    )


@pytest.mark.parametrize(
    ("write", "name"),
    [
        (second_company, "person_id"),
        (published_draft, "procurement_need_published_when"),
        (shared_again, "procurement_need_published_when"),
        (solution_of_nothing, "procurement_solution_minimum_positive"),
        (empty_seat, "procurement_seat_for_somebody"),
        (minimum_by_nobody, "procurement_pool_minimum_by_whom"),
        (benefit_without_unit, "procurement_benefit_has_a_unit"),
        (reference_answered_never, "procurement_reference_answered_when"),
        (question_answered_never, "procurement_answered_when"),
    ],
)
def test_the_database_refuses(write, name):
    # SQLite names the column of a unique constraint, PostgreSQL the constraint.
    refused = pytest.raises(IntegrityError, match=rf"{name}|procurement_person_one_company")
    with refused, transaction.atomic():
        write()
