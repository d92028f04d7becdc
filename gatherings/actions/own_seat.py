"""What the owner of a seat changes: which gatherings, and the diet."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from gatherings import letters
from gatherings.actions.choice import check_gathering, check_is_to_come
from gatherings.actions.locks import GatheringClosed, NoGatheringLeft, NoSeat, lock_series
from gatherings.enums import LIVE_STATES, SeatEvent
from gatherings.models import Gathering, Participation, Registration, RegistrationEvent


@transaction.atomic
def choose_gatherings(
    *, registration: Registration, gatherings: Collection[int], by: User | None, at: datetime
) -> Registration:
    """Come to these gatherings of those that are to come; the others stay as they were.

    The same choice again changes nothing.

    Args:
        registration: A seat, or a place in line.
        gatherings: Keys of gatherings of the series.
        by: Who does it; nobody where the secret link was used.
        at: Now.

    Raises:
        NoGatheringLeft: None is chosen; the seat should be given back instead.

    Passes on:
        NoSeat: The seat has been given back.
        GatheringClosed: One that is added has a deadline of its own, which has passed.
        GatheringFull: One that is added has seats of its own, and they are taken.
    """
    series = lock_series(registration.series)
    row = _lock(registration)
    row.series = series
    before = {one.gathering_id: one for one in row.participations.select_related("gathering")}
    changed = []
    for gathering in series.gatherings.order_by("number"):
        gathering.series = series
        differs = (gathering.pk in gatherings) != (gathering.pk in before)
        if differs and _may_change(gathering, at=at):
            changed.append(gathering)
    removed = [before[one.pk] for one in changed if one.pk in before]
    added = [one for one in changed if one.pk not in before]
    if len(before) + len(added) == len(removed):
        raise NoGatheringLeft
    for gathering in added:
        _add(row, gathering, at=at)
    for participation in removed:
        _remove(row, participation, at=at)
    for gathering in changed:
        _note(row, gathering=gathering, by=by, at=at)
    return row


@transaction.atomic
def set_diet(
    *,
    registration: Registration,
    diets: Sequence[str],
    text: str,
    by: User | None,
    at: datetime,
) -> Registration:
    """Say what one does not eat. The log tells that it was changed, not what it is.

    Free text is kept only where the series says why it asks for it.

    Passes on:
        NoSeat: The seat has been given back.
    """
    row = _lock(registration)
    words = text.strip() if row.series.diet_text_reason else ""
    if (list(row.diets), row.diet_text) == (list(diets), words):
        return row
    row.diets, row.diet_text = list(diets), words
    row.save(update_fields=["diets", "diet_text", "updated_at"])
    _note(row, gathering=None, by=by, at=at)
    return row


def _lock(registration: Registration) -> Registration:
    row = (
        Registration.objects.select_for_update(no_key=True, of=("self",))
        .select_related("municipality__country", "series")
        .get(pk=registration.pk)
    )
    if row.state not in LIVE_STATES:
        raise NoSeat
    return row


def _add(row: Registration, gathering: Gathering, *, at: datetime) -> None:
    if gathering.has_closed_at(at):
        raise GatheringClosed(gathering)
    check_gathering(gathering, row.municipality)
    Participation.objects.create(registration=row, gathering=gathering)


def _remove(row: Registration, participation: Participation, *, at: datetime) -> None:
    if participation.substitute_email:
        participation.registration = row
        participation.gathering.series = row.series
        letters.not_needed(participation=participation, at=at)
    participation.delete()


def _may_change(gathering: Gathering, *, at: datetime) -> bool:
    try:
        check_is_to_come(gathering, at=at)
    except GatheringClosed:
        return False
    return True


def _note(
    row: Registration, *, gathering: Gathering | None, by: User | None, at: datetime
) -> None:
    RegistrationEvent.objects.create(
        registration=row, gathering=gathering, kind=SeatEvent.CHANGED, by=by, at=at
    )
