"""Whom a municipality's figures are compared with when a measure is evaluated."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.models import User
from common.nordic import sort_key
from networks.models import (
    CountyMembership,
    Municipality,
    Network,
    Region,
    RegionMembership,
)
from networks.models.networks import COUNTED_STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonGroup:
    """A group that a municipality is in.

    Attributes:
        key: Its name in the address, and as stored: ``network:hallingdal``, ``country``.
        kind: ``network``, ``region``, ``county``, ``group`` or ``country``.
        label: Its name in words.
        ref: Key of the network, region or county; none for the others.
    """

    key: str
    kind: str
    label: str
    ref: int | None = None


def groups_of(
    municipality: Municipality, *, person: User | AnonymousUser
) -> list[ComparisonGroup]:
    """List the groups that a municipality can be compared in; three queries.

    Networks that say comparison is not sound are left out, and those that the reader may
    not know of.
    """
    networks = Network.objects.visible_to(person).filter(
        memberships__municipality=municipality,
        memberships__state__in=COUNTED_STATES,
        is_comparable=True,
    )
    found = [
        ComparisonGroup(
            key=f"network:{network.slug}", kind="network", label=network.label, ref=network.pk
        )
        for network in sorted(networks.distinct(), key=lambda one: sort_key(one.label))
    ]
    regions = Region.objects.filter(
        memberships__municipality=municipality, memberships__valid_to__isnull=True
    )
    found += [
        ComparisonGroup(
            key=f"region:{region.slug}", kind="region", label=region.name, ref=region.pk
        )
        for region in sorted(regions.distinct(), key=lambda one: sort_key(one.name))
    ]
    county = CountyMembership.objects.filter(municipality=municipality, valid_to__isnull=True)
    found += [
        ComparisonGroup(
            key=f"county:{row.county.code}",
            kind="county",
            label=row.county.name,
            ref=row.county_id,
        )
        for row in county.select_related("county").order_by("pk")[:1]
    ]
    if municipality.group:
        found.append(ComparisonGroup(key="group", kind="group", label=municipality.group))
    whole = _("All of %(country)s") % {"country": municipality.country}
    return [*found, ComparisonGroup(key="country", kind="country", label=whole)]


def networks_in(keys: Iterable[str]) -> dict[str, str]:
    """Give the address names of the networks that keys of groups name, by key."""
    mark = "network:"
    return {key: key.removeprefix(mark) for key in keys if key.startswith(mark)}


def chosen_group(groups: Sequence[ComparisonGroup], *keys: str) -> ComparisonGroup:
    """Give the first of the wanted groups that there is.

    With none of them: the group of its kind, else the county, else the whole country. These
    are large enough to say something of chance, which a network of six seldom is.
    """
    by_key = {group.key: group for group in groups}
    by_kind = {group.kind: group for group in reversed(groups)}
    wanted = [by_key.get(key) for key in keys]
    wanted += [by_kind.get(kind) for kind in ("group", "county", "country")]
    return next(group for group in wanted if group is not None)


def others_in(group: ComparisonGroup, municipality: Municipality) -> list[int]:
    """Give the keys of today's other municipalities of a group; one query."""
    rows = Municipality.objects.filter(valid_to__isnull=True)
    if group.kind == "network":
        rows = rows.filter(
            memberships__network=group.ref, memberships__state__in=COUNTED_STATES
        )
    elif group.kind == "region":
        inside = RegionMembership.objects.filter(region=group.ref, valid_to__isnull=True)
        rows = rows.filter(pk__in=inside.values("municipality"))
    elif group.kind == "county":
        within = CountyMembership.objects.filter(county=group.ref, valid_to__isnull=True)
        rows = rows.filter(pk__in=within.values("municipality"))
    else:
        rows = rows.filter(country=municipality.country_id)
        if group.kind == "group":
            rows = rows.filter(group=municipality.group)
    keys = rows.exclude(pk=municipality.pk).order_by("pk").values_list("pk", flat=True)
    return list(keys.distinct())
