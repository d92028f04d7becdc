"""The quarters of a small group in plain Python are those of the engine."""

import numpy as np
import pytest

from indicators.calculations.places import Quarters, quarters_of
from indicators.calculations.relative import quarter_cuts


@pytest.mark.parametrize("count", [0, 1, 3, 4, 5, 8, 11, 40])
@pytest.mark.parametrize("more_is_better", [True, False])
def test_both_ways_give_the_same_quarters(count, more_is_better):
    values = np.random.default_rng(count).integers(0, 12, count).astype(float)
    cuts = quarter_cuts(values[None, :], more_is_better=np.array([1 if more_is_better else -1]))
    found = quarters_of(values.tolist(), more_is_better=more_is_better)
    expected = [float(part[0]) for part in (cuts.best, cuts.median, cuts.worst)]
    assert found.count == cuts.count[0]
    assert [np.nan if part is None else part for part in found[1:]] == pytest.approx(
        expected, nan_ok=True
    )


def test_quarters_by_hand():
    assert quarters_of([1, 2, 3, 4], more_is_better=True) == Quarters(4, 4, 2.5, 1)
    assert quarters_of([1, 2, 3, 4], more_is_better=False) == Quarters(4, 1, 2.5, 4)
    assert quarters_of([5, 7], more_is_better=True) == Quarters(2, None, 6, None)
