"""Which municipalities lie where on a day."""

from datetime import date

from django.db.models import Q

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
