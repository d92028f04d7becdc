"""Gatherings of a network per calendar year, against what its programme asks for."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["", "few", "many"]


@dataclass(frozen=True, slots=True)
class Year:
    """One calendar year.

    Attributes:
        year: None for gatherings without a day.
        counts: Gatherings of each kind, in the order of the kinds asked for.
        verdict: Whether there are too few or too many that count; "" where neither.
        apart: How many too few or too many, >= 0.
    """

    year: int | None
    counts: tuple[int, ...]
    verdict: Verdict = ""
    apart: int = 0


def plan(
    gatherings: Iterable[tuple[int | None, str]],
    *,
    kinds: Sequence[str],
    counted: str,
    least: int | None,
    most: int | None,
) -> list[Year]:
    """Count the gatherings of each year; years between the first and the last are there too.

    Args:
        gatherings: Year (None without a day) and kind of each.
        kinds: The kinds, in the order wanted.
        counted: The kind that ``least`` and ``most`` are about.
        least: Gatherings a year at least; None for no bound.
        most: Gatherings a year at most; None for no bound.

    Returns:
        The years in order, then those without a day if there are any.
    """
    rows = Counter(gatherings)
    years = sorted({year for year, _kind in rows if year is not None})
    found = []
    for year in range(years[0], years[-1] + 1) if years else ():
        verdict, apart = _judge(rows[year, counted], least, most)
        counts = tuple(rows[year, kind] for kind in kinds)
        found.append(Year(year, counts, verdict, apart))
    undated = tuple(rows[None, kind] for kind in kinds)
    if any(undated):
        found.append(Year(None, undated))
    return found


def _judge(count: int, least: int | None, most: int | None) -> tuple[Verdict, int]:
    if least is not None and count < least:
        return "few", least - count
    if most is not None and count > most:
        return "many", count - most
    return "", 0
