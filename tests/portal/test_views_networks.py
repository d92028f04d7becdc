import gzip
import re
from datetime import date

import pytest
from django.urls import reverse

from networks.models import Membership
from procurement.models import Pool, PoolMember
from tests.factories import (
    DecisionFactory,
    MainContactFactory,
    NetworkFactory,
    RegionFactory,
    RoleAssignmentFactory,
    SubGroupFactory,
    UserFactory,
)
from tests.portal.areas import store_area
from tests.portal.world import World
from tests.procurement.factories import NeedFactory

pytestmark = pytest.mark.django_db

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def world():
    world = World()
    store_area(world, "network", world.network.pk)
    return world


def text_of(response):
    """Give what is read: the page without its markup."""
    html = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.split("<main")[1]))


def test_network_shows_every_goal_in_every_municipality(client, world):
    response = client.get("/nettverk/hallingdal/", **ENGLISH)
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count('class="sv-cell sv-cell-') == 17 * len(world.places)


def test_municipalities_stand_in_alphabetical_order(client, world):
    html = client.get("/nettverk/hallingdal/", **ENGLISH).content.decode()
    head = html.split('class="sv-heat')[1].split("</thead>")[0]
    assert re.findall(r'<a href="[^"]+">([^<]+)</a>', head) == [
        "Flå",
        "Gol",
        "Hemsedal",
        "Hol",
        "Nesbyen",
        "Ål",
    ]


def test_challenges_count_those_with_figures_and_name_those_without(client, world):
    text = text_of(client.get("/nettverk/hallingdal/", **ENGLISH))
    assert "6 of 6 municipalities" in text
    assert "The most shared challenge is" in text


def test_missing_decision_and_contact_stand_out_in_words(client, world):
    gol = Membership.objects.get(municipality__name="Gol")
    gol.decision = DecisionFactory(
        network=world.network, municipality=gol.municipality, decided_on=date(2023, 6, 13)
    )
    gol.save()
    MainContactFactory(membership=gol)
    hol = Membership.objects.get(municipality__name="Hol")
    MainContactFactory(membership=hol, valid_to=date(2026, 9, 1))
    DecisionFactory(
        network=world.network,
        municipality=hol.municipality,
        decided_on=None,
        effect="",
        due_on=date(2126, 12, 10),
    )
    text = text_of(client.get("/nettverk/hallingdal/", **ENGLISH))
    assert "Decided on 13 June 2023" in text
    assert "To be decided by 10 December 2126" in text
    assert "Missing since 1 September 2026" in text
    assert "Have decided to take part 1 of 6 municipalities" in text


def test_names_of_contacts_are_not_public(client, world):
    membership = Membership.objects.filter(network=world.network).first()
    MainContactFactory(membership=membership, name="Hemmelig Person")
    assert b"Hemmelig Person" not in client.get("/nettverk/hallingdal/", **ENGLISH).content


def test_case_of_the_council_shows_how_many_have_decided(client, world):
    region = RegionFactory(name="Regionrådet for Hallingdal")
    case = DecisionFactory(
        network=world.network,
        municipality=None,
        region=region,
        case_number="SAK 31/23",
        title="Bærekraftsløftet",
        decided_on=date(2023, 5, 16),
        effect="ADOPTS",
        wording="1. Første punkt\n\n2) Andre punkt",
    )
    for number, place in enumerate(world.places):
        DecisionFactory(
            network=world.network,
            municipality=place,
            council_case=case,
            decided_on=date(2023, 6, 13) if number == 0 else None,
            effect="TAKES_PART" if number == 0 else "",
        )
    text = text_of(client.get("/nettverk/hallingdal/", **ENGLISH))
    assert "SAK 31/23" in text
    assert "Første punkt Andre punkt" in text
    assert "1 of 6 municipalities have decided" in text


def test_group_shows_exactly_its_members(client, world):
    group = SubGroupFactory(network=world.network, slug="ovre", name="Øvre")
    inside = world.places[:2]
    Membership.objects.filter(municipality__in=inside).update(group=group)
    store_area(world, "subgroup", group.pk, inside)
    response = client.get("/nettverk/hallingdal/gruppe/ovre/", **ENGLISH)
    html = response.content.decode()
    assert html.count('class="sv-cell sv-cell-') == 17 * 2
    assert "1 group" in text_of(client.get("/nettverk/hallingdal/", **ENGLISH))


def test_unknown_group_is_not_found(client, world):
    assert client.get("/nettverk/hallingdal/gruppe/finnes-ikke/").status_code == 404


def test_network_without_results_says_so(client):
    NetworkFactory(slug="nytt", name="Nytt nettverk")
    response = client.get("/nettverk/nytt/", **ENGLISH)
    assert "The figures are not computed yet" in text_of(response)


def test_network_that_is_not_public_is_missing_to_others(client, world):
    NetworkFactory(slug="lukket", is_public=False)
    assert client.get("/nettverk/lukket/").status_code == 404


def test_network_that_is_not_public_opens_for_its_leader(client, world):
    network = NetworkFactory(slug="lukket", is_public=False)
    person = UserFactory()
    RoleAssignmentFactory(person=person, role="NETWORK_LEADER", network=network)
    client.force_login(person)
    assert client.get("/nettverk/lukket/").status_code == 200


def test_kept_copy_of_a_closed_network_does_not_leak(client, world):
    network = NetworkFactory(slug="lukket", is_public=False)
    person = UserFactory()
    RoleAssignmentFactory(person=person, role="NETWORK_LEADER", network=network)
    client.force_login(person)
    client.get("/nettverk/lukket/")
    client.logout()
    client.cookies.clear()
    assert client.get("/nettverk/lukket/").status_code == 404


@pytest.mark.parametrize("members", [6, 9, 15])
def test_page_is_small(client, members):
    world = World(municipalities=members, indicators=60)
    store_area(world, "network", world.network.pk)
    response = client.get("/nettverk/hallingdal/", **ENGLISH)
    assert len(gzip.compress(response.content)) <= 25_000


def test_the_needs_and_their_benefit_are_reached_from_the_page(client, world):
    NeedFactory(network=world.network)  # a draft is nobody else's
    for _number in range(2):
        need = NeedFactory(network=world.network, published=True)
    pool = Pool.objects.create(need=need)
    for place in world.places[:2]:
        PoolMember.objects.create(pool=pool, municipality=place, answer="YES", volume=4)

    page = client.get("/nettverk/hallingdal/", **ENGLISH)

    words = "2 needs 1 is common to several municipalities. 0 needs have a report."
    assert words in text_of(page)
    assert 'href="/behov/?nettverk=hallingdal"' in page.content.decode()
    assert f'href="{reverse("procurement:network-benefits", args=["hallingdal"])}"' in (
        page.content.decode()
    )


def test_warm_page_costs_few_queries(client, world, django_assert_max_num_queries):
    client.get("/nettverk/hallingdal/", **ENGLISH)
    with django_assert_max_num_queries(3):
        client.get("/nettverk/hallingdal/", **ENGLISH)


def test_warm_page_costs_few_queries_signed_in(client, world, django_assert_max_num_queries):
    person = UserFactory()
    RoleAssignmentFactory(person=person, municipality=world.places[0])
    client.force_login(person)
    client.get("/nettverk/hallingdal/", **ENGLISH)
    with django_assert_max_num_queries(8):
        client.get("/nettverk/hallingdal/", **ENGLISH)


def test_unchanged_page_has_no_body(client, world):
    first = client.get("/nettverk/hallingdal/", **ENGLISH)
    again = client.get(
        "/nettverk/hallingdal/", HTTP_IF_NONE_MATCH=first.headers["ETag"], **ENGLISH
    )
    assert (again.status_code, again.content) == (304, b"")


def test_new_decision_shows_at_once(client, world):
    before = client.get("/nettverk/hallingdal/", **ENGLISH).headers["ETag"]
    DecisionFactory(network=world.network, municipality=world.places[0])
    after = client.get("/nettverk/hallingdal/", HTTP_IF_NONE_MATCH=before, **ENGLISH)
    assert after.status_code == 200
    assert "Decided on 1 February 2026" in text_of(after)


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_networks_query_count_does_not_grow(
    client, world, count, django_assert_max_num_queries
):
    for _ in range(count):
        NetworkFactory()
    client.get(reverse("portal:networks"))
    with django_assert_max_num_queries(7):
        assert client.get(reverse("portal:networks")).status_code == 200


def test_many_members_become_rows(client):
    world = World(municipalities=18)
    store_area(world, "county", world.county.pk)
    html = client.get("/fylker/no/33/", **ENGLISH).content.decode()
    head = html.split("sv-heat-wide")[1].split("</thead>")[0]
    assert (head.count('scope="col"'), html.count('class="sv-cell sv-cell-')) == (18, 18 * 17)


@pytest.mark.parametrize("is_public", [True, False])
def test_a_closed_network_names_its_successor_where_everyone_may_know_it(
    client, world, is_public
):
    world.network.successor = NetworkFactory(name="Etterfølgeren", is_public=is_public)
    world.network.closed_at = world.network.created_at
    world.network.save()

    text = text_of(client.get("/nettverk/hallingdal/", **ENGLISH))

    assert ("Etterfølgeren" in text) is is_public
