"""The regions of the demonstration networks: groupings that are there in reality."""

from datetime import date

from networks.actions.regions import set_region
from networks.enums import RegionKind
from networks.models import Country, Municipality, Region

HALLINGDAL = ("3320", "3322", "3324", "3326", "3328", "3330")
# The codes of municipalities begin with those of their counties: Värmland, Dalarna, Gävleborg
# and all north of them, which European statistics call Norra Sverige.
NORTHERN_SWEDEN = r"^(17|2[0-5])"


def make_regions() -> dict[str, Region]:
    """Make the regions by their address names; the same again changes nothing."""
    hallingdal = set_region(
        slug="hallingdal",
        name="Hallingdal",
        kind=RegionKind.COUNCIL,
        country=Country.objects.get(code="NO"),
        municipalities=municipalities("NO", HALLINGDAL),
        on=date(2020, 1, 1),
    )
    north = Municipality.objects.filter(
        country="SE", code__regex=NORTHERN_SWEDEN, valid_to=None
    )
    sweden = set_region(
        slug="norra-sverige",
        name="Norra Sverige",
        kind=RegionKind.OTHER,
        country=Country.objects.get(code="SE"),
        municipalities=list(north.select_related("country").order_by("code")),
        on=date(2020, 1, 1),
    )
    return {region.slug: region for region in (hallingdal, sweden)}


def municipalities(country: str, codes: tuple[str, ...]) -> list[Municipality]:
    """Give the municipalities with these codes, in the order of the codes."""
    return list(
        Municipality.objects.filter(country=country, code__in=codes)
        .select_related("country")
        .order_by("code")
    )
