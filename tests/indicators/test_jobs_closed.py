"""A closed network's figures stay as they were when it closed."""

import pytest

from indicators.models import Dashboard, Standing
from networks.actions.networks import close_network
from tests.indicators.world import NOW, World

pytestmark = pytest.mark.django_db


def kept(world):
    kinds = ("network", "subgroup")
    boards = Dashboard.objects.filter(kind__in=kinds).order_by("kind", "object_id")
    standings = Standing.objects.filter(kind="network", key=str(world.network.pk))
    return (
        [(row.kind, row.object_id, row.version, bytes(row.document)) for row in boards],
        [bytes(row.document) for row in standings],
    )


@pytest.mark.parametrize("small", [True, False])
def test_figures_of_a_closed_network_stay_while_its_members_go_on(small):
    world = World()
    world.compute()
    before = kept(world)
    assert [len(part) for part in before] == [2, 1]
    close_network(network=world.network, by=None, at=NOW)
    cell = world.indicators[0], world.places[3]
    world.set(*cell, 2024, 91.7)

    written = world.compute_changes(cell) if small else world.compute()

    assert kept(world) == before
    assert written["removed"] == 0
    # The municipality and its county.
    assert written["dashboards"] == 2
