"""What the search finds here: municipalities, regions and counties, networks."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.nordic import by_name, by_shown_name
from common.search.sources import Keys, Reach, Shown, Source, Texts
from networks.models import County, Municipality, Network, Region

MUNICIPALITY_NAMES = ("name", "name_nb", "name_nn", "name_sv", "name_se", "name_fkv")


def _municipalities(_reach: Reach) -> QuerySet[Municipality]:
    return Municipality.objects.filter(valid_to__isnull=True).with_county()


def _municipality(place: Any) -> Shown:
    name = place.local_name
    where = f"{place.county_name or ''} · {place.country_id} {place.code}"
    return Shown(str(name), place.get_absolute_url(), name.lang, where.removeprefix(" · "))


def _counties(_reach: Reach) -> QuerySet[County]:
    return County.objects.filter(valid_to__isnull=True).select_related("country")


def _networks(reach: Reach) -> QuerySet[Network]:
    return Network.objects.filter(pk__in=reach["networks known"])


KEYS: dict[str, Keys] = {
    "networks known": lambda person: Network.objects.visible_to(person).values("pk"),
}

SOURCES = (
    Source(
        kind="municipalities",
        name=_("Municipalities"),
        rows=_municipalities,
        names=MUNICIPALITY_NAMES,
        exact=("code",),
        show=_municipality,
        order=lambda: (by_shown_name("name"),),
    ),
    Source(
        kind="regions",
        name=_("Regions"),
        rows=lambda _reach: Region.objects.all(),
        names=("name",),
        show=lambda row: Shown(row.name, row.get_absolute_url()),
        order=lambda: (by_name("name"),),
    ),
    Source(
        kind="counties",
        name=_("Counties"),
        rows=_counties,
        names=("name", "name_se", "name_fkv"),
        show=lambda row: Shown(row.name, row.get_absolute_url(), where=str(row.country)),
        order=lambda: (by_name("name"),),
    ),
    Source(
        kind="networks",
        name=_("Networks"),
        rows=_networks,
        names=("name", "short_name", "hosts"),
        texts=(Texts(("name", "short_name", "hosts", "description")),),
        show=lambda row: Shown(row.name, row.get_absolute_url(), row.language, row.hosts),
        order=lambda: (by_name("name"),),
    ),
)
