"""What waits: proposals and answers of one's municipality, merging for the leader."""

from datetime import timedelta

import pytest
from django.utils import translation

from common.memory import forget_everything
from knowledge.todo import things_for
from tests.factories import MembershipFactory, NetworkFactory, RoleAssignmentFactory
from tests.knowledge.factories import AT, DAY, ExampleFactory, answering, began, says

pytestmark = pytest.mark.django_db


def titles(person, at=AT):
    forget_everything()
    with translation.override("en"):
        return [thing.title for thing in things_for(person, at)]


def test_a_municipality_is_asked_until_the_last_second():
    network = NetworkFactory()
    place = MembershipFactory(network=network).municipality
    coordinator = RoleAssignmentFactory(municipality=place).person
    reader = RoleAssignmentFactory(municipality=place, role="READER").person
    leader = RoleAssignmentFactory(network=network, role="NETWORK_LEADER").person
    end = AT + DAY
    began(network, until=end)

    assert titles(coordinator, end) == ["Propose a characteristic: Kjennetegn v1"]
    assert titles(coordinator, end + timedelta(seconds=1)) == []
    assert titles(reader) == []
    assert titles(leader, end) == []
    assert titles(leader, end + timedelta(seconds=1)) == ["Merge the proposals: Kjennetegn v1"]


def test_an_answer_waits_for_coordinators_until_it_is_given():
    network = NetworkFactory()
    place = MembershipFactory(network=network).municipality
    coordinator = RoleAssignmentFactory(municipality=place).person
    contributor = RoleAssignmentFactory(municipality=place, role="CONTRIBUTOR").person
    edition = answering(network)

    assert titles(coordinator) == ["Consent or object: Kjennetegn v1"]
    assert titles(contributor) == []
    says(edition, place)
    assert titles(coordinator) == []


def test_an_example_from_outside_waits_for_the_leader():
    network = NetworkFactory()
    place = MembershipFactory(network=network).municipality
    leader = RoleAssignmentFactory(network=network, role="NETWORK_LEADER").person
    ExampleFactory(municipality=place, sent=True, title="Varme")
    ExampleFactory(sent=True)

    assert titles(leader) == ["Read an example from outside: Varme"]
