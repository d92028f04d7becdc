"""Stored dashboards and standings, unpacked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import connection

from indicators.documents import (
    DashboardDocument,
    StandingDocument,
    unpack_dashboard,
    unpack_standing,
)
from indicators.models import Dashboard, Framework

# One row by its key, on every page: plain SQL takes a fifth of the time.
_DASHBOARD = (
    "SELECT document, vintage, computed_at FROM indicators_dashboard "
    "WHERE framework_id = %s AND kind = %s AND object_id = %s"
)
_STANDING = (
    "SELECT document FROM indicators_standing "
    "WHERE framework_id = %s AND kind = %s AND key = %s"
)


@dataclass(frozen=True, slots=True)
class StoredDashboard:
    """One dashboard with what is to be said about its making."""

    document: DashboardDocument
    vintage: date | None
    computed_at: datetime


def read_dashboard(
    framework: Framework, *, kind: str, object_id: int
) -> StoredDashboard | None:
    """Read the dashboard of one place; None when nothing has been computed for it."""
    with connection.cursor() as cursor:
        cursor.execute(_DASHBOARD, [framework.pk, kind, object_id])
        row = cursor.fetchone()
    if row is None:
        return None
    return StoredDashboard(unpack_dashboard(row[0]), row[1], _moment(row[2]))


def _moment(value: datetime) -> datetime:
    # SQLite keeps no zones: what it has is UTC.
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def read_documents(
    framework: Framework, *, kind: str, object_ids: Sequence[int]
) -> dict[int, DashboardDocument]:
    """Read the documents of several places of one kind by their keys."""
    rows = Dashboard.objects.filter(
        framework=framework, kind=kind, object_id__in=object_ids
    ).values_list("object_id", "document")
    return {key: unpack_dashboard(packed) for key, packed in rows}


def read_standing(framework: Framework, *, kind: str, key: str) -> StandingDocument | None:
    """Read what the places of a group are compared with; None without a stored group."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [framework.pk, kind, key])
        row = cursor.fetchone()
    return None if row is None else unpack_standing(row[0])
