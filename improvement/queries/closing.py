"""What is open when a network closes, and what each municipality keeps."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from improvement.calculations.content import checksum
from improvement.enums import ConflictState
from improvement.models import (
    GoalConflict,
    Measure,
    NetworkSnapshot,
    Objective,
    Round,
    StateInput,
    StatusRound,
)
from improvement.queries.snapshots import place_key
from networks.models import Municipality, Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """What is not finished in a network."""

    status_rounds: list[StatusRound]
    rounds: list[Round]
    measures: int
    objectives: int


def remaining_in(network: Network) -> Remaining:
    """Read what is open; four queries."""
    measures = Measure.objects.filter(network=network, archived_at__isnull=True)
    objectives = Objective.objects.filter(network=network, archived_at__isnull=True)
    return Remaining(
        status_rounds=list(
            StatusRound.objects.filter(network=network, locked_at__isnull=True).order_by(
                "deadline", "pk"
            )
        ),
        rounds=list(open_rounds(network)),
        measures=measures.count(),
        objectives=objectives.count(),
    )


def open_rounds(network: Network) -> QuerySet[Round]:
    """The rounds of a network that are not closed."""
    return (
        Round.objects.filter(network=network, closed_at__isnull=True)
        .select_related("municipality__country", "network", "topic")
        .order_by("municipality", "pk")
    )


def snapshot_row(network: Network) -> NetworkSnapshot | None:
    """What was kept of a network when it closed, if anything was."""
    return NetworkSnapshot.objects.filter(network=network).first()


def snapshot_is_intact(snapshot: NetworkSnapshot) -> bool:
    """Whether a snapshot is as it was when it was taken."""
    return checksum(snapshot.content) == snapshot.sha256


def closed_networks_of(municipality: Municipality) -> QuerySet[Network]:
    """Closed networks that a municipality was in to the end, the newest first."""
    mine = municipality.memberships.counted()
    return (
        Network.objects.filter(pk__in=mine.values("network"), closed_at__isnull=False)
        .select_related("successor", "programme", "region")
        .order_by("-closed_at", "-pk")
    )


def members_at_closing(network: Network) -> list[Municipality]:
    """Municipalities that were in a network to the end."""
    rows = network.memberships.counted()
    places = Municipality.objects.filter(pk__in=rows.values("municipality"))
    return list(places.select_related("country"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a municipality keeps of a closed network.

    Attributes:
        figures: From the snapshot, by framework.
        still_there: How many living objects are still tied to the closed network.
    """

    snapshot: NetworkSnapshot | None
    figures: list[dict[str, Any]]
    rounds: list[Round]
    objectives: list[Objective]
    measures: list[Measure]
    conflicts: list[GoalConflict]
    inputs: list[StateInput]
    still_there: int


def kept_by(municipality: Municipality, network: Network) -> Kept:
    """Read a municipality's own part of a closed network.

    Objects that have moved to the successor since are still part of it.
    """
    snapshot = snapshot_row(network)
    content = snapshot.content if snapshot else {}
    own = Q(municipality=municipality)
    key = place_key(municipality)

    def here(name: str) -> Q:
        keys = [one["pk"] for one in content.get(name, []) if one["municipality"] == key]
        return own & (Q(network=network) | Q(pk__in=keys))

    objectives = list(
        Objective.objects.filter(here("objectives"))
        .select_related("decision")
        .prefetch_related("targets")
        .order_by("pk")
    )
    measures = list(
        Measure.objects.filter(here("measures"))
        .select_related("objective")
        .prefetch_related("pulls", "tasks", "entries", "evaluations")
        .order_by("pk")
    )
    conflicts = list(GoalConflict.objects.filter(here("conflicts")).order_by("pk"))
    inputs = list(StateInput.objects.filter(here("inputs")).order_by("pk"))
    living: list[Objective | Measure | GoalConflict | StateInput] = [
        *(one for one in objectives if one.archived_at is None),
        *(one for one in measures if one.archived_at is None),
        *(one for one in conflicts if one.state != ConflictState.DISMISSED),
        *inputs,
    ]
    return Kept(
        snapshot=snapshot,
        figures=[
            {**one, "own": one["members"][key]}
            for one in content.get("figures", [])
            if key in one["members"]
        ],
        rounds=list(
            Round.objects.filter(own, network=network)
            .select_related("topic")
            .prefetch_related("progress__step")
            .order_by("pk")
        ),
        objectives=objectives,
        measures=measures,
        conflicts=conflicts,
        inputs=inputs,
        still_there=sum(one.network_id == network.pk for one in living),
    )
