"""Whom the cases that go on concern; kept for a minute, so that most are asked about with none.

What is kept is the same for all readers: keys of regions, municipalities and people.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.enums import AssessmentState
from assessments.models import Assessment
from common.memory import Memory

OVER = (AssessmentState.CLOSED, AssessmentState.STOPPED)


@dataclass(frozen=True, slots=True)
class Reach:
    """Keys of what the cases that go on concern."""

    regions: frozenset[int]
    places: frozenset[int]
    people: frozenset[int]


_reach: Memory[Reach] = Memory(seconds=60, entries=1)


def reach() -> Reach:
    """Give whom cases that go on concern, at most a minute old."""
    return _reach.get("all", _read)


def forget_reach() -> None:
    """Read it again next time: a case has come, or moved."""
    _reach.forget()


def _read() -> Reach:
    # The first is always there; an applicant need not be a municipality, nor anybody take part.
    rows: Iterable[tuple[int, int | None, int | None]] = (
        Assessment.objects.exclude(state__in=OVER)
        .order_by()
        .values_list("programme__region", "applicant_municipality", "people__person")
        .distinct()
    )
    found = list(rows)
    return Reach(
        regions=frozenset(row[0] for row in found),
        places=frozenset(row[1] for row in found if row[1] is not None),
        people=frozenset(row[2] for row in found if row[2] is not None),
    )
