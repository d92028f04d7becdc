"""Rows of procurement for tests: the least that is valid."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from procurement.actions.solutions import Content
from procurement.enums import NeedState, PointKind, SolutionState, Stage
from procurement.models import (
    Category,
    Need,
    NeedPoint,
    Solution,
    StageStep,
    Supplier,
    SupplierPerson,
)
from tests.factories import (
    CountryFactory,
    GoalFactory,
    MunicipalityFactory,
    RoleAssignmentFactory,
    UserFactory,
)

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)
LATER = datetime(2027, 1, 15, 11, tzinfo=UTC)  # noon in Oslo and Stockholm


class CategoryFactory(DjangoModelFactory):
    """One of those that come with the program, or a new one."""

    class Meta:
        model = Category
        django_get_or_create = ["code"]

    code = "vegdrift"
    name_nb = "Drift av veger"
    name_nn = "Drift av vegar"
    name_sv = "Drift av vägar"
    name_en = "Upkeep of roads"


class NeedFactory(DjangoModelFactory):
    """A draft; say ``published=True`` for one that takes solutions in the dialogue."""

    class Meta:
        model = Need
        skip_postgeneration_save = True

    class Params:
        published = factory.Trait(
            state=NeedState.PUBLISHED,
            stage=Stage.DIALOGUE,
            published_at=datetime(2026, 11, 1, 9, tzinfo=UTC),
            solutions_until=LATER,
        )

    municipality = factory.SubFactory(MunicipalityFactory)
    category = factory.SubFactory(CategoryFactory)
    slug = factory.Sequence(lambda n: f"behov-{n}")
    title = factory.Sequence(lambda n: f"Behov {n}")
    summary = "Veger uten utslipp."
    description = "Vi drifter 58 kilometer veg."
    contact_email = "kontakt@samverk.example"

    @factory.post_generation
    def goals(self, create, extracted, **_kwargs):
        if create:
            self.goals.set([GoalFactory(number=number) for number in extracted or [13]])


class NeedPointFactory(DjangoModelFactory):
    class Meta:
        model = NeedPoint

    need = factory.SubFactory(NeedFactory)
    kind = PointKind.MUST
    text = "virke ned til 30 kuldegrader"
    position = factory.Sequence(lambda n: n + 1)


def reached(need, stage, on=TODAY, **fields):
    """A step of the need that is written down."""
    return StageStep.objects.create(need=need, stage=stage, on=on, at=AT, **fields)


def worker(municipality, **fields):
    """Somebody who works in a municipality."""
    return RoleAssignmentFactory(municipality=municipality, **fields).person


# ---- companies and their solutions
FAR = datetime(2099, 1, 15, 11, tzinfo=UTC)


class SupplierFactory(DjangoModelFactory):
    class Meta:
        model = Supplier

    country = factory.SubFactory(CountryFactory, code="NO")
    organisation_number = factory.Sequence(lambda n: f"{900000000 + n}")
    name = factory.Sequence(lambda n: f"Bedrift {n}")
    slug = factory.Sequence(lambda n: f"bedrift-{n}")
    description = "Vi brøyter."


class SupplierPersonFactory(DjangoModelFactory):
    class Meta:
        model = SupplierPerson

    supplier = factory.SubFactory(SupplierFactory)
    person = factory.SubFactory(UserFactory)
    is_owner = True
    added_at = AT


class SolutionFactory(DjangoModelFactory):
    """A sent one; its versions are made by ``procurement.actions.solutions.send`` alone."""

    class Meta:
        model = Solution

    supplier = factory.SubFactory(SupplierFactory)
    need = factory.SubFactory(NeedFactory, published=True)
    title = factory.Sequence(lambda n: f"Løsning {n}")
    text = "Elektrisk hjullaster."
    state = SolutionState.SENT
    version = 1
    sent_at = AT
    saved_at = AT


def written(**fields):
    """What a company writes; the least that can be sent."""
    given = {"title": "Hjullaster", "text": "Elektrisk.", "contact_email": "a@samverk.example"}
    return Content(**{**given, **fields})
