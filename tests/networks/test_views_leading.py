from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from networks.actions import locks
from networks.actions.networks import close_network
from networks.enums import Role
from networks.models import Decision, MainContact, Membership, Network
from networks.views import refusals
from tests.factories import (
    CountyFactory,
    CountyMembershipFactory,
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
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def network():
    return NetworkFactory(slug="hallingdal", name="Hallingdal sammen")


@pytest.fixture
def leader(client, network):
    person = UserFactory(language="en")
    RoleAssignmentFactory(person=person, role=Role.NETWORK_LEADER, network=network)
    client.force_login(person)
    return person


@pytest.fixture
def gol(network):
    return MembershipFactory(network=network, municipality=MunicipalityFactory(name="Gol"))


def address(name, membership=None, **kwargs):
    if membership is not None:
        kwargs["membership"] = membership.pk
    return reverse(f"networks:{name}", kwargs={"slug": "hallingdal", **kwargs})


def test_every_refusal_of_these_pages_has_a_sentence():
    def below(error):
        for child in error.__subclasses__():
            yield child
            yield from below(child)

    names = "locks networks groups applications memberships contacts decisions"
    homes = {f"networks.actions.{name}" for name in names.split()}
    told = {error for error in below(locks.Refused) if error.__module__ in homes}
    assert told == set(refusals.SENTENCES)


def test_the_list_of_networks_that_one_leads(client, leader):
    NetworkFactory(name="Another")
    page = client.get(reverse("networks:manage"))
    assert page.status_code == 200
    assert [each.name for each in page.context["networks"]] == ["Hallingdal sammen"]


def test_who_leads_nothing_has_no_list(client):
    client.force_login(UserFactory())
    assert client.get(reverse("networks:manage")).status_code == 403
    assert client.get(reverse("networks:network-create")).status_code == 403


def test_the_overview_says_who_is_missing_what(client, leader, network, gol):
    place = MunicipalityFactory(name="Ål")
    MembershipFactory(
        network=network, municipality=place, state="INVITED", apply_by=date(2026, 12, 1)
    )
    body = client.get(address("network-manage")).content.decode()
    assert "Gol: no main contact. Gol: no decision to take part." in body
    assert "Ål: no answer to the invitation." in body
    assert "Invited, answers by 1 December 2026" in body
    assert "Nobody has an account in:" in body


def test_an_empty_network_asks_to_invite(client, leader):
    body = client.get(address("network-manage")).content.decode()
    assert "Nobody is invited yet." in body
    assert address("membership-invite") in body


def test_the_overview_warns_when_a_limit_is_not_kept(client, leader, network, gol):
    network.programme = ProgrammeFactory(members_from=5, members_to=7, topics_from=2)
    network.save()
    body = client.get(address("network-manage")).content.decode()
    assert "The programme expects at least 5 members; there are 1." in body
    assert "The programme expects at least 2 topics; there are 0." in body


@pytest.mark.parametrize("count", [1, 9])
def test_the_overview_takes_the_same_queries_for_all_sizes(
    client, leader, network, count, django_assert_max_num_queries
):
    for number in range(count):
        place = MunicipalityFactory(name=f"Kommune {number}")
        membership = MembershipFactory(network=network, municipality=place)
        MainContactFactory(membership=membership)
    client.get(address("network-manage"))
    with django_assert_max_num_queries(19):
        assert client.get(address("network-manage")).status_code == 200


def test_a_hidden_network_is_unknown_and_a_known_one_forbidden(client, network):
    client.force_login(UserFactory())
    assert client.get(address("network-manage")).status_code == 403
    network.is_public = False
    network.save()
    assert client.get(address("network-manage")).status_code == 404


def test_creating_a_network_in_the_programme_that_one_leads(client):
    programme = ProgrammeFactory()
    topic = TopicFactory(programme=programme)
    ProgrammeFactory()
    person = UserFactory(language="en")
    RoleAssignmentFactory(person=person, role=Role.NETWORK_LEADER, programme=programme)
    client.force_login(person)
    form = client.get(reverse("networks:network-create")).context["form"]
    assert list(form.fields["programme"].queryset) == [programme]

    page = client.post(
        reverse("networks:network-create"),
        {
            "name": "Bærekraft i Ål",
            "language": "nb",
            "programme": programme.pk,
            "topics": [topic.pk],
            "starts_on": "2026-12-01",
            "is_comparable": "on",
        },
    )

    created = Network.objects.get(slug="baerekraft-i-al")
    assert page.url == reverse("networks:network-manage", kwargs={"slug": created.slug})
    assert (created.programme, list(created.topics.all())) == (programme, [topic])


def test_a_refusal_stands_at_its_field(client, leader):
    page = client.post(
        reverse("networks:network-create"),
        {
            "name": "A",
            "language": "nb",
            "starts_on": "2026-12-01",
            "ends_on": "2026-11-01",
            "is_comparable": "on",
        },
    )
    assert page.status_code == 200
    assert page.context["form"].errors == {
        "ends_on": ["The last day must come after the first day."]
    }


def test_changing_a_network(client, leader, network):
    assert client.get(address("network-change")).status_code == 200
    page = client.post(
        address("network-change"), {"name": "Nytt navn", "language": "nn", "is_public": "on"}
    )
    assert page.context["form"].errors == {
        "not_comparable_reason": ["Say why comparison is not sound."]
    }
    client.post(
        address("network-change"),
        {"name": "Nytt navn", "language": "nn", "is_public": "on", "is_comparable": "on"},
    )
    network.refresh_from_db()
    assert (network.name, network.language) == ("Nytt navn", "nn")


def test_a_closed_network_is_read_and_not_changed(client, leader, network, gol):
    close_network(network=network, by=leader, at=AT)

    page = client.post(
        address("network-change"), {"name": "A", "language": "nb", "is_comparable": "on"}
    )
    assert page.context["form"].non_field_errors() == [
        "The network is closed and can no longer be changed."
    ]
    body = client.get(address("network-manage")).content.decode()
    assert "The network was closed on 22 November 2026." in body
    assert address("membership-invite") not in body
    assert client.get(address("membership-detail", gol)).status_code == 200


def test_search_keeps_what_is_ticked_and_finds_by_county(client, leader):
    county = CountyFactory(name="Dalarnas län")
    falun, aal = MunicipalityFactory(name="Falun"), MunicipalityFactory(name="Ål")
    CountyMembershipFactory(municipality=falun, county=county)
    page = client.post(
        address("membership-invite"),
        {"do": "search", "q": "dalarna", "municipalities": [aal.pk], "apply_by": "2026-12-31"},
    )
    assert (page.context["picked"], page.context["found"]) == ([aal], [falun])
    assert 'value="2026-12-31"' in page.content.decode()
    page = client.post(address("membership-invite"), {"do": "search", "q": "ål"})
    assert page.context["found"] == [aal]
    dalsland = MunicipalityFactory(name="Åndalen")
    page = client.post(address("membership-invite"), {"do": "search", "q": "dal"})
    assert page.context["found"] == [dalsland, falun]
    assert Membership.objects.count() == 0


def test_members_of_the_region_are_suggested(client, leader, network, gol):
    network.region = RegionFactory()
    network.save()
    hol = RegionMembershipFactory(region=network.region).municipality
    RegionMembershipFactory(region=network.region, municipality=gol.municipality)
    page = client.get(address("membership-invite"))
    assert page.context["suggested"] == [hol]


@pytest.mark.parametrize("key", ["99999999999999999999", "9" * 5_000, "-1", "Ål"])
def test_keys_that_are_none_are_passed_over(client, leader, key):
    assert client.get(address("membership-invite"), {"kommune": key}).status_code == 200


def test_inviting(client, leader):
    place = MunicipalityFactory(name="Ål")
    page = client.post(
        address("membership-invite"),
        {"do": "invite", "municipalities": [place.pk], "apply_by": "2027-02-15"},
        follow=True,
    )
    membership = Membership.objects.get()
    assert (membership.municipality, membership.apply_by) == (place, date(2027, 2, 15))
    texts = [str(text) for text in page.context["messages"]]
    assert texts == [
        "1 municipality is invited.",
        "Nobody in Ål has an account yet. Invite their administrators.",
    ]


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        (
            {"municipalities": []},
            {
                "municipalities": [
                    "Search for municipalities and tick those that you want to invite."
                ]
            },
        ),
        ({"apply_by": "2026-11-21"}, {"apply_by": ["Choose today or a later day."]}),
        (
            {"municipalities": ["x"]},
            {"municipalities": ["One of the municipalities can no longer be invited."]},
        ),
    ],
)
def test_inviting_is_refused_with_a_reason(client, leader, data, errors):
    place = MunicipalityFactory()
    page = client.post(
        address("membership-invite"), {"do": "invite", "municipalities": [place.pk], **data}
    )
    assert page.context["form"].errors == errors


def test_a_member_from_application_to_leaving(client, leader, network, gol):
    assert client.get(address("membership-detail", gol)).status_code == 200
    page = client.post(address("membership-activate", gol), {"on": "2026-11-22"})
    assert page.context["form"].non_field_errors() == [
        "The decision to take part is missing. Record it first."
    ]
    client.post(
        address("decision-record", gol),
        {
            "body": "Kommunestyret",
            "case_number": "12/26",
            "decided_on": "2026-11-01",
            "effect": "TAKES_PART",
        },
    )
    page = client.post(address("membership-activate", gol), {"on": "2026-11-22"})
    assert page.context["form"].non_field_errors() == [
        "The main contact is missing. Appoint one first."
    ]
    client.post(
        address("contact-appoint", gol),
        {"name": "Planlegger", "email": "plan@gol.example", "on": "2026-11-22"},
    )
    assert client.get(address("membership-activate", gol)).status_code == 200
    client.post(address("membership-activate", gol), {"on": "2026-11-22"})
    gol.refresh_from_db()
    assert gol.state == "ACTIVE"
    client.post(address("membership-expect", gol), {"is_anchored": "on"})
    client.post(address("contact-end", gol), {"on": "2026-11-22"})
    body = client.get(address("membership-detail", gol)).content.decode()
    assert "The main contact is missing." in body
    assert "1 of 5" in body
    assert client.get(address("membership-leave", gol)).status_code == 200
    client.post(address("membership-leave", gol), {"reason": "Flytter", "on": "2026-11-22"})
    body = client.get(address("membership-detail", gol)).content.decode()
    assert "Left on 22 November 2026" in body
    assert "The reason: Flytter" in body


def test_withdrawing_an_invitation(client, leader, gol):
    assert client.get(address("membership-withdraw", gol)).status_code == 200
    client.post(address("membership-withdraw", gol), {"reason": ""})
    gol.refresh_from_db()
    assert gol.state == "DECLINED"


def test_attaching_a_recorded_decision(client, leader, gol):
    decision = DecisionFactory(municipality=gol.municipality)
    url = address("membership-attach", gol, decision=decision.pk)
    assert url in client.get(address("membership-detail", gol)).content.decode()
    assert client.get(url).status_code == 405
    client.post(url)
    gol.refresh_from_db()
    assert gol.decision == decision
    assert client.post(url).status_code == 404


def test_groups(client, leader, network, gol):
    assert client.get(address("subgroup-create")).status_code == 200
    client.post(address("subgroup-create"), {"name": "Midt-Troms", "kind": "MEMBERS"})
    group = network.groups.get()
    client.post(address("membership-group", gol), {"group": group.pk})
    gol.refresh_from_db()
    assert gol.group == group
    assert client.get(address("subgroup-change", group=group.pk)).status_code == 200
    client.post(address("subgroup-change", group=group.pk), {"name": "Nord", "kind": "MEMBERS"})
    assert "Nord" in client.get(address("network-manage")).content.decode()
    assert client.get(address("subgroup-remove", group=group.pk)).status_code == 200
    client.post(address("subgroup-remove", group=group.pk))
    assert network.groups.count() == 0
    other = SubGroupFactory()
    assert client.get(address("subgroup-change", group=other.pk)).status_code == 404


def test_a_council_s_case_from_the_page(client, leader, network, gol):
    network.region = RegionFactory(name="Regionrådet for Hallingdal")
    network.save()
    RegionMembershipFactory(region=network.region, municipality=gol.municipality)
    form = client.get(address("decision-open")).context["form"]
    assert form["body"].initial == "Regionrådet for Hallingdal"

    client.post(
        address("decision-open"),
        {
            "region": network.region.pk,
            "body": "Regionrådet for Hallingdal",
            "case_number": "SAK 31/26",
            "decided_on": "2026-11-16",
            "points": "Første\n\nAndre\n",
            "effect": "PRIORITISES",
        },
    )

    case = Decision.objects.get(region=network.region)
    assert case.wording == "1. Første\n2. Andre"
    body = client.get(address("network-manage")).content.decode()
    assert "0 of 1 municipalities take part." in body
    form = client.get(address("decision-record", gol)).context["form"]
    assert form["answers"].value() == case.follow_ups.get().pk


def test_a_membership_of_another_network_is_not_found(client, leader):
    other = MembershipFactory()
    assert client.get(address("membership-detail", other)).status_code == 404
    assert client.post(address("contact-end", other), {"on": "2026-11-22"}).status_code == 404
    assert MainContact.objects.count() == 0
