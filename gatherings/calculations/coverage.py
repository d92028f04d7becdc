"""What a series lacks: items that every gathering should have, dimensions over the whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Content:
    """What one gathering holds.

    Attributes:
        number: Its number in the series.
        items: Codes of the kinds of items in its programme.
        dimensions: Codes of the dimensions that it covers.
    """

    number: int
    items: frozenset[str] = frozenset()
    dimensions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is missing.

    Attributes:
        items: Number of the gathering, and the expected items that it lacks, in order.
        dimensions: Dimensions that no gathering covers, in order.
    """

    items: tuple[tuple[int, tuple[str, ...]], ...]
    dimensions: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.items or self.dimensions)


def gaps(
    contents: Iterable[Content], *, expected: Sequence[str], dimensions: Sequence[str]
) -> Gaps:
    """Find what is missing. A series without gatherings lacks nothing yet.

    Args:
        contents: The gatherings that should have everything.
        expected: Codes of items that each of them should have.
        dimensions: Codes of dimensions that they should cover together.
    """
    rows = sorted(contents, key=lambda row: row.number)
    lacking = [
        (row.number, tuple(code for code in expected if code not in row.items)) for row in rows
    ]
    covered = {code for row in rows for code in row.dimensions}
    return Gaps(
        items=tuple((number, codes) for number, codes in lacking if codes),
        dimensions=tuple(code for code in dimensions if rows and code not in covered),
    )


def overlapping(times: Sequence[tuple[int | None, int | None]]) -> list[tuple[int, int]]:
    """Find pairs of items that lie at the same time.

    Args:
        times: Start and end of each item in minutes after midnight; an item without both
            overlaps nothing.

    Returns:
        Places in ``times``, the earlier first; an item that begins when another ends does
        not overlap it.
    """
    known = [
        (start, end, place)
        for place, (start, end) in enumerate(times)
        if start is not None and end is not None
    ]
    return [
        (one[2], other[2])
        for position, one in enumerate(known)
        for other in known[position + 1 :]
        if one[0] < other[1] and other[0] < one[1]
    ]
