"""Small numbers: which stored values are hidden (METHOD «Small numbers»)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import BooleanField, Case, Q, Value, When

from indicators.enums import Aggregation
from indicators.models import Indicator, Observation


def hide_small_numbers(*, indicator_ids: Iterable[int]) -> int:
    """Apply the indicators' limits to what is stored; call inside a transaction.

    Returns:
        How many values were hidden or shown by this.

    Source:
        docs/methods.md#small-numbers; the same rule as
        ``indicators.calculations.small_numbers.hidden_values``.
    """
    count = 0
    for indicator in Indicator.objects.filter(pk__in=list(indicator_ids)).order_by("pk"):
        rows = Observation.objects.filter(indicator=indicator).annotate(
            hides=Case(
                When(_small(indicator), then=Value(value=True)),
                default=Value(value=False),
                output_field=BooleanField(),
            )
        )
        for hides in (True, False):
            count += rows.filter(hides=hides).exclude(is_hidden=hides).update(is_hidden=hides)
    return count


def _small(indicator: Indicator) -> Q:
    """Say when a value of the indicator is hidden."""
    small = Q(pk__in=[])
    if indicator.min_denominator is not None:
        small |= Q(denominator__lt=indicator.min_denominator)
    if indicator.min_count is not None:
        if indicator.aggregation == Aggregation.SUM:
            small |= Q(numerator__lt=indicator.min_count) | Q(
                numerator__isnull=True, value__lt=indicator.min_count
            )
        else:
            small |= Q(numerator__lt=indicator.min_count)
    return Q(value__isnull=False) & small
