"""Rows for tests: the least that is valid, and no surprises."""

from datetime import UTC, date, datetime

import factory

from accounts.models import User
from common.models import Job
from indicators.enums import ImportKind
from indicators.models import (
    Framework,
    FrameworkIndicator,
    Goal,
    ImportBatch,
    Indicator,
    Observation,
)
from networks.enums import RegionKind, Role
from networks.models import (
    Country,
    County,
    CountyMembership,
    Decision,
    MainContact,
    Membership,
    Municipality,
    Network,
    Programme,
    Region,
    RegionMembership,
    RoleAssignment,
    SubGroup,
    Topic,
)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@samverk.example")
    name = factory.Sequence(lambda n: f"Person {n}")


class CountryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Country
        django_get_or_create = ["code"]

    code = "NO"
    name = "Norge"
    language = "nb"


class CountyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = County

    country = factory.SubFactory(CountryFactory)
    code = factory.Sequence(lambda n: f"{n % 9000 + 10:02d}")
    name = factory.LazyAttribute(lambda county: f"Fylke {county.code}")
    valid_from = date(2024, 1, 1)


class MunicipalityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Municipality

    country = factory.SubFactory(CountryFactory)
    # No municipality of Norway or Sweden has such a code; tests give real ones by name.
    code = factory.Sequence(lambda n: f"{n % 3_900 + 6_000}")
    name = factory.LazyAttribute(lambda place: f"Kommune {place.code}")
    population = 5_000
    population_year = 2025


class CountyMembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CountyMembership

    municipality = factory.SubFactory(MunicipalityFactory)
    county = factory.SubFactory(CountyFactory)
    valid_from = date(2024, 1, 1)


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Region

    slug = factory.Sequence(lambda n: f"region-{n}")
    name = factory.Sequence(lambda n: f"Region {n}")
    kind = RegionKind.COUNCIL


class RegionMembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RegionMembership

    region = factory.SubFactory(RegionFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    valid_from = date(2024, 1, 1)


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Programme

    slug = factory.Sequence(lambda n: f"programme-{n}")
    name = factory.Sequence(lambda n: f"Programme {n}")


class NetworkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Network

    slug = factory.Sequence(lambda n: f"network-{n}")
    name = factory.Sequence(lambda n: f"Network {n}")
    is_public = True


class MembershipFactory(factory.django.DjangoModelFactory):
    """A municipality that has applied: it counts in the figures, no decision needed."""

    class Meta:
        model = Membership

    network = factory.SubFactory(NetworkFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    state = "APPLIED"
    applied_at = datetime(2026, 1, 15, 12, tzinfo=UTC)


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic

    programme = factory.SubFactory(ProgrammeFactory)
    name = factory.Sequence(lambda n: f"Topic {n}")


class SubGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SubGroup

    network = factory.SubFactory(NetworkFactory)
    slug = factory.Sequence(lambda n: f"group-{n}")
    name = factory.Sequence(lambda n: f"Group {n}")


class DecisionFactory(factory.django.DjangoModelFactory):
    """A municipality's decision to take part; without a network unless given."""

    class Meta:
        model = Decision

    municipality = factory.SubFactory(MunicipalityFactory)
    body = "Kommunestyret"
    decided_on = date(2026, 2, 1)
    effect = "TAKES_PART"


class MainContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MainContact

    membership = factory.SubFactory(MembershipFactory)
    name = factory.Sequence(lambda n: f"Contact {n}")
    email = factory.Sequence(lambda n: f"contact{n}@samverk.example")
    valid_from = date(2026, 3, 1)


class RoleAssignmentFactory(factory.django.DjangoModelFactory):
    """A coordinator; give ``municipality`` or another scope that fits the role."""

    class Meta:
        model = RoleAssignment

    person = factory.SubFactory(UserFactory)
    role = Role.COORDINATOR
    valid_from = date(2024, 1, 1)


class JobFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Job

    task = "common.requeue_stale_jobs"
    queued_at = datetime(2026, 11, 22, 12, tzinfo=UTC)


class GoalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Goal
        django_get_or_create = ["number"]

    number = 13
    name_nb = factory.LazyAttribute(lambda goal: f"Mål {goal.number}")
    name_nn = factory.LazyAttribute(lambda goal: f"Mål {goal.number}")
    name_sv = factory.LazyAttribute(lambda goal: f"Mål {goal.number}")
    name_en = factory.LazyAttribute(lambda goal: f"Goal {goal.number}")


class IndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Indicator

    code = factory.Sequence(lambda n: f"indicator-{n}")
    name = factory.Sequence(lambda n: f"Indicator {n}")
    unit = "per cent"


class FrameworkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Framework

    code = factory.Sequence(lambda n: f"framework-{n}")
    name = factory.Sequence(lambda n: f"Framework {n}")


class FrameworkIndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FrameworkIndicator

    framework = factory.SubFactory(FrameworkFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    goal = factory.SubFactory(GoalFactory)
    position = factory.Sequence(lambda n: n + 1)
    worst = 0.0
    best = 100.0
    green = 75.0
    red = 25.0


class ImportBatchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImportBatch

    kind = ImportKind.FILE
    source = "Test"
    imported_at = datetime(2026, 11, 22, 12, tzinfo=UTC)


class ObservationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Observation

    indicator = factory.SubFactory(IndicatorFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    batch = factory.SubFactory(ImportBatchFactory)
    period = 2024
    value = 50.0
