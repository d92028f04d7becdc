"""Everything that was changed in a municipality: all kinds of rows as one list."""

from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.numbers import format_number
from common.words import MISSING, Words
from improvement.models import (
    Evaluation,
    FunctionHolder,
    GoalConflict,
    Measure,
    MeasureTask,
    Objective,
    Report,
    RoundEvent,
    StateInput,
    StatusAssessment,
    StatusEntry,
    StatusRoundPart,
)
from improvement.queries import trail_sources
from improvement.queries.trail import Change, Event, Names, Source, name_of
from improvement.queries.trail_history import tracked
from indicators.enums import Gender, ImportKind
from indicators.models import ImportBatch, Indicator, Observation, ObservationRevision
from networks.models import Decision, Membership, Municipality, RoleAssignment

GROUPS: Final[dict[str, Words]] = {
    "status": gettext_lazy("Status log"),
    "measures": gettext_lazy("Measures, tasks and evaluations"),
    "objectives": gettext_lazy("Objectives"),
    "rounds": gettext_lazy("Rounds and status assessments"),
    "conflicts": gettext_lazy("Goal conflicts"),
    "reports": gettext_lazy("Reports and input to the state"),
    "decisions": gettext_lazy("Decisions and memberships"),
    "roles": gettext_lazy("Roles and functions"),
    "values": gettext_lazy("Own figures"),
}


def sources_of(municipality: Municipality, *, group: str = "") -> list[Source]:
    """What tells of changes in the municipality; all kinds, or those of one group."""
    here = municipality.pk
    by_group = {
        "status": [
            trail_sources.entries(StatusEntry.objects.filter(measure__municipality=here))
        ],
        "measures": [
            _kept(Measure, page="measure", municipality=here),
            _kept(MeasureTask, page="measuretask", measure__municipality=here),
            trail_sources.evaluations(
                Evaluation.objects.filter(measure__municipality=here)
            ),
        ],
        "objectives": [_kept(Objective, page="objective", municipality=here)],
        "rounds": [
            trail_sources.round_events(RoundEvent.objects.filter(round__municipality=here)),
            _kept(
                StatusAssessment, about="goal", page="statusassessment",
                round__municipality=here,
            ),
            _kept(StatusRoundPart, about="status_round", municipality=here),
        ],
        "conflicts": [_kept(GoalConflict, page="goalconflict", municipality=here)],
        "reports": [
            trail_sources.reports(Report.objects.filter(municipality=here)),
            _kept(StateInput, page="stateinput", municipality=here),
        ],
        "decisions": [
            _kept(Decision, about="body", page="decision", municipality=here),
            _kept(Membership, about="network", page="membership", municipality=here),
        ],
        "roles": [
            trail_sources.roles_given(RoleAssignment.objects.filter(municipality=here)),
            trail_sources.roles_ended(RoleAssignment.objects.filter(municipality=here)),
            _kept(FunctionHolder, about="function", municipality=here),
        ],
        "values": [_first_values(municipality), _changed_values(municipality)],
    }  # fmt: skip
    if group:
        return list(by_group[group])
    return [source for sources in by_group.values() for source in sources]


def _kept(model: Any, *, page: str = "", about: str = "title", **conditions: Any) -> Source:
    rows = model.history.filter(**conditions)
    return tracked(model, rows=rows, about=about, page=page)


def _shown(value: float | None, status: str, *, is_hidden: bool, decimals: int) -> str:
    if is_hidden:
        return str(MISSING["h"])
    if value is None:
        return str(MISSING.get(status, MISSING[""]))
    return format_number(value, decimals=decimals)


def _value_event(
    *, indicator: Indicator, batch: ImportBatch, period: int, headline: str, old: str, new: str
) -> Event:
    label = capfirst(str(Observation._meta.get_field("value").verbose_name))
    name = indicator.local_name
    return Event(
        at=batch.imported_at,
        kind=_("Own figure"),
        headline=headline,
        by=name_of(batch.imported_by),
        about=f"{name}, {period}",
        lang=name.lang,
        changes=(Change(label=label, old=old, new=new),),
    )


def _changed_values(municipality: Municipality) -> Source:
    """Typed values that took the place of others."""
    rows = ObservationRevision.objects.filter(
        municipality=municipality, batch__kind=ImportKind.TYPED
    )

    def describe(chosen: QuerySet[ObservationRevision], _names: Names) -> dict[int, Event]:
        found = chosen.select_related("indicator", "batch__imported_by")
        return {
            row.pk: _value_event(
                indicator=row.indicator,
                batch=row.batch,
                period=row.period,
                headline=_("Figure changed"),
                old=_shown(
                    row.old_value, row.old_status, is_hidden=row.is_hidden,
                    decimals=row.indicator.decimals,
                ),
                new=_shown(
                    row.new_value, row.new_status, is_hidden=row.is_hidden,
                    decimals=row.indicator.decimals,
                ),
            )
            for row in found
        }  # fmt: skip

    return Source(
        key="value", rows=rows, at="changed_at", by="batch__imported_by", describe=describe
    )


def _first_values(municipality: Municipality) -> Source:
    """Values that were typed into an empty cell, also where they were changed later."""
    here = Observation.objects.filter(municipality=municipality, gender=Gender.TOTAL)
    later = ObservationRevision.objects.filter(municipality=municipality)
    changes = ObservationRevision.objects.filter(batch=OuterRef("pk"))
    rows = (
        ImportBatch.objects.filter(
            pk__in=here.filter(batch__kind=ImportKind.TYPED).values("batch")
        )
        | ImportBatch.objects.filter(
            pk__in=later.filter(old_batch__kind=ImportKind.TYPED).values("old_batch")
        )
    ).filter(~Exists(changes))

    def describe(chosen: QuerySet[ImportBatch], _names: Names) -> dict[int, Event]:
        batches = {row.pk: row for row in chosen.select_related("imported_by")}
        values: dict[int, tuple[Indicator, int, str]] = {}
        for each in here.filter(batch__in=batches).select_related("indicator"):
            text = _shown(
                each.value, each.status, is_hidden=each.is_hidden,
                decimals=each.indicator.decimals,
            )  # fmt: skip
            values[each.batch_id] = (each.indicator, each.period, text)
        for change in later.filter(old_batch__in=batches).select_related("indicator"):
            text = _shown(
                change.old_value, change.old_status, is_hidden=change.is_hidden,
                decimals=change.indicator.decimals,
            )  # fmt: skip
            values[change.old_batch_id or 0] = (change.indicator, change.period, text)
        return {
            key: _value_event(
                indicator=indicator, batch=batches[key], period=period,
                headline=_("Figure typed"), old="", new=text,
            )
            for key, (indicator, period, text) in values.items()
        }  # fmt: skip

    return Source(
        key="first-value", rows=rows, at="imported_at", by="imported_by", describe=describe
    )
