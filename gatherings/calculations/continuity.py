"""Do the same people come again?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

# One gathering: place → those who came from there.
People = Mapping[int, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Same:
    """People of one municipality at a gathering.

    Attributes:
        same: Those who were at the gathering before as well.
        of: All who came.
    """

    same: int
    of: int


@dataclass(frozen=True, slots=True)
class Continuity:
    """How much a series keeps its people.

    Attributes:
        by_place: For each place one entry for each gathering after the first; None where
            nobody came from there to it, or to the one before.
        share: Percent, 0 to 100, of all who came to a gathering after the first, from
            places that were at the one before, who were there too; None without any.
    """

    by_place: dict[int, tuple[Same | None, ...]]
    share: float | None


def continuity(gatherings: Sequence[People]) -> Continuity:
    """Compare each gathering with the one before it.

    Source: the project's own measure, «2 of 3 the same people»; docs/methods.md.

    Args:
        gatherings: In the order they were held.
    """
    places = sorted({place for people in gatherings for place in people})
    by_place = {
        place: tuple(
            _same(before.get(place, frozenset()), now.get(place, frozenset()))
            for before, now in pairwise(gatherings)
        )
        for place in places
    }
    pairs = [each for row in by_place.values() for each in row if each is not None]
    of = sum(each.of for each in pairs)
    share = 100 * sum(each.same for each in pairs) / of if of else None
    return Continuity(by_place, share)


def _same(before: frozenset[str], now: frozenset[str]) -> Same | None:
    return Same(len(before & now), len(now)) if before and now else None
