"""Measures as people write them, for several modules of tests."""

from datetime import UTC, datetime

from improvement.actions import measures as actions
from improvement.actions.measures import MeasureDetails
from networks.enums import Role
from tests.factories import RoleAssignmentFactory

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def worker(place, role=Role.COORDINATOR):
    return RoleAssignmentFactory(role=role, municipality=place).person


def written(**given):
    return MeasureDetails(**{"title": "Electric vans", **given})


def create(place, details=None, **given):
    given = {"by": None, "at": AT, **given}
    return actions.create_measure(municipality=place, details=details or written(), **given)


def pulls(measure):
    return sorted(measure.pulls.values_list("target_id", "pull"))
