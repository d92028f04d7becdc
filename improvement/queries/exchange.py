"""Measures as rows of a spreadsheet: the columns, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from improvement.models import Measure
from improvement.queries.choices import indicator_choices, networks_of
from improvement.queries.people import people_of
from indicators.models import Indicator
from networks.models import Municipality

ID = "id"
WRITTEN = (
    "title",
    "description",
    "type",
    "responsible",
    "unit",
    "helpers",
    "starts_on",
    "ends_on",
    "objective",
    "network",
    "cost",
    "budget_link",
    "helps",
    "hurts",
    "indicators",
)
"""Columns that are read in; their names never change."""
SHOWN = ("state", "share_done", "expected_end_on", "next_step", "logged_on")
"""Columns that only show; the log decides them."""
COLUMNS = (ID, *WRITTEN, *SHOWN)


def with_parts(rows: QuerySet[Measure]) -> QuerySet[Measure]:
    """Read measures with all that their rows need; a fixed number of queries."""
    return rows.select_related(
        "municipality", "responsible_person", "objective", "network", "from_indicator"
    ).prefetch_related("pulls__target", "expectations__indicator")


def shown_of(measure: Measure) -> dict[str, str | int]:
    """Write what the log says of a measure, by column."""
    end, logged = measure.expected_end_on, measure.logged_at
    return {
        "state": str(measure.get_state_display()),
        "share_done": "" if measure.share_done is None else measure.share_done,
        "expected_end_on": end.isoformat() if end else "",
        "next_step": measure.next_step,
        "logged_on": logged.date().isoformat() if logged else "",
    }


def versions_of(measures: Iterable[Measure]) -> dict[int, str]:
    """Name what is written about each measure now; one query."""
    keys = [each.pk for each in measures]
    rows = (
        Measure.history.model.objects.filter(id__in=keys)
        .order_by()
        .values_list("id")
        .annotate(Max("history_id"))
    )
    return {key: str(newest) for key, newest in rows}


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the cells of one municipality's file may name."""

    people: Sequence[tuple[str, str]]
    objectives: Sequence[str]
    networks: Sequence[tuple[str, str]]
    indicators: Sequence[tuple[str, str]]


def allowed_in(municipality: Municipality) -> Allowed:
    """Collect what may be named, with the names that people know; four queries."""
    objectives = municipality.objectives.filter(archived_at__isnull=True).order_by("pk")
    return Allowed(
        people=[(each.email, str(each)) for each in people_of(municipality)],
        objectives=[each.title for each in objectives],
        networks=[(each.slug, each.label) for each in networks_of(municipality)],
        indicators=[
            (each.indicator.code, _named(each.indicator)) for each in indicator_choices()
        ],
    )


def _named(indicator: Indicator) -> str:
    return str(indicator.local_name)
