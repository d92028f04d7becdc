import pytest
from tests.portal.world import World

pytestmark = pytest.mark.django_db


def test_dashboard_opens(client):
    World()
    response = client.get("/kommuner/no/3320/")
    assert response.status_code == 200


def test_indicator_opens(client):
    world = World()
    for place in world.places:
        world.observe(place)
    response = client.get("/kommuner/no/3320/indikatorer/prove-1/")
    assert response.status_code == 200
