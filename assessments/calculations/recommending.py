"""What a sheet adds up to: counts, and a proposal with what should be put right first.

The proposal orders what is to be talked about. It decides nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from assessments.calculations.sheets import (
    DIMENSIONS,
    GOALS,
    UNKNOWN,
    Content,
    level_of,
)

DOCUMENTED: Final = ("STUDY", "MEASURED")
"""What counts as documented; experience and assumptions do not."""
_LARGE: Final = 2


@dataclass(frozen=True, slots=True)
class Counts:
    """Goals by their effect.

    Attributes:
        documented: Goals with an effect that rests on a study or a measurement.
        grounded: Goals with an effect, positive or negative.
    """

    positive: int
    negative: int
    none: int
    unknown: int
    unanswered: int
    documented: int
    grounded: int


@dataclass(frozen=True, slots=True)
class Point:
    """Something to put right.

    Attributes:
        code: RULE, OVERALL, DIMENSION, CONFLICT, HARM, GROUND or UNKNOWN.
        keys: The dimension, the goals; empty for RULE and OVERALL.
    """

    code: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A proposal.

    Attributes:
        verdict: STOP (the rule of the criteria is not met), AGAINST (the whole is judged
            negative), CONDITIONS (something is to be put right), GO, or INCOMPLETE.
        points: What it rests on, the gravest first.
    """

    verdict: str
    points: tuple[Point, ...]


def counts(content: Content) -> Counts:
    """Count the 17 goals by effect.

    Source: docs/methods.md#assessments.
    """
    levels = [level_of(content, "goals", key) for key in GOALS]
    points = [level for level in levels if isinstance(level, int)]
    touched = [key for key, level in zip(GOALS, levels, strict=True) if _touches(level)]
    rows = content.get("goals", {})
    return Counts(
        positive=sum(level > 0 for level in points),
        negative=sum(level < 0 for level in points),
        none=sum(level == 0 for level in points),
        unknown=levels.count(UNKNOWN),
        unanswered=levels.count(None),
        documented=sum(rows[key].get("evidence") in DOCUMENTED for key in touched),
        grounded=len(touched),
    )


def recommend(content: Content, *, passes: bool | None) -> Recommendation:
    """Propose what to do with a case.

    Args:
        content: A content that has the shape.
        passes: Whether the rule of the criteria is met; None where it is not asked for, or
            not all conditions are answered.

    Source: docs/methods.md#assessments.
    """
    points = tuple(_points(content, passes=passes))
    codes = {point.code for point in points}
    if "RULE" in codes:
        verdict = "STOP"
    elif "OVERALL" in codes:
        verdict = "AGAINST"
    elif not any(level_of(content, "goals", key) is not None for key in GOALS) and not codes:
        is_judged = level_of(content, "overall") is not None
        verdict = "GO" if is_judged else "INCOMPLETE"
    else:
        verdict = "CONDITIONS" if codes else "GO"
    return Recommendation(verdict, points)


def _points(content: Content, *, passes: bool | None) -> Iterator[Point]:
    if passes is False:
        yield Point("RULE")
    if _below(level_of(content, "overall")):
        yield Point("OVERALL")
    for key in DIMENSIONS:
        if _below(level_of(content, "dimensions", key)):
            yield Point("DIMENSION", (key,))
    yield from _of_conflicts(content)
    yield from _of_goals(content)


def _of_conflicts(content: Content) -> Iterator[Point]:
    for row in content.get("conflicts", []):
        if row.get("state") == "PARTLY":
            yield Point("CONFLICT", _pair(row))


def _of_goals(content: Content) -> Iterator[Point]:
    settled = {
        key
        for row in content.get("conflicts", [])
        if row.get("handling", "").strip()
        for key in _pair(row)
    }
    levels = {key: level_of(content, "goals", key) for key in GOALS}
    for key, level in levels.items():
        if _below(level) and key not in settled:
            yield Point("HARM", (key,))
    for key, level in levels.items():
        evidence = content.get("goals", {}).get(key, {}).get("evidence", "")
        if level in (-_LARGE, _LARGE) and evidence == "ASSUMPTION":
            yield Point("GROUND", (key,))
    if unknown := tuple(key for key, level in levels.items() if level == UNKNOWN):
        yield Point("UNKNOWN", unknown)


def _pair(row: Mapping[str, Any]) -> tuple[str, str]:
    return str(row.get("first", "")), str(row.get("second", ""))


def _touches(level: int | str | None) -> bool:
    return isinstance(level, int) and level != 0


def _below(level: int | str | None) -> bool:
    return isinstance(level, int) and level < 0
