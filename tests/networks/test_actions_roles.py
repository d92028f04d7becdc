"""Roles are given and ended by somebody, once, and never the last one by accident."""

from datetime import date

import pytest
from django.utils import translation

from accounts.models import User
from networks.actions import roles
from networks.enums import Role
from networks.models import RoleAssignment
from networks.queries import roles_of
from networks.queries.assignments import (
    leads_network_of,
    people_in,
    role_log_of,
    roles_held_in,
    sole_places_of,
)
from tests.factories import (
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    ProgrammeFactory,
    RegionFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.threads import all_at_once, race

TODAY = date(2026, 11, 22)
LATER = date(2027, 6, 30)
pytestmark = pytest.mark.django_db


def give(person, role, scope, **changes):
    chief = UserFactory()
    return roles.give_role(
        **{
            "person": person,
            "role": role,
            "scope": scope,
            "given_by": chief,
            "on": TODAY,
            **changes,
        }
    )


@pytest.mark.parametrize(
    ("factory", "role"),
    [
        (MunicipalityFactory, Role.COORDINATOR),
        (RegionFactory, Role.COUNCIL_MEMBER),
        (NetworkFactory, Role.NETWORK_LEADER),
        (ProgrammeFactory, Role.NETWORK_LEADER),
    ],
)
def test_a_role_is_given_in_each_kind_of_place(factory, role):
    person, scope, chief = UserFactory(), factory(), UserFactory()
    held = give(person, role, scope, given_by=chief)

    assert (held.person, held.role, held.scope) == (person, role, scope)
    assert (held.valid_from, held.valid_to, held.given_by) == (TODAY, None, chief)


def test_giving_again_changes_nothing():
    person, place = UserFactory(), MunicipalityFactory()
    first = give(person, Role.READER, place)

    assert give(person, Role.READER, place) == first
    assert give(person, Role.READER, place, until=LATER) == first
    assert RoleAssignment.objects.get().valid_to is None


@pytest.mark.parametrize(
    ("first", "second", "result"),
    [
        (LATER, None, None),
        (LATER, date(2027, 7, 1), date(2027, 7, 1)),
        (LATER, date(2027, 6, 29), LATER),
        (LATER, LATER, LATER),
    ],
)
def test_a_role_with_an_end_is_prolonged_never_shortened(first, second, result):
    person, place = UserFactory(), MunicipalityFactory()
    give(person, Role.READER, place, until=first)
    give(person, Role.READER, place, until=second)

    assert RoleAssignment.objects.get().valid_to == result


def test_an_ended_role_can_be_given_again_and_both_stay_in_the_log():
    person, place = UserFactory(), MunicipalityFactory()
    first = give(person, Role.READER, place)
    roles.end_role(assignment=first, ended_by=person, on=TODAY)
    second = give(person, Role.READER, place)

    assert list(role_log_of(place)) == [second, first]
    assert list(roles_held_in(place, on=TODAY)) == [second]


def test_a_role_that_does_not_fit_is_refused():
    with pytest.raises(roles.RoleDoesNotFit):
        give(UserFactory(), Role.NETWORK_LEADER, MunicipalityFactory())


@pytest.mark.parametrize("until", [TODAY, date(2026, 11, 21)])
def test_a_role_ends_after_it_begins(until):
    with pytest.raises(roles.EndsBeforeStart):
        give(UserFactory(), Role.READER, MunicipalityFactory(), until=until)


def test_a_closed_account_gets_no_role():
    with pytest.raises(roles.AccountIsClosed):
        give(UserFactory(is_active=False), Role.READER, MunicipalityFactory())


def test_the_right_is_there_at_once_and_gone_at_once():
    person, place, other = UserFactory(), MunicipalityFactory(), UserFactory()
    give(other, Role.ADMINISTRATOR, place)
    before = person.has_perm("networks.administer_municipality", place)
    held = give(person, Role.ADMINISTRATOR, place)
    during = person.has_perm("networks.administer_municipality", place)
    held.person = person
    roles.end_role(assignment=held, ended_by=other, on=date.today())  # noqa: DTZ011 -- as the rules look

    assert (before, during) == (False, True)
    assert bool(roles_of(User.objects.get(pk=person.pk))) is False


def test_ending_says_who_and_when_and_again_changes_nothing():
    held = give(UserFactory(), Role.READER, MunicipalityFactory())
    chief, other = UserFactory(), UserFactory()
    roles.end_role(assignment=held, ended_by=chief, on=LATER)
    roles.end_role(assignment=held, ended_by=other, on=date(2027, 7, 1))
    held.refresh_from_db()

    assert (held.valid_to, held.ended_by) == (LATER, chief)


def test_a_role_that_has_not_begun_ends_on_its_first_day():
    held = give(UserFactory(), Role.READER, MunicipalityFactory(), on=LATER)
    ended = roles.end_role(assignment=held, ended_by=None, on=TODAY)

    assert (ended.valid_from, ended.valid_to) == (LATER, LATER)


@pytest.mark.parametrize(
    ("factory", "role"),
    [
        (MunicipalityFactory, Role.ADMINISTRATOR),
        (RegionFactory, Role.ADMINISTRATOR),
        (NetworkFactory, Role.NETWORK_LEADER),
        (ProgrammeFactory, Role.NETWORK_LEADER),
    ],
)
def test_the_last_one_who_gives_roles_is_not_ended_by_accident(factory, role):
    scope = factory()
    held = give(UserFactory(), role, scope)
    give(UserFactory(is_active=True), Role.READER, scope)

    with pytest.raises(roles.LastWithRole):
        roles.end_role(assignment=held, ended_by=None, on=TODAY)
    held.refresh_from_db()
    assert held.valid_to is None

    roles.end_role(assignment=held, ended_by=None, on=TODAY, even_the_last=True)
    held.refresh_from_db()
    assert held.valid_to == TODAY


def test_one_of_two_may_end_and_a_closed_account_does_not_count():
    place = MunicipalityFactory()
    first = give(UserFactory(), Role.ADMINISTRATOR, place)
    second = give(UserFactory(), Role.ADMINISTRATOR, place)
    assert not roles.is_last(assignment=first, on=TODAY)

    User.objects.filter(pk=second.person_id).update(is_active=False)
    assert roles.is_last(assignment=first, on=TODAY)


def test_places_where_nobody_else_gives_roles():
    person = UserFactory()
    alone, shared = MunicipalityFactory(), NetworkFactory()
    give(person, Role.ADMINISTRATOR, alone)
    give(person, Role.NETWORK_LEADER, shared)
    give(UserFactory(), Role.NETWORK_LEADER, shared)
    give(person, Role.COORDINATOR, MunicipalityFactory())

    assert sole_places_of(person, on=TODAY) == [alone]


def test_all_roles_end_at_once():
    person = UserFactory()
    give(person, Role.ADMINISTRATOR, MunicipalityFactory())
    give(person, Role.READER, NetworkFactory(), until=LATER)
    give(UserFactory(), Role.READER, NetworkFactory())

    assert roles.end_all_roles(person=person, on=TODAY) == 2
    assert roles.end_all_roles(person=person, on=TODAY) == 0
    assert set(RoleAssignment.objects.filter(person=person).values_list("valid_to")) == {
        (TODAY,)
    }


def test_the_list_begins_with_the_strongest_role_and_then_the_alphabet():
    place = MunicipalityFactory()
    wanted = [
        RoleAssignmentFactory(person=UserFactory(name=name), role=role, municipality=place)
        for name, role in (
            ("Åse", Role.ADMINISTRATOR),
            ("Berit", Role.COORDINATOR),
            ("Øyvind", Role.COORDINATOR),
            ("Anna", Role.READER),
        )
    ]

    with translation.override("nb"):
        held = list(roles_held_in(place, on=TODAY))
        names = [each.name for each in people_in(place, on=TODAY)]

    assert held == wanted
    assert names == ["Anna", "Berit", "Øyvind", "Åse"]


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_takes_one_query(count, django_assert_num_queries):
    place = MunicipalityFactory()
    for _number in range(count):
        RoleAssignmentFactory(municipality=place, given_by=UserFactory())

    with django_assert_num_queries(1):
        assert [(str(row.person), str(row.given_by)) for row in roles_held_in(place, on=TODAY)]


@pytest.mark.parametrize(
    ("state", "leads"),
    [("INVITED", True), ("APPLIED", True), ("LEFT", False), ("DECLINED", False)],
)
def test_a_leader_answers_for_the_members_of_the_network(state, leads):
    person, programme = UserFactory(), ProgrammeFactory()
    network = NetworkFactory(programme=programme)
    member = MembershipFactory(network=network, state=state, left_on=TODAY)
    RoleAssignmentFactory(person=person, role=Role.NETWORK_LEADER, programme=programme)

    assert leads_network_of(person, member.municipality) is leads
    assert not leads_network_of(UserFactory(), member.municipality)


@race
def test_two_administrators_cannot_end_each_other_at_the_same_moment():
    place = MunicipalityFactory()
    held = [give(UserFactory(), Role.ADMINISTRATOR, place) for _number in range(2)]

    def end(number):
        roles.end_role(assignment=held[number], ended_by=None, on=TODAY)

    assert [type(each) for each in all_at_once(end, people=2)] == [roles.LastWithRole]


@race
def test_the_same_role_given_twice_at_once_is_one_row():
    person, place, chief = UserFactory(), MunicipalityFactory(), UserFactory()

    def work(_number):
        give(person, Role.READER, place, given_by=chief)

    assert all_at_once(work) == []
    assert RoleAssignment.objects.filter(person=person).count() == 1
