"""What municipalities were before, and what they became."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from networks.models import Municipality, MunicipalityChange


@dataclass(frozen=True, slots=True)
class Succession:
    """One predecessor and one successor of a merger, a division or a new number.

    Attributes:
        predecessor: Key of the municipality that ended.
        successor: Key of the one it became or became part of.
        on: The day.
        share: Of the predecessor's inhabitants, over 0, at most 1; None = not published.
        joins_existing: Whether the successor bore its number before.
    """

    predecessor: int
    successor: int
    on: date
    share: float | None
    joins_existing: bool


def successions() -> list[Succession]:
    """Read all of them, the earliest first."""
    rows = MunicipalityChange.objects.order_by("on", "successor", "predecessor").values_list(
        "predecessor", "successor", "on", "share", "joins_existing"
    )
    return [Succession(*row) for row in rows]


def ancestors_of(keys: Collection[int], rows: Iterable[Succession]) -> list[Succession]:
    """Pick the changes that led to some municipalities, the earliest first.

    Args:
        keys: Keys of the municipalities.
        rows: All changes, the earliest first.
    """
    wanted = set(keys)
    found = []
    for row in reversed(list(rows)):
        if row.successor in wanted:
            wanted.add(row.predecessor)
            found.append(row)
    return found[::-1]


def descendants_of(keys: Collection[int], rows: Iterable[Succession]) -> list[Succession]:
    """Pick the changes that some municipalities went through, the earliest first.

    Args:
        keys: Keys of the municipalities.
        rows: All changes, the earliest first.
    """
    wanted = set(keys)
    found = []
    for row in rows:
        if row.predecessor in wanted:
            wanted.add(row.successor)
            found.append(row)
    return found


def successors_of(municipality: Municipality) -> list[Municipality]:
    """Read what a former municipality is part of today, the largest part first."""
    rows = descendants_of([municipality.pk], successions())
    share = {municipality.pk: 1.0}
    for row in rows:
        part = share[row.predecessor] * (row.share or 0.0)
        share[row.successor] = share.get(row.successor, 0.0) + part
    last = {row.successor for row in rows} - {row.predecessor for row in rows}
    places = Municipality.objects.filter(pk__in=last)
    return sorted(places, key=lambda place: (-share[place.pk], place.code))
