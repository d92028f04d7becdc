"""Forgetting what has been kept long enough, one series after the other."""

from datetime import datetime

from django.db import transaction

from gatherings import forgetting
from gatherings.enums import Erased
from gatherings.models import Participation, Series
from gatherings.queries.retention import (
    diets_end_at,
    names_end_at,
    series_with_personal_data,
)


def forget_old(*, at: datetime) -> dict[str, int]:
    """Erase diets, names and addresses whose time is out; run again it is none.

    Returns:
        How many seats and places lost something, by what it was.
    """
    counts = dict.fromkeys(Erased.values, 0)
    for key in series_with_personal_data().order_by("pk").values_list("pk", flat=True):
        for kind, count in _forget(key, at=at).items():
            counts[kind] += count
    forgetting.forget_letters()
    return counts


@transaction.atomic
def _forget(key: int, *, at: datetime) -> dict[str, int]:
    series = Series.objects.select_for_update(no_key=True).get(pk=key)
    counts = {Erased.DIETS.value: 0, Erased.NAMES.value: 0}
    diets_end, names_end = diets_end_at(series), names_end_at(series)
    if diets_end is not None and at >= diets_end:
        counts[Erased.DIETS] = forgetting.forget_diets(series.registrations.all())
    if names_end is not None and at >= names_end:
        rows = list(series.registrations.filter(erased_at__isnull=True))
        places = Participation.objects.filter(registration__series=series)
        substitutes = list(places.exclude(substitute_email="").order_by("pk"))
        counts[Erased.NAMES] = (
            forgetting.forget_names(rows, at=at)
            + forgetting.forget_substitutes(substitutes, series=series)
            + forgetting.forget_speakers(series)
        )
    for kind, count in counts.items():
        forgetting.note(series=series, kind=Erased(kind), count=count, at=at)
    return counts
