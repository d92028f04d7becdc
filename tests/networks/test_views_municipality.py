from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from networks.enums import Role
from networks.models import MainContact
from tests.factories import (
    DecisionFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    ProgrammeFactory,
    RegionFactory,
    RoleAssignmentFactory,
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
def gol():
    return MunicipalityFactory(name="Gol", code="3324")


@pytest.fixture
def coordinator(client, gol):
    person = UserFactory(language="en")
    RoleAssignmentFactory(person=person, municipality=gol)
    client.force_login(person)
    return person


@pytest.fixture
def invitation(gol):
    return MembershipFactory(
        network=NetworkFactory(slug="hallingdal", name="Hallingdal sammen", is_public=False),
        municipality=gol,
        state="INVITED",
        apply_by=date(2026, 12, 1),
    )


def address(name, **kwargs):
    return reverse(f"networks:{name}", kwargs={"country": "no", "code": "3324", **kwargs})


def test_what_waits_for_the_municipality(client, coordinator, gol, invitation):
    DecisionFactory(
        municipality=gol,
        network=invitation.network,
        decided_on=None,
        effect="",
        due_on=date(2026, 12, 31),
    )
    body = client.get(address("municipality-networks")).content.decode()
    assert "1 invitation waits for an answer." in body
    assert "1 case waits for a decision." in body
    assert "by 31 December 2026" in body


def test_a_municipality_in_no_network_is_told_how_to_come_in(client, coordinator):
    body = client.get(address("municipality-networks")).content.decode()
    assert "The municipality is in no network" in body


@pytest.mark.parametrize("count", [1, 6])
def test_the_page_takes_the_same_queries_for_any_number_of_networks(
    client, coordinator, gol, count, django_assert_max_num_queries
):
    for _ in range(count):
        MembershipFactory(municipality=gol)
    client.get(address("municipality-networks"))
    with django_assert_max_num_queries(12):
        assert client.get(address("municipality-networks")).status_code == 200


def test_others_may_not_see_it(client, gol, invitation):
    assert client.get(address("municipality-networks")).status_code == 302
    reader = RoleAssignmentFactory(municipality=gol, role=Role.READER).person
    elsewhere = RoleAssignmentFactory(municipality=MunicipalityFactory()).person
    for person in (reader, elsewhere):
        client.force_login(person)
        assert client.get(address("municipality-networks")).status_code == 403
        url = address("membership-answer", slug="hallingdal")
        assert client.post(url, {"answer": "ja"}).status_code == 403
    invitation.refresh_from_db()
    assert invitation.state == "INVITED"


def test_accepting_deciding_and_appointing(client, coordinator, invitation):
    url = address("membership-answer", slug="hallingdal")
    assert client.get(url).status_code == 200
    assert client.post(url, {}).context["form"].errors == {"answer": ["Choose yes or no."]}
    assert client.post(url, {"answer": "ja"}).url == address("municipality-networks")
    url = address("own-decision-record", slug="hallingdal")
    assert client.get(url).context["form"]["body"].initial == "Kommunestyret"
    client.post(
        url, {"body": "Kommunestyret", "decided_on": "2026-11-20", "effect": "TAKES_PART"}
    )
    url = address("own-contact-appoint", slug="hallingdal")
    assert client.get(url).status_code == 200
    client.post(url, {"name": "Plan", "email": "plan@gol.example", "on": "2026-11-22"})

    invitation.refresh_from_db()
    assert invitation.state == "DECIDED"
    assert MainContact.objects.get().appointed_by == coordinator

    url = address("own-contact-end", slug="hallingdal")
    assert client.get(url).status_code == 200
    client.post(url, {"on": "2026-11-22"})
    assert MainContact.objects.get().valid_to == date(2026, 11, 22)


def test_declining_with_a_reason(client, coordinator, invitation):
    url = address("membership-answer", slug="hallingdal")
    client.post(url, {"answer": "nei", "reason": "For lite tid"})
    invitation.refresh_from_db()
    assert (invitation.state, invitation.left_reason) == ("DECLINED", "For lite tid")
    assert client.get(url).status_code == 404


def test_too_late_is_said_in_words(client, coordinator, invitation):
    url = address("membership-answer", slug="hallingdal")
    # The first second of 2 December in Oslo.
    with time_machine.travel(datetime(2026, 12, 1, 23, tzinfo=UTC), tick=False):
        page = client.post(url, {"answer": "ja"})
        body = client.get(address("municipality-networks")).content.decode()
    assert page.context["form"].non_field_errors() == [
        "The last day to answer has passed. Ask the network leader for a new deadline."
    ]
    assert "Did not answer by 1 December 2026" in body


def test_a_case_can_be_answered_before_any_invitation(client, coordinator, gol):
    case = DecisionFactory(municipality=None, region=RegionFactory(), body="Regionrådet")
    awaited = DecisionFactory(
        municipality=gol,
        network=NetworkFactory(slug="hallingdal"),
        council_case=case,
        decided_on=None,
        effect="",
    )
    url = address("own-decision-record", slug="hallingdal")
    client.post(
        url,
        {
            "answers": awaited.pk,
            "body": "Kommunestyret",
            "decided_on": "2026-11-20",
            "effect": "NOTED",
        },
    )
    awaited.refresh_from_db()
    assert (awaited.decided_on, awaited.effect) == (date(2026, 11, 20), "NOTED")
    assert client.get(address("own-contact-appoint", slug="hallingdal")).status_code == 404


def test_everyone_reads_the_decisions(client, gol):
    DecisionFactory(municipality=gol, network=NetworkFactory(), case_number="12/26")
    DecisionFactory(
        municipality=gol, network=NetworkFactory(is_public=False), case_number="13/26"
    )
    DecisionFactory(
        municipality=gol, decided_on=None, effect="", due_on=date(2026, 12, 31), title="Sak"
    )
    client.cookies["django_language"] = "en"
    body = client.get(address("decision-list")).content.decode()
    assert "12/26" in body
    assert "13/26" not in body
    assert "To be decided by 31 December 2026" in body


@pytest.mark.parametrize("count", [1, 30])
def test_the_decisions_take_the_same_queries_for_any_number(
    client, gol, count, django_assert_max_num_queries
):
    network = NetworkFactory()
    for number in range(count):
        DecisionFactory(municipality=gol, network=network, case_number=str(number))
    with django_assert_max_num_queries(4):
        page = client.get(address("decision-list"))
    assert len(page.context["page"]) == min(count, 25)


def test_no_decisions_and_no_such_municipality(client, gol):
    client.cookies["django_language"] = "en"
    assert "No decisions are recorded" in client.get(address("decision-list")).content.decode()
    missing = reverse("networks:decision-list", kwargs={"country": "no", "code": "9999"})
    assert client.get(missing).status_code == 404


def test_a_programme_counts_topic_links(client):
    programme = ProgrammeFactory(slug="livskraftige", name="Livskraftige kommuner")
    topics = [TopicFactory(programme=programme) for _ in range(2)]
    for public in (True, True, False):
        NetworkFactory(programme=programme, is_public=public).topics.set(topics)
    page = client.get(reverse("networks:programme", kwargs={"slug": "livskraftige"}))
    assert len(page.context["networks"]) == 2
    assert page.context["topics"].links == 6
    missing = reverse("networks:programme", kwargs={"slug": "nothing"})
    assert client.get(missing).status_code == 404
