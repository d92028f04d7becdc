from datetime import date

import pytest

from networks import queries
from networks.actions.locks import sign
from networks.actions.networks import add_topic
from networks.enums import Role
from tests.factories import (
    DecisionFactory,
    MainContactFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    ProgrammeFactory,
    RegionFactory,
    RegionMembershipFactory,
    RoleAssignmentFactory,
    SubGroupFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def member(network, name, state="APPLIED", *, contact=False, decided=False, **changes):
    place = MunicipalityFactory(name=name)
    given = {"municipality": place, "network": network, "state": state}
    if decided:
        given["decision"] = DecisionFactory(municipality=place, network=network)
    if state == "ACTIVE":
        given["active_from"] = date(2026, 4, 1)
    if state == "LEFT":
        given["left_on"] = date(2026, 4, 1)
    membership = MembershipFactory(**{**given, **changes})
    if contact:
        MainContactFactory(membership=membership)
        MainContactFactory(
            membership=membership, valid_from=date(2025, 1, 1), valid_to=date(2026, 3, 1)
        )
    return membership


@pytest.fixture
def network():
    network = NetworkFactory()
    member(network, "Ål", "ACTIVE", contact=True, decided=True)
    member(network, "Øyer", "DECIDED", contact=True, decided=True)
    member(network, "Alvdal", contact=True)
    member(network, "Ærøy", "ACTIVE", decided=True)
    member(network, "Hol", "INVITED", apply_by=date(2026, 11, 21))
    member(network, "Gol", "INVITED", apply_by=TODAY)
    member(network, "Flå", "DECLINED")
    member(network, "Bø", "LEFT")
    member(NetworkFactory(), "Oslo")
    return network


def names(places):
    return [str(place) for place in places]


def test_members_come_in_the_order_of_the_alphabet_and_those_outside_last(network):
    members = queries.members_of(network, on=TODAY)
    assert [(str(m.municipality), m.is_late, m.has_ended) for m in members] == [
        ("Alvdal", False, False),
        ("Ærøy", False, False),
        ("Øyer", False, False),
        ("Ål", False, False),
        ("Gol", False, False),
        ("Hol", True, False),
        ("Flå", False, True),
        ("Bø", False, True),
    ]


def test_who_is_missing_what(network):
    missing = queries.who_is_missing(queries.members_of(network, on=TODAY))
    assert names(missing.answer) == ["Gol", "Hol"]
    assert names(missing.decision) == ["Alvdal"]
    assert names(missing.contact) == ["Ærøy"]
    assert names(missing.activation) == ["Øyer"]
    assert missing
    assert not queries.who_is_missing([])


def test_one_member_is_read_as_in_the_list(network):
    for listed in queries.members_of(network, on=TODAY):
        assert queries.member_of(listed.membership, on=TODAY) == listed


def test_a_group_gives_exactly_its_members(network):
    group = SubGroupFactory(network=network, name="Midt-Troms")
    member(network, "Bardu", group=group)
    SubGroupFactory(network=network, name="Åsane")
    assert names(m.municipality for m in queries.members_of(network, group=group)) == ["Bardu"]
    assert [(g.name, g.member_count) for g in queries.groups_of(network)] == [
        ("Midt-Troms", 1),
        ("Åsane", 0),
    ]


@pytest.mark.parametrize("count", [1, 8])
def test_reading_members_takes_three_queries(count, django_assert_num_queries):
    network = NetworkFactory()
    for number in range(count):
        member(network, f"Kommune {number}", "ACTIVE", contact=True, decided=True)
    with django_assert_num_queries(3):
        members = queries.members_of(network, on=TODAY)
        [(m.municipality.country.name, m.contact, m.decision, m.group) for m in members]
        queries.who_is_missing(members)


def test_a_municipality_s_networks_current_ones_first():
    place = MunicipalityFactory()
    for name, state in (
        ("Å", "APPLIED"),
        ("B", "DECLINED"),
        ("A", "APPLIED"),
        ("C", "INVITED"),
    ):
        MembershipFactory(network=NetworkFactory(name=name), municipality=place, state=state)
    MembershipFactory()
    found = queries.memberships_of(place)
    assert [m.membership.network.name for m in found] == ["A", "Å", "C", "B"]


def test_the_way_of_a_membership_is_read_from_its_history():
    person = UserFactory()
    membership = MembershipFactory(state="INVITED")
    membership.apply_by = TODAY
    membership.save()
    membership.state = "APPLIED"
    sign(membership, by=person)
    membership.save()
    changes = queries.states_of(membership)
    assert [(change.state, change.by) for change in changes] == [
        ("APPLIED", person),
        ("INVITED", None),
    ]


def test_topic_links_are_counted_and_not_networks():
    programme = ProgrammeFactory(name="Livskraftige kommuner")
    wanted = {
        "Kulturarven": 5,
        "Produksjon og forbruk/næring": 7,
        "Internasjonalt": 3,
        "Livskvalitet/folkehelse/friluftsliv": 13,
        "Areal": 18,
        "Klima og energi": 19,
    }
    networks = [NetworkFactory(programme=programme) for _ in range(19)]
    for name, links in wanted.items():
        add_topic(programme=programme, name=name).networks.set(networks[:links])
    stranger = NetworkFactory(programme=ProgrammeFactory())
    stranger.topics.set(programme.topics.all())

    found = queries.topic_links(programme)

    assert {topic.name: topic.links for topic in found.topics} == wanted
    assert (found.links, found.networks) == (65, 19)


@pytest.mark.parametrize(
    ("members", "topics", "expected"),
    [
        (4, 2, [(queries.Limit.TOO_FEW_MEMBERS, 4)]),
        (5, 2, []),
        (7, 3, []),
        (9, 1, [(queries.Limit.TOO_MANY_MEMBERS, 9), (queries.Limit.TOO_FEW_TOPICS, 1)]),
    ],
)
def test_limits_of_a_programme_warn(members, topics, expected):
    programme = ProgrammeFactory(members_from=5, members_to=7, topics_from=2)
    network = NetworkFactory(programme=programme)
    for number in range(members):
        MembershipFactory(network=network, municipality=MunicipalityFactory(name=str(number)))
    MembershipFactory(network=network, state="INVITED")
    network.topics.set(add_topic(programme=programme, name=str(n)) for n in range(topics))
    found = queries.limits_exceeded(network)
    assert [(each.limit, each.have) for each in found] == expected


def test_without_a_programme_or_its_limits_nothing_is_exceeded():
    assert queries.limits_exceeded(NetworkFactory()) == []
    assert queries.limits_exceeded(NetworkFactory(programme=ProgrammeFactory())) == []


def test_networks_that_one_leads():
    person, programme = UserFactory(), ProgrammeFactory()
    own = NetworkFactory(name="Å")
    NetworkFactory(name="B", programme=programme)
    NetworkFactory(name="C")
    read_only = NetworkFactory(name="D")
    RoleAssignmentFactory(person=person, role=Role.NETWORK_LEADER, network=own)
    RoleAssignmentFactory(person=person, role=Role.NETWORK_LEADER, programme=programme)
    RoleAssignmentFactory(person=person, role=Role.READER, network=read_only)
    everything = UserFactory(is_superuser=True)
    assert [n.name for n in queries.networks_led_by(person)] == ["B", "Å"]
    assert [n.name for n in queries.networks_led_by(everything)] == ["B", "C", "D", "Å"]


def test_decisions_about_hidden_networks_are_hidden():
    place = MunicipalityFactory()
    hidden = DecisionFactory(
        municipality=place, network=NetworkFactory(is_public=False), decided_on=date(2026, 3, 1)
    )
    shown = DecisionFactory(municipality=place, network=NetworkFactory())
    awaited = DecisionFactory(municipality=place, decided_on=None, effect="")
    reader = RoleAssignmentFactory(network=hidden.network, role=Role.READER).person
    stranger = UserFactory()
    assert list(queries.decisions_of(place, person=stranger)) == [awaited, shown]
    assert list(queries.decisions_of(place, person=reader)) == [awaited, hidden, shown]


def test_members_of_a_region_on_a_day():
    region = RegionFactory()
    now = RegionMembershipFactory(region=region, valid_from=date(2020, 1, 1))
    left = RegionMembershipFactory(
        region=region, valid_from=date(2020, 1, 1), valid_to=date(2024, 1, 1)
    )
    RegionMembershipFactory(valid_from=date(2020, 1, 1))

    def on(day):
        return set(queries.members_of_region(region=region, on=day))

    assert on(date(2019, 12, 31)) == set()
    assert on(date(2023, 12, 31)) == {now.municipality, left.municipality}
    assert on(date(2024, 1, 1)) == {now.municipality}
