"""What the page of the search shows: kinds with their numbers, and hits under each kind."""

from dataclasses import dataclass
from urllib.parse import urlencode

from common.search.sources import Hit
from portal.queries.search import Result


@dataclass(frozen=True, slots=True)
class KindLink:
    """A kind that has hits, or all of them, and the address that shows it alone."""

    name: str
    number: int
    href: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Section:
    """Hits of one kind.

    Attributes:
        name: The heading.
        more_href: Where all of them are; empty where all are here.
    """

    kind: str
    name: str
    number: int
    hits: list[Hit]
    more_href: str


def kind_links(result: Result) -> list[KindLink]:
    """List the kinds that have hits; nothing where there is nothing to choose."""
    chosen = result.chosen.source.kind if result.chosen else ""
    links = [
        KindLink(
            name=str(one.source.name),
            number=one.number,
            href=_address(result, one.source.kind),
            is_chosen=one.source.kind == chosen,
        )
        for one in result.found
    ]
    return links if len(links) > 1 or result.chosen else []


def all_href(result: Result) -> str:
    """Address of the same search over all kinds."""
    return _address(result)


def sections(result: Result) -> list[Section]:
    """List what is shown: the chosen kind alone, else the first few of each."""
    shown = [result.chosen] if result.chosen else result.found
    return [
        Section(
            kind=one.source.kind,
            name=str(one.source.name),
            number=one.number,
            hits=one.hits,
            more_href=""
            if result.chosen or len(one.hits) == one.number
            else _address(result, one.source.kind),
        )
        for one in shown
        if one.hits
    ]


def _address(result: Result, kind: str = "") -> str:
    given = {"q": result.asked.text, **({"kind": kind} if kind else {})}
    return f"?{urlencode(given)}"
