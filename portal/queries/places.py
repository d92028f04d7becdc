"""Municipalities with what they belong to, and the groups they can be compared in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count

from common.memory import Memory
from common.nordic import by_name
from networks.models import Municipality, MunicipalityQuerySet, Network, Region
from networks.models.networks import COUNTED_STATES

_kept: "Memory[Groupings]" = Memory(seconds=60, entries=1)
_known: "Memory[Municipality | None]" = Memory(seconds=60, entries=2_000)


@dataclass(frozen=True, slots=True)
class Grouping:
    """A network or region with its current members.

    Attributes:
        kind: ``network`` or ``region``.
        slug: Its name in addresses.
        members: Keys of its municipalities.
        is_comparable: Whether its members may be ranked.
    """

    kind: str
    pk: int
    slug: str
    label: str
    href: str
    members: tuple[int, ...]
    is_comparable: bool = True

    @property
    def key(self) -> str:
        """How the group is named in an address: ``network:hallingdal``."""
        return f"{self.kind}:{self.slug}"


@dataclass(frozen=True, slots=True)
class Groupings:
    """All public networks and all regions, at most a minute old."""

    everything: tuple[Grouping, ...]

    def of(self, municipality: int) -> list[Grouping]:
        """Give the groups that a municipality belongs to, networks first."""
        return [group for group in self.everything if municipality in group.members]


def groupings() -> Groupings:
    """Read the networks and regions that residents may see."""
    return _kept.get("all", _read_groupings)


def _read_groupings() -> Groupings:
    found: list[Grouping] = []
    networks = Network.objects.filter(is_public=True).order_by("name", "pk")
    members: dict[int, list[int]] = {}
    for key, municipality in networks.filter(memberships__state__in=COUNTED_STATES).values_list(
        "pk", "memberships__municipality"
    ):
        members.setdefault(key, []).append(municipality)
    for network in networks:
        found.append(
            Grouping(
                "network",
                network.pk,
                network.slug,
                network.label,
                network.get_absolute_url(),
                tuple(sorted(members.get(network.pk, ()))),
                network.is_comparable,
            )
        )
    inside: dict[int, list[int]] = {}
    for region, municipality in Region.objects.filter(
        memberships__valid_to__isnull=True
    ).values_list("pk", "memberships__municipality"):
        if municipality is not None:
            inside.setdefault(region, []).append(municipality)
    for place in Region.objects.order_by("name", "pk"):
        found.append(
            Grouping(
                "region",
                place.pk,
                place.slug,
                place.name,
                place.get_absolute_url(),
                tuple(sorted(inside.get(place.pk, ()))),
            )
        )
    return Groupings(tuple(found))


def find_municipality(*, country: str, code: str) -> Municipality | None:
    """Give a municipality with ``county_name`` and ``county_code``, at most a minute old.

    Args:
        country: Two letters of any case.
        code: The national code.
    """
    key = (country.upper(), code.upper())
    return _known.get(key, lambda: _read_municipality(*key))


def _read_municipality(country: str, code: str) -> Municipality | None:
    return (
        Municipality.objects.with_county()
        .select_related("country")
        .filter(country=country, code__iexact=code)
        .first()
    )


def municipalities_by_pk(keys: Collection[int]) -> dict[int, Municipality]:
    """Read municipalities by key."""
    return {row.pk: row for row in Municipality.objects.filter(pk__in=keys)}


def current_municipalities() -> MunicipalityQuerySet:
    """Municipalities that have not been merged or divided."""
    return Municipality.objects.filter(valid_to__isnull=True)


def count_municipalities() -> dict[str, int]:
    """Count today's municipalities of each country."""
    rows = current_municipalities().values("country").annotate(n=Count("pk"))
    return {row["country"]: row["n"] for row in rows}


def named_municipalities(keys: Sequence[int]) -> list[Municipality]:
    """Read municipalities by key, in the order of the alphabet."""
    rows = Municipality.objects.filter(pk__in=keys)
    return list(rows.order_by(by_name("name"), "pk"))
