"""Who may do what: each predicate true, false and signed out."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from networks import rules
from networks.enums import Role
from networks.models import Network
from tests.factories import (
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    ProgrammeFactory,
    RegionFactory,
    RoleAssignmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
OF_MUNICIPALITY = {
    rules.administers: {Role.ADMINISTRATOR},
    rules.coordinates: {Role.ADMINISTRATOR, Role.COORDINATOR},
    rules.contributes: {Role.ADMINISTRATOR, Role.COORDINATOR, Role.CONTRIBUTOR},
    rules.belongs_to: {Role.ADMINISTRATOR, Role.COORDINATOR, Role.CONTRIBUTOR, Role.READER},
}


@pytest.mark.parametrize("predicate", OF_MUNICIPALITY, ids=lambda predicate: predicate.name)
@pytest.mark.parametrize(
    "role", [Role.ADMINISTRATOR, Role.COORDINATOR, Role.CONTRIBUTOR, Role.READER]
)
def test_roles_in_a_municipality(predicate, role):
    place, elsewhere = MunicipalityFactory(), MunicipalityFactory()
    person = RoleAssignmentFactory(municipality=place, role=role).person
    assert predicate(person, place) is (role in OF_MUNICIPALITY[predicate])
    assert predicate(person, elsewhere) is False
    assert predicate(person, None) is False
    assert predicate(AnonymousUser(), place) is False


def test_leading_by_role_or_by_programme():
    programme = ProgrammeFactory()
    network, other = NetworkFactory(programme=programme), NetworkFactory()
    direct = RoleAssignmentFactory(network=network, role=Role.NETWORK_LEADER).person
    whole = RoleAssignmentFactory(programme=programme, role=Role.NETWORK_LEADER).person
    reader = RoleAssignmentFactory(network=network, role=Role.READER).person
    people = (direct, whole, reader, UserFactory(), AnonymousUser())
    assert [rules.leads(person, network) for person in people] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert [rules.leads(person, other) for person in people] == [False] * 5
    assert rules.leads(direct, None) is False
    assert [rules.leads_any(person) for person in people] == [True, True, False, False, False]


def test_administering_a_region():
    region = RegionFactory()
    administrator = RoleAssignmentFactory(region=region, role=Role.ADMINISTRATOR).person
    council = RoleAssignmentFactory(region=region, role=Role.COUNCIL_MEMBER).person
    people = (administrator, council, AnonymousUser())
    assert [rules.administers_region(person, region) for person in people] == [
        True,
        False,
        False,
    ]
    assert rules.administers_region(administrator, None) is False


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "counts"),
    [
        (0, None, True),
        (1, None, False),
        (-9, 1, True),
        (-9, 0, False),
        (-9, -1, False),
    ],
)
def test_a_role_counts_from_its_first_day_until_the_day_before_its_last(
    valid_from, valid_to, counts
):
    today = timezone.localdate()
    place = MunicipalityFactory()
    person = RoleAssignmentFactory(
        municipality=place,
        valid_from=today + timedelta(days=valid_from),
        valid_to=None if valid_to is None else today + timedelta(days=valid_to),
    ).person
    assert rules.coordinates(person, place) is counts


def test_who_may_know_of_a_hidden_network():
    region, programme = RegionFactory(), ProgrammeFactory()
    network = NetworkFactory(is_public=False, region=region, programme=programme)
    member = MembershipFactory(network=network).municipality
    insiders = [
        RoleAssignmentFactory(network=network, role=Role.READER).person,
        RoleAssignmentFactory(region=region, role=Role.COUNCIL_MEMBER).person,
        RoleAssignmentFactory(programme=programme, role=Role.READER).person,
        RoleAssignmentFactory(municipality=member, role=Role.READER).person,
        UserFactory(is_superuser=True),
    ]
    former = RoleAssignmentFactory(
        network=network, role=Role.READER, valid_to=date(2025, 1, 1)
    ).person
    outsiders = [
        former,
        UserFactory(),
        RoleAssignmentFactory(municipality=MunicipalityFactory()).person,
        AnonymousUser(),
    ]
    for person in insiders:
        assert rules.sees(person, network) is True
        assert list(Network.objects.visible_to(person)) == [network]
    for person in outsiders:
        assert rules.sees(person, network) is False
        assert list(Network.objects.visible_to(person)) == []
    assert rules.sees(insiders[0], None) is False


def test_everyone_knows_of_a_public_network():
    network = NetworkFactory(is_public=True)
    assert rules.sees(AnonymousUser(), network) is True
    assert rules.sees(UserFactory(), network) is True
