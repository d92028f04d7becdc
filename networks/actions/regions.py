"""Regions: free groupings of municipalities, with the days they joined and left."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from networks.actions.locks import Refused
from networks.enums import RegionKind
from networks.models import Country, Municipality, Region, RegionMembership


class NoMembers(Refused):
    """A region has at least one municipality."""


@transaction.atomic
def set_region(
    *,
    slug: str,
    name: str,
    kind: RegionKind,
    country: Country | None,
    municipalities: Collection[Municipality],
    on: date,
) -> Region:
    """Make a region what is said here. The same again changes nothing.

    A municipality that is not named leaves on the day ``on``; its time as a
    member stays on record.

    Args:
        slug: The region's address name.
        name: What it is called.
        kind: What sort of grouping it is.
        country: Where it lies; ``None`` for one across borders.
        municipalities: Its members from ``on``, ``n >= 1``.
        on: The day from which this holds.

    Raises:
        NoMembers: ``municipalities`` is empty.
    """
    if not municipalities:
        raise NoMembers
    stored = Region.objects.select_for_update(no_key=True).filter(slug=slug).first()
    region = stored or Region(slug=slug)
    wanted = {"name": name.strip(), "kind": kind, "country": country}
    if stored is None or any(getattr(region, key) != value for key, value in wanted.items()):
        for key, value in wanted.items():
            setattr(region, key, value)
        region.save()
    current = {
        membership.municipality_id: membership
        for membership in RegionMembership.objects.filter(region=region, valid_to=None)
    }
    staying = {municipality.pk for municipality in municipalities}
    for pk, membership in current.items():
        if pk not in staying and membership.valid_from < on:
            membership.valid_to = on
            membership.save()
        elif pk not in staying:
            membership.delete()
    RegionMembership.objects.bulk_create(
        RegionMembership(region=region, municipality=municipality, valid_from=on)
        for municipality in municipalities
        if municipality.pk not in current
    )
    return region
