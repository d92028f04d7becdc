"""Localised indicators for tests: the least that is valid, and no surprises."""

from datetime import UTC, datetime

import factory

from improvement.models import IndicatorAdoption, LocalisedIndicator
from tests.factories import IndicatorFactory, NetworkFactory

MADE = datetime(2026, 3, 1, 9, tzinfo=UTC)


class LocalisedIndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LocalisedIndicator

    indicator = factory.SubFactory(IndicatorFactory)
    parent = factory.SubFactory(IndicatorFactory)
    network = factory.SubFactory(NetworkFactory)
    adapted = "Counts the cabins too."
    reason = "Half of all houses here are cabins."
    decided_by = "Styringsgruppen"
    parent_seen_at = factory.LazyFunction(lambda: datetime.now(tz=UTC))


class IndicatorAdoptionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = IndicatorAdoption

    localised = factory.SubFactory(LocalisedIndicatorFactory)
    network = factory.SubFactory(NetworkFactory)
    version = 1
    adopted_at = MADE
