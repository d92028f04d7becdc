"""Which former municipalities the series of today's go back to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Exists, OuterRef

from indicators.calculations.parameters import Integers
from indicators.calculations.successions import HOW_NAMES, Break, How, Step
from indicators.documents import BreakPart
from indicators.enums import Gender
from indicators.jobs.fetch import Places
from indicators.models import Observation
from networks.models import Municipality
from networks.queries import Succession, ancestors_of, descendants_of, successions


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The changes behind some municipalities, as far as former ones have values.

    Attributes:
        ids: Primary keys of all that take part, successors and predecessors, ascending.
        steps: The changes, the earliest first; positions are those in ``ids``.
    """

    ids: Integers
    steps: Sequence[Step]

    def parts(self, breaks: Sequence[Break]) -> list[BreakPart]:
        """Write breaks as they are stored."""
        return [
            {
                "i": one.indicator,
                "year": one.year,
                "kind": "mapped" if one.is_mapped else "break",
                "how": HOW_NAMES[one.how],
                "from": self.ids[list(one.predecessors)].tolist(),
            }
            for one in breaks
        ]


def past_of(ids: Integers, *, indicators: Integers) -> Past | None:
    """Read what some municipalities were before; None where nothing can come of it.

    One query where no municipality has changed, two where some have; nothing
    else is read or computed unless a former one has values.

    Args:
        ids: Primary keys of the municipalities.
        indicators: Primary keys of the indicators whose values count.
    """
    every = successions()
    rows = ancestors_of(ids.tolist(), every)
    if not rows:
        return None
    own = Observation.objects.filter(
        municipality=OuterRef("pk"), indicator__in=indicators.tolist(), gender=Gender.TOTAL
    )
    former = Municipality.objects.filter(pk__in={row.predecessor for row in rows})
    known = set(former.filter(Exists(own)).values_list("pk", flat=True))
    reached = {row.successor for row in descendants_of(known, rows)}
    kept = [row for row in rows if row.successor in reached]
    if not kept:
        return None
    taking_part = {key for row in kept for key in (row.predecessor, row.successor)}
    keys = np.array(sorted(taking_part), dtype=np.int64)
    return Past(ids=keys, steps=_steps(kept, every, Places(keys)))


def _steps(
    rows: Sequence[Succession], every: Sequence[Succession], place_of: Places
) -> list[Step]:
    """Put the predecessors of each change together."""
    heirs = Counter(row.predecessor for row in every)
    grouped: dict[tuple[int, int], list[Succession]] = {}
    for row in rows:
        grouped.setdefault((row.on.year, row.successor), []).append(row)
    return [
        Step(
            successor=int(place_of.of([successor])[0]),
            year=year,
            predecessors=tuple(place_of.of([row.predecessor for row in found]).tolist()),
            shares=tuple(np.nan if row.share is None else row.share for row in found),
            how=_how(found, heirs),
        )
        for (year, successor), found in sorted(grouped.items())
    ]


def _how(found: Sequence[Succession], heirs: Counter[int]) -> How:
    if any(row.joins_existing for row in found):
        return How.JOINED
    if len(found) > 1:
        return How.MERGED
    alone = heirs[found[0].predecessor] == 1 and found[0].share == 1
    return How.RENUMBERED if alone else How.DIVIDED
