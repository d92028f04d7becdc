"""Stored dashboards and standings, unpacked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from indicators.documents import (
    DashboardDocument,
    StandingDocument,
    unpack_dashboard,
    unpack_standing,
)
from indicators.models import Dashboard, Framework, Standing


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
    row = (
        Dashboard.objects.filter(framework=framework, kind=kind, object_id=object_id)
        .values_list("document", "vintage", "computed_at")
        .first()
    )
    if row is None:
        return None
    return StoredDashboard(unpack_dashboard(row[0]), row[1], row[2])


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
    packed = (
        Standing.objects.filter(framework=framework, kind=kind, key=key)
        .values_list("document", flat=True)
        .first()
    )
    return None if packed is None else unpack_standing(packed)
