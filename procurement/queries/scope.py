"""What one reader of the list of needs may know of, read once for all its queries."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import CharField, Q, Value
from django.utils import timezone

from accounts.models import User
from common.memory import Memory
from improvement.models import readable_municipalities, workplace_networks
from improvement.queries.acting import workplace_keys
from networks.models import Membership, Network
from networks.queries import roles_of
from procurement.models import Pool, PoolMember
from procurement.models.needs import readable_within

_kept: Memory[dict[str, tuple[int, ...]]] = Memory(seconds=60, entries=500)


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

    One more for coordinators of a region, whose municipalities are read first; and one
    when a membership or a network has changed, or the roles are others, or after a minute.
    """
    if person.is_superuser:
        return Scope(everything=True)
    if not isinstance(person, User):
        return Scope()
    roles = roles_of(person)
    if not (roles.municipalities or roles.regions or roles.networks or roles.programmes):
        return Scope()
    own = workplace_keys(person)
    asked, version = _asked(tuple({*own, *roles.municipalities}))
    kept = _kept.get((roles.version, timezone.localdate(), version), lambda: _parts(person))
    return Scope(
        own=own,
        work=kept["work"],
        networks=kept["networks"],
        asked=asked,
        known=kept["known"],
    )


def _asked(own: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, int]]:
    """Read the needs that municipalities are asked to join.

    With it comes what grows with each change of a membership or a network: their history.
    """
    members, networks = (model.history.model._meta.db_table for model in (Membership, Network))
    asked, pools = PoolMember._meta.db_table, Pool._meta.db_table
    places = ", ".join(["%s"] * len(own)) or "NULL"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT MAX(history_id) FROM {members}), "  # noqa: S608 -- tables of ours
            f"(SELECT MAX(history_id) FROM {networks}), pool.need_id "
            f"FROM (SELECT 1 AS one) once "
            f"LEFT JOIN {asked} asked ON asked.municipality_id IN ({places}) "
            f"LEFT JOIN {pools} pool ON pool.id = asked.pool_id",
            own,
        )
        rows = cursor.fetchall()
    needs = tuple(need for _members, _networks, need in rows if need is not None)
    return needs, (rows[0][0] or 0, rows[0][1] or 0)


def _parts(person: User) -> dict[str, tuple[int, ...]]:
    """Read what the roles of a person open, the same for all who have the same roles."""
    hidden = Network.objects.visible_to(person).filter(is_public=False)
    parts = {
        "work": readable_municipalities(person),
        "networks": workplace_networks(person),
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
    return {name: tuple(rows) for name, rows in found.items()}
