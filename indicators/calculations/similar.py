"""Municipalities that resemble each other, by a few traits that can be shown."""

from dataclasses import dataclass

import numpy as np

from indicators.calculations.parameters import Floats, Integers

NEAREST = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """The nearest units of each unit.

    Attributes:
        unit: Positions, nearest first, shape (U, K); -1 = fewer than K.
        distance: Distances in standard deviations, shape (U, K); NaN likewise.
    """

    unit: Integers
    distance: Floats


def standardised(traits: Floats) -> Floats:
    """Give each trait mean 0 and standard deviation 1 over the units that have it.

    Args:
        traits: Values, shape (T, U), with population as its logarithm.

    Returns:
        Standard deviations from the mean, shape (T, U); 0 where all are equal.

    Source:
        docs/methods.md#similar-municipalities.
    """
    present = ~np.isnan(traits)
    count = np.maximum(present.sum(axis=1, keepdims=True), 1)
    mean = np.where(present, traits, 0.0).sum(axis=1, keepdims=True) / count
    apart = traits - mean
    deviation = np.sqrt(np.where(present, apart**2, 0.0).sum(axis=1, keepdims=True) / count)
    return np.where(present, apart / np.where(deviation > 0, deviation, 1.0), np.nan)


def nearest(traits: Floats, *, among: Integers, number: int = NEAREST) -> Neighbours:
    """Find the nearest units by Euclidean distance over the traits that are loaded.

    A unit is compared with units that have every trait it has itself.

    Args:
        traits: Standardised traits, shape (T, U); NaN = not known.
        among: Code of the country of each unit, shape (U,); units are
            compared within their own country.
        number: How many neighbours to return.

    Returns:
        The neighbours; ties are broken by position.

    Source:
        docs/methods.md#similar-municipalities.
    """
    units = traits.shape[1]
    found = np.full((units, number), -1, dtype=np.int64)
    apart = np.full((units, number), np.nan)
    for unit in range(units):
        own = ~np.isnan(traits[:, unit])
        if not own.any():
            continue
        distance = np.sqrt(((traits[own] - traits[own, unit][:, None]) ** 2).sum(axis=0))
        candidates = np.flatnonzero(~np.isnan(distance) & (among == among[unit]))
        candidates = candidates[candidates != unit]
        chosen = candidates[np.argsort(distance[candidates], kind="stable")][:number]
        found[unit, : len(chosen)] = chosen
        apart[unit, : len(chosen)] = distance[chosen]
    return Neighbours(unit=found, distance=apart)
