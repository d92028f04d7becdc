"""How well a solution fits a need, line by line; the same arithmetic for every solution.

The score orders a list for reading. It decides nothing and says nothing of quality.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Line(StrEnum):
    """What is compared."""

    POINTS = "POINTS"
    VOLUME = "VOLUME"
    MEMBERS = "MEMBERS"
    AREA = "AREA"
    CATEGORY = "CATEGORY"
    MATURITY = "MATURITY"


# Points of the total; ours.
WEIGHTS: Final[Mapping[Line, int]] = {
    Line.POINTS: 40,
    Line.VOLUME: 15,
    Line.MEMBERS: 20,
    Line.AREA: 5,
    Line.CATEGORY: 10,
    Line.MATURITY: 10,
}
# Share of a point that an answer counts for, 0 to 1; nothing said counts as not met.
ANSWERS: Final[Mapping[str, float]] = {"FULLY": 1.0, "PARTLY": 0.5, "NOT": 0.0, "UNSAID": 0.0}
# Share for how far the solution has come, 0 to 1; nothing said counts as nought.
MATURITIES: Final[Mapping[str, float]] = {
    "IDEA": 0.25,
    "PROTOTYPE": 0.5,
    "TESTED": 0.75,
    "OPERATION": 1.0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the buyers ask for.

    Attributes:
        points: Keys of the points that a solution must meet.
        volume: A year, of all members together, in the unit of the need; None if not said.
        members: Keys of the municipalities that buy.
        counties: Keys of the counties that they lie in.
        category: Code of the category.
    """

    points: frozenset[int]
    volume: float | None
    members: frozenset[int]
    counties: frozenset[int]
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What a company says of its solution.

    Attributes:
        answers: Key of a point → FULLY, PARTLY, NOT or UNSAID.
        minimum: Least volume a year, in the unit of the need; None if not said.
        members: Keys of the municipalities that it delivers to.
        counties: Keys of the counties that solution or company serve.
        categories: Codes of the categories of solution and company.
        maturity: IDEA, PROTOTYPE, TESTED or OPERATION; empty if not said.
    """

    answers: Mapping[int, str]
    minimum: float | None
    members: frozenset[int]
    counties: frozenset[int]
    categories: frozenset[str]
    maturity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One line of the explanation.

    Attributes:
        line: What is compared.
        points: What it gives, 0 to ``most``.
        most: Its weight.
        have: What is met, counted in the unit of the line.
        of: What is asked for; both are what the words are made of.
    """

    line: Line
    points: float
    most: int
    have: float
    of: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The score of one solution.

    Attributes:
        score: 0 to 100 points; None where the need says nothing to compare with.
        lines: In the order of ``Line``; those that the need says nothing of are left out.
    """

    score: float | None
    lines: tuple[Scored, ...]


def match(wanted: Wanted, offered: Offered) -> Match:
    """Compare a solution with a need.

    A line that the need says nothing of is left out for all solutions alike; one that the
    company says nothing of counts as not met. The score is the sum of the points over the
    sum of the weights of the lines that are left, times 100.

    Source: ours; docs/methods.md, «Solutions and needs».
    """
    lines = [line for line in _lines(wanted, offered) if line is not None]
    most = sum(line.most for line in lines)
    if not most:
        return Match(score=None, lines=())
    return Match(score=100 * sum(line.points for line in lines) / most, lines=tuple(lines))


def _lines(wanted: Wanted, offered: Offered) -> Sequence[Scored | None]:
    met = sum(ANSWERS.get(offered.answers.get(pk, ""), 0.0) for pk in wanted.points)
    members = len(wanted.members & offered.members)
    counties = len(wanted.counties & offered.counties)
    return [
        _share(Line.POINTS, met, len(wanted.points)),
        _volume(wanted, offered),
        _share(Line.MEMBERS, members, len(wanted.members)),
        _share(Line.AREA, counties, len(wanted.counties)),
        _share(Line.CATEGORY, float(wanted.category in offered.categories), 1)
        if wanted.category
        else None,
        _share(Line.MATURITY, MATURITIES.get(offered.maturity, 0.0), 1),
    ]


def _volume(wanted: Wanted, offered: Offered) -> Scored | None:
    """Give all points where the volume reaches the minimum, its share where it does not."""
    if wanted.volume is None:
        return None
    least = offered.minimum
    weight = WEIGHTS[Line.VOLUME]
    share = 0.0 if least is None else min(1.0, wanted.volume / least)
    return Scored(
        line=Line.VOLUME,
        points=weight * share,
        most=weight,
        have=wanted.volume,
        of=-1.0 if least is None else least,
    )


def _share(line: Line, have: float, of: int) -> Scored | None:
    if not of:
        return None
    weight = WEIGHTS[line]
    return Scored(line=line, points=weight * have / of, most=weight, have=have, of=float(of))
