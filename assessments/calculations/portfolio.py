"""Many cases together: money, movement between moments, effects that are not solved.

What is shown is never of a small group, and never lets one be found by subtraction.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Generic, TypeVar

from assessments.calculations.sheets import GOALS, Content, level_of

MOMENTS: Final = ("APPLICATION", "DECISION", "HALFWAY", "END")
NOT_ANSWERED: Final = "NOT_ANSWERED"
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a portfolio.

    Attributes:
        key: The case.
        granted: Money granted, in the currency of the portfolio.
        is_confidential: Whether readers of the figures must not know of it.
        sheets: The common sheet of each moment that has one.
    """

    key: int
    granted: Decimal
    is_confidential: bool
    sheets: Mapping[str, Content]


@dataclass(frozen=True, slots=True)
class Cell:
    """What is shown of a group: number of cases and the money granted to them."""

    cases: int
    granted: Decimal


@dataclass(frozen=True, slots=True)
class Table(Generic[Key]):
    """A whole parted into groups, each case in one.

    Attributes:
        whole: All cases; None where they are too few, then there are no groups either.
        groups: The groups that may be shown; empty groups are left out.
        hidden: Number of groups that are not shown.
    """

    whole: Cell | None
    groups: Mapping[Key, Cell]
    hidden: int


# ------------------------------------------------------------------- small groups
def is_safe(group: Sequence[Case], *, minimum: int) -> bool:
    """Whether a group may be shown: none, or at least ``minimum``.

    Its confidential cases must be none or at least ``minimum`` too: readers know the open
    ones, and would take them away.
    """
    hidden = sum(case.is_confidential for case in group)
    return not group or (len(group) >= minimum and (hidden == 0 or hidden >= minimum))


def parted(cases: Iterable[Case], by: Callable[[Case], Key], *, minimum: int) -> Table[Key]:
    """Part cases into groups and hide what must not be shown.

    Groups that are not safe are hidden. What is left when the shown ones are taken from the
    whole must be safe too: until it is, the smallest of those shown is hidden as well.

    Args:
        cases: All cases of the portfolio.
        by: The group of a case.
        minimum: Fewest cases of a group that is shown, >= 1; 1 shows everything.

    Source: docs/methods.md#portfolios.
    """
    kept = list(cases)
    groups: dict[Key, list[Case]] = {}
    for case in kept:
        groups.setdefault(by(case), []).append(case)
    if not kept or not is_safe(kept, minimum=minimum):
        return Table(None, {}, len(groups))
    shown = {key: group for key, group in groups.items() if is_safe(group, minimum=minimum)}
    rest = [case for key, group in groups.items() if key not in shown for case in group]
    while shown and not is_safe(rest, minimum=minimum):
        smallest = min(shown, key=lambda key: (len(shown[key]), str(key)))
        rest += shown.pop(smallest)
    return Table(
        _cell(kept),
        {key: _cell(group) for key, group in shown.items()},
        len(groups) - len(shown),
    )


def _cell(group: Sequence[Case]) -> Cell:
    return Cell(len(group), sum((case.granted for case in group), Decimal(0)))


# ------------------------------------------------------------------------- money
def direction(level: int | str | None) -> str:
    """Name the direction of a level: NEGATIVE, NONE, POSITIVE, UNKNOWN or NOT_ANSWERED."""
    if level is None:
        return NOT_ANSWERED
    if not isinstance(level, int):
        return level
    return ("NONE", "POSITIVE", "NEGATIVE")[(level > 0) - (level < 0)]


def money(
    cases: Iterable[Case], *, part: str, key: str, moment: str = "DECISION", minimum: int
) -> Table[str]:
    """Granted money by the direction of one dimension or goal.

    A case stands in the tables of all the goals that it touches: those are not to be added up.

    Args:
        cases: All cases of the portfolio.
        part: ``dimensions``, ``goals``, ``perspectives`` or ``overall``.
        key: The dimension, goal or perspective.
        moment: Whose sheet is read.
        minimum: Fewest cases of a group that is shown.

    Returns:
        Groups are directions.
    """
    return parted(
        cases,
        lambda case: direction(level_of(case.sheets.get(moment, {}), part, key)),
        minimum=minimum,
    )


# ---------------------------------------------------------------------- movement
def level_name(level: int | str | None) -> str:
    """Write a level as a key: ``-2`` to ``2``, UNKNOWN or NOT_ANSWERED."""
    return NOT_ANSWERED if level is None else str(level)


def movement(
    cases: Iterable[Case],
    *,
    part: str,
    key: str = "",
    before: str,
    after: str,
    minimum: int,
    name: Callable[[int | str | None], str] = level_name,
) -> Table[tuple[str, str]]:
    """Count the cases that went from one level to another between two moments.

    Only cases with a sheet at both moments take part. Sums of rows and columns are not given:
    they would tell what is hidden.

    Args:
        cases: All cases of the portfolio.
        part: ``dimensions``, ``goals``, ``perspectives`` or ``overall``.
        key: The dimension, goal or perspective; empty for overall.
        before: The earlier moment.
        after: The later moment.
        minimum: Fewest cases of a cell that is shown.
        name: How levels are told apart: ``level_name``, or ``direction`` for fewer cells.

    Returns:
        Groups are pairs of level before and after.
    """
    both = [case for case in cases if before in case.sheets and after in case.sheets]

    def pair(case: Case) -> tuple[str, str]:
        at = (level_of(case.sheets[moment], part, key) for moment in (before, after))
        first, second = at
        return name(first), name(second)

    return parted(both, pair, minimum=minimum)


def change(before: int | str | None, after: int | str | None) -> str:
    """Name what became of a level: BETTER, SAME, WORSE, or UNSAID where one is no level."""
    if not isinstance(before, int) or not isinstance(after, int):
        return "UNSAID"
    return ("SAME", "BETTER", "WORSE")[(after > before) - (after < before)]


def changes(
    cases: Iterable[Case], *, part: str, key: str, before: str, after: str, minimum: int
) -> Table[str]:
    """Count the cases in which a level rose, stayed or fell: real change in the value chain.

    Args:
        cases: All cases of the portfolio; those with a sheet at both moments take part.
        part: ``perspectives`` for the value chain.
        key: ``VALUE_CHAIN``.
        before: The earlier moment.
        after: The later moment.
        minimum: Fewest cases of a group that is shown.

    Returns:
        Groups are what ``change`` names.
    """
    both = [case for case in cases if before in case.sheets and after in case.sheets]
    return parted(
        both,
        lambda case: change(
            level_of(case.sheets[before], part, key), level_of(case.sheets[after], part, key)
        ),
        minimum=minimum,
    )


# ------------------------------------------------------------ effects not solved
def latest(case: Case) -> tuple[str, Content] | None:
    """The newest moment that has a sheet, with it; None where there is none."""
    found = [moment for moment in MOMENTS if moment in case.sheets]
    return (found[-1], case.sheets[found[-1]]) if found else None


def unresolved(case: Case) -> tuple[str, ...]:
    """Goals that the newest sheet says are harmed, and no conflict of it says is solved."""
    newest = latest(case)
    if newest is None:
        return ()
    content = newest[1]
    solved = {
        str(conflict.get(end))
        for conflict in content.get("conflicts", [])
        if conflict.get("state") == "SOLVED"
        for end in ("first", "second")
    }
    levels = {key: level_of(content, "goals", key) for key in GOALS}
    return tuple(
        key
        for key, level in levels.items()
        if isinstance(level, int) and level < 0 and key not in solved
    )


def unresolved_by_goal(cases: Iterable[Case], *, minimum: int) -> Mapping[str, int]:
    """Count the cases that harm each goal unsolved, of those that may be shown.

    A goal is shown where the cases that harm it, and those that do not, are both safe.

    Source: docs/methods.md#portfolios.
    """
    kept = list(cases)
    counted: Counter[str] = Counter()
    for key in GOALS:
        table = parted(kept, _harms(key), minimum=minimum)
        if True in table.groups:
            counted[key] = table.groups[True].cases
    return counted


def _harms(key: str) -> Callable[[Case], bool]:
    return lambda case: key in unresolved(case)
