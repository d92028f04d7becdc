import pytest

from networks.queries import roles_of
from portal import navigation
from tests.factories import (
    MunicipalityFactory,
    NetworkFactory,
    RegionFactory,
    RoleAssignmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def labels(items):
    return [item.label for item in items]


@pytest.fixture(autouse=True)
def _english(settings):
    from django.utils import translation

    with translation.override("en"):
        yield


def test_visitor_sees_what_is_open():
    items = navigation.for_visitor(path="/kommuner/no/3324/")
    assert [(item.label, item.current) for item in items] == [
        ("Networks", False),
        ("Municipalities", True),
        ("Indicators", False),
    ]


def test_coordinator_begins_with_the_own_municipality():
    person = UserFactory()
    RoleAssignmentFactory(person=person, municipality=MunicipalityFactory(name="Gol"))
    frame = navigation.for_reader(person, path="/")
    assert frame["nav"][0].label == "Gol"
    assert frame["reader_roles"] == ["Coordinator, Gol"]


def test_council_member_begins_with_the_region():
    person = UserFactory()
    region = RegionFactory()
    NetworkFactory(region=region)
    RoleAssignmentFactory(person=person, role="COUNCIL_MEMBER", region=region)
    assert navigation.for_reader(person, path="/")["nav"][0].label == "The region"


def test_own_place_is_marked_before_the_list_it_stands_in():
    person = UserFactory()
    place = MunicipalityFactory(name="Gol", code="3324")
    RoleAssignmentFactory(person=person, municipality=place)
    nav = navigation.for_reader(person, path="/kommuner/no/3324/")["nav"]
    assert [item.label for item in nav if item.current] == ["Gol"]


def test_person_without_roles_has_the_visitors_menu():
    frame = navigation.for_reader(UserFactory(), path="/")
    assert labels(frame["nav"]) == ["Networks", "Municipalities", "Indicators"]


def test_homes_of_nobody_are_none(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert navigation.homes_of(roles_of(UserFactory.build(pk=1))) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Koordinator i Gol", "KG"),
        ("koordinator@example.org", "KE"),
        ("Ål", "Å"),
        ("", ""),
    ],
)
def test_initials(name, expected):
    assert navigation.initials(name) == expected
