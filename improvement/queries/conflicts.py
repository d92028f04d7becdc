"""Goal conflicts of a municipality and of a network, and measures that pull apart."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Count, Q, QuerySet, Sum, When

from accounts.models import User
from common.nordic import by_name
from improvement.calculations.pulls import Cell, Pulling, contested, matrix
from improvement.enums import OPEN_STATES, ConflictState, Pull
from improvement.models import GoalConflict, Measure, MeasureTarget
from indicators.models import Target
from networks.models import Municipality, Network

Person = User | AnonymousUser

_SHOWN = ("municipality__country", "network", "measure", "first", "second", "decision")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """A target that two or more active measures pull on in opposite directions.

    Attributes:
        helping: Measures that help it, with their municipality.
        hurting: Measures that hurt it, with their municipality.
    """

    target: Target
    helping: tuple[Measure, ...]
    hurting: tuple[Measure, ...]


def conflicts_in(network: Network, *, person: Person) -> QuerySet[GoalConflict]:
    """Cases of interest in a network that the person may read.

    Those that are tied to it, and those of its members that are tied to no network.
    """
    members = network.current_municipalities().values("pk")
    rows: QuerySet[GoalConflict] = GoalConflict.objects.visible_to(person).filter(
        Q(network=network) | Q(network__isnull=True, municipality__in=members)
    )
    return rows


def shown(rows: QuerySet[GoalConflict]) -> QuerySet[GoalConflict]:
    """Cases with all that a list says of them: what waits first, then the newest."""
    waiting_first = Case(
        When(state=ConflictState.PROPOSED, then=0),
        When(state=ConflictState.CONFIRMED, then=1),
        default=2,
    )
    return rows.select_related(*_SHOWN).order_by(waiting_first, "-updated_at", "-pk")


def between(rows: QuerySet[GoalConflict], one: int, other: int) -> QuerySet[GoalConflict]:
    """Cases between a target of one goal and a target of the other."""
    return rows.filter(
        Q(first__goal=one, second__goal=other) | Q(first__goal=other, second__goal=one)
    )


def cells(rows: QuerySet[GoalConflict]) -> dict[tuple[int, int], Cell]:
    """Count cases by pair of goals, lower goal first; one query."""
    counted = (
        rows.order_by()
        .values("first__goal", "second__goal")
        .annotate(count=Count("pk"), total=Sum("score"))
    )
    return matrix(
        (row["first__goal"], row["second__goal"], row["count"], row["total"]) for row in counted
    )


def states(rows: QuerySet[GoalConflict]) -> dict[str, int]:
    """Count cases by state; one query."""
    counted = rows.order_by().values("state").annotate(count=Count("pk"))
    found = {row["state"]: row["count"] for row in counted}
    return {state: found.get(state, 0) for state in ConflictState.values}


def warnings_for(measure: Measure, *, person: Person) -> list[Contest]:
    """Targets on which a measure and other active ones pull apart; three queries.

    Looked at are the active measures of the same municipality and, when the measure is tied
    to a network, those tied to the same one.
    """
    if measure.archived_at is not None or measure.state not in OPEN_STATES:
        return []
    near = Q(municipality=measure.municipality_id)
    if measure.network_id is not None:
        near |= Q(network=measure.network_id)
    return _contests(_active(person).filter(near), by=measure.pk)


def warnings_in(place: Municipality | Network, *, person: Person) -> list[Contest]:
    """Targets on which active measures pull apart; three queries.

    Of a municipality all its measures are looked at, of a network those that are tied to it.
    """
    if isinstance(place, Municipality):
        return _contests(_active(person).filter(municipality=place))
    return _contests(_active(person).filter(network=place))


def measures_for(municipality: Municipality, *, kept: int | None = None) -> QuerySet[Measure]:
    """Measures that a case can be about: those not archived, and the one chosen already."""
    rows: QuerySet[Measure] = Measure.objects.filter(municipality=municipality).filter(
        Q(archived_at__isnull=True) | Q(pk=kept)
    )
    return rows.order_by(by_name("title"), "pk")


def _active(person: Person) -> QuerySet[Measure]:
    rows: QuerySet[Measure] = Measure.objects.visible_to(person).filter(
        archived_at__isnull=True, state__in=OPEN_STATES
    )
    return rows


def _contests(measures: QuerySet[Measure], *, by: int | None = None) -> list[Contest]:
    rows = MeasureTarget.objects.filter(measure__in=measures.order_by().values("pk"))
    pulls = list(rows.order_by("pk").values_list("measure", "target", "pull"))
    found = contested(
        (Pulling(measure, target, pull == Pull.HELPS) for measure, target, pull in pulls), by=by
    )
    keys = {key for each in found for key in (*each.helping, *each.hurting)}
    by_key = _read(keys) if keys else {}
    targets = Target.objects.in_bulk([each.target for each in found]) if found else {}
    return [
        Contest(
            target=targets[each.target],
            helping=tuple(by_key[key] for key in each.helping),
            hurting=tuple(by_key[key] for key in each.hurting),
        )
        for each in found
    ]


def _read(keys: set[int]) -> dict[int, Measure]:
    rows = Measure.objects.filter(pk__in=keys).select_related("municipality__country")
    return {row.pk: row for row in rows}
