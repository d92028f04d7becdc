"""References that municipalities have not answered; who has any is kept for a minute."""

from collections.abc import Collection

from django.db.models import QuerySet

from common.memory import Memory
from procurement.enums import SolutionState, SupplierState
from procurement.models import Reference

_asked: Memory[set[int]] = Memory(seconds=60, entries=1)


def references_waiting(municipalities: Collection[int]) -> list[Reference]:
    """Give the references that municipalities are named in and have not answered.

    Args:
        municipalities: Their keys.
    """
    rows = _waiting().filter(municipality__in=municipalities)
    return list(
        rows.select_related("municipality__country", "solution__supplier").order_by("pk")
    )


def asked_places() -> set[int]:
    """Give the municipalities that have any; a minute old."""
    return _asked.get("all", _read_asked)


def _read_asked() -> set[int]:
    return set(_waiting().values_list("municipality", flat=True))


def _waiting() -> QuerySet[Reference]:
    return Reference.objects.filter(
        confirmed_at__isnull=True,
        refused_at__isnull=True,
        solution__state=SolutionState.SENT,
        solution__supplier__state=SupplierState.ACTIVE,
    )
