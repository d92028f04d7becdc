"""The list of municipalities, and the search over everything."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import OrderBy

from common.nordic import by_name, by_shown_name, matches
from gatherings.models import Series
from indicators.models import Framework, GoalResult, Indicator
from networks.models import County, Municipality, Network, Region
from portal.queries.networks import Person

TOTAL = 0
NAMES = ("name", "name_nb", "name_nn", "name_sv", "name_se", "name_fkv")
SORTS = ("name", "population", "points")
FOUND_OF_EACH = 20


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, of each kind at most twenty."""

    municipalities: list[Municipality]
    networks: list[Network]
    regions: list[Region]
    counties: list[County]
    indicators: list[Indicator]
    series: list[Series]

    @property
    def number(self) -> int:
        """How many were found in all."""
        return sum(
            len(part)
            for part in (
                self.municipalities,
                self.networks,
                self.regions,
                self.counties,
                self.indicators,
                self.series,
            )
        )


def named(text: str) -> Q:
    """Condition on municipalities: a name or the code fits the text."""
    return matches(text, fields=NAMES) | Q(code=text.strip())


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


def search(text: str, *, person: Person) -> Found:
    """Find places, networks, series and indicators whose names have every word of the text."""
    if not text.strip():
        return Found([], [], [], [], [], [])
    places = Municipality.objects.filter(named(text)).with_county()
    visible = Network.objects.visible_to(person).distinct()
    return Found(
        municipalities=list(
            places.filter(valid_to__isnull=True).order_by(by_shown_name("name"), "pk")[
                :FOUND_OF_EACH
            ]
        ),
        networks=list(
            visible.filter(matches(text, fields=("name", "short_name", "hosts"))).order_by(
                by_name("name"), "pk"
            )[:FOUND_OF_EACH]
        ),
        regions=list(
            Region.objects.filter(matches(text, fields=("name",))).order_by(
                by_name("name"), "pk"
            )[:FOUND_OF_EACH]
        ),
        counties=list(
            County.objects.filter(
                matches(text, fields=("name", "name_se", "name_fkv")), valid_to__isnull=True
            )
            .select_related("country")
            .order_by(by_name("name"), "pk")[:FOUND_OF_EACH]
        ),
        indicators=list(
            Indicator.objects.filter(
                matches(text, fields=("name", "name_nb", "name_nn", "name_sv", "name_en"))
            ).order_by("name", "pk")[:FOUND_OF_EACH]
        ),
        series=list(
            Series.objects.visible_to(person)
            .filter(matches(text, fields=("name",)))
            .select_related("network")
            .order_by(by_name("name"), "pk")[:FOUND_OF_EACH]
        ),
    )
