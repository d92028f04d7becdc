"""Quantiles of Student's t distribution."""

from functools import lru_cache
from math import atan, cos, pi, sin, sqrt


def central_probability(t: float, *, degrees: int) -> float:
    """Give the probability that a t variable lies between −t and t.

    Args:
        t: At least 0.
        degrees: Degrees of freedom, a whole number, at least 1.

    Source: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.7.3 for
    odd and 26.7.4 for even degrees; the sums are finite, so nothing is approximated.
    """
    angle = atan(t / sqrt(degrees))
    across, square = cos(angle), cos(angle) ** 2
    if degrees % 2:
        term, total = across, 0.0
        for step in range(1, degrees - 1, 2):
            total += term
            term *= (step + 1) / (step + 2) * square
        return 2 / pi * (angle + sin(angle) * total)
    term, total = 1.0, 0.0
    for step in range(0, degrees, 2):
        total += term
        term *= (step + 1) / (step + 2) * square
    return sin(angle) * total


@lru_cache(maxsize=512)
def quantile(*, central: float, degrees: int) -> float:
    """Give the t that ``central`` of the distribution lies within, on both sides of 0.

    Args:
        central: A share between 0 and 1: 0.95 gives the 97.5 % quantile.
        degrees: Degrees of freedom, at least 1.
    """
    low, high = 0.0, 1.0
    while central_probability(high, degrees=degrees) < central:
        high *= 2
    for _halving in range(80):
        middle = (low + high) / 2
        if central_probability(middle, degrees=degrees) < central:
            low = middle
        else:
            high = middle
    return (low + high) / 2
