"""Votes on themes, counted: ballots in, points, places and winners out. Nothing is drawn here.

Source: positional voting. One point for each chosen theme (approval voting, Brams and
Fishburn 1978), or points that fall by one for each place (J.-C. de Borda, *Mémoire sur les
élections au scrutin*, 1784), with a ballot that names fewer than all: see docs/methods.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Row:
    """One theme in the count.

    Attributes:
        key: The theme.
        points: Sum over the ballots, 0 or more.
        place: 1 + the number of themes with more points; equal ones share it.
        seat: Which of the gatherings to decide it wins, from 1; None for none.
    """

    key: int
    points: int
    place: int
    seat: int | None


def points_of(
    ballots: Iterable[Sequence[int]], *, themes: Sequence[int], places: int | None
) -> dict[int, int]:
    """Add up the points of each theme.

    Args:
        ballots: Keys of themes on each ballot, the best liked first.
        themes: All keys; what a ballot names besides is left out.
        places: How many places a ballot may order: the first gives so many points, each
            further one less. None where there is no order, and each theme gets one point.

    Returns:
        Theme → points, in the order of ``themes``.
    """
    points = dict.fromkeys(themes, 0)
    for ballot in ballots:
        for index, key in enumerate(ballot):
            if key in points:
                points[key] += 1 if places is None else max(places - index, 0)
    return points


def contested(points: dict[int, int], *, seats: int) -> dict[int, list[int]]:
    """Tell which gatherings to decide have several themes with equal points.

    Args:
        points: Theme → points.
        seats: How many themes win, in order.

    Returns:
        Number of the gathering, from 1 → the themes that are equal there. A theme without
        points wins nothing and is in none.
    """
    found: dict[int, list[int]] = {}
    before = 0
    for value in sorted(set(points.values()) - {0}, reverse=True):
        group = [key for key, own in points.items() if own == value]
        if len(group) > 1:
            last = min(before + len(group), seats)
            found.update(dict.fromkeys(range(before + 1, last + 1), group))
        before += len(group)
    return found


def tally(points: dict[int, int], *, seats: int, order: Sequence[int]) -> list[Row]:
    """Place the themes and say who wins.

    Args:
        points: Theme → points.
        seats: How many themes win, in order.
        order: Keys that go before others with the same points; what is not named comes
            after, in the order of ``points``.

    Returns:
        One row for each theme, the winners first.
    """
    rank = {key: index for index, key in enumerate(order)}
    keys = sorted(points, key=lambda key: (-points[key], rank.get(key, len(rank))))
    values = list(points.values())
    return [
        Row(
            key=key,
            points=points[key],
            place=1 + sum(value > points[key] for value in values),
            seat=number if number <= seats and points[key] else None,
        )
        for number, key in enumerate(keys, start=1)
    ]


def by_lot(keys: Iterable[int], *, seed: str) -> list[int]:
    """Order themes by lot, so that whoever knows the number drawn gets the same order.

    Each theme gets the SHA-256 of ``seed:key``; the smallest goes first.
    """
    return sorted(keys, key=lambda key: sha256(f"{seed}:{key}".encode()).hexdigest())
