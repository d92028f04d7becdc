from datetime import UTC, datetime

import pytest

from common.jobs import enqueue
from common.models import Job
from indicators import tasks
from networks.actions.applications import apply, decline
from networks.actions.memberships import set_expectations
from networks.models.memberships import EXPECTATIONS
from tests.factories import (
    CountryFactory,
    FrameworkFactory,
    FrameworkIndicatorFactory,
    MembershipFactory,
    MunicipalityFactory,
    ObservationFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def jobs(task):
    rows = Job.objects.filter(task=task).order_by("pk")
    return [(row.arguments, row.state) for row in rows]


def change(network_id):
    return enqueue(
        task=tasks.NETWORK_TASK, arguments={"network_id": network_id}, at=AT, send=False
    )


def test_a_new_member_asks_for_the_network_once_while_the_job_waits():
    membership = MembershipFactory(state="INVITED")
    apply(membership=membership, by=None, at=AT)
    decline(membership=membership, by=None, at=AT)
    assert jobs(tasks.NETWORK_TASK) == [({"network_id": membership.network_id}, "QUEUED")]


def test_what_no_figure_shows_asks_for_nothing():
    membership = MembershipFactory()
    set_expectations(membership=membership, by=None, **dict.fromkeys(EXPECTATIONS, True))
    assert jobs(tasks.NETWORK_TASK) == []


def test_the_countries_of_the_members_are_computed_where_there_are_figures():
    framework = FrameworkIndicatorFactory().framework
    FrameworkFactory()
    indicator = framework.framework_indicators.get().indicator
    norway = MembershipFactory(municipality=MunicipalityFactory())
    sweden = MunicipalityFactory(country=CountryFactory(code="SE", name="Sverige"))
    for place in (norway.municipality, sweden):
        ObservationFactory(indicator=indicator, municipality=place)

    tasks.network_changed(job_id=change(norway.network_id).pk, future="argument")

    assert jobs(tasks.COUNTRY_TASK) == [
        ({"framework": framework.pk, "country": "NO"}, "QUEUED")
    ]


def test_a_deleted_network_and_a_finished_job_are_no_error():
    FrameworkFactory()
    job = change(404)
    for _ in range(2):
        tasks.network_changed(job_id=job.pk)
    job.refresh_from_db()
    assert job.state == "DONE"
    assert jobs(tasks.COUNTRY_TASK) == []
