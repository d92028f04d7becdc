"""Who may do what with gatherings: each predicate both ways, and signed out."""

import pytest
from django.contrib.auth.models import AnonymousUser

from gatherings.models import HostPerson
from networks.enums import Role
from tests.factories import MainContactFactory, RoleAssignmentFactory, UserFactory
from tests.gatherings.factories import AT, SeriesFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def series():
    return SeriesFactory()


def test_who_holds_a_series(series):
    host, leader = UserFactory(), RoleAssignmentFactory(
        network=series.network, role=Role.NETWORK_LEADER
    ).person  # fmt: skip
    HostPerson.objects.create(series=series, person=host, added_at=AT)

    def holds(person):
        return person.has_perm("gatherings.hold_series", series)

    assert [holds(one) for one in (host, leader, UserFactory(), AnonymousUser())] == [
        True, True, False, False,
    ]  # fmt: skip
    assert not host.has_perm("gatherings.hold_series", SeriesFactory())
    assert leader.has_perm("gatherings.create_series", series.network)
    assert not host.has_perm("gatherings.create_series", series.network)


def test_who_signs_up_whom(series):
    falun = member_of(series)
    contact = MainContactFactory(membership=falun.memberships.get(), person=UserFactory())
    old = MainContactFactory(
        membership=falun.memberships.get(), person=UserFactory(), valid_to=AT.date()
    )
    people = {
        "coordinator": RoleAssignmentFactory(municipality=falun).person,
        "reader": RoleAssignmentFactory(municipality=falun, role=Role.READER).person,
        "main contact": contact.person,
        "former main contact": old.person,
        "elsewhere": RoleAssignmentFactory(municipality=member_of(series)).person,
        "signed out": AnonymousUser(),
    }

    def may(name):
        perms = ("gatherings.sign_up", "gatherings.sign_up_self")
        return tuple(people[name].has_perm(perm, falun) for perm in perms)

    assert {name: may(name) for name in people} == {
        "coordinator": (True, True),
        "reader": (False, True),
        "main contact": (True, False),
        "former main contact": (False, False),
        "elsewhere": (False, False),
        "signed out": (False, False),
    }
