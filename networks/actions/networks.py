"""Create, change and close networks; choose their topics."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from networks.actions.changes import announce
from networks.actions.locks import Refused, open_network, sign
from networks.actions.slugs import free_slug
from networks.enums import Role
from networks.models import Network, Programme, Region, RoleAssignment, Topic
from networks.queries import forget_roles, roles_of

# Addresses under /nettverk/ that are pages of their own.
RESERVED_SLUGS = frozenset({"ny"})


class SlugTaken(Refused):
    """Another network has this address."""


class SlugReserved(Refused):
    """The address belongs to a page of the site."""


class EndsBeforeStart(Refused):
    """The last day is before the first."""


class ComparisonReasonMissing(Refused):
    """Comparison is said not to be sound, without a reason."""


class TopicOfOtherProgramme(Refused):
    """A topic does not belong to the network's programme."""


class SuccessorIsItself(Refused):
    """A network cannot be followed by itself."""


class SuccessorClosed(Refused):
    """A network that is closed cannot take over."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NetworkDetails:
    """What is said about a network; its members, topics and state are apart."""

    name: str
    short_name: str = ""
    description: str = ""
    language: str = "nb"
    programme: Programme | None = None
    region: Region | None = None
    hosts: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    is_public: bool = False
    is_comparable: bool = True
    not_comparable_reason: str = ""


@transaction.atomic
def create_network(
    *,
    details: NetworkDetails,
    by: User | None,
    at: datetime,
    topics: Collection[Topic] = (),
    slug: str = "",
) -> Network:
    """Create a network; whoever creates it leads it.

    A leader of the whole programme, and a superuser, need no role of their own.

    Args:
        details: What is said about it.
        by: Who creates it; nobody for a program that loads data.
        at: When.
        topics: Of the programme of ``details``.
        slug: Its address; made of the name when left out.

    Raises:
        SlugTaken: Another network has the address ``slug``.
        SlugReserved: The address belongs to a page of the site.

    Passes on:
        EndsBeforeStart: The last day is before the first.
        ComparisonReasonMissing: Not comparable, without a reason.
        TopicOfOtherProgramme: A topic is not the programme's.
    """
    _check(details)
    _check_topics(topics, programme=details.programme)
    if slug in RESERVED_SLUGS:
        raise SlugReserved
    if slug and Network.objects.filter(slug=slug).exists():
        raise SlugTaken
    own = slug or free_slug(Network.objects.all(), details.name, reserved=RESERVED_SLUGS)
    network = Network(slug=own)
    _fill(network, details)
    sign(network, by=by)
    network.save()
    network.topics.set(topics)
    if by is not None and _needs_role(by, details.programme):
        RoleAssignment.objects.create(
            person=by,
            role=Role.NETWORK_LEADER,
            network=network,
            valid_from=timezone.localdate(at),
            given_by=by,
        )
        forget_roles(by)
    return network


@transaction.atomic
def change_network(
    *,
    network: Network,
    details: NetworkDetails,
    by: User | None,
    topics: Collection[Topic] | None = None,
) -> Network:
    """Change what is said about a network; the same again changes nothing.

    Args:
        network: Which one; its address stays.
        details: Everything that is said about it.
        by: Who changes it.
        topics: The new topics; ``None`` keeps those it has.

    Passes on:
        NetworkClosed: The network is closed.
        EndsBeforeStart: The last day is before the first.
        ComparisonReasonMissing: Not comparable, without a reason.
        TopicOfOtherProgramme: A topic is not the programme's.
    """
    _check(details)
    locked = open_network(network=network)
    before = _details_of(locked)
    chosen = list(locked.topics.all()) if topics is None else list(topics)
    if topics is None and details.programme != locked.programme:
        chosen = []
    _check_topics(chosen, programme=details.programme)
    if before != details:
        _fill(locked, details)
        sign(locked, by=by)
        locked.save()
    locked.topics.set(chosen)
    if before.is_comparable != details.is_comparable:
        announce(networks=[locked.pk])
    return locked


@transaction.atomic
def choose_topics(*, network: Network, topics: Collection[Topic]) -> None:
    """Set what the network works on.

    Passes on:
        NetworkClosed: The network is closed.
        TopicOfOtherProgramme: A topic is not the programme's.
    """
    locked = open_network(network=network)
    _check_topics(topics, programme=locked.programme)
    locked.topics.set(topics)


@transaction.atomic
def add_topic(*, programme: Programme, name: str) -> Topic:
    """Give a programme a topic; one that it has already is returned."""
    topic, _created = Topic.objects.get_or_create(programme=programme, name=name.strip())
    return topic


@transaction.atomic
def close_network(
    *, network: Network, by: User | None, at: datetime, successor: Network | None = None
) -> Network:
    """Close a network: readable from now on, no longer changed. Again changes nothing.

    Memberships keep their states and dates as they were.

    Raises:
        SuccessorIsItself: ``successor`` is the network that closes.
        SuccessorClosed: ``successor`` is closed itself.
    """
    locked = Network.objects.select_for_update(no_key=True).get(pk=network.pk)
    if locked.closed_at is not None:
        return locked
    if successor is not None and successor.pk == locked.pk:
        raise SuccessorIsItself
    if successor is not None and successor.closed_at is not None:
        raise SuccessorClosed
    locked.closed_at = at
    locked.successor = successor
    sign(locked, by=by)
    locked.save()
    return locked


def _check(details: NetworkDetails) -> None:
    if details.starts_on and details.ends_on and details.ends_on < details.starts_on:
        raise EndsBeforeStart
    if not details.is_comparable and not details.not_comparable_reason.strip():
        raise ComparisonReasonMissing


def _check_topics(topics: Collection[Topic], *, programme: Programme | None) -> None:
    wanted = programme.pk if programme else None
    if any(topic.programme_id != wanted for topic in topics):
        raise TopicOfOtherProgramme


def _details_of(network: Network) -> NetworkDetails:
    names = NetworkDetails.__dataclass_fields__
    return NetworkDetails(**{name: getattr(network, name) for name in names})


def _fill(network: Network, details: NetworkDetails) -> None:
    for name in NetworkDetails.__dataclass_fields__:
        setattr(network, name, getattr(details, name))


def _needs_role(person: User, programme: Programme | None) -> bool:
    if person.is_superuser:
        return False
    held = roles_of(person).programmes.get(programme.pk, set()) if programme else set()
    return Role.NETWORK_LEADER not in held
