"""What is sent to a page by somebody who may not: refused, and nothing is written.

Every page of the improvement cycle that takes a form is asked. The world and what each
person may are those of ``tests/permission_world.py``.
"""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from improvement.urls import urlpatterns
from networks.enums import Role
from tests.factories import NetworkFactory, RoleAssignmentFactory
from tests.improvement.permissions import TABLE
from tests.permission_rows import FORBIDDEN, FORM, MISSING, MOVED, OK
from tests.permission_world import arguments_of, fixtures, person_for

# One's own mails; a link that is a secret.
OWN = {"improvement:notices", "improvement:unsubscribe"}
PAGES = sorted(
    f"improvement:{each.name}"
    for each in urlpatterns
    if hasattr(each.callback.view_class, "post") and f"improvement:{each.name}" not in OWN
)
REFUSED = {MOVED, FORBIDDEN, MISSING}
# They send nothing that counts, whatever the page.
NEVER = (
    "signed out",
    "reader",
    "coordinator elsewhere",
    "council member",
    "leader elsewhere",
    "administrator until yesterday",
    "leader until yesterday",
)
WRITES = ("INSERT", "UPDATE", "DELETE")


def sender(name, world):
    """The person of a name; None is signed out."""
    today = timezone.localdate()
    ended = {"valid_from": today - timedelta(days=90), "valid_to": today - timedelta(days=1)}
    if name == "leader elsewhere":
        scope = {"role": Role.NETWORK_LEADER, "network": NetworkFactory(slug="elsewhere")}
    elif name == "leader until yesterday":
        scope = {"role": Role.NETWORK_LEADER, "network": world["network"], **ended}
    elif name == "administrator until yesterday":
        place = world["municipality"]
        scope = {"role": Role.ADMINISTRATOR, "municipality": place, **ended}
    else:
        return person_for(name, world)
    return RoleAssignmentFactory(**scope).person


built, world, browsers = fixtures((*NEVER, "contributor"), sender)


def counted():
    """How many rows each table of the improvement cycle has; one query."""
    app = apps.get_app_config("improvement")
    tables = sorted({each._meta.db_table for each in app.get_models(include_auto_created=True)})
    parts = [f"SELECT '{table}', COUNT(*) FROM {table}" for table in tables]  # noqa: S608 -- ours
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())


def senders(name):
    """Those who may not send to a page; a contributor works, but does not steer or lead."""
    may_work = TABLE[name]["contributor"] in {OK, FORM}
    return NEVER if may_work else (*NEVER, "contributor")


def written(queries):
    """What was written to tables of the improvement cycle."""
    texts = [each["sql"].lstrip() for each in queries]
    return [text for text in texts if text.startswith(WRITES) and '"improvement_' in text[:60]]


@pytest.mark.parametrize("name", PAGES)
def test_what_is_sent_by_those_who_may_not_is_refused(world, browsers, name):
    address = reverse(name, kwargs=arguments_of(name, world))
    before = counted()

    found = {}
    with CaptureQueriesContext(connection) as queries:
        for person in senders(name):
            found[person] = browsers[person].post(address, {"next": "/"})

    assert {person: one.status_code for person, one in found.items()} == {
        person: one.status_code for person, one in found.items() if one.status_code in REFUSED
    }
    signed_out = found.pop("signed out")
    if signed_out.status_code == MOVED:
        assert signed_out["Location"].startswith(reverse("account_login"))
    assert [person for person, one in found.items() if one.status_code == MOVED] == []
    assert counted() == before
    assert written(queries) == []


def test_a_draft_sent_while_typing_is_refused_too(world, browsers):
    name = "improvement:status-draft"
    address = reverse(name, kwargs=arguments_of(name, world))
    before = counted()

    found = {
        browsers[person]
        .patch(address, "text=x", "application/x-www-form-urlencoded")
        .status_code
        for person in NEVER
    }

    assert found == {MOVED, FORBIDDEN, MISSING}
    assert counted() == before


def test_the_count_sees_what_is_written(world, browsers):
    """The same as above by somebody who may: or nothing would be tested."""
    name = "improvement:status-unchanged"
    browser = Client()
    browser.force_login(person_for("contributor", world))
    address = reverse("improvement:task-add", kwargs=arguments_of(name, world))
    before = counted()

    with CaptureQueriesContext(connection) as queries:
        assert browser.post(address, {"title": "Order vans"}).status_code == MOVED

    assert counted() != before
    assert written(queries)
