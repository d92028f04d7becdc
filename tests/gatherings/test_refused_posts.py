"""What is sent to a page of the gatherings by somebody who may not: refused, nothing written.

Every page that takes a form is asked, by those of ``PEOPLE`` whom the table of permissions
refuses.
"""

import pytest
from django.urls import reverse

from gatherings.models import Registration
from gatherings.urls import urlpatterns
from tests.gatherings.permissions import TABLE
from tests.permission_world import arguments_of, fixtures
from tests.refused_posts import (
    REFUSED,
    STRANGERS,
    check_refused,
    counted,
    sender,
    takes_forms,
)

# The weakest and the strongest who are refused somewhere.
PEOPLE = ("signed out", "reader", "administrator", "council member")
built, world, browsers = fixtures((*PEOPLE, *STRANGERS), sender)


def senders(name):
    """Those who may not send to a page."""
    row = TABLE[name]
    refused = tuple(person for person in PEOPLE if row[person] in REFUSED)
    return (*refused, *STRANGERS) if row["no role"] in REFUSED else refused


# That no page is missing in the table is tried in tests/test_permissions.py.
PAGES = [
    name for name in takes_forms(urlpatterns, "gatherings") if name in TABLE and senders(name)
]


@pytest.mark.parametrize("name", PAGES)
def test_what_is_sent_by_those_who_may_not_is_refused(world, browsers, name):
    check_refused(name, senders(name), world=world, browsers=browsers)


def test_the_count_sees_what_is_written(world, browsers):
    """The same as above by somebody who may: or nothing would be tested."""
    address = reverse("gatherings:withdraw", kwargs=arguments_of("gatherings:withdraw", world))
    before = counted("gatherings")

    browsers["administrator"].post(address)

    assert counted("gatherings") != before
    assert Registration.objects.get().state == "WITHDRAWN"
