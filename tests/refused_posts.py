"""What is sent to a page by somebody who may not: refused, and nothing is written.

Shared by ``tests/<app>/test_refused_posts.py``; the world and what each person may are those
of ``tests/permission_world.py``.
"""

from datetime import timedelta

from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from networks.enums import Role
from tests.factories import NetworkFactory, RoleAssignmentFactory
from tests.permission_rows import FORBIDDEN, MISSING, MOVED
from tests.permission_world import arguments_of, person_for

REFUSED = {MOVED, FORBIDDEN, MISSING}
# Those whose role is another's, or has ended: they may as much as somebody without a role.
STRANGERS = ("leader elsewhere", "administrator until yesterday", "leader until yesterday")
_WRITES = ("INSERT", "UPDATE", "DELETE")


def takes_forms(patterns, app):
    """Names of the pages of an app that something can be sent to."""
    return sorted(
        f"{app}:{each.name}" for each in patterns if hasattr(each.callback.view_class, "post")
    )


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


def counted(app):
    """How many rows each table of an app has; one query."""
    models = apps.get_app_config(app).get_models(include_auto_created=True)
    tables = sorted({each._meta.db_table for each in models})
    parts = [f"SELECT '{table}', COUNT(*) FROM {table}" for table in tables]  # noqa: S608 -- ours
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())


def written(queries, app):
    """What was written to the tables of an app."""
    texts = [each["sql"].lstrip() for each in queries]
    return [text for text in texts if text.startswith(_WRITES) and f'"{app}_' in text[:60]]


def check_refused(name, people, *, world, browsers):
    """Let each of ``people`` send to the page ``name``: refused, and nothing is written."""
    app = name.split(":")[0]
    address = reverse(name, kwargs=arguments_of(name, world))
    before = counted(app)

    found = {}
    with CaptureQueriesContext(connection) as queries:
        for person in people:
            found[person] = browsers[person].post(address, {"next": "/"})

    assert {person: one.status_code for person, one in found.items()} == {
        person: one.status_code for person, one in found.items() if one.status_code in REFUSED
    }
    moved = {person for person, one in found.items() if one.status_code == MOVED}
    assert moved <= {"signed out"}
    for person in moved:
        assert found[person]["Location"].startswith(reverse("account_login"))
    assert counted(app) == before
    assert written(queries, app) == []
