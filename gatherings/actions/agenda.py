"""The programme of a gathering: items in order, each with its speakers."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import time

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gatherings.actions.case_slots import free_item
from gatherings.actions.gatherings import GatheringCancelled, lock_gathering
from gatherings.actions.order import moved, renumber
from gatherings.enums import AgendaKind, GatheringState
from gatherings.models import AgendaItem, Gathering, Speaker
from improvement.actions.refusals import Declined
from networks.actions.locks import sign


class ItemGone(Declined):
    """Somebody else has removed the item meanwhile."""

    sentence = _("The item is not in the programme any more.")


class SpeakerOfOtherSeries(Declined):
    """A speaker belongs to another series."""

    field = "speakers"
    sentence = _("Choose speakers of this series.")


@dataclass(frozen=True, slots=True)
class ItemDetails:
    """One line of the programme; its times are local to the series, the end after the start."""

    title: str
    kind: str = AgendaKind.TALK
    starts: time | None = None
    ends: time | None = None
    text: str = ""


DETAILS = tuple(field.name for field in fields(ItemDetails))


@transaction.atomic
def add_item(
    *, gathering: Gathering, details: ItemDetails, speakers: Collection[Speaker], by: User
) -> AgendaItem:
    """Add an item, before the first one that begins later, else last.

    Passes on:
        GatheringCancelled: The gathering is cancelled.
        SpeakerOfOtherSeries: A speaker belongs to another series.
    """
    locked = _lock(gathering)
    last = locked.agenda.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem(gathering=locked, position=last + 1)
    _save(item, details, speakers, by=by)
    starts = details.starts
    if starts is not None:
        order = list(locked.agenda.exclude(pk=item.pk).order_by("position"))
        later = [row for row in order if row.starts is not None and row.starts > starts]
        if later:
            order.insert(order.index(later[0]), item)
            renumber(order)
            item.refresh_from_db(fields=["position"])
    return item


@transaction.atomic
def change_item(
    *, item: AgendaItem, details: ItemDetails, speakers: Collection[Speaker], by: User
) -> AgendaItem:
    """Change an item; its place in the order stays.

    Raises:
        ItemGone: It has been removed.

    Passes on:
        GatheringCancelled: The gathering is cancelled.
        SpeakerOfOtherSeries: A speaker belongs to another series.
    """
    locked = _lock(item.gathering)
    row = locked.agenda.filter(pk=item.pk).first()
    if row is None:
        raise ItemGone
    _save(row, details, speakers, by=by)
    return row


@transaction.atomic
def move_item(*, item: AgendaItem, is_up: bool) -> None:
    """Move an item one place up or down; at the end it stays.

    Raises:
        ItemGone: It has been removed.

    Passes on:
        GatheringCancelled: The gathering is cancelled.
    """
    locked = _lock(item.gathering)
    order = list(locked.agenda.order_by("position"))
    keys = [row.pk for row in order]
    if item.pk not in keys:
        raise ItemGone
    renumber(moved(order, keys.index(item.pk), is_up=is_up))


@transaction.atomic
def remove_item(*, item: AgendaItem, by: User) -> None:
    """Take an item out of the programme. Again changes nothing.

    A case that was to be presented there has no slot any more.

    Passes on:
        GatheringCancelled: The gathering is cancelled.
    """
    locked = _lock(item.gathering)
    row = locked.agenda.filter(pk=item.pk).first()
    if row is not None:
        free_item(row, by=by)
        sign(row, by=by)
        row.delete()


def _lock(gathering: Gathering) -> Gathering:
    locked = lock_gathering(gathering)
    if locked.state == GatheringState.CANCELLED:
        raise GatheringCancelled
    return locked


def _save(
    item: AgendaItem, details: ItemDetails, speakers: Collection[Speaker], *, by: User
) -> None:
    if any(each.series_id != item.gathering.series_id for each in speakers):
        raise SpeakerOfOtherSeries
    for name in DETAILS:
        setattr(item, name, getattr(details, name))
    sign(item, by=by)
    item.save()
    item.speakers.set(speakers)
