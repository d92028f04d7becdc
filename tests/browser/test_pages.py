"""Pages in a real browser: no complaint, no barrier, nothing wider than the screen."""

import pytest
from django.urls import reverse

from tests.browser.looking import faults

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("name", ["portal:front", "portal:municipalities", "portal:networks"])
def test_page_without_data(page, live_server, barriers, name):
    assert faults(page, barriers, live_server.url + reverse(name)) == []


def test_health_where_no_worker_runs(page, live_server, barriers, findings):
    address = live_server.url + reverse("portal:health")
    assert faults(page, barriers, address, status=503) == []
    findings.console.clear()  # the browser says that it got a 503
