"""Who came to which gathering, for the comparison."""

from collections import defaultdict
from datetime import date

from gatherings.calculations.continuity import Continuity, People, continuity
from gatherings.enums import SEATED_STATES, Attendance, GatheringState
from gatherings.models import Gathering, Participation, Series


def continuity_of(series: Series, *, today: date) -> tuple[list[Gathering], Continuity]:
    """Compare the gatherings that have been, or begin today, with each other. Two queries.

    Where attendance was noted at a gathering, those present count, else all who had a seat.
    A substitute is somebody else than the owner of the seat.

    Returns:
        The gatherings after the first, and how many people were the same.
    """
    held = series.gatherings.filter(state=GatheringState.PLANNED, day__lte=today)
    rows = list(held.order_by("day", "number"))
    coming: dict[int, list[Participation]] = defaultdict(list)
    seated = Participation.objects.filter(
        gathering__in=rows, registration__state__in=SEATED_STATES
    )
    for each in seated.select_related("registration").order_by("pk"):
        coming[each.gathering_id].append(each)
    return rows[1:], continuity([_people(coming[row.pk]) for row in rows])


def _people(coming: list[Participation]) -> People:
    is_noted = any(each.attendance for each in coming)
    found: dict[int, set[str]] = defaultdict(set)
    for each in coming:
        if is_noted and each.attendance != Attendance.PRESENT:
            continue
        found[each.registration.municipality_id].add(_key(each))
    return {place: frozenset(keys) for place, keys in found.items()}


def _key(participation: Participation) -> str:
    if participation.erased_substitute is not None:
        return f"~{participation.erased_substitute}"
    address = participation.substitute_email or participation.registration.email
    return address.lower() or f"#{participation.registration_id}"
