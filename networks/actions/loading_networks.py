"""Networks and their members from a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from common.tabular.problems import LoadRefused, ProblemLog
from networks.actions.changes import announce
from networks.actions.loading import Loaded
from networks.actions.networks import RESERVED_SLUGS
from networks.actions.slugs import slug_for
from networks.enums import Effect, MembershipState
from networks.models import Decision, Membership, Municipality, Network, SubGroup
from networks.models.networks import ENDED_STATES

if TYPE_CHECKING:
    import pandas as pd


@dataclass(slots=True)
class _Count:
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    touched: set[int] = field(default_factory=set)
    log: ProblemLog = field(default_factory=ProblemLog)


@transaction.atomic
def load_network(*, frame: pd.DataFrame, at: datetime, dry_run: bool = False) -> Loaded:
    """Add networks and their members, and complete what is stored about them.

    A network is known by its address name or its name. A member that the file
    does not name stays. With a decision that is made and a day of joining the
    membership is active; with a decision alone it is decided; without one the
    municipality has applied.

    Args:
        frame: As ``networks.sources.network.read`` gives it, without problems.
        at: When it happens.
        dry_run: Find out what would change, and change nothing.

    Raises:
        LoadRefused: A municipality is unknown, a network's name is an address of the site,
            or a row would change a network that is closed.
    """
    rows: list[Any] = list(frame.itertuples(index=False))
    count = _Count()
    units = {
        (unit.country_id, unit.code): unit
        for unit in Municipality.objects.filter(country__in={row.country for row in rows})
    }
    networks: dict[str, Network | None] = {}
    for row in rows:
        unit = units.get((row.country, row.municipality))
        if unit is None:
            count.log.add(row.row, "municipality", "unknown_municipality",
                          country=row.country, text=row.municipality)  # fmt: skip
        if row.network not in networks:
            networks[row.network] = _network(row.network)
        network = networks[row.network]
        if network is None:
            count.log.add(row.row, "network", "no_address_name", text=row.network)
        elif unit is not None:
            _member(row, network, unit, count, at=at)
    if count.log.count:
        raise LoadRefused(count.log)
    if dry_run:
        transaction.set_rollback(True)
    else:
        announce(networks=count.touched)
    return Loaded(count.added, count.changed, count.unchanged)


def _network(name: str) -> Network | None:
    """Find a network by address name or name, or add it."""
    slug = slug_for(name)
    if slug in RESERVED_SLUGS:
        return None
    found = (
        Network.objects.filter(slug=slug).first() or Network.objects.filter(name=name).first()
    )
    if found is not None:
        return found
    title = name.replace("-", " ").capitalize() if name == slug else name
    return Network.objects.create(slug=slug, name=title)


def _member(
    row: Any, network: Network, unit: Municipality, count: _Count, *, at: datetime
) -> None:
    membership = (
        Membership.objects.filter(network=network, municipality=unit)
        .exclude(state__in=ENDED_STATES)
        .select_related("decision", "group")
        .first()
    )
    is_new = membership is None
    if membership is None:
        membership = Membership(network=network, municipality=unit)
        membership.state = MembershipState.APPLIED
        membership.applied_at = at
    changed = _group(row, network, membership) | _decide(row, network, unit, membership)
    if row.joined_on and membership.active_from != row.joined_on:
        membership.active_from = row.joined_on
        changed = True
    changed |= _advance(membership, at=at)
    if (is_new or changed) and network.closed_at is not None:
        count.log.add(row.row, "network", "network_closed")
        return
    if is_new:
        membership.save()
        count.added += 1
    elif changed:
        membership.save()
        count.changed += 1
    else:
        count.unchanged += 1
        return
    count.touched.add(network.pk)


def _group(row: Any, network: Network, membership: Membership) -> bool:
    if not row.subgroup:
        return False
    group, _created = SubGroup.objects.get_or_create(
        network=network, slug=slug_for(row.subgroup), defaults={"name": row.subgroup}
    )
    if membership.group_id == group.pk:
        return False
    membership.group = group
    return True


def _decide(row: Any, network: Network, unit: Municipality, membership: Membership) -> bool:
    """Record the decision that the row tells of, or complete the one there is."""
    if not row.decision_body:
        return False
    decision = membership.decision
    effect = Effect.TAKES_PART if row.decision_on else ""
    wanted = {"body": row.decision_body, "case_number": row.decision_case,
              "decided_on": row.decision_on, "effect": effect}  # fmt: skip
    if decision is not None:
        # An empty cell leaves what is recorded.
        wanted = {name: value for name, value in wanted.items() if value}
        if all(getattr(decision, name) == value for name, value in wanted.items()):
            return False
        for name, value in wanted.items():
            setattr(decision, name, value)
        decision.save()
        return True
    membership.decision = Decision.objects.create(network=network, municipality=unit, **wanted)
    return True


def _advance(membership: Membership, *, at: datetime) -> bool:
    """Bring the state as far as the rules allow; it never goes back.

    Active needs a decision to take part, a first day and a main contact; without
    a contact the membership waits as decided.
    """
    decision = membership.decision
    if decision is None or not decision.is_decided or decision.effect == Effect.REJECTS:
        return False
    joined = (
        membership.active_from is not None
        and membership.active_from <= timezone.localdate(at)
        and not membership._state.adding
        and membership.main_contacts.filter(valid_to=None).exists()
    )
    state = MembershipState.ACTIVE if joined else MembershipState.DECIDED
    if membership.state in (state, MembershipState.ACTIVE):
        return False
    membership.state = state
    return True
