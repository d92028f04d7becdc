"""Which series' diets and names have been kept long enough."""

from datetime import datetime
from typing import cast

from django.db.models import Q, QuerySet

from gatherings.calculations.reminding import day_after
from gatherings.enums import GatheringState, SeriesState
from gatherings.models import Participation, Registration, Series, Speaker

DIETS_KEPT_DAYS = 14


def series_with_personal_data() -> QuerySet[Series]:
    """Series in which a name, an address or a diet is kept."""
    named = Registration.objects.filter(
        Q(erased_at__isnull=True) | ~Q(diets=[]) | ~Q(diet_text="")
    )
    substitutes = Participation.objects.exclude(substitute_email="")
    speakers = Speaker.objects.exclude(email="")
    former = Speaker.history.exclude(email="")
    return Series.objects.filter(
        Q(pk__in=named.values("series"))
        | Q(pk__in=substitutes.values("registration__series"))
        | Q(pk__in=speakers.values("series"))
        | Q(pk__in=former.values("series"))
    )


def diets_end_at(series: Series) -> datetime | None:
    """Give the moment from which diets are erased; None while it cannot be known.

    While a gathering has no day yet, somebody has to be fed there: they stay until the
    names go.
    """
    if _has_a_day_to_come(series):
        return names_end_at(series)
    return _after(series, days=min(DIETS_KEPT_DAYS, series.names_kept_days))


def names_end_at(series: Series) -> datetime | None:
    """Give the moment from which names are erased; None while it cannot be known."""
    return _after(series, days=series.names_kept_days)


def _after(series: Series, *, days: int) -> datetime | None:
    """Count whole days from the last gathering that has a day, or from the cancellation.

    A series without any day keeps what it has until it gets one, is cancelled, or the person
    asks to be erased.
    """
    zone = series.zone
    if series.state == SeriesState.CANCELLED:
        cancelled = _cancelled_at(series).astimezone(zone).date()
        return day_after(cancelled, days=days, zone=zone)
    dated = series.gatherings.filter(day__isnull=False)
    planned = dated.filter(state=GatheringState.PLANNED)
    last = planned.order_by("-day").first() or dated.order_by("-day").first()
    if last is None or last.day is None:
        return None
    return day_after(last.day, days=days, zone=zone)


def _cancelled_at(series: Series) -> datetime:
    cancelled = series.history.filter(state=SeriesState.CANCELLED)
    first = cancelled.order_by("history_date").first()
    return cast("datetime", first.history_date) if first else series.updated_at


def _has_a_day_to_come(series: Series) -> bool:
    planned = series.gatherings.filter(state=GatheringState.PLANNED)
    return series.state != SeriesState.CANCELLED and planned.filter(day=None).exists()
