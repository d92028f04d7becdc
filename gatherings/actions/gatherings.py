"""Gatherings of a series: added, changed, moved, cancelled, removed.

What stands in a calendar raises ``sequence`` once for each change, under a lock.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gatherings import notices
from gatherings.actions import case_slots
from gatherings.actions.feedback_times import follow
from gatherings.actions.locks import lock_in_open_network
from gatherings.actions.materials import delete_with_files
from gatherings.actions.theme_notes import note_theme
from gatherings.enums import (
    LIVE_STATES,
    SEATED_STATES,
    GatheringKind,
    GatheringState,
    SeriesState,
)
from gatherings.models import Gathering, GatheringChange, Participation, Series
from improvement.actions.refusals import Declined
from networks.actions.locks import sign


class GatheringCancelled(Declined):
    """The gathering, or its series, is cancelled."""

    sentence = _("It is cancelled and can no longer be changed.")


class WhyMissing(Declined):
    """Those who were to come want to know why."""

    field = "reason"
    sentence = _("Say why. Those who were to come get the reason by e-mail.")


class SomebodyComes(Declined):
    """A gathering that somebody is signed up for is cancelled, not deleted."""

    sentence = _("Somebody is signed up for this gathering. Cancel it instead.")


class StandsInVote(Declined):
    """What people vote on does not vanish."""

    sentence = _(
        "A vote on themes is about this gathering, or the reason of its theme is kept. Cancel "
        "it instead."
    )


class TooFewSeats(Declined):
    """The gathering's own seats do not hold those who have a seat in the series."""

    field = "adds_participants"
    sentence = _(
        "More people have a seat in the series than there are seats here. Give it more seats, "
        "or do not sign them up."
    )


@dataclass(frozen=True, slots=True)
class GatheringDetails:
    """What is said about a gathering; the times lie on ``day``, or are both None."""

    title: str = ""
    kind: str = GatheringKind.PHYSICAL
    day: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    address: str = ""
    link: str = ""
    theme: str = ""
    description: str = ""
    bring: str = ""
    is_social: bool = False
    is_economic: bool = False
    is_environmental: bool = False
    closes_at: datetime | None = None
    seats_total: int | None = None
    seats_per_municipality: int | None = None


DETAILS = tuple(field.name for field in fields(GatheringDetails))
# What people have in their calendars.
IN_CALENDARS = ("title", "day", "starts_at", "ends_at", "place", "address", "link")
# What those who come must know in time.
MOVES = ("day", "starts_at", "ends_at", "place", "address", "link")


@transaction.atomic
def add_gathering(
    *,
    series: Series,
    details: GatheringDetails,
    adds_participants: bool,
    by: User,
    at: datetime,
) -> Gathering:
    """Add a gathering, last in the series.

    Args:
        series: Where it is added.
        details: What is said about it.
        adds_participants: Whether those who are signed up for the series, or wait, come
            to this one too.
        by: Who adds it.
        at: The time.

    Raises:
        TooFewSeats: It has fewer seats than people that would be added.

    Passes on:
        GatheringCancelled: The series is cancelled.
        NetworkClosed: The network is closed.
    """
    locked = open_series(series)
    last = locked.gatherings.aggregate(last=Max("number"))["last"] or 0
    gathering = Gathering(series=locked, number=last + 1)
    _write(gathering, details)
    sign(gathering, by=by)
    gathering.save()
    if adds_participants:
        if not _holds_all(locked, gathering):
            raise TooFewSeats
        rows = locked.registrations.filter(state__in=LIVE_STATES).order_by("pk")
        Participation.objects.bulk_create(
            [Participation(registration=row, gathering=gathering) for row in rows]
        )
    return gathering


@transaction.atomic
def change_gathering(
    *,
    gathering: Gathering,
    details: GatheringDetails,
    by: User,
    at: datetime,
    theme_reason: str = "",
    tells: bool = False,
) -> Gathering:
    """Change what is said about a gathering. Nothing changed, nothing raised.

    Cases lose their slots when it moves to another day.

    Args:
        gathering: Which one.
        details: What is said about it now.
        by: Who changes it.
        at: The time.
        theme_reason: Why it gets another theme than the one that a vote decided.
        tells: Whether those who come get an e-mail where day, time or place is another now.
            One mail for each change, none about a draft.

    Raises:
        GatheringCancelled: The gathering is cancelled.

    Passes on:
        ThemeReasonMissing: A vote decided the theme, and ``theme_reason`` is empty.
        GatheringCancelled: The series is cancelled.
        NetworkClosed: The network is closed.
    """
    series = open_series(gathering.series)
    locked = lock_gathering(gathering)
    if locked.state == GatheringState.CANCELLED:
        raise GatheringCancelled
    changed = [name for name in DETAILS if getattr(locked, name) != getattr(details, name)]
    if not changed:
        return locked
    if locked.day is not None and locked.day != details.day:
        case_slots.free_gathering(locked, by=by, removes_items=True)
    told = [name for name in IN_CALENDARS if name in changed]
    if "theme" in changed and locked.theme_reason:
        note_theme(locked, theme=details.theme, reason=theme_reason, by=by, at=at)
        told.append("theme")
    before, is_known = copy(locked), series.state == SeriesState.PUBLISHED
    _write(locked, details)
    left = _start_left(before, locked) if is_known else ""
    raise_sequence(locked, told, by=by, at=at, previous_start=left)
    sign(locked, by=by)
    locked.save(update_fields=[*changed, "theme_reason", "sequence", "updated_at"])
    follow(locked, before=before, at=at)
    if tells and is_known and set(changed) & set(MOVES):
        notices.gathering_moved(gathering=locked, before=before)
    return locked


@transaction.atomic
def cancel_gathering(*, gathering: Gathering, reason: str, by: User, at: datetime) -> Gathering:
    """Cancel one gathering and tell those who were to come. Again changes nothing.

    Raises:
        WhyMissing: ``reason`` is empty.

    Passes on:
        GatheringCancelled: The series is cancelled.
        NetworkClosed: The network is closed.
    """
    if not reason.strip():
        raise WhyMissing
    series = open_series(gathering.series)
    locked = lock_gathering(gathering)
    if locked.state == GatheringState.CANCELLED:
        return locked
    call_off(locked, reason=reason.strip(), by=by, at=at)
    if series.state == SeriesState.PUBLISHED:
        notices.gathering_cancelled(gathering=locked)
    return locked


@transaction.atomic
def reopen_gathering(*, gathering: Gathering, by: User, at: datetime) -> Gathering:
    """Let a cancelled gathering take place after all, and tell all of the series.

    Again changes nothing.

    Passes on:
        GatheringCancelled: The series is cancelled.
        NetworkClosed: The network is closed.
    """
    series = open_series(gathering.series)
    locked = lock_gathering(gathering)
    if locked.state == GatheringState.PLANNED:
        return locked
    locked.state, locked.cancel_reason = GatheringState.PLANNED, ""
    raise_sequence(locked, ["state"], by=by, at=at)
    sign(locked, by=by)
    locked.save(update_fields=["state", "cancel_reason", "sequence", "updated_at"])
    if series.state == SeriesState.PUBLISHED:
        notices.gathering_reopened(gathering=locked)
    return locked


@transaction.atomic
def delete_gathering(*, gathering: Gathering, by: User) -> None:
    """Remove a gathering that nobody has been signed up for.

    Raises:
        SomebodyComes: Somebody is, or has been.
        StandsInVote: A vote is held there, or it is kept why it has its theme.

    Passes on:
        GatheringCancelled: The series is cancelled.
        NetworkClosed: The network is closed.
        CasesWereHere: Cases have been presented there.
    """
    series = open_series(gathering.series)
    locked = lock_gathering(gathering)
    if locked.participations.exists():
        raise SomebodyComes
    case_slots.check_removable(locked)
    case_slots.free_gathering(locked, by=by, removes_items=False)
    if locked.decided.exists() or locked.polls_held.exists() or locked.theme_changes.exists():
        raise StandsInVote
    delete_with_files(locked.materials.all())
    number = locked.number
    sign(locked, by=by)
    locked.delete()
    if series.state == SeriesState.DRAFT:  # nobody has seen the numbers yet
        for later in series.gatherings.filter(number__gt=number).order_by("number"):
            later.number -= 1
            sign(later, by=by)
            later.save(update_fields=["number"])


def call_off(gathering: Gathering, *, reason: str, by: User, at: datetime) -> None:
    """Mark a gathering that is locked as cancelled; nobody is told here."""
    case_slots.free_gathering(gathering, by=by, removes_items=False)
    gathering.state = GatheringState.CANCELLED
    gathering.cancel_reason = reason
    raise_sequence(gathering, ["state"], by=by, at=at)
    sign(gathering, by=by)
    gathering.save(update_fields=["state", "cancel_reason", "sequence", "updated_at"])


def still_to_come(series: Series, *, at: datetime) -> list[Gathering]:
    """Lock the planned gatherings that have not been, in order; the series is locked."""
    today = at.astimezone(series.zone).date()
    rows = series.gatherings.select_for_update(no_key=True).filter(state=GatheringState.PLANNED)
    return [row for row in rows.order_by("number") if row.day is None or row.day >= today]


def open_series(series: Series) -> Series:
    """Lock a series that can be changed.

    Raises:
        GatheringCancelled: The series is cancelled.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = lock_in_open_network(series)
    if locked.state == SeriesState.CANCELLED:
        raise GatheringCancelled
    return locked


def lock_gathering(gathering: Gathering) -> Gathering:
    """Lock a gathering; its series is locked first, as everywhere."""
    return (
        Gathering.objects.select_for_update(no_key=True, of=("self",))
        .select_related("series")
        .get(pk=gathering.pk)
    )


def raise_sequence(
    gathering: Gathering,
    changed: Sequence[str],
    *,
    by: User | None,
    at: datetime,
    previous_start: str = "",
) -> None:
    """Raise the number of a gathering that is locked, where a calendar changes."""
    if not changed:
        return
    gathering.sequence += 1
    GatheringChange.objects.create(
        gathering=gathering,
        sequence=gathering.sequence,
        fields=list(changed),
        previous_start=previous_start,
        by=by,
        at=at,
    )


def _start_left(before: Gathering, now: Gathering) -> str:
    """Give the start that no longer holds, as ISO 8601; nothing where it was only refined."""
    if before.day is None or before.start == now.start:
        return ""
    if before.starts_at is None and before.day == now.day:
        return ""
    return before.start


def _holds_all(series: Series, gathering: Gathering) -> bool:
    seated = series.registrations.filter(state__in=SEATED_STATES)
    total, own = gathering.seats_total, gathering.seats_per_municipality
    if total is not None and seated.count() > total:
        return False
    most = seated.values("municipality").annotate(n=Count("pk")).order_by("-n").first()
    return own is None or most is None or most["n"] <= own


def _write(gathering: Gathering, details: GatheringDetails) -> None:
    for name in DETAILS:
        setattr(gathering, name, getattr(details, name))
