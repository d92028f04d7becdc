"""Cases in the programme: given a slot, taken out, presented."""

from collections.abc import Collection
from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gatherings.actions import agenda
from gatherings.actions.cases import CaseNotReady, lock_case, save, unpresented
from gatherings.actions.gatherings import GatheringCancelled
from gatherings.enums import AgendaKind, CaseState, GatheringState
from gatherings.models import AgendaItem, Case, Gathering
from improvement.actions.refusals import Declined


class GatheringElsewhere(Declined):
    """The gathering is another series'."""

    field = "gathering"
    sentence = _("Choose a gathering of this series.")


class ItemTaken(Declined):
    """The item is another gathering's, no case, or another case has it."""

    field = "item"
    sentence = _("This item cannot be used. Choose another, or let a new one be made.")


class SlotMissing(Declined):
    """Nobody has said where it is presented."""

    sentence = _("Give the case a slot first.")


class NotHeldYet(Declined):
    """The gathering is still to come."""

    sentence = _("The gathering has not been held yet.")


class WorkHasBegun(Declined):
    """A measure has been made of the case, or it has been back."""

    sentence = _("Work on the case has begun, so it stays as presented.")


@transaction.atomic
def give_slot(
    *,
    case: Case,
    gathering: Gathering,
    by: User,
    at: datetime,
    starts: time | None = None,
    ends: time | None = None,
    item: AgendaItem | None = None,
) -> Case:
    """Give a case its place in a programme; the item it had before goes.

    Args:
        case: The case; it is ready.
        gathering: Where it is presented.
        by: One of the hosts.
        at: The time.
        starts: From when, local to the series.
        ends: Until when.
        item: An item of kind CASE that no other case has; None makes a new one.

    Raises:
        CaseNotReady: It is a draft.
        GatheringElsewhere: The gathering is another series'.
        GatheringCancelled: The gathering is cancelled.

    Passes on:
        ItemTaken: The item cannot be used.
        CasePresented: It has been presented.
        NetworkClosed: The network is closed.
    """
    _lock_gatherings({gathering.pk, case.gathering_id})
    locked = unpresented(case)
    if locked.state == CaseState.DRAFT:
        raise CaseNotReady
    place = Gathering.objects.get(pk=gathering.pk)
    if place.series_id != locked.series_id:
        raise GatheringElsewhere
    if place.state == GatheringState.CANCELLED:
        raise GatheringCancelled
    details = _item_details(locked, starts, ends)
    before = locked.agenda_item
    if item is not None:
        _check_item(item, place, locked)
        slot = item
        if (starts, ends) != (None, None):
            slot = agenda.change_item(item=item, details=details, speakers=(), by=by)
    elif before is not None and before.gathering_id == place.pk:
        slot = agenda.change_item(item=before, details=details, speakers=(), by=by)
    else:
        slot = agenda.add_item(gathering=place, details=details, speakers=(), by=by)
    locked.gathering, locked.agenda_item = place, slot
    save(locked, "gathering", "agenda_item", by=by)
    if before is not None and before.pk != slot.pk:
        agenda.remove_item(item=before, by=by)
    return locked


@transaction.atomic
def take_slot(*, case: Case, by: User, at: datetime) -> Case:
    """Take a case out of the programme; its item goes. Again changes nothing.

    Passes on:
        CasePresented: It has been presented.
        NetworkClosed: The network is closed.
    """
    _lock_gatherings({case.gathering_id})
    locked = unpresented(case)
    item = locked.agenda_item
    locked.gathering = locked.agenda_item = None
    save(locked, "gathering", "agenda_item", by=by)
    if item is not None:
        agenda.remove_item(item=item, by=by)
    return locked


@transaction.atomic
def note_presented(*, case: Case, by: User, at: datetime) -> Case:
    """Note that a case has been presented at its gathering. Again changes nothing.

    Raises:
        SlotMissing: It has no gathering.
        NotHeldYet: The day of the gathering is still to come, or not known.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = lock_case(case)
    if locked.state == CaseState.PRESENTED:
        return locked
    if locked.state == CaseState.DRAFT or locked.gathering is None:
        raise SlotMissing
    today = at.astimezone(locked.series.zone).date()
    if locked.gathering.day is None or locked.gathering.day > today:
        raise NotHeldYet
    locked.state, locked.presented_at = CaseState.PRESENTED, at
    save(locked, "state", "presented_at", by=by)
    return locked


@transaction.atomic
def undo_presented(*, case: Case, by: User, at: datetime) -> Case:
    """Take the note back: it was another case. Again changes nothing.

    Raises:
        WorkHasBegun: A measure has been made of it, or it has been back.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = lock_case(case)
    if locked.state != CaseState.PRESENTED:
        return locked
    if locked.measure_id is not None or locked.returns.exists():
        raise WorkHasBegun
    locked.state, locked.presented_at = CaseState.READY, None
    save(locked, "state", "presented_at", by=by)
    return locked


def _lock_gatherings(keys: Collection[int | None]) -> None:
    """Lock gatherings before the case, in the order in which the programme locks them."""
    rows = Gathering.objects.select_for_update(no_key=True).filter(
        pk__in=[key for key in keys if key is not None]
    )
    list(rows.order_by("pk").values_list("pk", flat=True))


def _item_details(case: Case, starts: time | None, ends: time | None) -> agenda.ItemDetails:
    return agenda.ItemDetails(
        title=case.title,
        kind=AgendaKind.CASE,
        starts=starts,
        ends=ends,
        text=str(case.municipality),
    )


def _check_item(item: AgendaItem, gathering: Gathering, case: Case) -> None:
    """Look whether an item of the programme can be the case's.

    Raises:
        ItemTaken: It is another gathering's, no case, or another case has it.
    """
    others = Case.objects.filter(agenda_item=item).exclude(pk=case.pk)
    if (
        item.gathering_id != gathering.pk
        or item.kind != AgendaKind.CASE
        or not AgendaItem.objects.filter(pk=item.pk).exists()
        or others.exists()
    ):
        raise ItemTaken
