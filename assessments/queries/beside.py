"""What the stored figures say of the places of a case, goal by goal: beside its form."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from assessments.models import Assessment
from common.nordic import sort_key
from indicators.documents import DashboardDocument, unpack_dashboard
from indicators.enums import DashboardKind
from indicators.models import Dashboard, Framework, FrameworkIndicator, Indicator
from networks.models import Municipality

MOST_PLACES: Final = 4
"""Places whose figures are shown; a case in more says how many are left out."""
MOST_INDICATORS: Final = 3
"""Indicators shown of one goal; the page of the place has the others."""
_WORST_FIRST: Final = ("red", "orange", "yellow", "green")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one place.

    Attributes:
        value: In the unit of the indicator.
        year: Of the value; 0 where it has none.
        rating: ``red`` to ``green``, ``grey`` or nothing.
    """

    place: Municipality
    value: float
    year: int
    rating: str


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator with its figures, one for each place that has any."""

    indicator: Indicator
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Figures by goal.

    Attributes:
        rows: Goal → its indicators, those that stand worst first.
        places: Whose figures are looked at.
        left_out: How many more places the case has.
    """

    rows: Mapping[int, tuple[Row, ...]]
    places: tuple[Municipality, ...]
    left_out: int


def figures_beside(case: Assessment, goals: Collection[int]) -> Beside:
    """Read the figures of some goals for the places of a case; at most five queries.

    The places are those of the case, and else the municipality that applies.
    """
    places = list(case.places.select_related("country"))
    if not places and case.applicant_municipality is not None:
        places = [case.applicant_municipality]
    places.sort(key=lambda place: sort_key(place.name))
    kept = tuple(places[:MOST_PLACES])
    framework = Framework.objects.filter(is_default=True).first()
    if framework is None or not kept or not goals:
        return Beside({}, kept, len(places) - len(kept))
    documents = _documents(framework, kept)
    chosen = _chosen(framework, documents, set(goals))
    indicators = Indicator.objects.in_bulk({key for keys in chosen.values() for key in keys})
    return Beside(
        {
            goal: tuple(
                Row(indicators[key], _figures(documents, kept, key))
                for key in keys
                if key in indicators
            )
            for goal, keys in chosen.items()
        },
        kept,
        len(places) - len(kept),
    )


def _documents(
    framework: Framework, places: Collection[Municipality]
) -> dict[int, DashboardDocument]:
    rows = Dashboard.objects.filter(
        framework=framework,
        kind=DashboardKind.MUNICIPALITY,
        object_id__in=[place.pk for place in places],
    ).values_list("object_id", "document")
    return {key: unpack_dashboard(packed) for key, packed in rows}


def _chosen(
    framework: Framework, documents: Mapping[int, DashboardDocument], goals: set[int]
) -> dict[int, list[int]]:
    """Choose indicators that have figures, the worst rating first, then in their own order."""
    rows = FrameworkIndicator.objects.filter(framework=framework, goal__in=goals)
    found: dict[int, list[int]] = {}
    worst: dict[int, int] = {}
    for document in documents.values():
        for place, key in enumerate(document["indicator"]):
            if document["value"][place] is None:
                continue
            rating = document["rating"][place]
            rank = _WORST_FIRST.index(rating) if rating in _WORST_FIRST else len(_WORST_FIRST)
            worst[key] = min(rank, worst.get(key, len(_WORST_FIRST)))
    for goal, key in rows.order_by("position", "pk").values_list("goal", "indicator"):
        if key in worst:
            found.setdefault(goal, []).append(key)
    return {
        goal: sorted(keys, key=lambda key: worst[key])[:MOST_INDICATORS]
        for goal, keys in found.items()
    }


def _figures(
    documents: Mapping[int, DashboardDocument], places: Collection[Municipality], key: int
) -> tuple[Figure, ...]:
    found = []
    for place in places:
        document = documents.get(place.pk)
        if document is None or key not in document["indicator"]:
            continue
        at = document["indicator"].index(key)
        value = document["value"][at]
        if value is not None:
            found.append(Figure(place, value, document["year"][at], document["rating"][at]))
    return tuple(found)
