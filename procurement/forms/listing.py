"""Which needs the list shows, read from its address."""

from collections.abc import Callable
from typing import Any

from django.http import QueryDict

from common.numbers import whole_number
from procurement.enums import NeedState, Stage
from procurement.queries import listing
from procurement.queries.listing import Choices

MOST_LETTERS = 100
_MOST_CHOICES = 40
_GOALS = {str(number) for number in range(1, 18)}
_STATES = {NeedState.DRAFT, NeedState.SHARED, NeedState.PUBLISHED, NeedState.CLOSED}
_DEADLINES = {listing.FORTNIGHT, listing.MONTH, listing.UNDATED, listing.PASSED}
_NOT_IN_ALERTS = ("fase", "nettverk", "frist", "vis", "kommune", "tiltak", "indikator")
_SORTS = {listing.DEADLINE, listing.NEWEST, listing.NAME, listing.VOLUME}


def chosen(query: QueryDict, *, municipality: int | None = None) -> Choices:
    """Read the choices of an address; what makes no sense is left out."""
    return Choices(
        text=query.get("q", "").replace("\0", "").strip()[:MOST_LETTERS],
        stages=_many(query, "fase", lambda key: key in Stage.values),
        networks=_many(query, "nettverk", _is_name),
        goals=tuple(int(key) for key in _many(query, "mal", lambda key: key in _GOALS)),
        categories=_many(query, "kategori", _is_name),
        counties=_many(query, "fylke", _is_name),
        deadline=_one(query, "frist", _DEADLINES),
        states=_many(query, "vis", lambda key: key in _STATES),
        municipality=municipality,
        measure=whole_number(query.get("tiltak", "")),
        indicator=query.get("indikator", "") if _is_name(query.get("indikator", "")) else "",
        sort=_one(query, "sorter", _SORTS) or listing.DEADLINE,
    )


def is_more_than_a_search(query: QueryDict) -> bool:
    """Whether something is chosen that alerts do not look for."""
    return any(query.get(name) for name in _NOT_IN_ALERTS)


def place_of(query: QueryDict) -> tuple[str, str]:
    """Give country and code of the municipality in the address; empty for none."""
    country, _dash, code = query.get("kommune", "").partition("-")
    return (country.upper(), code) if _is_name(f"{country}{code}") else ("", "")


def _many(query: QueryDict, name: str, fits: Callable[[str], Any]) -> tuple[str, ...]:
    found = dict.fromkeys(key for key in query.getlist(name) if fits(key))
    return tuple(found)[:_MOST_CHOICES]


def _one(query: QueryDict, name: str, known: set[str]) -> str:
    key = query.get(name, "")
    return key if key in known else ""


def _is_name(key: str) -> bool:
    return 0 < len(key) <= 60 and key.replace("-", "").isalnum() and key.isascii()
