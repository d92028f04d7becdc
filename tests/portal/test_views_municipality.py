import pytest
from tests.portal.world import World

pytestmark = pytest.mark.django_db


def test_dashboard_opens(client):
    World()
    response = client.get("/kommuner/no/3320/")
    assert response.status_code == 200
