"""What waits for a person among a municipality's own figures."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.things import Thing
from indicators.enums import Gender, ImportKind
from indicators.models import FrameworkIndicator, Observation
from networks.enums import Role
from networks.queries import roles_of

_TYPING = {Role.CONTRIBUTOR, Role.COORDINATOR, Role.ADMINISTRATOR}
# A series that nobody has typed in for longer than this is not asked for any more.
YEARS_BACK = 2


def things_for(person: User, at: datetime) -> list[Thing]:
    """List the typed series that have no value of last year; one query at most."""
    held = roles_of(person).municipalities
    places = [pk for pk, roles in held.items() if roles & _TYPING]
    if not places:
        return []
    year = timezone.localdate(at).year - 1
    given = Observation.objects.filter(
        indicator=OuterRef("indicator"), municipality=OuterRef("municipality"), period=year
    )
    goal = FrameworkIndicator.objects.filter(indicator=OuterRef("indicator")).order_by(
        "-framework__is_default", "pk"
    )
    rows = (
        Observation.objects.filter(
            ~Exists(given),
            municipality__in=places,
            gender=Gender.TOTAL,
            batch__kind=ImportKind.TYPED,
            period__gte=year - YEARS_BACK,
            period__lt=year,
        )
        .annotate(goal=Subquery(goal.values("goal")[:1]))
        .select_related("indicator", "municipality")
        .order_by("municipality", "indicator", "period")
    )
    newest = {(row.municipality_id, row.indicator_id): row for row in rows}
    return [_thing(row, year) for row in newest.values()]


def _thing(row: Observation, year: int) -> Thing:
    goal: int | None = getattr(row, "goal", None)
    return Thing(
        key=f"indicators.observation:{row.municipality_id}-{row.indicator_id}-{year}:type",
        title=_("Give the figure: %(indicator)s") % {"indicator": row.indicator.local_name},
        detail=_("Own figure · %(year)s is missing") % {"year": year},
        place=str(row.municipality),
        weight=1,
        address=reverse(
            "indicators:own-value",
            kwargs={
                **row.municipality.address_keys,
                "indicator": row.indicator.code,
                "year": year,
            },
        ),
        goals=() if goal is None else (goal,),
    )
