"""Rows of the improvement cycle for tests: the least that is valid, and no surprises."""

from datetime import UTC, date, datetime
from uuid import uuid4

import factory

from improvement.enums import MeasureState, StepKind
from improvement.models import (
    Measure,
    MeasureTask,
    Objective,
    Round,
    RoundStep,
    RoundTemplate,
    StatusEntry,
)
from tests.factories import MunicipalityFactory


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
