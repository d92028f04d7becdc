"""What the page of a network shows besides figures: members, decisions, contacts."""

from collections.abc import Sequence
from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import DateField, OuterRef, QuerySet, Subquery

from accounts.models import User
from common.nordic import by_name
from networks.models import Decision, MainContact, Membership, Network

Person = User | AnonymousUser


def visible_networks(person: Person) -> QuerySet[Network]:
    """Give the networks that a person may know of, the oldest first."""
    return (
        Network.objects.visible_to(person)
        .select_related("region", "programme")
        .distinct()
        .order_by("pk")
    )


def find_network(*, slug: str, person: Person) -> Network | None:
    """Read a network with ``changed_at``: when anything shown of it was last changed."""
    newest_member = Membership.objects.filter(network=OuterRef("pk")).order_by("-updated_at")
    newest_decision = Decision.objects.filter(network=OuterRef("pk")).order_by("-updated_at")
    newest_contact = MainContact.objects.filter(membership__network=OuterRef("pk")).order_by(
        "-updated_at"
    )
    return (
        Network.objects.visible_to(person)
        .filter(slug=slug)
        .select_related("region", "programme", "successor")
        .annotate(
            member_changed_at=Subquery(newest_member.values("updated_at")[:1]),
            decision_changed_at=Subquery(newest_decision.values("updated_at")[:1]),
            contact_changed_at=Subquery(newest_contact.values("updated_at")[:1]),
        )
        .distinct()
        .first()
    )


def changed_at(network: Network) -> str:
    """Say in one text when anything shown of the network was last changed."""
    moments: Sequence[datetime | None] = (
        network.updated_at,
        getattr(network, "member_changed_at", None),
        getattr(network, "decision_changed_at", None),
        getattr(network, "contact_changed_at", None),
    )
    return "/".join(moment.isoformat() if moment else "" for moment in moments)


def memberships_of(network: Network) -> list[Membership]:
    """Read the counted memberships with municipality, group, decision and contact.

    Each carries ``contact_from`` and ``contact_until``: the first day of the main contact in
    force, and the last day of the one before where there is none.
    """
    contacts = MainContact.objects.filter(membership=OuterRef("pk"))
    return list(
        Membership.objects.counted()
        .filter(network=network)
        .select_related("municipality", "group", "decision")
        .annotate(
            contact_from=Subquery(
                contacts.filter(valid_to__isnull=True).values("valid_from")[:1],
                output_field=DateField(),
            ),
            contact_until=Subquery(
                contacts.filter(valid_to__isnull=False)
                .order_by("-valid_to")
                .values("valid_to")[:1],
                output_field=DateField(),
            ),
        )
        .order_by(by_name("municipality__name"), "pk")
    )


def decisions_of(network: Network) -> list[Decision]:
    """Read all decisions of a network: of its municipalities and of the regional council."""
    return list(
        Decision.objects.filter(network=network)
        .select_related("municipality", "region")
        .order_by("decided_on", "pk")
    )


def awaited_decisions(*, on: date, number: int) -> list[Decision]:
    """Read what public networks wait for, the nearest day first."""
    return list(
        Decision.objects.filter(
            network__is_public=True, decided_on__isnull=True, due_on__gte=on
        )
        .select_related("network", "municipality", "region")
        .order_by("due_on", "pk")[:number]
    )


def memberships_by_network(networks: Sequence[int]) -> dict[int, list[Membership]]:
    """Read the counted memberships of several networks, with municipality and group."""
    found: dict[int, list[Membership]] = {}
    rows = (
        Membership.objects.counted()
        .filter(network__in=networks)
        .select_related("municipality", "group")
        .order_by(by_name("municipality__name"), "pk")
    )
    for row in rows:
        found.setdefault(row.network_id, []).append(row)
    return found


def state_of_networks() -> str:
    """Say in one text when networks, memberships or decisions were last changed."""
    members = Membership.objects.order_by("-updated_at").values("updated_at")[:1]
    decisions = Decision.objects.order_by("-updated_at").values("updated_at")[:1]
    newest = (
        Network.objects.annotate(member=Subquery(members), decision=Subquery(decisions))
        .order_by("-updated_at")
        .values_list("updated_at", "member", "decision")
        .first()
    )
    return "/".join(str(moment or "") for moment in newest or ())
