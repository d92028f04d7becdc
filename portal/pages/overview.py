"""Networks as tile maps and weaves, for the front page and the list of networks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import ngettext

from common.lists import in_words
from common.nordic import sort_key
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
    lang: str
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


def happenings(decisions: Sequence[Decision]) -> list[Happening]:
    """Say what awaits a decision; the same case on the same day stands once."""
    cases: dict[tuple[int | None, date | None, str], list[Decision]] = {}
    for decision in decisions:
        what = decision.title or decision.case_number
        cases.setdefault((decision.network_id, decision.due_on, what), []).append(decision)
    return [_happening(what, same) for (_network, _day, what), same in cases.items()]


def _happening(what: str, decisions: Sequence[Decision]) -> Happening:
    first = decisions[0]
    names = sorted((str(d.municipality or d.region) for d in decisions), key=sort_key)
    title = ngettext(
        "%(places)s decides: %(what)s", "%(places)s decide: %(what)s", len(names)
    ) % {"places": in_words(names), "what": what}
    network = first.network
    return Happening(
        decision=first,
        title=title,
        lang=network.language if network else "",
        body=network.label if network else "",
    )


def spoken_ratings(ratings: Sequence[str]) -> str:
    """Say a band in words: *3 reached, 6 close to the target …*."""
    parts = [
        f"{ratings.count(code)} {str(word)[:1].lower()}{str(word)[1:]}"
        for code, word in RATINGS.items()
        if code in ratings
    ]
    return ", ".join(parts)


def _tile(member: Member, ratings: list[str], position: tuple[int, int]) -> Tile:
    return Tile(member, ratings, spoken_ratings(ratings), position[0], position[1])


def _municipalities(number: int) -> str:
    return ngettext("%(n)s municipality", "%(n)s municipalities", number) % {"n": number}
