"""Targets that are pulled both ways: within one measure, and by two measures."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pulling:
    """One measure pulls on one target.

    Attributes:
        measure: Key of the measure.
        target: Number of the target, ``13.2``.
        helps: Whether it helps; else it hurts.
    """

    measure: int
    target: str
    helps: bool


@dataclass(frozen=True, slots=True, order=True)
class Opposition:
    """Two measures that pull on one target in opposite directions.

    Attributes:
        target: Number of the target.
        helping: Key of the measure that helps it.
        hurting: Key of the measure that hurts it.
    """

    target: str
    helping: int
    hurting: int


def ordered_pair(one: str, other: str) -> tuple[str, str]:
    """Give two numbers of targets in the order in which a pair is stored: as text."""
    return (one, other) if one < other else (other, one)


def opposed_pairs(*, helped: Iterable[str], hurt: Iterable[str]) -> list[tuple[str, str]]:
    """Pair each target that a measure helps with each one that it hurts.

    Args:
        helped: Numbers of targets.
        hurt: Numbers of targets; one that is also helped gives no pair with itself.

    Returns:
        Each pair once, in the order in which pairs are stored.
    """
    against = sorted(set(hurt))
    return sorted(
        {ordered_pair(good, bad) for good in set(helped) for bad in against if good != bad}
    )


def oppositions(
    pullings: Iterable[Pulling], *, of: Collection[int] | None = None
) -> list[Opposition]:
    """Find the measures that pull on one target in opposite directions.

    Args:
        pullings: Pulls of the measures that are looked at.
        of: Only pairs with one of these measures; all pairs when left out.

    Returns:
        By target in its natural order (2.4 before 13.1), then by measure.
    """
    sides: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for pulling in pullings:
        sides[pulling.target][0 if pulling.helps else 1].append(pulling.measure)
    found = [
        Opposition(target, good, bad)
        for target, (helping, hurting) in sides.items()
        for good in helping
        for bad in hurting
        if good != bad and (of is None or good in of or bad in of)
    ]
    return sorted(
        found, key=lambda each: (target_order(each.target), each.helping, each.hurting)
    )


def target_order(number: str) -> tuple[int, int, str]:
    """Give a key that puts 2.4 before 13.1, and 13.1 to 13.9 before 13.a."""
    goal, _point, rest = number.partition(".")
    return (int(goal), int(rest), "") if rest.isdigit() else (int(goal), 99, rest)
