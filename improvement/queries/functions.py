"""Who fills the required and recommended functions, and who is missing."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from improvement.enums import REQUIRED_FUNCTIONS, MunicipalFunction
from improvement.models import FunctionHolder
from networks.models import Municipality, Network


@dataclass(frozen=True, slots=True)
class FilledFunction:
    """One function in one municipality.

    Attributes:
        function: Which.
        is_required: Or recommended.
        holders: Those who fill it today, in all networks or in the one asked for.
        does_not_exist: The municipality has no such position.
    """

    function: MunicipalFunction
    is_required: bool
    holders: list[FunctionHolder]
    does_not_exist: bool

    @property
    def is_missing(self) -> bool:
        return not self.holders and not self.does_not_exist


def functions_of(
    municipality: Municipality, *, network: Network | None = None
) -> list[FilledFunction]:
    """All functions of a municipality, required ones first; one query.

    Args:
        municipality: Which.
        network: Only those who fill it in this network or in all; else everybody.
    """
    return functions_in([municipality.pk], network=network)[municipality.pk]


def functions_in(
    municipalities: Iterable[int], *, network: Network | None = None
) -> dict[int, list[FilledFunction]]:
    """The same for several municipalities by their keys; one query."""
    wanted = list(municipalities)
    rows = FunctionHolder.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate()),
        municipality__in=wanted,
    ).select_related("person", "network")
    if network is not None:
        rows = rows.filter(Q(network=network) | Q(network__isnull=True))
    found: dict[tuple[int, str], list[FunctionHolder]] = {}
    for row in rows.order_by("pk"):
        found.setdefault((row.municipality_id, row.function), []).append(row)
    return {key: [_filled(found, key, one) for one in MunicipalFunction] for key in wanted}


def _filled(
    found: dict[tuple[int, str], list[FunctionHolder]],
    municipality: int,
    function: MunicipalFunction,
) -> FilledFunction:
    rows = found.get((municipality, function), [])
    return FilledFunction(
        function=function,
        is_required=function in REQUIRED_FUNCTIONS,
        holders=[row for row in rows if not row.does_not_exist],
        does_not_exist=any(row.does_not_exist for row in rows),
    )
