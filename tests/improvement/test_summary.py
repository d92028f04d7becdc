"""Counts of measures per municipality."""

from datetime import UTC, datetime, timedelta

import pytest

from improvement.enums import MeasureState
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
    MeasureFactory(municipality=here, state=MeasureState.DONE, logged_at=NOW)
    MeasureFactory(
        municipality=here,
        state=MeasureState.ON_TRACK,
        logged_at=NOW - timedelta(days=60),
    )
    MeasureFactory(
        municipality=here,
        state=MeasureState.LATE,
        logged_at=NOW - timedelta(days=60, seconds=1),
    )
    MeasureFactory(municipality=here)
    MeasureFactory(municipality=here, archived_at=NOW)
    MeasureFactory(municipality=there, state=MeasureState.STOPPED)

    with django_assert_num_queries(1):
        found = measure_counts([here, there, bare], at=NOW, days=60)

    assert found == {
        here.pk: MeasureCounts(done=1, on_track=1, late=1, not_started=1, fresh=1),
        there.pk: MeasureCounts(stopped=1),
    }
    assert (found[here.pk].total, found[here.pk].open) == (4, 3)


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
