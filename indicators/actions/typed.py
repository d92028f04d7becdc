"""Values typed in the browser, one cell at a time. Nothing is ever deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from indicators.actions.hiding import hide_small_numbers
from indicators.enums import Gender, ImportKind, Status
from indicators.models import ImportBatch, Indicator, Observation, ObservationRevision
from indicators.tasks import start_for_changes
from networks.models import Municipality

VALUED = frozenset({Status.NORMAL, Status.PRELIMINARY, Status.IMPUTED})


class ChangedMeanwhile(Exception):
    """Someone else has changed the cell since it was shown."""


class NothingToUndo(Exception):
    """The cell is empty, or its last change was not typed."""


class ValueOrReason(Exception):
    """There must be a value, or a reason why there is none, and not both."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the person saw in the cell: the import that filled it, None for an empty cell."""

    batch: int | None


@transaction.atomic
def record_value(
    *,
    municipality: Municipality,
    indicator: Indicator,
    year: int,
    value: float | None,
    status: str,
    seen: Seen | None,
    by: User,
    at: datetime,
) -> bool:
    """Store a typed value, or the reason why there is none; the old one stays in the log.

    Figures behind the value (numerator, denominator) go: they belonged to the
    old one. Typing what is stored already changes nothing.

    Args:
        municipality: Whose value; its row is locked, so two people do not
            write the same cell at once.
        indicator: Of what.
        year: The calendar year.
        value: In the indicator's unit.
        status: Of a value: ``""``, ``p`` or ``i``; else the reason.
        seen: What the cell held when it was shown; None skips the comparison.
        by: Who types it.
        at: When.

    Returns:
        Whether anything changed.

    Raises:
        ValueOrReason: Neither a value nor a reason, or both.
        ChangedMeanwhile: The cell no longer holds what was seen.
    """
    if (value is None) == (status in VALUED):
        raise ValueOrReason
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    stored = _cell(municipality, indicator, year)
    if seen is not None and seen != _seen(stored):
        raise ChangedMeanwhile
    if stored is not None and (stored.value, stored.status) == (value, status):
        return False
    _write(stored, municipality, indicator, year, value, status, by=by, at=at)
    return True


@transaction.atomic
def undo_value(
    *, municipality: Municipality, indicator: Indicator, year: int, by: User, at: datetime
) -> None:
    """Take back the last typed change of a cell, by one more change.

    The cell gets what it held before; a cell that was empty is withdrawn. A value that
    was hidden comes back as a hidden one without a value: the counts that told that it
    is small are gone, and the next import brings both.

    Raises:
        NothingToUndo: The cell is empty, or its last change was not typed.
    """
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    stored = _cell(municipality, indicator, year)
    if stored is None or stored.batch.kind != ImportKind.TYPED:
        raise NothingToUndo
    last = (
        ObservationRevision.objects.filter(
            municipality=municipality, indicator=indicator, period=year, gender=Gender.TOTAL,
            batch=stored.batch,
        )
        .order_by("-pk")
        .first()
    )  # fmt: skip
    if last is None:
        value, status = None, str(Status.WITHDRAWN)
    else:
        value, status = last.old_value, last.old_status
        is_told = stored.is_hidden and indicator.min_denominator is None
        if last.is_hidden and not is_told:  # it was the old value that was hidden
            value, status = None, str(Status.HIDDEN)
    if (stored.value, stored.status) == (value, status):
        raise NothingToUndo
    _write(stored, municipality, indicator, year, value, status, by=by, at=at)


def _cell(municipality: Municipality, indicator: Indicator, year: int) -> Observation | None:
    return (
        Observation.objects.filter(
            municipality=municipality, indicator=indicator, period=year, gender=Gender.TOTAL
        )
        .select_related("batch")
        .first()
    )


def _seen(stored: Observation | None) -> Seen:
    return Seen(None if stored is None else stored.batch_id)


def _write(
    stored: Observation | None,
    municipality: Municipality,
    indicator: Indicator,
    year: int,
    value: float | None,
    status: str,
    *,
    by: User,
    at: datetime,
) -> None:
    batch = ImportBatch.objects.create(
        kind=ImportKind.TYPED, source=municipality.name, imported_at=at, imported_by=by,
        rows_read=1, rows_added=int(stored is None), rows_changed=int(stored is not None),
    )  # fmt: skip
    written, _is_new = Observation.objects.update_or_create(
        indicator=indicator, municipality=municipality, period=year, gender=Gender.TOTAL,
        defaults={
            "value": value, "status": status, "numerator": None, "denominator": None,
            "is_hidden": False, "batch": batch,
        },
    )  # fmt: skip
    if indicator.min_count is not None:
        hide_small_numbers(indicator_ids=[indicator.pk])
        written.refresh_from_db(fields=["is_hidden"])
    if stored is not None:
        ObservationRevision.objects.create(
            indicator=indicator, municipality=municipality, period=year, gender=Gender.TOTAL,
            old_value=stored.value, old_status=stored.status, new_value=value,
            new_status=status, is_hidden=stored.is_hidden or written.is_hidden,
            old_batch=stored.batch, batch=batch, changed_at=at,
        )  # fmt: skip
    start_for_changes(
        indicator_ids=[indicator.pk], municipality_ids=[municipality.pk], at=at,
        started_by_id=by.pk,
    )  # fmt: skip
