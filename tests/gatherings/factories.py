"""Rows of the gatherings for tests."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from gatherings.actions.seats import Attendee
from gatherings.enums import SeriesState
from gatherings.models import Gathering, Series
from tests.factories import MembershipFactory, NetworkFactory

AT = datetime(2026, 8, 1, 10, tzinfo=UTC)


class SeriesFactory(DjangoModelFactory):
    class Meta:
        model = Series

    network = factory.SubFactory(NetworkFactory)
    slug = factory.Sequence(lambda n: f"series-{n}")
    name = factory.Sequence(lambda n: f"Series {n}")
    time_zone = "Europe/Stockholm"
    state = SeriesState.PUBLISHED
    contact_email = "host@samverk.example"


class GatheringFactory(DjangoModelFactory):
    class Meta:
        model = Gathering

    series = factory.SubFactory(SeriesFactory)
    number = factory.Sequence(lambda n: n + 1)
    day = date(2026, 9, 10)


def member_of(series, **fields):
    """A municipality that is in the network of the series."""
    return MembershipFactory(network=series.network, **fields).municipality


def someone(name="One", **fields):
    """Somebody to sign up; the e-mail is made of the name."""
    given = {"email": f"{name.lower()}@samverk.example", "work_area": "FINANCE", **fields}
    return Attendee(name=name, **given)
