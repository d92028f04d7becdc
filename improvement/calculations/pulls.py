"""Targets that are pulled both ways: within one measure, and by two measures."""

from collections import defaultdict
from collections.abc import Iterable
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


@dataclass(frozen=True, slots=True)
class Contested:
    """A target that measures pull on in opposite directions.

    Attributes:
        target: Number of the target.
        helping: Keys of the measures that help it, n >= 1.
        hurting: Keys of the measures that hurt it, n >= 1.
    """

    target: str
    helping: tuple[int, ...]
    hurting: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What the cases between two goals say together.

    Attributes:
        count: Number of cases, n >= 1.
        mean: Mean of their scores, −3 (against each other) to +3 (with each other).
    """

    count: int
    mean: float


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


def contested(pullings: Iterable[Pulling], *, by: int | None = None) -> list[Contested]:
    """Find the targets that different measures pull on in opposite directions.

    Args:
        pullings: Pulls of the measures that are looked at, in the order to show them.
        by: Only what this measure is against, or what is against it; all when left out.

    Returns:
        By target in its natural order: 2.4 before 13.1.
    """
    sides: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for pulling in pullings:
        sides[pulling.target][0 if pulling.helps else 1].append(pulling.measure)
    found = []
    for target, (helping, hurting) in sides.items():
        good, bad = helping, hurting
        if by in helping:
            good, bad = [by], [each for each in hurting if each != by]
        elif by in hurting:
            good, bad = [each for each in helping if each != by], [by]
        elif by is not None:
            continue
        if good and bad and (len(good) > 1 or len(bad) > 1 or good != bad):
            found.append(Contested(target, tuple(good), tuple(bad)))
    return sorted(found, key=lambda each: target_order(each.target))


def matrix(counted: Iterable[tuple[int, int, int, int]]) -> dict[tuple[int, int], Cell]:
    """Put cases between targets together as cells between goals.

    Args:
        counted: Goal of one target, goal of the other, number of cases, sum of scores;
            the order of the goals does not matter, and a pair may come several times.

    Returns:
        Lower and higher goal → cell; pairs without cases are left out.
    """
    counts: dict[tuple[int, int], int] = defaultdict(int)
    sums: dict[tuple[int, int], int] = defaultdict(int)
    for one, other, count, total in counted:
        pair = (min(one, other), max(one, other))
        counts[pair] += count
        sums[pair] += total
    return {pair: Cell(count, sums[pair] / count) for pair, count in counts.items()}


def target_order(number: str) -> tuple[int, int, str]:
    """Give a key that puts 2.4 before 13.1, and 13.1 to 13.9 before 13.a."""
    goal, _point, rest = number.partition(".")
    return (int(goal), int(rest), "") if rest.isdigit() else (int(goal), 99, rest)
