"""Who may give roles where: true, false, signed out."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.actions import invite
from networks import rules
from networks.enums import Role
from networks.models import InvitedRole
from tests.accounts.people import member
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


@pytest.mark.parametrize(
    ("factory", "kind", "role", "may"),
    [
        (MunicipalityFactory, "municipality", Role.ADMINISTRATOR, True),
        (MunicipalityFactory, "municipality", Role.COORDINATOR, False),
        (MunicipalityFactory, "municipality", Role.READER, False),
        (RegionFactory, "region", Role.ADMINISTRATOR, True),
        (RegionFactory, "region", Role.COUNCIL_MEMBER, False),
        (NetworkFactory, "network", Role.NETWORK_LEADER, True),
        (NetworkFactory, "network", Role.CONTRIBUTOR, False),
        (ProgrammeFactory, "programme", Role.NETWORK_LEADER, True),
        (ProgrammeFactory, "programme", Role.READER, False),
    ],
)
def test_who_manages_roles(factory, kind, role, may):
    person, scope, elsewhere = UserFactory(), factory(), factory()
    RoleAssignmentFactory(person=person, role=role, **{kind: scope})

    assert person.has_perm("networks.manage_roles", scope) is may
    assert not person.has_perm("networks.manage_roles", elsewhere)
    assert not AnonymousUser().has_perm("networks.manage_roles", scope)
    assert not person.has_perm("networks.manage_roles")


def test_a_leader_of_the_programme_manages_its_networks():
    person, programme = UserFactory(), ProgrammeFactory()
    RoleAssignmentFactory(person=person, role=Role.NETWORK_LEADER, programme=programme)

    assert person.has_perm("networks.manage_roles", NetworkFactory(programme=programme))
    assert not person.has_perm("networks.manage_roles", NetworkFactory())


def test_a_superuser_manages_all_roles():
    person = UserFactory(is_superuser=True)

    assert person.has_perm("networks.manage_roles", MunicipalityFactory())


def test_a_leader_names_the_first_administrator_and_no_second():
    person, member_place = UserFactory(), MembershipFactory()
    place = member_place.municipality
    RoleAssignmentFactory(person=person, role=Role.NETWORK_LEADER, network=member_place.network)
    first = person.has_perm("networks.invite_administrator", place)
    RoleAssignmentFactory(role=Role.ADMINISTRATOR, municipality=place)

    assert first
    assert not person.has_perm("networks.invite_administrator", place)
    assert not person.has_perm("networks.manage_roles", place)
    assert not AnonymousUser().has_perm("networks.invite_administrator", place)
    assert not rules.appoints_first_administrator(person, None)


@pytest.mark.parametrize("change", ["nothing", "role ended", "account closed"])
def test_an_invitation_stands_while_the_inviter_may_give_the_role(change):
    chief, place = member("chief@samverk.example"), MunicipalityFactory()
    held = RoleAssignmentFactory(person=chief, role=Role.ADMINISTRATOR, municipality=place)
    invitation, _token = invite(
        email="new@samverk.example",
        language="nb",
        invited_by=chief,
        at=datetime(2026, 11, 22, tzinfo=UTC),
    )
    invited = InvitedRole.objects.create(
        invitation=invitation, role=Role.READER, municipality=place
    )
    if change == "role ended":
        held.valid_to = held.valid_from
        held.save()
    if change == "account closed":
        chief.is_active = False

    assert rules.stands_behind(chief, invited) is (change == "nothing")
    assert not rules.stands_behind(AnonymousUser(), invited)
    assert not rules.stands_behind(chief, None)


@pytest.mark.parametrize("inviter", ["the leader", "another"])
@pytest.mark.parametrize("has_administrator", [False, True])
def test_a_leader_stands_behind_an_own_invitation_of_a_first_administrator(
    inviter, has_administrator
):
    membership, leader, other = MembershipFactory(), UserFactory(), UserFactory()
    place = membership.municipality
    for person in (leader, other):
        RoleAssignmentFactory(
            person=person, role=Role.NETWORK_LEADER, network=membership.network
        )
    if has_administrator:
        RoleAssignmentFactory(role=Role.ADMINISTRATOR, municipality=place)
    invitation, _token = invite(
        email="new@samverk.example",
        language="nb",
        invited_by=leader if inviter == "the leader" else other,
        at=datetime(2026, 11, 22, tzinfo=UTC),
    )
    invited = InvitedRole.objects.create(
        invitation=invitation, role=Role.ADMINISTRATOR, municipality=place
    )

    stands = rules.stands_behind(leader, invited)

    assert stands is (inviter == "the leader" and not has_administrator)
