"""Figures beside words: what the sources say of an indicator in a municipality.

Hidden values (small numbers) never leave the database: only that they are hidden.
"""

from collections.abc import Collection
from dataclasses import dataclass

from indicators.enums import Gender
from indicators.models import Observation
from networks.models import Municipality


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of one year.

    Attributes:
        value: In the unit of the indicator; None where it is hidden.
        source: Who published it.
    """

    year: int
    value: float | None
    source: str

    @property
    def is_hidden(self) -> bool:
        """Whether the value is kept back because the numbers are small."""
        return self.value is None


def figures_of(
    municipality: Municipality, indicators: Collection[int]
) -> dict[int, list[Figure]]:
    """Read all years of some indicators in a municipality, the first first; one query."""
    found: dict[int, list[Figure]] = {}
    rows = (
        Observation.objects.filter(
            municipality=municipality, indicator__in=set(indicators), gender=Gender.TOTAL
        )
        .order_by("period", "pk")
        .values_list("indicator", "period", "value", "is_hidden", "indicator__source")
    )
    for indicator, year, value, is_hidden, source in rows:
        if value is None and not is_hidden:
            continue
        figure = Figure(year, None if is_hidden else value, source)
        found.setdefault(indicator, []).append(figure)
    return found


def then_and_now(
    figures: list[Figure], began_in: int | None
) -> tuple[Figure | None, Figure | None]:
    """Give the figure of the year before something began, or the last before, and the newest.

    The year before, because a figure of the year itself may have felt it already. Where all
    figures are later, there is none from then; the newest one is not also the old one.
    """
    if not figures:
        return None, None
    now = figures[-1]
    before = [row for row in figures if began_in is not None and row.year < began_in]
    then = before[-1] if before and before[-1].year != now.year else None
    return then, now
