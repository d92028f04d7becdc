"""Being forgotten on one's own wish: by the link to a seat, or with the account."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from gatherings import forgetting, letters
from gatherings.actions.locks import lock_series
from gatherings.actions.seats import withdraw
from gatherings.enums import LIVE_STATES, Erased, GatheringState, SeriesState
from gatherings.models import CalendarFeed, HostPerson, Participation, Registration, Series
from gatherings.queries.openness import is_over
from improvement.actions import leaving


@transaction.atomic
def erase_seat(*, registration: Registration, by: User | None, at: datetime) -> None:
    """Erase who had a seat; one that is still to be used goes to the next in line.

    What has been stays counted, without the name. Again changes nothing.
    """
    series = lock_series(registration.series)
    row = Registration.objects.get(pk=registration.pk)
    if row.erased_at is not None:
        return
    if row.state in LIVE_STATES and _is_to_come(series, at=at):
        row = withdraw(registration=row, by=by, at=at)
    # Only the owner knew the substitutes, and they come no more.
    places = list(row.participations.exclude(substitute_email="").order_by("pk"))
    count = forgetting.forget_names([row], at=at)
    count += forgetting.forget_substitutes(places, series=series)
    forgetting.note(series=series, kind=Erased.NAMES, count=count, at=at)


@transaction.atomic
def close_account(*, person: User, at: datetime) -> None:
    """Erase what the gatherings know of a person, then close the account.

    Seats that are still to be used go to the next in line; owners of seats that the person
    was to take for them are told. Again changes nothing.
    """
    for row in _seats(person):
        erase_seat(registration=row, by=person, at=at)
    _leave_places(person, at=at)
    HostPerson.objects.filter(person=person).delete()
    CalendarFeed.objects.filter(person=person).delete()
    leaving.close_account(person=person, at=at)


def _is_to_come(series: Series, *, at: datetime) -> bool:
    is_off = series.state == SeriesState.CANCELLED or series.network.closed_at is not None
    return not is_off and not is_over(series=series, at=at)


def _seats(person: User) -> Iterable[Registration]:
    mine = Q(person=person) | Q(email__iexact=person.email)
    rows = Registration.objects.filter(mine, erased_at__isnull=True)
    return rows.select_related("series").order_by("series", "pk")


def _leave_places(person: User, *, at: datetime) -> None:
    """Take the person away as a substitute."""
    places = Participation.objects.filter(substitute_email__iexact=person.email)
    series = Series.objects.filter(registrations__participations__in=places)
    for each in series.distinct().order_by("pk"):
        locked = lock_series(each)
        own = places.filter(registration__series=locked).select_related(
            "registration__municipality__country", "gathering"
        )
        _leave_series(own, series=locked, at=at)


def _leave_series(places: QuerySet[Participation], *, series: Series, at: datetime) -> None:
    today = at.astimezone(series.zone).date()
    past = []
    for place in places.order_by("pk"):
        place.registration.series = place.gathering.series = series
        is_to_come = place.gathering.day is None or place.gathering.day >= today
        if not is_to_come or place.gathering.state != GatheringState.PLANNED:
            past.append(place)
            continue
        place.substitute_name = place.substitute_email = ""
        place.save(update_fields=["substitute_name", "substitute_email"])
        if place.registration.email:
            letters.returned(participation=place, at=at)
    count = forgetting.forget_substitutes(past, series=series)
    forgetting.note(series=series, kind=Erased.NAMES, count=count, at=at)
