"""Measures on a network's page: for those who work together, not for residents."""

import pytest
from django.test import Client

from improvement.enums import MeasureState
from networks.enums import Role
from tests.factories import MembershipFactory, NetworkFactory, RoleAssignmentFactory
from tests.improvement.factories import MeasureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    network = NetworkFactory(slug="hallingdal", is_public=True)
    place = MembershipFactory(network=network).municipality
    MeasureFactory(municipality=place, state=MeasureState.ON_TRACK)
    MeasureFactory(municipality=place, state=MeasureState.LATE)
    return network


def page_of(client, network):
    return client.get(network.get_absolute_url(), HTTP_ACCEPT_LANGUAGE="en").content.decode()


def test_residents_see_no_measures_also_after_a_member_has_looked(network):
    leader = RoleAssignmentFactory(role=Role.NETWORK_LEADER, network=network).person
    member = Client()
    member.force_login(leader)
    leader.language = "en"
    leader.save()

    inside, outside = page_of(member, network), page_of(Client(), network)

    assert "2 measures." in inside
    assert "measures." not in outside


def test_a_new_state_reaches_the_page_at_once(network):
    leader = RoleAssignmentFactory(role=Role.NETWORK_LEADER, network=network).person
    leader.language = "en"
    leader.save()
    member = Client()
    member.force_login(leader)
    assert "for 0 of the 2 under way" in page_of(member, network)

    MeasureFactory(municipality=network.municipalities.get())

    assert "3 measures." in page_of(member, network)
