"""What stands on the front door of knowledge."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q

from accounts.models import User
from common.nordic import by_name
from improvement.models import workplace_networks
from knowledge.models import Example, Publication, Term, Tool
from networks.models import Network

Person = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is that the reader may read."""

    examples: int
    tools: int
    terms: int


def counts_for(person: Person) -> Counts:
    """Count what the person may read; three queries."""
    return Counts(
        Example.objects.public().count(),
        Tool.objects.visible_to(person).filter(withdrawn_at__isnull=True).count(),
        Term.objects.filter(removed_at__isnull=True).count(),
    )


def networks_of(person: Person) -> list[Network]:
    """List the networks that the person works in, with their open questions counted."""
    if not isinstance(person, User):
        return []
    is_open = Q(questions__answered_at__isnull=True, questions__isnull=False)
    rows = workplace_networks(person).annotate(
        open_questions=Count("questions", filter=is_open)
    )
    return list(rows.order_by(by_name(), "pk")[:20])


def published_for(person: Person) -> list[Publication]:
    """List the newest published characteristics of each network the person may know of."""
    rows = Publication.objects.filter(
        edition__network__in=Network.objects.visible_to(person)
    ).select_related("edition__network")
    newest: dict[int, Publication] = {}
    for row in rows.order_by("-edition__number", "-pk"):
        newest.setdefault(row.edition.network_id, row)
    return list(newest.values())[:20]
