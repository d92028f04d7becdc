"""The list of municipalities."""

from collections.abc import Sequence

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import OrderBy

from common.nordic import by_shown_name, matches
from indicators.models import Framework, GoalResult
from networks.models import Municipality
from networks.search import MUNICIPALITY_NAMES

TOTAL = 0
SORTS = ("name", "population", "points")


def named(text: str) -> Q:
    """Condition on municipalities: a name or the code fits the text."""
    return matches(text, fields=MUNICIPALITY_NAMES) | Q(code=text.strip())


def municipality_list(
    *,
    framework: Framework | None,
    text: str = "",
    country: str = "",
    county: str = "",
    sort: str = "name",
    descending: bool = False,
) -> QuerySet[Municipality]:
    """List today's municipalities with ``county_name`` and ``points`` (0 to 100 or None).

    Args:
        framework: Whose total the points are; None gives no points.
        text: Words that have to be in one of the names, or the code.
        country: Two letters; all when empty.
        county: The county's code within the country; all when empty.
        sort: One of ``SORTS``.
        descending: Largest or last first; missing values always come last.
    """
    total = GoalResult.objects.filter(
        framework=framework, municipality=OuterRef("pk"), goal=TOTAL
    )
    rows = (
        Municipality.objects.filter(valid_to__isnull=True)
        .with_county()
        .annotate(points=Subquery(total.values("score")[:1]))
    )
    if text:
        rows = rows.filter(named(text))
    if country:
        rows = rows.filter(country=country)
    if county:
        rows = rows.filter(
            county_memberships__county__code=county, county_memberships__valid_to__isnull=True
        )
    return rows.order_by(_order(sort, descending=descending), by_shown_name("name"), "pk")


def _order(sort: str, *, descending: bool) -> OrderBy:
    if sort == "name" or sort not in SORTS:
        return by_shown_name("name", descending=descending)
    column = F(sort)
    return column.desc(nulls_last=True) if descending else column.asc(nulls_last=True)


def ratings_of(
    framework: Framework | None, municipalities: Sequence[int]
) -> dict[int, dict[int, str]]:
    """Read the current ratings: municipality → goal → rating."""
    found: dict[int, dict[int, str]] = {}
    if framework is None:
        return found
    rows = GoalResult.objects.filter(
        framework=framework, municipality__in=municipalities, goal__gt=TOTAL
    ).values_list("municipality", "goal", "rating")
    for municipality, goal, rating in rows:
        found.setdefault(municipality, {})[goal] = rating or "grey"
    return found
