"""The members of the demonstration networks, as places where somebody works."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.actions import open_account
from accounts.models import User
from networks.actions.locks import day_in
from networks.actions.roles import give_role
from networks.enums import Role
from networks.models import Membership, Municipality, Network, RoleAssignment
from portal.demo.moments import moment
from portal.demo.networks import DOMAIN

DATA = Path(__file__).parent / "data"
_COORDINATOR = {"NO": "Koordinator i %s", "SE": "Samordnare i %s"}


@dataclass(frozen=True, slots=True)
class Place:
    """A member of a network, its turn in the list, and who writes for it."""

    network: Network
    municipality: Municipality
    turn: int
    group: str
    person: User

    def day(self, at: datetime, days: int) -> datetime:
        """So many days from ``at``, in the morning, not the same minute for all.

        The days are those of the clock there, as people count them who act.
        """
        day = day_in(municipality=self.municipality, at=at) + timedelta(days=days)
        zone = self.municipality.country.time_zone
        return moment(day, time(9, (self.turn * 7) % 60), zone)


def places_of(network: Network, *, at: datetime) -> Iterator[Place]:
    """Give the members of a network, in the order of their codes."""
    rows = (
        Membership.objects.counted()
        .filter(network=network)
        .select_related("municipality__country", "group")
        .order_by("municipality__code")
    )
    for turn, row in enumerate(rows):
        group = row.group.name if row.group else ""
        person = _coordinator(row.municipality, at=at)
        yield Place(network, row.municipality, turn, group, person)


def _coordinator(municipality: Municipality, *, at: datetime) -> User:
    """Find who works for a municipality, or open an account that nobody can sign in to."""
    held = RoleAssignment.objects.filter(municipality=municipality, role=Role.COORDINATOR)
    found = held.current().select_related("person").order_by("pk").first()
    if found is not None:
        return found.person
    code = f"{municipality.country_id}{municipality.code}".lower()
    person = open_account(
        email=f"koordinator.{code}@{DOMAIN}",
        name=_COORDINATOR[municipality.country_id] % municipality.name,
        language=municipality.country.language,
    )
    give_role(
        person=person,
        role=Role.COORDINATOR,
        scope=municipality,
        given_by=None,
        on=timezone.localdate(at) - timedelta(days=500),
    )
    return person


@lru_cache(maxsize=2)
def content_in(language: str) -> dict[str, list[dict[str, Any]]]:
    """Read the examples in one language."""
    with (DATA / f"work_{language}.toml").open("rb") as file:
        return tomllib.load(file)
