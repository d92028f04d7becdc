"""Members that have signed nobody up: their main contacts are asked."""

import pytest
import time_machine
from django.urls import reverse

from common.models import OutboxMessage
from gatherings.actions import seats, words
from gatherings.actions.locks import SignUpClosed
from gatherings.enums import SeriesState
from gatherings.queries.hosting import silent_members
from networks.enums import Role
from tests.factories import MainContactFactory, RoleAssignmentFactory
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, member_of, someone

pytestmark = pytest.mark.django_db


@pytest.fixture
def series():
    series = SeriesFactory(name="Styrning", language="en")
    GatheringFactory(series=series, number=1)
    return series


def member(series, email=""):
    place = member_of(series)
    if email:
        MainContactFactory(membership=place.memberships.get(), email=email)
    return place


def recipients():
    return sorted(OutboxMessage.objects.values_list("recipient", flat=True))


def ask(series):
    return words.write_to_silent(series=series, subject="Coming?", text="Well?", at=AT)


def test_the_main_contacts_of_those_who_have_not_answered_are_asked_once(series):
    answered = member(series, "answered@samverk.example")
    asked = member(series, "asked@samverk.example")
    alone = member(series)
    seats.sign_up(series=series, municipality=answered, people=[someone("One")], by=None, at=AT)
    OutboxMessage.objects.all().delete()

    assert {row.municipality for row in silent_members(series)} == {asked, alone}
    assert [ask(series), ask(series)] == [1, 1]
    assert recipients() == ["asked@samverk.example"]
    assert series.get_absolute_url() in OutboxMessage.objects.get().body_text


def test_nobody_is_asked_to_what_cannot_be_signed_up_for(series):
    with pytest.raises(words.NobodyToWriteTo):
        ask(series)
    member(series, "asked@samverk.example")
    series.state = SeriesState.DRAFT
    series.save()
    with pytest.raises(SignUpClosed):
        ask(series)
    assert recipients() == []


def test_the_host_sees_who_they_are_and_sends(client, series):
    member(series, "asked@samverk.example")
    leader = RoleAssignmentFactory(role=Role.NETWORK_LEADER, network=series.network).person
    client.force_login(leader)
    address = reverse("gatherings:host-ask", kwargs={"slug": series.slug})
    with time_machine.travel(AT, tick=False):
        page = client.get(address, HTTP_ACCEPT_LANGUAGE="en").content.decode()
        assert "asked@samverk.example" in page
        assert "Nobody from your municipality is signed up for Styrning yet." in page
        client.post(address, {"subject": "Coming?", "text": "Well?"})
    assert recipients() == ["asked@samverk.example"]
