"""Sets of places as bits: made, and walked through in order from one section to the next."""

import pytest

from procurement.calculations.bitmaps import bitmap, slice_of, union, whole


def test_sets_are_made_and_joined():
    assert bitmap([0, 3, 8], 9) == 0b1_0000_1001
    assert bitmap([], 0) == whole(0) == union([]) == 0
    assert union([0b01, 0b10]) == whole(2)


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [(0, 2, [9, 0]), (1, 4, [0, 7, 2]), (3, 9, [2]), (2, 2, []), (4, 9, [])],
)
def test_a_slice_goes_over_sections_in_their_orders(begin, end, expected):
    sections = [([9, 1, 0], bitmap([0, 9], 10)), ([5], 0), ([7, 3, 2], bitmap([2, 7], 10))]

    assert slice_of(sections, begin, end) == expected
