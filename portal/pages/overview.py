"""Networks as tile maps and weaves, for the front page and the list of networks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import date_in_words
from common.words import RATINGS
from networks.models import Decision, Membership, Network
from portal.pages import area
from portal.pages.area import Member
from portal.pages.figures import Document
from portal.tiles import tile_positions

NO_GOALS = ["grey"] * 17


@dataclass(frozen=True, slots=True)
class Tile:
    """One municipality on a tile map; column and row are 0 without a place."""

    member: Member
    ratings: list[str]
    spoken: str
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class NetworkCard:
    """One network with its tile map."""

    network: Network
    carried_by: str
    facts: str
    tiles: list[Tile]


@dataclass(frozen=True, slots=True)
class Weave:
    """One network drawn as municipalities × goals."""

    network: Network
    goals: list[int]
    rows: list[Tile]


@dataclass(frozen=True, slots=True)
class Happening:
    """What awaits a decision, with its day."""

    decision: Decision
    title: str
    body: str


def network_card(
    network: Network, memberships: Sequence[Membership], document: Document | None
) -> NetworkCard:
    """Draw a network with the ratings of its members."""
    places = [membership.municipality for membership in memberships]
    ratings = area.ratings_by_member(document) if document else {}
    positions = tile_positions(places)
    tiles = [
        _tile(member, ratings.get(member.pk, NO_GOALS), positions.get(member.pk, (0, 0)))
        for member in area.members_of(places)
    ]
    groups = {m.group_id for m in memberships if m.group_id is not None}
    facts = [_municipalities(len(places))]
    if groups:
        facts.append(ngettext("%(n)s group", "%(n)s groups", len(groups)) % {"n": len(groups)})
    region = network.region.name if network.region else ""
    return NetworkCard(network, network.hosts or region, " · ".join(facts), tiles)


def weave(card: NetworkCard, document: Document | None) -> Weave | None:
    """Draw a network as a weave; nothing without results."""
    if document is None or not card.tiles:
        return None
    return Weave(card.network, list(document["goals"]["goal"]), card.tiles)


def happening(decision: Decision) -> Happening:
    """Say what awaits a decision."""
    who = decision.municipality or decision.region
    title = _("%(body)s in %(place)s decides: %(title)s") % {
        "body": decision.body,
        "place": who,
        "title": decision.title or decision.case_number,
    }
    if str(who) in decision.body:
        title = _("%(body)s decides: %(title)s") % {
            "body": decision.body,
            "title": decision.title or decision.case_number,
        }
    return Happening(decision, title, decision.network.label if decision.network else "")


def spoken_ratings(ratings: Sequence[str]) -> str:
    """Say a band in words: *3 reached, 6 close to the target …*."""
    parts = [
        f"{ratings.count(code)} {str(word)[:1].lower()}{str(word)[1:]}"
        for code, word in RATINGS.items()
        if code in ratings
    ]
    return ", ".join(parts)


def closed_on(network: Network) -> str:
    """Say when a network was closed; empty while it lives."""
    return date_in_words(network.closed_at) if network.closed_at else ""


def _tile(member: Member, ratings: list[str], position: tuple[int, int]) -> Tile:
    return Tile(member, ratings, spoken_ratings(ratings), position[0], position[1])


def _municipalities(number: int) -> str:
    return ngettext("%(n)s municipality", "%(n)s municipalities", number) % {"n": number}
