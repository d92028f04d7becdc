"""Rows and columns of the lists of measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from common.dates import date_in_words
from improvement.calculations.staleness import DUE, FRESH, freshness
from improvement.enums import OPEN_STATES, MeasureState
from improvement.models import CycleSettings, Measure
from improvement.queries.measures import NETWORK, MeasureChoice
from improvement.views.rows import status_code
from networks.actions.locks import day_in
from networks.models import Municipality


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """One measure of a list, everything printed."""

    title: str
    lang: str
    href: str
    goals: tuple[int, ...]
    objective: str
    objective_lang: str
    status: str
    share: str
    responsible: str
    end: str
    logged: str
    age: str
    municipality: str
    copies: str
    copy_href: str
    source: str


@dataclass(frozen=True, slots=True)
class SortColumn:
    """A heading one can sort by; ``sorted`` is ``ascending``, ``descending`` or empty."""

    label: str
    href: str
    sorted: str


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many measures are in one state."""

    code: str
    href: str
    count: int


def measure_row(
    measure: Measure,
    *,
    goals: Mapping[int, tuple[int, ...]],
    aims: Mapping[int, tuple[int, ...]],
    settings: Mapping[int | None, CycleSettings],
    municipality: Municipality,
    at: datetime,
) -> MeasureRow:
    """Print one measure of a list."""
    end = measure.finished_on or measure.expected_end_on or measure.ends_on
    person, objective, source = (
        measure.responsible_person,
        measure.objective,
        measure.copied_from,
    )
    copies: int = getattr(measure, "copy_count", 0)
    return MeasureRow(
        title=measure.title,
        lang=measure.language,
        href=measure.get_absolute_url(),
        goals=goals.get(measure.pk) or aims.get(measure.objective_id or 0, ()),
        objective=objective.title if objective else "",
        objective_lang=objective.language if objective else "",
        status=status_code(measure.state),
        share="" if measure.share_done is None else f"{measure.share_done}\u00a0%",
        responsible=str(person) if person else measure.responsible_unit,
        end=date_in_words(end) if end else "",
        logged=date_in_words(measure.logged_at) if measure.logged_at else "",
        age=_age_words(measure, settings=settings, municipality=municipality, at=at),
        municipality=str(measure.municipality),
        copies=ngettext("%d has done the same", "%d have done the same", copies) % copies
        if copies
        else "",
        copy_href=reverse("improvement:measure-copy", kwargs={"pk": measure.pk}),
        source=_("copied") if source else "",
    )


def sort_columns(query: QueryDict, choice: MeasureChoice) -> list[SortColumn]:
    """Give the headings one can sort by; the sorted one turns round."""
    labels = {"title": pgettext("what one does", "Measure"), "state": _("Status")}
    if choice.whose == NETWORK:
        labels = {
            "title": pgettext("what one does", "Measure"),
            "municipality": _("Municipality"),
            "state": _("Status"),
        }
        labels["copies"] = _("Done by others")
    else:
        labels |= {
            "responsible": _("Responsible"),
            "end": pgettext("day", "End"),
            "logged": _("Last logged"),
        }
    columns = []
    for name, label in labels.items():
        kept = query.copy()
        kept.pop("side", None)
        is_sorted = name == choice.sort
        turned = not choice.is_descending if is_sorted else name in {"copies", "logged"}
        kept["sorter"] = f"-{name}" if turned else name
        state = ("descending" if choice.is_descending else "ascending") if is_sorted else ""
        columns.append(SortColumn(label, f"?{kept.urlencode()}", state))
    return columns


def state_counts(counts: Mapping[str, int]) -> list[StateCount]:
    """Give the states with how many measures are in each; the empty ones are left out."""
    return [
        StateCount(status_code(state), f"?tilstand={state}", counts[state])
        for state in MeasureState
        if counts.get(state)
    ]


def _age_words(
    measure: Measure,
    *,
    settings: Mapping[int | None, CycleSettings],
    municipality: Municipality,
    at: datetime,
) -> str:
    """Say that a status is too old; nothing is said of a fresh one, or of what is over."""
    if measure.state not in OPEN_STATES or measure.archived_at is not None:
        return ""
    network = measure.network
    programme = network.programme_id if network is not None else None
    chosen = settings.get(programme) or settings[None]
    since = day_in(municipality=municipality, at=measure.logged_at or measure.created_at)
    days = max((day_in(municipality=municipality, at=at) - since).days, 0)
    fresh = freshness(
        age_days=days,
        target=chosen.target_days,
        acceptable=chosen.acceptable_days,
        stale=chosen.stale_days,
    )
    if fresh in {FRESH, DUE}:
        return ""
    return ngettext("%d day old", "%d days old", days) % days
