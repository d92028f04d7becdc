"""A municipality that is only invited ties no work to the network."""

from datetime import UTC, date, datetime

import pytest

from improvement.actions import functions, rounds, status_rounds
from improvement.actions.closing import close, move_to_successor
from improvement.actions.measures import MeasureDetails, change_measure, create_measure
from improvement.actions.objectives import ObjectiveDetails, create_objective
from improvement.actions.state_inputs import InputDetails, create_state_input
from improvement.enums import MunicipalFunction
from improvement.queries.choices import networks_of
from improvement.queries.closing import closed_networks_of, members_at_closing
from improvement.queries.localised import used_in
from improvement.queries.measures import partners_of
from improvement.queries.rounds import open_networks, open_scopes
from networks.actions.locks import NotInNetwork
from tests.factories import (
    IndicatorFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    UserFactory,
)
from tests.improvement.factories import MeasureFactory
from tests.improvement.localised_factories import LocalisedIndicatorFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
SIGNED = {"by": None, "at": AT}


@pytest.fixture
def here():
    return MunicipalityFactory()


@pytest.fixture
def network():
    return MembershipFactory().network


@pytest.fixture
def membership(here, network):
    return MembershipFactory(
        network=network,
        municipality=here,
        state="INVITED",
        applied_at=None,
        apply_by=date(2099, 1, 1),
    )


def new_measure(place, network):
    details = MeasureDetails(title="Vans", network=network)
    create_measure(municipality=place, details=details, **SIGNED)


def changed_measure(place, network):
    details = MeasureDetails(title="Vans", network=network)
    change_measure(measure=MeasureFactory(municipality=place), details=details, **SIGNED)


def new_objective(place, network):
    details = ObjectiveDetails(title="Fewer", network=network)
    create_objective(municipality=place, details=details, **SIGNED)


def new_input(place, network):
    details = InputDetails(barrier="LAW", title="A law", text="It stops us", network=network)
    create_state_input(municipality=place, details=details, **SIGNED)


def new_round(place, network):
    rounds.open_round(municipality=place, network=network, **SIGNED)


def new_holder(place, network):
    functions.fill_function(
        municipality=place,
        function=MunicipalFunction.CLIMATE,
        name="The head of climate",
        network=network,
        **SIGNED,
    )


def new_part(place, network):
    details = status_rounds.StatusRoundDetails(
        name="Status",
        indicators=[IndicatorFactory()],
        year_from=2023,
        opens_on=AT.date(),
        deadline=AT.date(),
    )
    asked = status_rounds.create_status_round(network=network, details=details, **SIGNED)
    status_rounds.deliver_part(status_round=asked, municipality=place, comment="", **SIGNED)


@pytest.mark.parametrize(
    "tie",
    [
        new_measure,
        changed_measure,
        new_objective,
        new_input,
        new_round,
        new_holder,
        new_part,
    ],
)
def test_work_is_tied_to_a_network_from_the_application_on(here, network, membership, tie):
    with pytest.raises(NotInNetwork):
        tie(here, network)
    network.status_rounds.all().delete()
    membership.state, membership.applied_at = "APPLIED", AT
    membership.save()

    tie(here, network)


def test_no_form_offers_a_network_that_one_is_only_invited_to(here, network, membership):
    LocalisedIndicatorFactory(network=network)

    assert list(networks_of(here)) == open_networks(here) == list(used_in(here)) == []
    assert [scope.network for scope in open_scopes(here)] == [None]
    assert list(partners_of(here)) == []


def test_a_network_that_closes_keeps_nothing_of_those_it_has_invited(here, network, membership):
    close(network=network, by=UserFactory(), at=AT)

    assert here not in members_at_closing(network)
    assert list(closed_networks_of(here)) == []


def test_work_is_not_moved_to_a_network_that_one_is_only_invited_to(here, network, membership):
    former = NetworkFactory(closed_at=AT, successor=network)
    MeasureFactory(municipality=here, network=former)

    with pytest.raises(NotInNetwork):
        move_to_successor(network=former, municipality=here, by=UserFactory())
