"""The pages of one goal conflict: registered, changed, answered, and who may."""

from datetime import date

import pytest
from django.urls import reverse

from improvement.actions.conflicts import version_of
from improvement.models import GoalConflict
from networks.enums import Role
from tests.factories import (
    NetworkFactory,
    RegionMembershipFactory,
    RoleAssignmentFactory,
)
from tests.improvement.conflict_cases import case, gol_in
from tests.improvement.factories import MeasureFactory, TargetFactory

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
FORM = {
    "title": "Hytter ved skogkanten",
    "first": "8.9",
    "second": "15.5",
    "score": "-2",
    "affected": "Reindriften",
    "place": "Golsfjellet",
    "mitigation": "Mindre felt",
    "decided_by": "Kommunestyret",
    "decision": "",
    "measure": "",
    "network": "",
}


@pytest.fixture
def network():
    return NetworkFactory(slug="nett", is_public=False)


@pytest.fixture
def gol(network):
    return gol_in(network)


@pytest.fixture
def worker(gol):
    return RoleAssignmentFactory(role=Role.CONTRIBUTOR, municipality=gol).person


@pytest.fixture
def targets():
    return [TargetFactory(number=number) for number in ("8.9", "15.5")]


def create(client, **given):
    address = reverse("improvement:conflict-create", args=["no", "3324"])
    return client.post(address, {**FORM, **given}, **ENGLISH)


def test_a_case_is_registered(client, gol, worker, targets):
    client.force_login(worker)

    answer = create(client)

    row = GoalConflict.objects.get()
    assert answer["Location"] == row.get_absolute_url()
    assert (row.first_id, row.second_id, row.score, row.state, row.language) == (
        "15.5",
        "8.9",
        -2,
        "CONFIRMED",
        "en",
    )
    text = client.get(row.get_absolute_url(), **ENGLISH).content.decode()
    assert "clearly against each other (−2)" in text


def test_the_form_begins_with_the_measure_that_one_comes_from(client, gol, worker, network):
    measure = MeasureFactory(municipality=gol, network=network, title="Hyttefelt")
    client.force_login(worker)
    address = reverse("improvement:conflict-create", args=["no", "3324"])

    form = client.get(address, {"measure": measure.pk}).context["form"]
    assert form.initial == {
        "measure": measure.pk,
        "network": network.pk,
        "title": "Hyttefelt",
    }
    foreign = MeasureFactory().pk
    assert client.get(address, {"measure": foreign}).context["form"].initial == {}
    assert client.get(address, {"measure": "x"}).context["form"].initial == {}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": ""}, "Write what the case is about."),
        ({"first": ""}, "Choose a target."),
        ({"second": "8.9"}, "Choose two different targets."),
        ({"score": ""}, "Choose from −3 to +3."),
        ({"score": "4"}, "Choose from −3 to +3."),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_above_the_form(
    client, gol, worker, targets, given, sentence
):
    client.force_login(worker)

    answer = create(client, **given)

    assert answer.content.decode().count(sentence) == 2
    assert not GoalConflict.objects.exists()


def test_a_case_is_changed_and_its_language_stays_with_its_words(client, gol, worker, targets):
    row = case("8.9", "15.5", -1, municipality=gol, title="Hytter", state="PROPOSED")
    client.force_login(worker)
    address = reverse("improvement:conflict-change", args=[row.pk])
    given = {**FORM, "title": "Hytter", "affected": "", "mitigation": "", "score": "-3"}

    answer = client.post(
        address, {**given, "state": "CONFIRMED", "seen": version_of(row)}, **ENGLISH
    )

    assert answer["Location"] == row.get_absolute_url()
    row.refresh_from_db()
    assert (row.score, row.state, row.language) == (-3, "CONFIRMED", "nb")
    stale = client.post(address, {**given, "state": "DISMISSED", "seen": "1"}, **ENGLISH)
    assert "Somebody else has changed the case" in stale.content.decode()


def test_a_proposal_is_answered_where_it_stands(client, gol, worker):
    row = case("8.9", "15.5", -1, municipality=gol, state="PROPOSED")
    client.force_login(worker)
    htmx = {"HTTP_HX_REQUEST": "true", **ENGLISH}
    address = row.get_absolute_url()

    fragment = client.get(f"{address}?next=/min-kommune/", **htmx).content.decode()
    assert "<html" not in fragment
    assert "Yes, it is a goal conflict" in fragment

    wrong = client.post(address, {"state": "CONFIRMED", "next": "/min-kommune/"}, **htmx)
    assert wrong.status_code == 200
    assert "Choose from −3 to +3." in wrong.content.decode()

    answer = {"state": "CONFIRMED", "score": "-2", "mitigation": "", "next": "/min-kommune/"}
    right = client.post(address, answer, **htmx)
    assert right["HX-Redirect"] == "/min-kommune/"
    row.refresh_from_db()
    assert (row.state, row.score) == ("CONFIRMED", -2)
    assert "answered this already" in client.get(address, **htmx).content.decode()


def test_a_proposal_is_turned_down_without_scripts(client, gol, worker):
    row = case("8.9", "15.5", -1, municipality=gol, state="PROPOSED")
    client.force_login(worker)

    answer = client.post(row.get_absolute_url(), {"state": "DISMISSED", "score": "-1"})

    assert answer["Location"] == row.get_absolute_url()
    row.refresh_from_db()
    assert row.state == "DISMISSED"


def test_only_those_who_work_there_answer(client, gol):
    row = case("8.9", "15.5", -1, municipality=gol, state="PROPOSED")
    client.force_login(RoleAssignmentFactory(role=Role.READER, municipality=gol).person)

    assert client.get(row.get_absolute_url()).status_code == 200
    answer = client.post(row.get_absolute_url(), {"state": "DISMISSED", "score": "-1"})
    assert answer.status_code == 403


def test_who_acts_for_a_municipality_is_named_so(client, gol, targets):
    region = RegionMembershipFactory(municipality=gol, valid_from=date(2024, 1, 1)).region
    client.force_login(RoleAssignmentFactory(role=Role.COORDINATOR, region=region).person)

    create(client)

    assert GoalConflict.objects.get().on_behalf_of == gol
