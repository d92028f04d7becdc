"""Rows of the improvement cycle for tests: the least that is valid, and no surprises."""

from datetime import UTC, date, datetime
from uuid import uuid4

import factory

from improvement.enums import MeasureState, StepKind
from improvement.models import (
    GoalConflict,
    Measure,
    MeasureIndicator,
    MeasureTask,
    Objective,
    Round,
    RoundStep,
    RoundTemplate,
    StatusEntry,
)
from indicators.models import Target
from tests.factories import GoalFactory, IndicatorFactory, MunicipalityFactory


class RoundTemplateFactory(factory.django.DjangoModelFactory):
    """The default template with its first step."""

    class Meta:
        model = RoundTemplate
        django_get_or_create = ["programme"]

    programme = None


class RoundStepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RoundStep
        django_get_or_create = ["template", "position"]

    template = factory.SubFactory(RoundTemplateFactory)
    position = 1
    kind = StepKind.STATUS


class RoundFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Round

    municipality = factory.SubFactory(MunicipalityFactory)
    template = factory.SubFactory(RoundTemplateFactory)
    started_on = date(2026, 1, 15)


class ObjectiveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Objective

    municipality = factory.SubFactory(MunicipalityFactory)
    title = factory.Sequence(lambda n: f"Objective {n}")


class MeasureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Measure

    municipality = factory.SubFactory(MunicipalityFactory)
    title = factory.Sequence(lambda n: f"Measure {n}")


class MeasureTaskFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MeasureTask

    measure = factory.SubFactory(MeasureFactory)
    title = factory.Sequence(lambda n: f"Task {n}")


class StatusEntryFactory(factory.django.DjangoModelFactory):
    """A row of the log alone; ``improvement.actions.log`` also keeps the measure's state."""

    class Meta:
        model = StatusEntry

    measure = factory.SubFactory(MeasureFactory)
    submission = factory.LazyFunction(uuid4)
    state = MeasureState.ON_TRACK
    text = "Two of four vans have come."
    at = datetime(2026, 11, 1, 9, tzinfo=UTC)


class TargetFactory(factory.django.DjangoModelFactory):
    """A target by its number; its goal comes with it."""

    class Meta:
        model = Target
        django_get_or_create = ["number"]

    number = "13.2"
    goal = factory.LazyAttribute(lambda one: GoalFactory(number=int(one.number.split(".")[0])))
    position = factory.Sequence(lambda n: n % 30_000 + 1)
    title_nb = factory.LazyAttribute(lambda one: f"Delmål {one.number}")
    title_nn = factory.LazyAttribute(lambda one: f"Delmål {one.number}")
    title_sv = factory.LazyAttribute(lambda one: f"Delmål {one.number}")
    title_en = factory.LazyAttribute(lambda one: f"Target {one.number}")


class GoalConflictFactory(factory.django.DjangoModelFactory):
    """A confirmed case: housing against nature."""

    class Meta:
        model = GoalConflict

    municipality = factory.SubFactory(MunicipalityFactory)
    first = factory.SubFactory(TargetFactory, number="11.1")
    second = factory.SubFactory(TargetFactory, number="15.5")
    score = -2
    title = factory.Sequence(lambda n: f"Case {n}")


class MeasureIndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MeasureIndicator

    measure = factory.SubFactory(MeasureFactory)
    indicator = factory.SubFactory(IndicatorFactory)
