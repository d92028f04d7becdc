"""The kinds of rows that tell of changes and keep no history of their own."""

from typing import Any

from django.db.models import Model, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.dates import date_in_words
from improvement.models import (
    Evaluation,
    IndicatorAdoption,
    Report,
    RoundEvent,
    StatusEntry,
)
from improvement.queries.trail import Change, Event, Names, Source, name_of
from networks.models import Network, RoleAssignment


def _kind(model: type[Model]) -> str:
    return capfirst(str(model._meta.verbose_name))


def entries(rows: QuerySet[StatusEntry]) -> Source:
    """Published entries of the status log."""

    def describe(chosen: QuerySet[StatusEntry], _names: Names) -> dict[int, Event]:
        found = chosen.select_related("measure", "by", "on_behalf_of")
        return {row.pk: _entry(row) for row in found}

    return Source(key="entry", rows=rows, at="at", by="by", describe=describe)


def _entry(row: StatusEntry) -> Event:
    headline = _("Status logged")
    if row.is_unchanged:
        headline = _("Status logged: no change")
    elif row.corrects_id is not None:
        headline = _("Status logged: a correction")
    state = capfirst(row.get_state_display())
    former = capfirst(row.get_former_state_display()) if row.former_state else ""
    changes = [] if state == former else [_change(row, "state", former, state)]
    if row.share_done is not None and row.share_done != row.former_share:
        before = "" if row.former_share is None else str(row.former_share)
        changes.append(_change(row, "share_done", before, str(row.share_done)))
    if row.new_end_on is not None:
        changes.append(_change(row, "new_end_on", "", date_in_words(row.new_end_on)))
    if row.next_step:
        changes.append(_change(row, "next_step", "", row.next_step))
    if row.reason:
        changes.append(_change(row, "reason", "", row.reason))
    return Event(
        at=row.at,
        kind=_kind(StatusEntry),
        headline=headline,
        by=name_of(row.by),
        on_behalf_of=_name(row.on_behalf_of),
        about=row.measure.title,
        lang=row.language,
        model="measure",
        key=row.measure_id,
        text=row.text,
        changes=tuple(changes),
    )


def _change(row: Model, field: str, old: str, new: str) -> Change:
    label = capfirst(str(row._meta.get_field(field).verbose_name))  # type: ignore[union-attr]
    return Change(label=label, old=old, new=new)


def _name(row: Model | None) -> str:
    return "" if row is None else str(row)


def round_events(rows: QuerySet[RoundEvent]) -> Source:
    """What happened in rounds."""

    def describe(chosen: QuerySet[RoundEvent], _names: Names) -> dict[int, Event]:
        found = chosen.select_related("round__network", "step", "by", "on_behalf_of")
        return {
            row.pk: Event(
                at=row.at,
                kind=_kind(type(row.round)),
                headline=capfirst(row.get_kind_display()),
                by=name_of(row.by),
                on_behalf_of=_name(row.on_behalf_of),
                about=" · ".join(str(part) for part in (row.round, row.step) if part),
                model="round",
                key=row.round_id,
                text=row.text,
            )
            for row in found
        }

    return Source(key="roundevent", rows=rows, at="at", by="by", describe=describe)


def evaluations(rows: QuerySet[Evaluation]) -> Source:
    """Evaluations as they were written; none is changed afterwards."""

    def describe(chosen: QuerySet[Evaluation], _names: Names) -> dict[int, Event]:
        found = chosen.select_related("measure", "by", "on_behalf_of")
        return {
            row.pk: Event(
                at=row.at,
                kind=_kind(Evaluation),
                headline=_("Evaluation written"),
                by=name_of(row.by),
                on_behalf_of=_name(row.on_behalf_of),
                about=row.measure.title,
                lang=row.language,
                model="measure",
                key=row.measure_id,
                text=row.text,
                changes=(
                    _change(row, "outcome", "", row.get_outcome_display()),
                    _change(row, "confidence", "", capfirst(row.get_confidence_display())),
                ),
            )
            for row in found
        }

    return Source(key="evaluation", rows=rows, at="at", by="by", describe=describe)


def reports(rows: QuerySet[Report]) -> Source:
    """Reports that were frozen."""

    def describe(chosen: QuerySet[Report], _names: Names) -> dict[int, Event]:
        found = chosen.select_related("frozen_by").defer("content")
        return {
            row.pk: Event(
                at=row.frozen_at,
                kind=_kind(Report),
                headline=_("Report frozen"),
                by=name_of(row.frozen_by),
                about=row.title,
                lang=row.language,
                text=str(row.get_kind_display()),
            )
            for row in found
        }

    return Source(key="report", rows=rows, at="frozen_at", by="frozen_by", describe=describe)


def adoptions(rows: QuerySet[IndicatorAdoption]) -> Source:
    """Networks that began to use another's indicator."""

    def describe(chosen: QuerySet[IndicatorAdoption], names: Names) -> dict[int, Event]:
        found = list(chosen.select_related("network", "adopted_by"))
        names.learn({Network: {row.network_id for row in found}})
        return {
            row.pk: Event(
                at=row.adopted_at,
                kind=_kind(IndicatorAdoption),
                headline=_("Taken into use by another network"),
                by=name_of(row.adopted_by),
                about=names.of(Network, row.network_id),
                text=_("Version %(number)s") % {"number": row.version},
            )
            for row in found
        }

    return Source(
        key="adoption", rows=rows, at="adopted_at", by="adopted_by", describe=describe
    )


def roles_given(rows: QuerySet[RoleAssignment]) -> Source:
    """Roles that were given."""

    def describe(chosen: QuerySet[RoleAssignment], _names: Names) -> dict[int, Event]:
        found = chosen.select_related("person", "given_by")
        return {row.pk: _role(row, headline=_("Role given"), is_end=False) for row in found}

    return Source(key="role", rows=rows, at="created_at", by="given_by", describe=describe)


def roles_ended(rows: QuerySet[RoleAssignment]) -> Source:
    """Roles that were ended."""

    def describe(chosen: QuerySet[RoleAssignment], _names: Names) -> dict[int, Event]:
        found = chosen.select_related("person", "ended_by")
        return {row.pk: _role(row, headline=_("Role ended"), is_end=True) for row in found}

    ended: QuerySet[Any] = rows.filter(valid_to__isnull=False)
    return Source(key="role-end", rows=ended, at="updated_at", by="ended_by", describe=describe)


def _role(row: RoleAssignment, *, headline: str, is_end: bool) -> Event:
    who = row.ended_by if is_end else row.given_by
    day = row.valid_to if is_end else row.valid_from
    return Event(
        at=row.updated_at if is_end else row.created_at,
        kind=_kind(RoleAssignment),
        headline=headline,
        by=name_of(who) if who else _("The system"),
        about=f"{name_of(row.person)} · {capfirst(row.get_role_display())}",
        changes=()
        if day is None
        else (_change(row, "valid_to" if is_end else "valid_from", "", date_in_words(day)),),
    )
