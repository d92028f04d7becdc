"""Programmes: topics by links, and the limits that give warnings."""

from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q

from accounts.models import User
from common.nordic import by_name
from networks.enums import Role
from networks.models import Membership, Network, NetworkQuerySet, Programme
from networks.models.networks import COUNTED_STATES
from networks.queries.roles import roles_of


class Limit(StrEnum):
    """What a programme limits in its networks."""

    TOO_FEW_MEMBERS = "too_few_members"
    TOO_MANY_MEMBERS = "too_many_members"
    TOO_FEW_TOPICS = "too_few_topics"


@dataclass(frozen=True, slots=True)
class Exceeded:
    """A limit of the programme that a network does not keep; never an error.

    Attributes:
        limit: Which one.
        have: How many members or topics there are.
        low: The lower limit, or ``None``.
        high: The upper limit, or ``None``.
    """

    limit: Limit
    have: int
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class TopicCount:
    """A topic and the number of networks linked to it."""

    name: str
    links: int


@dataclass(frozen=True, slots=True)
class TopicLinks:
    """Topics of a programme. A network with three topics is three links.

    Attributes:
        topics: By name in the reader's alphabet.
        links: All links together.
        networks: Networks that have at least one topic.
    """

    topics: list[TopicCount]
    links: int
    networks: int


def topic_links(programme: Programme) -> TopicLinks:
    """Count the links between a programme's topics and networks; two queries."""
    rows = (
        programme.topics.annotate(
            links=Count("networks", filter=Q(networks__programme=programme))
        )
        .order_by(by_name(), "pk")
        .values_list("name", "links")
    )
    topics = [TopicCount(name, links) for name, links in rows]
    networks = (
        Network.objects.filter(programme=programme, topics__programme=programme)
        .distinct()
        .count()
    )
    return TopicLinks(topics, sum(topic.links for topic in topics), networks)


def limits_exceeded(network: Network) -> list[Exceeded]:
    """What the programme's limits say about a network; two queries at most."""
    programme = network.programme
    if programme is None:
        return []
    members = Membership.objects.counted().filter(network=network).count()
    topics = network.topics.count()
    low, high = programme.members_from, programme.members_to
    found = []
    if low is not None and members < low:
        found.append(Exceeded(Limit.TOO_FEW_MEMBERS, members, low, high))
    if high is not None and members > high:
        found.append(Exceeded(Limit.TOO_MANY_MEMBERS, members, low, high))
    if programme.topics_from is not None and topics < programme.topics_from:
        found.append(Exceeded(Limit.TOO_FEW_TOPICS, topics, programme.topics_from, None))
    return found


def networks_in(programme: Programme, *, person: User | AnonymousUser) -> list[Network]:
    """The programme's networks that ``person`` may see, by name, with ``member_count``."""
    rows = Network.objects.visible_to(person).filter(programme=programme)
    return list(_counted(rows).order_by(by_name(), "pk"))


def networks_led_by(person: User | AnonymousUser) -> list[Network]:
    """The networks that ``person`` leads, directly or by programme, with ``member_count``."""
    roles = roles_of(person)
    led = [key for key, held in roles.networks.items() if Role.NETWORK_LEADER in held]
    programmes = [key for key, held in roles.programmes.items() if Role.NETWORK_LEADER in held]
    rows = Network.objects.all()
    if not person.is_superuser:
        rows = rows.filter(Q(pk__in=led) | Q(programme__in=programmes))
    return list(_counted(rows).select_related("programme").order_by(by_name(), "pk"))


def _counted(rows: NetworkQuerySet) -> NetworkQuerySet:
    return rows.annotate(
        member_count=Count("memberships", filter=Q(memberships__state__in=COUNTED_STATES))
    )
