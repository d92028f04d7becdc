"""Whose work one may read: neither side of an invitation reads the other."""

from datetime import date

import pytest

from improvement.models import readable_municipalities, workplace_networks
from networks.enums import Role
from tests.factories import MembershipFactory, MunicipalityFactory, RoleAssignmentFactory

pytestmark = pytest.mark.django_db
MEMBER_OF_ANOTHER = {"state": "LEFT", "left_on": date(2026, 3, 1)}


@pytest.fixture
def here():
    return MembershipFactory()


def reads(person, municipality):
    return readable_municipalities(person).filter(pk=municipality.pk).exists()


@pytest.mark.parametrize(
    "membership",
    [{"state": "INVITED", "applied_at": None}, {"state": "DECLINED"}, MEMBER_OF_ANOTHER],
)
def test_who_is_not_in_the_network_neither_reads_nor_is_read(here, membership):
    there = MembershipFactory(network=here.network, **membership).municipality
    own = RoleAssignmentFactory(municipality=here.municipality).person
    other = RoleAssignmentFactory(municipality=there).person
    leader = RoleAssignmentFactory(role=Role.NETWORK_LEADER, network=here.network).person

    assert not reads(own, there)
    assert not reads(other, here.municipality)
    assert not reads(leader, there)
    assert not workplace_networks(other).exists()
    assert reads(leader, here.municipality)


def test_members_read_each_other_as_soon_as_both_have_answered(here):
    there = MembershipFactory(network=here.network).municipality
    other = RoleAssignmentFactory(municipality=there).person

    assert reads(other, here.municipality)
    assert set(workplace_networks(other)) == {here.network}


def test_a_role_that_ended_yesterday_reads_nothing(here):
    ended = RoleAssignmentFactory(municipality=here.municipality, valid_to=date(2026, 1, 1))

    assert not reads(ended.person, here.municipality)
    assert not reads(RoleAssignmentFactory(municipality=MunicipalityFactory()).person,
                     here.municipality)  # fmt: skip
