"""Many book the same time at the same moment: exactly one has it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from gatherings.actions import talks
from gatherings.actions.talk_refusals import GuideBusy, TalkTaken
from gatherings.models import HostPerson, Talk
from tests.factories import UserFactory
from tests.gatherings.factories import AT, SeriesFactory, member_of
from tests.gatherings.test_seats_race import PEOPLE, all_at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="row locks need PostgreSQL"),
]
START = datetime(2026, 9, 1, 8, tzinfo=UTC)


def offer(series, guide, start):
    times = [(start, start + timedelta(minutes=30))]
    return talks.offer_talks(series=series, guide=guide, times=times, link="", at=AT)


def test_one_time_is_booked_by_one_and_a_guide_is_at_one_place():
    guide = UserFactory()
    series = [SeriesFactory() for _n in range(PEOPLE)]
    for one in series:
        HostPerson.objects.create(series=one, person=guide, added_by=None, added_at=AT)
    [talk] = offer(series[0], guide, START)
    places = [member_of(series[0]) for _n in range(PEOPLE)]

    def book(number):
        talks.book_talk(talk=talk, municipality=places[number], question="", by=None, at=AT)

    raised = all_at_once(book)
    assert [type(one) for one in raised] == [TalkTaken] * (PEOPLE - 1)

    def overlap(number):
        offer(series[number], guide, START + timedelta(hours=1, minutes=number))

    raised = all_at_once(overlap)
    assert [type(one) for one in raised] == [GuideBusy] * (PEOPLE - 1)
    assert Talk.objects.count() == 2
