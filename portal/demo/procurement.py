"""Needs of the demonstration networks, from a weak figure to what came of it.

What happens stands in ``portal/demo/data/needs_*.toml``; all of it is done by the actions
that people use, in the order and on the days it is said to have happened.
"""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import translation

from common.models import OutboxMessage
from networks.models import Network
from portal.demo import procurement_dialogue as dialogue
from portal.demo import procurement_needs as needs
from portal.demo import procurement_solutions as solutions
from portal.demo.networks import DOMAIN
from portal.demo.places import Place, places_of
from portal.demo.suppliers import Seller, are_here, load_suppliers
from portal.demo.tale import Tale
from procurement.actions.categories import load_categories
from procurement.models import Need, Watch

DATA = Path(__file__).parent / "data"
EVENTS = {**needs.EVENTS, **dialogue.EVENTS, **solutions.EVENTS}


@transaction.atomic
def load_procurement(*, at: datetime) -> int:
    """Tell of the needs, once; where somebody has written one, nothing is added.

    Returns:
        How many needs were made.
    """
    networks = Network.objects.filter(closed_at=None).order_by("pk")
    if are_here() or Need.objects.filter(network__in=networks).exists():
        return 0
    load_categories()
    sellers = load_suppliers(at=at)
    made = sum(
        _tell(network, _content(language), sellers, at=at)
        for network in networks
        for language in ("nb", "sv")
    )
    for language in ("nb", "sv"):
        with translation.override(language):
            for row in _content(language)["catalogue"]:
                solutions.offer(row, sellers[row["supplier"]], at=at)
    # The addresses do not exist: nobody is written to, nor is any of this news tomorrow.
    people = [seller.person for seller in sellers.values()]
    Watch.objects.filter(person__in=people).update(told_until=at)
    OutboxMessage.objects.filter(
        recipient__endswith=f"@{DOMAIN}", sent_at__isnull=True
    ).delete()
    return made


def _tell(
    network: Network,
    content: dict[str, list[dict[str, Any]]],
    sellers: dict[str, Seller],
    *,
    at: datetime,
) -> int:
    """Tell of the needs of one network; those of municipalities that have left it are not."""
    rows = [row for row in content["need"] if row["network"] == network.slug]
    if not rows:
        return 0
    places = {each.municipality.code: each for each in places_of(network, at=at)}
    told = [row for row in rows if _concerned(row) <= set(places)]
    with translation.override(network.language):
        for row in told:
            _happen(row, network, places, sellers, at=at)
    return len(told)


def _concerned(row: dict[str, Any]) -> set[str]:
    """Give the codes of the municipalities that a need speaks of."""
    asked = (code for event in row["events"] for code in event.get("places", ()))
    return {row["place"], *asked}


def _happen(
    row: dict[str, Any],
    network: Network,
    places: dict[str, Place],
    sellers: dict[str, Seller],
    *,
    at: datetime,
) -> None:
    lead = places[row["place"]]
    tale = Tale(
        network=network,
        places=places,
        sellers=sellers,
        lead=lead,
        need=needs.describe(row, network, lead, at=at),
        at=at,
    )
    for event in row["events"]:
        EVENTS[event["what"]](tale, event)


def _content(language: str) -> dict[str, list[dict[str, Any]]]:
    with (DATA / f"needs_{language}.toml").open("rb") as file:
        return tomllib.load(file)
