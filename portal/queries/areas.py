"""Counties and regions with their municipalities of today."""

from django.db.models import Count, F, Q, QuerySet

from common.nordic import by_name
from networks.models import County, Municipality, Region


def find_county(*, country: str, code: str) -> County | None:
    """Read a county by country and code: the one in force, else the latest of the past."""
    return (
        County.objects.filter(country=country.upper(), code=code)
        .select_related("country")
        .order_by(F("valid_to").desc(nulls_first=True), "-valid_from")
        .first()
    )


def find_region(*, slug: str) -> Region | None:
    """Read a region by its name in addresses."""
    return Region.objects.filter(slug=slug).first()


def municipalities_in_county(county: County) -> list[Municipality]:
    """Read the municipalities that lie in the county today, in alphabetical order."""
    return list(
        Municipality.objects.filter(
            county_memberships__county=county, county_memberships__valid_to__isnull=True
        ).order_by(by_name("name"), "pk")
    )


def municipalities_in_region(region: Region) -> list[Municipality]:
    """Read the municipalities that belong to the region today, in alphabetical order."""
    return list(
        Municipality.objects.filter(
            region_memberships__region=region, region_memberships__valid_to__isnull=True
        ).order_by(by_name("name"), "pk")
    )


def current_counties() -> QuerySet[County]:
    """Counties of today with ``number``: how many municipalities lie in each."""
    inside = Count("memberships", filter=Q(memberships__valid_to__isnull=True))
    return (
        County.objects.filter(valid_to__isnull=True)
        .select_related("country")
        .annotate(number=inside)
        .order_by("country", by_name("name"), "pk")
    )


def all_regions() -> QuerySet[Region]:
    """Regions with ``number``: how many municipalities belong to each today."""
    inside = Count("memberships", filter=Q(memberships__valid_to__isnull=True))
    return Region.objects.annotate(number=inside).order_by(by_name("name"), "pk")
