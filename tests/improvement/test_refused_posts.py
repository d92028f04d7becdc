"""What is sent to a page by somebody who may not: refused, and nothing is written.

Every page of the improvement cycle that takes a form is asked. The world and what each
person may are those of ``tests/permission_world.py``.
"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from improvement.urls import urlpatterns
from tests.improvement.permissions import TABLE
from tests.permission_rows import FORBIDDEN, FORM, MISSING, MOVED, OK
from tests.permission_world import arguments_of, fixtures, person_for
from tests.refused_posts import (
    STRANGERS,
    check_refused,
    counted,
    sender,
    takes_forms,
    written,
)

# One's own mails; a link that is a secret.
OWN = {"improvement:notices", "improvement:unsubscribe"}
PAGES = [name for name in takes_forms(urlpatterns, "improvement") if name not in OWN]
# They send nothing that counts, whatever the page.
NEVER = (
    "signed out",
    "reader",
    "coordinator elsewhere",
    "council member",
    *STRANGERS,
)


built, world, browsers = fixtures((*NEVER, "contributor"), sender)


def senders(name):
    """Those who may not send to a page; a contributor works, but does not steer or lead."""
    may_work = TABLE[name]["contributor"] in {OK, FORM}
    return NEVER if may_work else (*NEVER, "contributor")


@pytest.mark.parametrize("name", PAGES)
def test_what_is_sent_by_those_who_may_not_is_refused(world, browsers, name):
    check_refused(name, senders(name), world=world, browsers=browsers)


def test_a_draft_sent_while_typing_is_refused_too(world, browsers):
    name = "improvement:status-draft"
    address = reverse(name, kwargs=arguments_of(name, world))
    before = counted("improvement")

    found = {
        browsers[person]
        .patch(address, "text=x", "application/x-www-form-urlencoded")
        .status_code
        for person in NEVER
    }

    assert found == {MOVED, FORBIDDEN, MISSING}
    assert counted("improvement") == before


def test_the_count_sees_what_is_written(world, browsers):
    """The same as above by somebody who may: or nothing would be tested."""
    name = "improvement:status-unchanged"
    browser = Client()
    browser.force_login(person_for("contributor", world))
    address = reverse("improvement:task-add", kwargs=arguments_of(name, world))
    before = counted("improvement")

    with CaptureQueriesContext(connection) as queries:
        assert browser.post(address, {"title": "Order vans"}).status_code == MOVED

    assert counted("improvement") != before
    assert written(queries, "improvement")
