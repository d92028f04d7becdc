"""Whom a municipality is compared with: the group that the address names."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.models import User
from indicators.models import Framework
from networks.models import CountyMembership, Municipality, Network
from portal.queries.places import Grouping, groupings
from portal.queries.similar import Neighbour, nearest_to

AT_MOST_PICKED: Final = 30
"""Municipalities in a group picked by hand."""
PICKED = re.compile(r"^([a-z]{2})-([0-9A-Za-z_-]{1,12})$")


class GroupUnknown(LookupError):
    """The address names a group that does not exist, or that the reader may not know of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group to compare with.

    Attributes:
        key: Its name in addresses: ``network:hallingdal``, ``county``, ``similar`` …
        label: Its name in words.
        stored: Kind and key of the stored standing; None when it is made on demand.
        members: Keys of the municipalities, the own one included.
        is_comparable: Whether the members may be ranked.
        reason: Why not.
        neighbours: For the similar ones: who they are, and how near.
        unknown: For the picked ones: what could not be found.
    """

    key: str
    label: str
    stored: tuple[str, str] | None
    members: tuple[int, ...]
    is_comparable: bool = True
    reason: str = ""
    neighbours: tuple[Neighbour, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the list of groups."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Heading:
    """Groups of one kind, under a heading."""

    label: str
    choices: list[Choice]


def default_group(municipality: Municipality) -> str:
    """Name the group that a page opens with: a network, else a region, county, country."""
    own = groupings().of(municipality.pk)
    if own:
        return own[0].key
    return "county" if _county(municipality) else "country"


def choices_for(municipality: Municipality, *, chosen: Group) -> list[Heading]:
    """List the groups that a municipality can be compared with."""
    own = groupings().of(municipality.pk)
    networks = [Choice(group.key, group.label) for group in own if group.kind == "network"]
    regions = [Choice(group.key, group.label) for group in own if group.kind == "region"]
    if chosen.key.startswith("network:") and chosen.key not in {c.key for c in networks}:
        networks.append(Choice(chosen.key, chosen.label))
    if chosen.key.startswith("region:") and chosen.key not in {c.key for c in regions}:
        regions.append(Choice(chosen.key, chosen.label))
    places = list(regions)
    county = _county(municipality)
    if county:
        places.append(Choice("county", county))
    places.append(Choice("country", str(municipality.country)))
    alike = [Choice("similar", _("The seven most similar municipalities"))]
    if municipality.group:
        alike.append(Choice("group", municipality.group))
    picked = Choice("chosen", chosen.label if chosen.key == "chosen" else _("My own choice"))
    headings = [
        Heading(_("Networks"), networks),
        Heading(_("Areas"), places),
        Heading(_("Alike"), alike),
        Heading(_("Picked by hand"), [picked]),
    ]
    return [heading for heading in headings if heading.choices]


def find_group(
    municipality: Municipality,
    *,
    key: str,
    picked: Sequence[str],
    framework: Framework,
    person: User | AnonymousUser | None,
) -> Group:
    """Find the group that an address names.

    Args:
        municipality: With its country and ``county_name`` (``find_municipality``).
        key: The group's name in the address; empty for the usual one.
        picked: Municipalities picked by hand: ``no-3324``, or a name.
        framework: Where the traits of similar municipalities are looked up.
        person: Who asks, where the group is not public; None knows public ones only.

    Raises:
        GroupUnknown: There is no such group, or the reader may not know of it.
    """
    wanted = key or default_group(municipality)
    kind, _colon, slug = wanted.partition(":")
    if kind in {"network", "region"}:
        return _grouping(kind, slug, person)
    if wanted == "chosen":
        return _picked(municipality, picked)
    if wanted == "similar":
        return _similar(municipality, framework)
    finders: dict[str, Callable[[Municipality], Group]] = {
        "county": _in_county,
        "country": _in_country,
        "group": _in_group,
    }
    if wanted not in finders:
        raise GroupUnknown(wanted)
    return finders[wanted](municipality)


def _grouping(kind: str, slug: str, person: User | AnonymousUser | None) -> Group:
    for found in groupings().everything:
        if found.kind == kind and found.slug == slug:
            return _of_grouping(found)
    network = None
    if kind == "network" and person is not None:
        network = Network.objects.visible_to(person).filter(slug=slug).first()
    if network is None:
        raise GroupUnknown(slug)
    members = network.memberships.counted()
    return Group(
        key=f"network:{slug}",
        label=network.label,
        stored=("network", str(network.pk)),
        members=tuple(members.order_by("pk").values_list("municipality", flat=True)),
        is_comparable=network.is_comparable,
        reason=network.not_comparable_reason,
    )


def _of_grouping(found: Grouping) -> Group:
    reason = ""
    if not found.is_comparable:
        network = Network.objects.filter(pk=found.pk).first()
        reason = network.not_comparable_reason if network else ""
    return Group(
        key=found.key,
        label=found.label,
        stored=(found.kind, str(found.pk)),
        members=found.members,
        is_comparable=found.is_comparable,
        reason=reason,
    )


def _county(municipality: Municipality) -> str:
    return getattr(municipality, "county_name", None) or ""


def _in_county(municipality: Municipality) -> Group:
    county = CountyMembership.objects.filter(
        municipality=municipality, valid_to__isnull=True
    ).values("county", "county__name")[:1]
    for row in county:
        members = CountyMembership.objects.filter(county=row["county"], valid_to__isnull=True)
        return Group(
            key="county",
            label=row["county__name"],
            stored=("county", str(row["county"])),
            members=tuple(members.order_by("pk").values_list("municipality", flat=True)),
        )
    raise GroupUnknown("county")


def _in_country(municipality: Municipality) -> Group:
    rows = Municipality.objects.filter(country=municipality.country_id, valid_to__isnull=True)
    return Group(
        key="country",
        label=str(municipality.country),
        stored=("country", municipality.country_id),
        members=tuple(rows.order_by("pk").values_list("pk", flat=True)),
    )


def _in_group(municipality: Municipality) -> Group:
    if not municipality.group:
        raise GroupUnknown("group")
    rows = Municipality.objects.filter(
        country=municipality.country_id, group=municipality.group, valid_to__isnull=True
    )
    return Group(
        key="group",
        label=municipality.group,
        stored=("group", municipality.group),
        members=tuple(rows.order_by("pk").values_list("pk", flat=True)),
    )


def _similar(municipality: Municipality, framework: Framework) -> Group:
    neighbours = nearest_to(municipality, framework=framework)
    return Group(
        key="similar",
        label=_("similar municipalities"),
        stored=None,
        members=(municipality.pk, *(neighbour.pk for neighbour in neighbours)),
        neighbours=tuple(neighbours),
    )


def _picked(municipality: Municipality, picked: Sequence[str]) -> Group:
    members = {municipality.pk: None}
    unknown: list[str] = []
    for text in picked[:AT_MOST_PICKED]:
        found = _find(text.strip(), country=municipality.country_id)
        if found is None:
            unknown.append(text)
        else:
            members[found] = None
    unknown.extend(picked[AT_MOST_PICKED:])
    return Group(
        key="chosen",
        label=_("my own choice"),
        stored=None,
        members=tuple(members),
        unknown=tuple(unknown),
    )


def _find(text: str, *, country: str) -> int | None:
    """Find a municipality by ``no-3324`` or by a name that only one in the country has."""
    match = PICKED.match(text)
    if match:
        rows = Municipality.objects.filter(country=match[1].upper(), code=match[2])
    else:
        rows = Municipality.objects.filter(country=country, name__iexact=text)
    rows = rows.filter(valid_to__isnull=True)
    keys = list(rows.values_list("pk", flat=True)[:2])
    return keys[0] if len(keys) == 1 else None
