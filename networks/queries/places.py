"""Municipalities: which lie where on a day, which are called so."""

from datetime import date

from django.db.models import Q, QuerySet

from common.nordic import matches, sort_key
from networks.models import Municipality, MunicipalityQuerySet, Region


def members_of_region(*, region: Region, on: date) -> MunicipalityQuerySet:
    """The municipalities that a region had on a day, by key."""
    current = Q(region_memberships__valid_to__isnull=True) | Q(
        region_memberships__valid_to__gt=on
    )
    return (
        Municipality.objects.filter(
            current, region_memberships__region=region, region_memberships__valid_from__lte=on
        )
        .select_related("country")
        .order_by("pk")
    )


SEARCHED = (
    "name",
    "name_nb",
    "name_nn",
    "name_sv",
    "name_se",
    "name_fkv",
    "code",
    "county_name",
)


def find_municipalities(rows: MunicipalityQuerySet, *, text: str) -> list[Municipality]:
    """Those of ``rows`` whose name, code or county has each word of ``text``.

    Those with a name of their own that fits come first, each part by name.
    """
    found = by_reader_name(rows.with_county().filter(matches(text, fields=SEARCHED)))
    named = set(rows.filter(matches(text, fields=SEARCHED[:-1])).values_list("pk", flat=True))
    return sorted(found, key=lambda place: place.pk not in named)


def by_reader_name(rows: QuerySet[Municipality]) -> list[Municipality]:
    """Read municipalities with country and county, in the order of the reader's alphabet."""
    read = rows.with_county() if isinstance(rows, MunicipalityQuerySet) else rows
    places = list(read.select_related("country"))
    return sorted(places, key=lambda place: (sort_key(str(place)), place.pk))
