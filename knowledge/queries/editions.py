"""Characteristics: what is being worked on, what is published, how one stands beside it."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch

from accounts.models import User
from common.memory import Memory
from common.nordic import by_name
from improvement.queries.acting import workplaces
from knowledge.enums import EditionState
from knowledge.models import (
    ConsentAnswer,
    ConsentEntry,
    Edition,
    EditionEvent,
    ProfileRow,
    Publication,
    Trait,
    TraitProposal,
)
from networks.models import Membership, Municipality, Network

Person = User | AnonymousUser


def zone_of(network: Network) -> ZoneInfo:
    """Give the clock that deadlines of a network go by: that of its first member."""
    names = Membership.objects.counted().filter(network=network).order_by("pk")
    name = names.values_list("municipality__country__time_zone", flat=True).first()
    return ZoneInfo(name or settings.TIME_ZONE)


def members_of(network: Network) -> list[Municipality]:
    """List the municipalities that are in the network now, by name."""
    rows = network.current_municipalities().select_related("country")
    return list(rows.order_by(by_name(), "pk"))


def going_on(network: Network) -> Edition | None:
    """Find the version that is worked on now."""
    rows = Edition.objects.filter(network=network).exclude(state=EditionState.PUBLISHED)
    found = rows.select_related("previous").first()
    if found is not None:
        found.network = network
    return found


def publications_of(network: Network) -> list[Publication]:
    """List what has been published, the newest first."""
    rows = Publication.objects.filter(edition__network=network).select_related(
        "edition__network"
    )
    return list(rows.order_by("-edition__number"))


@dataclass(frozen=True, slots=True)
class EditionRead:
    """All that stands on the page of a version that is worked on; six queries."""

    members: list[Municipality]
    proposals: list[TraitProposal]
    traits: list[Trait]
    answers: dict[int, ConsentAnswer]
    entries: list[ConsentEntry]
    events: list[EditionEvent]


def read_edition(edition: Edition) -> EditionRead:
    """Read a version with all that belongs to it."""
    proposals = edition.proposals.select_related("municipality__country", "indicator")
    return EditionRead(
        members=members_of(edition.network),
        proposals=list(proposals.prefetch_related("traits").order_by("at", "pk")),
        traits=traits_of(edition),
        answers={
            row.municipality_id: row for row in edition.answers.select_related("decision")
        },
        entries=list(
            edition.entries.select_related("municipality__country").order_by("-at", "-pk")[:100]
        ),
        events=events_of(edition),
    )


def events_of(edition: Edition) -> list[EditionEvent]:
    """List what has happened in the work on a version, the newest first."""
    rows = edition.events.select_related("municipality__country", "by")
    return list(rows.order_by("-at", "-pk"))


def traits_of(edition: Edition) -> list[Trait]:
    """List the characteristics of a version with their proposals at hand."""
    proposals = TraitProposal.objects.select_related("municipality__country").order_by("pk")
    rows = edition.traits.select_related("indicator", "previous")
    return list(
        rows.prefetch_related(Prefetch("proposals", proposals)).order_by("position", "pk")
    )


def own_places(edition_network: Network, person: Person) -> list[Municipality]:
    """Members that the person works in or acts for."""
    if not isinstance(person, User):
        return []
    mine = {place.pk: place for place in workplaces(person)}
    members = Membership.objects.counted().filter(
        network=edition_network, municipality__in=list(mine)
    )
    return [mine[pk] for pk in members.order_by("pk").values_list("municipality", flat=True)]


def newest_for(municipality: Municipality, person: Person) -> list[Publication]:
    """List the newest version of each network of a municipality that the person may know of."""
    networks = Network.objects.visible_to(person).filter(
        pk__in=municipality.memberships.counted().values("network")
    )
    rows = Publication.objects.filter(edition__network__in=networks)
    newest: dict[int, Publication] = {}
    for row in rows.select_related("edition__network").order_by("-edition__number", "-pk"):
        newest.setdefault(row.edition.network_id, row)
    return list(newest.values())


def judged(municipality: Municipality, edition: Edition) -> dict[int, ProfileRow]:
    """Give the municipality's own judgements beside a version, by characteristic."""
    rows = ProfileRow.objects.filter(municipality=municipality, trait__edition=edition)
    return {row.trait_id: row for row in rows}


_profiled: "Memory[frozenset[int]]" = Memory(seconds=60, entries=1)


def has_public_profile(municipality: Municipality) -> bool:
    """Whether the municipality stands beside a published version of a public network.

    Kept for a minute: every page of a municipality asks.
    """
    return municipality.pk in _profiled.get("all", _places_with_profile)


def _places_with_profile() -> frozenset[int]:
    networks = Publication.objects.filter(edition__network__is_public=True)
    members = Membership.objects.counted().filter(
        network__in=networks.values("edition__network")
    )
    return frozenset(members.values_list("municipality", flat=True))


_asked: "Memory[frozenset[int]]" = Memory(seconds=30, entries=1)


def asked_places() -> frozenset[int]:
    """Keys of the members of networks that work on a version now; kept for half a minute.

    Every page of somebody signed in asks what waits: most are in no such network.
    """
    return _asked.get("all", _places_asked)


def _places_asked() -> frozenset[int]:
    going_on = Edition.objects.exclude(state=EditionState.PUBLISHED)
    members = Membership.objects.counted().filter(network__in=going_on.values("network"))
    return frozenset(members.values_list("municipality", flat=True))
