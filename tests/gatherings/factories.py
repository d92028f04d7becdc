"""Rows of the gatherings for tests."""

from datetime import UTC, date, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from gatherings.actions import polls, proposals, seats
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


def seat_of(series, name="One", municipality=None, **fields):
    """Somebody who has a seat in the series."""
    [row] = seats.sign_up(
        series=series,
        municipality=municipality or member_of(series),
        people=[someone(name, **fields)],
        by=None,
        at=AT,
    )
    return row


def poll_of(series, by, *, themes=("Housing", "Climate", "Health"), decides=(3, 4), **rules):
    """A vote on the themes of later gatherings: proposals now, votes between hour 1 and 2."""
    given = {
        "question": "Which themes?",
        "opens_at": AT + timedelta(hours=1),
        "closes_at": AT + timedelta(hours=2),
        "held_at": series.gatherings.filter(number=1).first(),
        **rules,
    }
    poll = polls.make_poll(
        series=series,
        rules=polls.PollRules(**given),
        decides=list(series.gatherings.filter(number__in=decides).order_by("number")),
        by=by,
        at=AT,
    )
    for minute, title in enumerate(themes):
        proposals.propose(
            poll=poll, title=title, registration=None, by=by, at=AT + timedelta(minutes=minute)
        )
    return poll
