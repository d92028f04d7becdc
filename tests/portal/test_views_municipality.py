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


@pytest.mark.parametrize(
    "address",
    [
        "/indikatorer/",
        "/indikatorer/prove-1/",
        "/kommuner/no/3320/tall.csv",
        "/kommuner/no/3320/tall.xlsx",
        "/indikatorer/prove-1/tall.csv",
        "/indikatorer/prove-1/tall.json",
    ],
)
def test_opens(client, address):
    world = World()
    for place in world.places:
        world.observe(place)
    response = client.get(address)
    assert response.status_code == 200
