"""What the search finds here: indicators, objectives, measures, their log, goal conflicts.

Indicators are found here since this app knows which of them a network has made its own.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import date_in_words
from common.nordic import by_shown_name
from common.search.sources import Keys, Reach, Shown, Source, Texts
from improvement.models import (
    GoalConflict,
    IndicatorAdoption,
    LocalisedIndicator,
    Measure,
    Objective,
    StatusEntry,
    readable_municipalities,
    workplace_networks,
)
from indicators.models import Indicator

_ENDINGS = ("_nb", "_nn", "_sv", "_en", "")
_INDICATOR_NAMES = tuple(f"name{ending}" for ending in _ENDINGS)
INDICATOR_TEXTS = (*_INDICATOR_NAMES, *(f"description{ending}" for ending in _ENDINGS))
OBJECTIVE_TEXTS = ("title", "description", "plan_document", "plan_paragraph")
MEASURE_TEXTS = ("title", "description", "responsible_unit", "collaborators", "next_step")
ENTRY_TEXTS = ("text", "next_step", "reason")
CONFLICT_TEXTS = ("title", "affected", "mitigation", "place")


def _indicators(reach: Reach) -> QuerySet[Indicator]:
    """Common ones, and those of networks that the reader may know of or that one's own use."""
    known = LocalisedIndicator.objects.filter(network__in=reach["networks known"])
    used = IndicatorAdoption.objects.filter(network__in=reach["networks of work"])
    return Indicator.objects.filter(
        Q(localisation__isnull=True)
        | Q(localisation__in=known.values("pk"))
        | Q(localisation__in=used.values("localised"))
    )


def _indicator(row: Any) -> Shown:
    name = row.local_name
    words = [row.source, _("illustrative") if row.is_illustrative else ""]
    where = " · ".join(word for word in words if word)
    return Shown(str(name), row.get_absolute_url(), name.lang, where)


def _work(model: Any) -> Any:
    def rows(reach: Reach) -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.filter(municipality__in=reach["work read"])
        return found.select_related("municipality__country")

    return rows


def _objective(row: Any) -> Shown:
    return Shown(row.title, row.get_absolute_url(), row.language, _place(row))


def _measure(row: Any) -> Shown:
    where = f"{_place(row)} · {row.get_state_display()}"
    return Shown(row.title, row.get_absolute_url(), row.language, where)


def _place(row: Any) -> str:
    place = str(row.municipality)
    archived = getattr(row, "archived_at", None) is not None
    return f"{place} · {_('Archived')}" if archived else place


def _entries(reach: Reach) -> QuerySet[StatusEntry]:
    rows = StatusEntry.objects.filter(measure__municipality__in=reach["work read"])
    return rows.select_related("measure__municipality__country")


def _entry(row: Any) -> Shown:
    measure = row.measure
    where = f"{measure.municipality} · {date_in_words(row.at)} · {row.get_state_display()}"
    return Shown(measure.title, measure.get_absolute_url(), measure.language, where)


def _conflict(row: Any) -> Shown:
    where = f"{row.municipality} · {row.first_id} / {row.second_id} · {row.get_state_display()}"
    return Shown(row.title, row.get_absolute_url(), row.language, where)


KEYS: dict[str, Keys] = {
    "work read": lambda person: readable_municipalities(person).values("pk"),
    "networks of work": lambda person: workplace_networks(person).values("pk"),
}

SOURCES = (
    Source(
        kind="indicators",
        name=gettext_lazy("Indicators"),
        rows=_indicators,
        names=_INDICATOR_NAMES,
        exact=("code",),
        texts=(Texts(INDICATOR_TEXTS),),
        show=_indicator,
        order=lambda: (by_shown_name("name"),),
    ),
    Source(
        kind="objectives",
        name=gettext_lazy("Objectives"),
        rows=_work(Objective),
        within="work read",
        names=("title",),
        texts=(Texts(OBJECTIVE_TEXTS),),
        show=_objective,
        order=lambda: ("-updated_at",),
    ),
    Source(
        kind="measures",
        name=gettext_lazy("Measures"),
        rows=_work(Measure),
        within="work read",
        names=("title",),
        texts=(Texts(MEASURE_TEXTS),),
        show=_measure,
        order=lambda: ("-updated_at",),
    ),
    Source(
        kind="log",
        name=gettext_lazy("Status log"),
        rows=_entries,
        within="work read",
        texts=(Texts(ENTRY_TEXTS),),
        show=_entry,
        order=lambda: ("-at",),
    ),
    Source(
        kind="conflicts",
        name=gettext_lazy("Goal conflicts"),
        rows=_work(GoalConflict),
        within="work read",
        names=("title",),
        texts=(Texts(CONFLICT_TEXTS),),
        show=_conflict,
        order=lambda: ("-updated_at",),
    ),
)
