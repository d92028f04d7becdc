"""What a partner in one network is not told: other closed networks, and who is in them."""

import pytest
from django.urls import reverse

from improvement.models import Measure, StateInput
from improvement.queries.report_parts import common_work
from improvement.queries.state_inputs import state_inputs
from tests.factories import (
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RoleAssignmentFactory,
)
from tests.improvement.factories import MeasureFactory, ObjectiveFactory

pytestmark = pytest.mark.django_db
SECRET = "Kraftkommunene"


@pytest.fixture
def here():
    return MembershipFactory(municipality=MunicipalityFactory(name="Gol")).municipality


@pytest.fixture
def partner(here, client):
    """Somebody of another member of the network that everybody knows of."""
    shared = here.memberships.get().network
    there = MembershipFactory(network=shared).municipality
    return RoleAssignmentFactory(municipality=there).person


@pytest.fixture
def secret(here):
    network = NetworkFactory(slug="secret", name=SECRET, short_name="", is_public=False)
    MembershipFactory(network=network, municipality=here)
    return network


def texts(client, person, row):
    client.force_login(person)
    return client.get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize("make", [MeasureFactory, ObjectiveFactory])
def test_a_closed_network_is_named_only_to_those_who_may_know_of_it(
    client, here, partner, secret, make
):
    row = make(municipality=here, network=secret)
    own = RoleAssignmentFactory(municipality=here).person

    assert SECRET in texts(client, own, row)
    page = texts(client, partner, row)
    assert SECRET not in page
    assert "/secret/" not in page


def test_copies_that_one_may_not_read_are_neither_named_nor_counted(
    client, here, partner, secret
):
    far = MembershipFactory(
        network=secret, municipality=MunicipalityFactory(name="Fjernby")
    ).municipality
    measure = MeasureFactory(municipality=here)
    MeasureFactory(municipality=far, copied_from=measure)
    copy = MeasureFactory(
        municipality=here, copied_from=MeasureFactory(municipality=far), title="After them"
    )

    def counts(person):
        client.force_login(person)
        page = client.get(measure.get_absolute_url())
        place = {"country": "no", "code": here.code}
        there = partner.role_assignments.get().municipality
        network = client.get(
            reverse("improvement:measures", kwargs={**place, "code": there.code}),
            {"fra": "nettverket"},
        )
        found = [row.copies for row in network.context["rows"]] if network.context else []
        return page.context["copy_count"], [each for each in found if each]

    assert counts(partner) == (0, [])
    assert "Fjernby" not in texts(client, partner, copy)
    own = RoleAssignmentFactory(municipality=here).person
    assert "Fjernby" in texts(client, own, copy)
    assert counts(own)[0] == 1


def test_a_municipality_that_has_left_takes_its_work_out_of_the_network_s_report(here, secret):
    measure = MeasureFactory(municipality=here, network=secret)
    StateInput.objects.create(
        municipality=here, network=secret, barrier="LAW", title="A law", text="It stops us"
    )
    assert common_work(secret).measures == [measure]
    assert state_inputs(network=secret).count() == 1

    secret.memberships.update(state="LEFT", left_on="2026-03-01")

    assert common_work(secret).measures == []
    assert common_work(secret).inputs == []
    assert not state_inputs(network=secret).exists()
    assert Measure.objects.get() == measure
