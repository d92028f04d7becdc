"""Pages in a real browser: no complaint, no barrier, nothing wider than the screen."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db(transaction=True)

PUBLIC = ["portal:front", "portal:municipalities", "portal:networks", "portal:health"]
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def overflow(page):
    """How many pixels the page is wider than the screen."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PUBLIC)
def test_page_without_data(page, live_server, barriers, findings, name, scheme):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(WIDE)

    page.goto(live_server.url + reverse(name))

    assert page.get_by_role("heading", level=1).count() == 1
    assert barriers() == []
    assert overflow(page) <= 0
    page.set_viewport_size(PHONE)
    assert overflow(page) <= 0
    if name == "portal:health":
        findings.console.clear()  # no worker runs here: 503, and the browser says so
