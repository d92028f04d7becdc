"""Horizontal criteria: from met conditions to levels, the pass rule and the ladder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

LEVELS: Final = ("NOT", "PARTLY", "ACTIVELY")
"""From least to most."""

CONDITIONS: Final = 3
"""How many conditions a criterion has."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the ladder: at least ``count`` criteria at ``level`` or above.

    Attributes:
        position: Its place, 1 and up; 0 is the pass rule.
        count: Number of criteria, >= 1.
        level: One of ``LEVELS``.
    """

    position: int
    count: int
    level: str


@dataclass(frozen=True, slots=True)
class Rule:
    """The settings of a programme.

    Attributes:
        one_met: What one met condition of three means: ``NOT`` or ``PARTLY``.
        pass_count: How many criteria must be at ``pass_level`` or above, >= 1.
        pass_level: ``PARTLY`` or ``ACTIVELY``.
        steps: Steps above the pass rule, the lowest first.
    """

    one_met: str = "NOT"
    pass_count: int = 2
    pass_level: str = "PARTLY"  # noqa: S105 -- a level, no secret
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """How one criterion came out.

    Attributes:
        key: The criterion.
        met: Number of met conditions, 0 to 3.
        unanswered: Number of conditions that nobody has answered; they count as not met.
        level: One of ``LEVELS``.
        by_setting: Whether the level comes from the setting for one met condition.
    """

    key: str
    met: int
    unanswered: int
    level: str
    by_setting: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case came out, with all that the reason is made of.

    Attributes:
        criteria: Each criterion, in the order given.
        reached: Number of criteria at the level of the pass rule or above.
        needed: Number of criteria that the rule asks for.
        level: The level that the rule asks for.
        passes: Whether ``reached`` is at least ``needed``.
        step: Position of the highest step of the ladder that is reached together with all
            below it; 0 is the pass rule; None where that is not met.
        next_step: The first step that is not reached; None at the top.
        missing_for_next: How many more criteria ``next_step`` asks for; 0 at the top.
        is_complete: Whether all conditions are answered.
    """

    criteria: tuple[Judged, ...]
    reached: int
    needed: int
    level: str
    passes: bool
    step: int | None
    next_step: Step | None
    missing_for_next: int
    is_complete: bool


def judge_criterion(key: str, answers: Sequence[bool | None], *, one_met: str) -> Judged:
    """Find the level of one criterion: 3 met is actively, 2 partly, 0 not, 1 the setting.

    Args:
        key: The criterion.
        answers: Whether each of the three conditions is met; None is not answered.
        one_met: ``NOT`` or ``PARTLY``.

    Raises:
        ValueError: There are not three conditions, or the setting is another level.

    Source: docs/methods.md#horizontal-criteria.
    """
    if len(answers) != CONDITIONS:
        msg = f"{key}: {len(answers)} conditions, not {CONDITIONS}"
        raise ValueError(msg)
    if one_met not in ("NOT", "PARTLY"):
        msg = f"one condition of three cannot mean {one_met}"
        raise ValueError(msg)
    met = sum(answer is True for answer in answers)
    level = ("NOT", one_met, "PARTLY", "ACTIVELY")[met]
    return Judged(key, met, sum(answer is None for answer in answers), level, met == 1)


def judge(answers: Mapping[str, Sequence[bool | None]], rule: Rule) -> Outcome:
    """Find what the rule makes of the answers to all conditions.

    Args:
        answers: For each criterion whether its three conditions are met.
        rule: The settings; a criterion counts at its level and at all below.

    Source: docs/methods.md#horizontal-criteria.
    """
    judged = tuple(
        judge_criterion(key, met, one_met=rule.one_met) for key, met in answers.items()
    )
    levels = [each.level for each in judged]
    reached = _at_least(levels, rule.pass_level)
    ladder = (Step(0, rule.pass_count, rule.pass_level), *rule.steps)
    step: int | None = None
    following: Step | None = None
    for each in ladder:
        if _at_least(levels, each.level) < each.count:
            following = each
            break
        step = each.position
    return Outcome(
        criteria=judged,
        reached=reached,
        needed=rule.pass_count,
        level=rule.pass_level,
        passes=reached >= rule.pass_count,
        step=step,
        next_step=following,
        missing_for_next=(
            following.count - _at_least(levels, following.level) if following else 0
        ),
        is_complete=not any(each.unanswered for each in judged),
    )


def _at_least(levels: Sequence[str], wanted: str) -> int:
    return sum(LEVELS.index(level) >= LEVELS.index(wanted) for level in levels)
