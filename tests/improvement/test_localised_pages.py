"""The pages of localised indicators."""

import pytest
from django.urls import reverse
from django.utils import timezone

from improvement.models import IndicatorAdoption, LocalisedIndicator
from indicators.models import Observation
from networks.enums import Role
from tests.factories import (
    FrameworkIndicatorFactory,
    IndicatorFactory,
    MembershipFactory,
    NetworkFactory,
    ObservationFactory,
    RoleAssignmentFactory,
)
from tests.improvement.localised_factories import (
    IndicatorAdoptionFactory,
    LocalisedIndicatorFactory,
)

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def network():
    return NetworkFactory(slug="hallingdal", name="Hallingdal")


@pytest.fixture
def leader(client, network):
    person = RoleAssignmentFactory(role=Role.NETWORK_LEADER, network=network).person
    client.force_login(person)
    return person


def page(name, **kwargs):
    return reverse(f"improvement:{name}", kwargs=kwargs)


def filled(**changes):
    return {
        "code": "heat.hytter",
        "name": "Hytter med fjernvarme",
        "language": "nb",
        "description": "Andel av hus og hytter.",
        "unit": "prosent",
        "decimals": "1",
        "adapted": "Hytter telles med.",
        "reason": "Halvparten av husene er hytter.",
        "decided_by": "Styringsgruppen",
        **changes,
    }


def test_a_leader_chooses_a_parent_and_makes_an_indicator(client, leader, network):
    parent = IndicatorFactory(code="heat", name="Fjernvarme på øya")
    create = page("localised-create", slug=network.slug)

    chosen = client.get(create, {"q": "Öya"}, **ENGLISH)
    form = client.get(create, {"parent": "heat"}, **ENGLISH)
    answer = client.post(f"{create}?parent=heat", filled(), **ENGLISH)

    made = LocalisedIndicator.objects.get()
    assert "?parent=heat" in chosen.content.decode()
    assert form.context["form"].initial["code"] == "heat.hallingdal"
    assert answer.headers["Location"] == page("localised-detail", pk=made.pk)
    assert (made.parent, made.network, made.created_by) == (parent, network, leader)


def test_what_is_wrong_stands_at_its_field(client, leader, network):
    IndicatorFactory(code="heat")
    IndicatorFactory(code="taken")
    address = f"{page('localised-create', slug=network.slug)}?parent=heat"

    empty = client.post(address, filled(code="a b", adapted="", unit=""), **ENGLISH)
    taken = client.post(address, filled(code="taken"), **ENGLISH)

    assert set(empty.context["form"].errors) == {"code", "adapted", "unit"}
    assert taken.context["form"].errors == {
        "code": ["Another indicator has this code. Choose another one."]
    }
    assert not LocalisedIndicator.objects.exists()


def test_a_parent_that_is_not_there_is_not_found(client, leader, network):
    address = page("localised-create", slug=network.slug)
    child = LocalisedIndicatorFactory(network=network).indicator

    found = [client.get(address, {"parent": code}).status_code for code in ("none", child.code)]

    assert found == [404, 404]


def test_both_stand_side_by_side_with_the_members_values(client, leader, network):
    row = LocalisedIndicatorFactory(
        network=network, parent__description="Share of houses.", parent__decimals=0,
        indicator__description="Share of cabins too.",
    )  # fmt: skip
    FrameworkIndicatorFactory(indicator=row.parent, worst=0, best=80)
    member = MembershipFactory(network=network, municipality__name="Ål")
    place = member.municipality
    ObservationFactory(indicator=row.parent, municipality=place, period=2023, value=12)
    ObservationFactory(indicator=row.indicator, municipality=place, period=2024, value=34.5)

    answer = client.get(page("localised-detail", pk=row.pk), **ENGLISH)

    text = answer.content.decode()
    figures = answer.context["members"]["rows"][0].figures
    assert [(one.year, one.parent, one.child) for one in figures] == [
        (2023, "12", ""),
        (2024, "", "34.5"),
    ]
    for part in (
        "Share of houses.", "Share of cabins too.", "0 gives 0 points, 80 gives 100.",
        "None: it stands in no framework.", "Ål", "The first version.",
    ):  # fmt: skip
        assert part in text


def test_a_small_number_is_hidden_here_too(client, leader, network):
    row = LocalisedIndicatorFactory(network=network)
    member = MembershipFactory(network=network)
    ObservationFactory(
        indicator=row.indicator, municipality=member.municipality, value=3, is_hidden=True
    )

    answer = client.get(page("localised-detail", pk=row.pk), **ENGLISH)

    shown = answer.context["members"]["rows"][0].figures[0].child
    assert shown == "hidden here, because the numbers are small"


def test_a_new_version_on_the_page(client, leader, network):
    row = LocalisedIndicatorFactory(network=network, indicator__description="One.")
    address = page("localised-change", pk=row.pk)
    given = client.get(address).context["form"].initial
    sent = filled(change="Garages are left out.", seen_version=str(given["seen_version"]))

    answer = client.post(address, sent, **ENGLISH)
    late = client.post(address, sent, **ENGLISH)

    row.refresh_from_db()
    assert (answer.status_code, row.version) == (302, 2)
    assert "Somebody has made a new version" in late.content.decode()
    shown = client.get(page("localised-detail", pk=row.pk), **ENGLISH).content.decode()
    assert "Garages are left out." in shown


def test_a_leader_takes_a_stand_on_a_revision(client, leader, network):
    row = LocalisedIndicatorFactory(network=network, parent__unit="tonnes")
    row.parent.unit = "kilos"
    row.parent.save()
    address = page("localised-consider", pk=row.pk)

    shown = client.get(address, **ENGLISH)
    listed = client.get(page("localised", slug=network.slug), **ENGLISH)
    part = client.get(address, headers={"HX-Request": "true"})
    answer = client.post(
        address,
        {"comment": "", "parent_seen_at": shown.context["form"]["parent_seen_at"].value()},
    )
    after = client.get(address, **ENGLISH)

    assert "tonnes" in shown.content.decode()
    assert "kilos" in shown.content.decode()
    assert address in listed.content.decode()
    assert b"<html" not in part.content
    assert answer.headers["Location"] == page("localised-detail", pk=row.pk)
    assert "Nothing waits here" in after.content.decode()


def test_a_stand_taken_in_place_goes_back_to_where_one_was(client, leader, network):
    row = LocalisedIndicatorFactory(network=network)
    row.parent.unit = "kilos"
    row.parent.save()
    address = page("localised-consider", pk=row.pk)
    seen = client.get(address).context["form"]["parent_seen_at"].value()

    answer = client.post(
        address, {"parent_seen_at": seen, "next": "/min-kommune/"},
        headers={"HX-Request": "true"},
    )  # fmt: skip

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/min-kommune/")


def test_adapting_after_a_revision_shows_it_and_answers_it(client, leader, network):
    row = LocalisedIndicatorFactory(network=network, parent__unit="tonnes")
    row.parent.unit = "kilos"
    row.parent.save()
    address = f"{page('localised-change', pk=row.pk)}?revidert=1"

    form = client.get(address, **ENGLISH)
    client.post(
        address,
        filled(
            change="Kilos as the common one.", seen_version="1",
            parent_seen_at=form.context["form"]["parent_seen_at"].value(),
        ),
    )  # fmt: skip

    assert "kilos" in form.content.decode()
    after = client.get(page("localised-consider", pk=row.pk), **ENGLISH)
    assert "Nothing waits here" in after.content.decode()


def test_another_network_adopts_sees_a_newer_version_and_lets_go(client, leader, network):
    row = LocalisedIndicatorFactory()
    listed = page("localised", slug=network.slug)
    address = page("localised-adopt", pk=row.pk)

    found = client.get(listed, **ENGLISH)
    form = client.get(address, {"network": network.slug})
    client.post(address, {"network": network.pk, "seen_version": "1"})
    LocalisedIndicator.objects.filter(pk=row.pk).update(version=2)
    newer = client.get(listed, **ENGLISH)

    assert f"{address}?network=hallingdal" in found.content.decode()
    assert form.context["form"].initial["network"] == network
    adoption = IndicatorAdoption.objects.get()
    assert (adoption.network, adoption.version) == (network, 1)
    assert "version 2 is out" in newer.content.decode()

    client.post(page("localised-release", slug=network.slug, adoption=adoption.pk))
    assert not IndicatorAdoption.objects.exists()


def test_a_leader_whose_networks_use_it_already_is_told(client, leader, network):
    row = LocalisedIndicatorFactory()
    IndicatorAdoptionFactory(localised=row, network=network)

    answer = client.get(page("localised-adopt", pk=row.pk), follow=True, **ENGLISH)

    assert "Your networks use the newest version already." in answer.content.decode()


def test_nobody_adopts_for_a_network_of_others(client, leader):
    row, other = LocalisedIndicatorFactory(), NetworkFactory()

    answer = client.post(
        page("localised-adopt", pk=row.pk), {"network": other.pk, "seen_version": "1"}
    )

    assert "network" in answer.context["form"].errors
    assert not IndicatorAdoption.objects.exists()


def test_a_closed_network_is_shown_and_not_changed(client, leader, network):
    row = LocalisedIndicatorFactory(network=network)
    network.closed_at = timezone.now()
    network.save()

    listed = client.get(page("localised", slug=network.slug), **ENGLISH)
    shown = client.get(page("localised-detail", pk=row.pk), **ENGLISH)

    assert page("localised-create", slug=network.slug) not in listed.content.decode()
    assert page("localised-change", pk=row.pk) not in shown.content.decode()


def test_the_maker_is_not_named_to_those_who_may_not_know_of_it(client, leader, network):
    row = LocalisedIndicatorFactory(network__is_public=False, network__name="Hemmelig nett")
    IndicatorAdoptionFactory(localised=row, network=network)

    pages = [
        client.get(address, **ENGLISH).content.decode()
        for address in (
            page("localised", slug=network.slug),
            page("localised-detail", pk=row.pk),
        )
    ]

    assert ["Hemmelig nett" in text for text in pages] == [False, False]


def test_a_member_types_a_value_and_comes_back(client, network):
    LocalisedIndicatorFactory(network=network)
    place = MembershipFactory(network=network).municipality
    person = RoleAssignmentFactory(municipality=place, role=Role.CONTRIBUTOR).person
    client.force_login(person)
    table = page("localised-values", country="no", code=place.code)
    year = timezone.localdate().year - 1

    shown = client.get(table, **ENGLISH)
    cell = next(
        one["href"] for one in shown.context["lines"][0]["cells"] if one["year"] == year
    )
    answer = client.post(cell, {"value": "12,5", "reason": "", "seen": ""})

    assert answer.headers["Location"] == table
    assert Observation.objects.get().value == 12.5
    assert "12.5" in client.get(table, **ENGLISH).content.decode()
    own = reverse("indicators:own-values", kwargs={"country": "no", "code": place.code})
    assert table in client.get(own).content.decode()


def test_no_one_is_sent_to_a_page_of_others(client, network):
    row = LocalisedIndicatorFactory(network=network)
    place = MembershipFactory(network=network).municipality
    client.force_login(RoleAssignmentFactory(municipality=place, role=Role.CONTRIBUTOR).person)
    address = reverse(
        "indicators:own-value",
        kwargs={
            "country": "no", "code": place.code, "indicator": row.indicator.code,
            "year": 2024,
        },
    )  # fmt: skip

    answer = client.post(
        f"{address}?next=https://elsewhere.example/", {"value": "1", "reason": "", "seen": ""}
    )

    assert answer.headers["Location"].startswith("/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(
    client, leader, network, count, django_assert_max_num_queries
):
    for _each in range(count):
        LocalisedIndicatorFactory(network=network)
        IndicatorAdoptionFactory(network=network)
        LocalisedIndicatorFactory()
    client.get(page("localised", slug=network.slug))

    with django_assert_max_num_queries(19):
        client.get(page("localised", slug=network.slug))


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_takes_a_fixed_number_of_queries(
    client, leader, network, count, django_assert_max_num_queries
):
    row = LocalisedIndicatorFactory(network=network)
    for _each in range(count):
        place = MembershipFactory(network=network).municipality
        ObservationFactory(indicator=row.indicator, municipality=place)
        IndicatorAdoptionFactory(localised=row)
    client.get(page("localised-detail", pk=row.pk))

    with django_assert_max_num_queries(24):
        client.get(page("localised-detail", pk=row.pk))
