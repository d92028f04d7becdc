"""Counts of measures per municipality."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from improvement.enums import MeasureState
from improvement.models import CycleSettings
from improvement.queries.summary import (
    MeasureCounts,
    is_workplace,
    last_change,
    measure_counts,
)
from networks.enums import Role
from tests.factories import (
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.improvement.factories import MeasureFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_measures_are_counted_by_state_and_age(django_assert_num_queries):
    here, there, bare = MunicipalityFactory.create_batch(3)
    network = NetworkFactory()
    for state, age, more in (
        (MeasureState.DONE, 0, {}),
        (MeasureState.ON_TRACK, 60, {"network": network}),
        (MeasureState.LATE, 61, {}),
        (MeasureState.LATE, 180, {}),
        (MeasureState.LATE, 181, {}),
        (MeasureState.STOPPED, 181, {}),
        (MeasureState.ON_TRACK, 0, {"network": NetworkFactory()}),
        (MeasureState.ON_TRACK, 0, {"archived_at": NOW}),
    ):
        MeasureFactory(
            municipality=here, state=state, logged_at=NOW - timedelta(days=age), **more
        )
    with time_machine.travel(NOW - timedelta(days=181)):
        MeasureFactory(municipality=here)
    MeasureFactory(municipality=there, state=MeasureState.STOPPED)

    with django_assert_num_queries(1):
        found = measure_counts(
            [here, there, bare], network=network, days=CycleSettings(), at=NOW
        )

    assert found == {
        here.pk: MeasureCounts(
            done=1, on_track=1, late=3, stopped=1, not_started=1, fresh=1, stale=2
        ),
        there.pk: MeasureCounts(stopped=1),
    }
    assert (found[here.pk].total, found[here.pk].open) == (7, 5)


def test_the_key_changes_with_the_measures():
    measure = MeasureFactory()
    before = last_change([measure.municipality])

    measure.logged_at = NOW
    measure.save()

    assert last_change([measure.municipality]) != before


def test_who_works_in_a_network():
    network = NetworkFactory(is_public=True)
    member = MembershipFactory(network=network).municipality
    reader = RoleAssignmentFactory(role=Role.READER, municipality=member).person
    elsewhere = RoleAssignmentFactory(
        role=Role.COORDINATOR, municipality=MunicipalityFactory()
    ).person

    assert is_workplace(reader, network)
    assert not is_workplace(elsewhere, network)
    assert not is_workplace(UserFactory(), network)
