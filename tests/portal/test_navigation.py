import pytest
from django.urls import reverse

from networks.enums import Role
from networks.queries import roles_of
from portal import navigation
from tests.assessments.factories import AssessmentFactory, officer
from tests.factories import (
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RegionFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.procurement.factories import SupplierPersonFactory

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
        ("Needs", False),
        ("Gatherings", False),
        ("Knowledge", False),
        ("Municipalities", True),
        ("Indicators", False),
    ]


def test_coordinator_begins_with_what_waits():
    person = UserFactory()
    gol = MunicipalityFactory(name="Gol")
    RoleAssignmentFactory(person=person, municipality=gol)
    MembershipFactory(municipality=gol)  # has no main contact
    frame = navigation.for_reader(person, path="/min-kommune/")
    assert labels(frame["nav"]) == [
        "My municipality",
        "Status",
        "Goals and measures",
        "Networks",
        "Needs",
        "Gatherings",
    ]
    assert labels(frame["nav_more"]) == ["Knowledge", "Municipalities", "Indicators"]
    assert labels(frame["reader_menu"])[:2] == ["Own figures", "Our networks and decisions"]
    assert [(item.count, item.current) for item in frame["nav"]][:2] == [(1, True), (0, False)]
    assert frame["reader_roles"] == ["Coordinator, Gol"]


def test_who_works_and_leads_keeps_a_menu_of_one_line():
    person, network = UserFactory(), NetworkFactory(name="Hallingdal")
    RoleAssignmentFactory(person=person, municipality=MunicipalityFactory(name="Gol"))
    leads = {"municipality": None, "network": network, "role": Role.NETWORK_LEADER}
    RoleAssignmentFactory(person=person, **leads)
    frame = navigation.for_reader(person, path="/")
    assert labels(frame["nav"]) == [
        "My municipality",
        "The network",
        "Status",
        "Goals and measures",
        "Needs",
    ]
    assert labels(frame["nav_more"])[:3] == ["Gatherings", "Networks", "Knowledge"]
    assert "Administer" in labels(frame["reader_menu"])


def test_who_works_in_two_places_sees_their_names():
    person = UserFactory()
    for name in ("Gol", "Ål"):
        RoleAssignmentFactory(person=person, municipality=MunicipalityFactory(name=name))
    assert labels(navigation.for_reader(person, path="/")["nav"])[1:3] == ["Gol", "Ål"]


@pytest.mark.parametrize("role", ["READER", "COUNCIL_MEMBER"])
def test_who_only_reads_has_no_list_of_work(role):
    person = UserFactory()
    place = (
        {"region": RegionFactory()}
        if role == "COUNCIL_MEMBER"
        else {"municipality": MunicipalityFactory(name="Gol")}
    )
    RoleAssignmentFactory(person=person, role=role, **place)
    assert "My municipality" not in labels(navigation.for_reader(person, path="/")["nav"])


def test_the_menu_costs_few_queries(django_assert_num_queries):
    person = UserFactory()
    RoleAssignmentFactory(person=person, municipality=MunicipalityFactory())
    navigation.for_reader(person, path="/")
    again = type(person).objects.get(pk=person.pk)
    with django_assert_num_queries(2):  # roles and municipalities; the number is kept
        navigation.for_reader(again, path="/")


def test_council_member_begins_with_the_region():
    person = UserFactory()
    region = RegionFactory()
    NetworkFactory(region=region)
    RoleAssignmentFactory(person=person, role="COUNCIL_MEMBER", region=region)
    nav = navigation.for_reader(person, path="/")["nav"]
    assert labels(nav)[:2] == ["The region", "Assessments"]


def test_officers_of_a_region_begin_with_its_cases(client):
    case = AssessmentFactory(applicant_municipality=MunicipalityFactory(name="Gol"))
    person = officer(case.programme.region, role=Role.ADMINISTRATOR)
    nav = navigation.for_reader(person, path="/")["nav"]
    assert labels(nav)[:3] == ["To do", "Assessments", "The region"]
    assert nav[0].count == 1
    client.force_login(person)
    page = client.get(reverse("portal:start"), follow=True, HTTP_ACCEPT_LANGUAGE="en")
    assert page.redirect_chain[-1][0] == reverse("assessments:case-list")
    assert case.title in page.content.decode()
    applicant = UserFactory()
    RoleAssignmentFactory(person=applicant, municipality=case.applicant_municipality)
    more = navigation.for_reader(applicant, path="/")["nav_more"]
    assert labels(more)[0] == "Assessments"


def test_own_place_is_marked_before_the_list_it_stands_in():
    person = UserFactory()
    place = MunicipalityFactory(name="Gol", code="3324")
    RoleAssignmentFactory(person=person, municipality=place)
    nav = navigation.for_reader(person, path="/kommuner/no/3324/")["nav"]
    assert [item.label for item in nav if item.current] == ["Status"]


def test_person_without_roles_has_the_visitors_menu():
    frame = navigation.for_reader(UserFactory(), path="/")
    assert labels(frame["nav"]) == [
        "Networks",
        "Needs",
        "Gatherings",
        "Knowledge",
        "Municipalities",
        "Indicators",
    ]


def test_who_acts_for_a_company_begins_with_its_solutions(django_assert_num_queries):
    person = SupplierPersonFactory(supplier__name="Vegdrift").person
    with django_assert_num_queries(3):  # roles, the company, whom cases concern
        frame = navigation.for_reader(person, path="/leverandor/folk/")
    assert [(item.label, item.current) for item in frame["nav"]] == [
        ("Our solutions", True),
        ("Needs", False),
        ("Networks", False),
        ("Gatherings", False),
        ("Knowledge", False),
    ]
    assert frame["reader_roles"] == ["Vegdrift"]
    assert labels(frame["reader_menu"])[:2] == ["Your company", "Alerts"]


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
