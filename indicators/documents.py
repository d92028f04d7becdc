"""The stored documents: what one dashboard shows, and what a group is compared with.

Both are JSON, compressed with zlib, and made only by ``indicators.jobs``. They hold numbers
and codes, never words; numbers are not rounded except scores of earlier years (two decimals).
Lists named per indicator have one entry for each of ``indicator``; null = does not exist.
"""

import zlib
from typing import Any, TypedDict, cast

import orjson

FORMAT = 1
_LEVEL = 1  # level 6 makes documents a tenth smaller and takes four times as long

RATING_LETTERS = {"g": "green", "y": "yellow", "o": "orange", "r": "red", "-": ""}


class GoalsPart(TypedDict):
    """The goals of the framework; one entry per goal."""

    goal: list[int]
    score: list[float | None]  # points, 0 to 100
    rating: list[str]  # green … red, grey, or "" when nothing is meant for the place
    trend: list[str]  # up, moderate, stagnating, down or ""
    have: list[int]  # rated indicators with data
    of: list[int]  # rated indicators that are meant for the place
    score_by_year: list[list[float | None]]  # per goal, per year
    rating_by_year: list[str]  # per goal one letter per year, see RATING_LETTERS


class TotalPart(TypedDict):
    """The total; ``score`` is null for places with too little data."""

    score: float | None  # points, 0 to 100
    goals_have: int
    goals_of: int
    missing_share: float  # of the scored indicators, 0 to 1
    ranked: bool
    score_by_year: list[float | None]


class HeatPart(TypedDict):
    """Goals by members of an area: one list per goal, one entry per member."""

    score: list[list[float | None]]
    rating: list[list[str]]
    trend: list[list[str]]


class ChallengesPart(TypedDict):
    """The common challenges, the most shared first.

    Each has ``i`` (position of the indicator) or ``goal`` (number); ``count`` of the members
    that are ``off`` (red or orange) or ``falling``, among ``with`` members with data;
    ``without`` are those without. ``gap`` is the mean distance to green as a share of worst
    to best.
    """

    indicators: list[dict[str, Any]]
    goals: list[dict[str, Any]]


# The functional form, for "from" is a word of the language.
BreakPart = TypedDict(
    "BreakPart",
    {
        "i": int,  # position of the indicator
        "year": int,  # first calendar year after the merger, division or new number
        "kind": str,  # mapped: earlier years are carried over; break: they are not
        "how": str,  # merged, divided, joined or renumbered
        "from": list[int],  # primary keys of the municipalities before
    },
)


class DashboardDocument(TypedDict, total=False):
    """What the dashboard of one municipality, county, region, network or sub-group shows."""

    format: int
    framework: str
    kind: str
    object: int
    years: list[int]  # years in which the place has any value, ascending
    vintage: str | None  # ISO date
    indicator: list[int]  # primary keys, in the framework's order
    goal: list[int]
    value: list[float | None]  # of today, own unit
    year: list[int]  # of ``value``; 0 = undated, or no value
    missing: list[str]  # reason code where there is no value, else ""
    flag: list[str]  # "", "p" preliminary, "i" imputed
    applicable: list[bool]
    score: list[float | None]
    rating: list[str]
    trend: list[str]
    pace: list[float | None]  # change a year that was seen, own unit
    needed: list[float | None]  # change a year that reaches green in time, own unit
    series: list[list[float | None]]  # per indicator, per year
    score_by_year: list[list[float | None]]  # as known in that year
    rating_by_year: list[str]  # per indicator one letter per year, see RATING_LETTERS
    goals: GoalsPart
    total: TotalPart
    breaks: list[BreakPart]  # only where there are any
    # Areas only:
    members: list[int]
    have: list[int]  # members in ``value``
    aggregation: list[str]
    heat: HeatPart
    challenges: ChallengesPart


class StandingDocument(TypedDict, total=False):
    """What the members of one group are compared with.

    ``indicator`` and ``goal`` are keyed by primary key and goal number as text.
    Indicators that must not be compared are left out, and so is everything but
    ``members`` for a network that must not be.
    """

    members: int
    indicator: dict[str, list[float | None]]  # n, cut of the best quarter, median, worst
    goal: dict[str, list[float | None]]  # n, median
    total: list[float]  # of the ranked members, best first
    window: dict[str, list[int]]  # countries only: trend from, to, 1 = undated edition
    parameters: str  # countries only: digest of what the results were computed with


def pack(document: Any) -> bytes:
    """Turn a document into the bytes that are stored; equal documents give equal bytes."""
    return zlib.compress(
        orjson.dumps(document, option=orjson.OPT_SERIALIZE_NUMPY), level=_LEVEL
    )


def unpack_dashboard(stored: bytes | memoryview) -> DashboardDocument:
    """Read a stored dashboard document."""
    return cast("DashboardDocument", orjson.loads(zlib.decompress(stored)))


def unpack_standing(stored: bytes | memoryview) -> StandingDocument:
    """Read a stored standing document."""
    return cast("StandingDocument", orjson.loads(zlib.decompress(stored)))
