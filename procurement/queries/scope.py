"""What one reader of the list of needs may know of, read once for all its queries."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, Q, Value

from accounts.models import User
from improvement.models import readable_municipalities, workplace_networks
from networks.enums import Role
from networks.models import Network
from networks.queries import roles_of
from procurement.models.needs import asked_to_join, own_municipalities, readable_within


@dataclass(frozen=True, slots=True)
class Scope:
    """Keys of what a reader may know of besides what is public.

    Attributes:
        everything: The reader sees all.
        known: Networks that are not public and known to the reader.
    """

    everything: bool = False
    own: tuple[int, ...] = ()
    work: tuple[int, ...] = ()
    networks: tuple[int, ...] = ()
    asked: tuple[int, ...] = ()
    known: tuple[int, ...] = ()

    def reads(self) -> Q:
        """The needs that the reader may read, as ``Need.objects.visible_to`` says."""
        if self.everything:
            return Q()
        if not (self.own or self.work or self.networks or self.asked):
            return Q(published_at__isnull=False)
        return readable_within(
            own=self.own, work=self.work, networks=self.networks, asked=self.asked
        )

    def knows_network(self) -> Q:
        """The needs whose network the reader may know of."""
        if self.everything:
            return Q(network__isnull=False)
        return Q(network__is_public=True) | Q(network__in=self.known)


def scope_of(person: User | AnonymousUser) -> Scope:
    """Read what somebody may know of: one query, none for who has no role.

    One more for coordinators of a region, whose municipalities are read first.
    """
    if person.is_superuser:
        return Scope(everything=True)
    if not isinstance(person, User):
        return Scope()
    roles = roles_of(person)
    if not (roles.municipalities or roles.regions or roles.networks or roles.programmes):
        return Scope()
    own: Any = list(roles.municipalities)
    if any(Role.COORDINATOR in held for held in roles.regions.values()):
        own = list(own_municipalities(person).values_list("pk", flat=True))
    hidden = Network.objects.visible_to(person).filter(is_public=False)
    parts = {
        "work": readable_municipalities(person),
        "networks": workplace_networks(person),
        "asked": asked_to_join(own),
        "known": hidden,
    }
    labelled = [
        rows.order_by()
        .annotate(part=Value(name, output_field=CharField()))
        .values_list("part", "pk")
        for name, rows in parts.items()
    ]
    found: dict[str, list[int]] = {name: [] for name in parts}
    for name, key in labelled[0].union(*labelled[1:], all=True):
        found[name].append(key)
    keys = {name: tuple(rows) for name, rows in found.items()}
    return Scope(
        own=tuple(own),
        work=keys["work"],
        networks=keys["networks"],
        asked=keys["asked"],
        known=keys["known"],
    )
