"""The shelf of tools: which ones a reader finds."""

from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max, Prefetch, QuerySet
from django.db.models.expressions import OrderBy

from accounts.models import User
from common.nordic import by_name, matches
from indicators.models import Goal
from knowledge.models import Tool, ToolVersion
from networks.models import Network
from networks.queries import networks_led_by

Person = User | AnonymousUser
NAME, NEWEST = "navn", "nyeste"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the reader has chosen; empty for all."""

    text: str = ""
    goal: int | None = None
    topic: str = ""
    network: str = ""
    sort: str = NAME

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order is chosen."""
        return replace(self, sort=NAME) != Choices()


def listed(choices: Choices, person: Person) -> QuerySet[Tool]:
    """Give the tools on the shelf that fit, each with ``newest``: when its version came."""
    rows = Tool.objects.visible_to(person).filter(withdrawn_at__isnull=True)
    if choices.text:
        fields = ("title", "summary", "topic")
        rows = rows.filter(matches(choices.text, fields=fields))
    if choices.goal:
        rows = rows.filter(goals=choices.goal)
    if choices.topic:
        rows = rows.filter(topic=choices.topic)
    if choices.network:
        known = Network.objects.visible_to(person).filter(slug=choices.network)
        rows = rows.filter(network__in=known.values("pk"))
    orders: dict[str, tuple[str | OrderBy, ...]] = {
        NAME: (by_name("title"), "pk"),
        NEWEST: ("-newest", "-pk"),
    }
    return (
        rows.annotate(newest=Max("versions__at"), count=Max("versions__number"))
        .select_related("network")
        .prefetch_related(Prefetch("goals", Goal.objects.order_by("number")))
        .order_by(*orders[choices.sort])
    )


def topics(person: Person) -> list[str]:
    """List the topics of the tools that the reader may read."""
    rows = Tool.objects.visible_to(person).filter(withdrawn_at__isnull=True).exclude(topic="")
    return list(rows.order_by("topic").values_list("topic", flat=True).distinct())


def owners(person: Person) -> list[Network]:
    """List the networks that own a tool on the shelf and may be known to the reader."""
    tools = Tool.objects.visible_to(person).filter(withdrawn_at__isnull=True)
    known = Network.objects.visible_to(person).filter(pk__in=tools.values("network"))
    return list(known.order_by(by_name(), "pk"))


def versions_of(tool: Tool) -> list[ToolVersion]:
    """List the versions of a tool, the newest first."""
    return list(tool.versions.select_related("file").order_by("-number"))


def led_by(person: User) -> list[Network]:
    """List the open networks that the person puts tools up for."""
    return [row for row in networks_led_by(person) if row.closed_at is None]
