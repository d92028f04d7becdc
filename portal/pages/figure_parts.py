"""What the pages of indicators are made of: charts, tables, key figures, places."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality of the group."""

    pk: int
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a chart, printed."""

    caption: str
    heads: list[str]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart with its title, words and numbers; fields as ``{% chart %}`` takes them."""

    element_id: str
    title: str
    intro: str
    spoken: str
    still: SafeString
    plot: dict[str, Any]
    table: Table
    is_short: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Give the fields by name."""
        return {
            "element_id": self.element_id,
            "data_id": f"{self.element_id}-data",
            "title": self.title,
            "intro": self.intro,
            "spoken": self.spoken,
            "still": self.still,
            "plot": self.plot,
            "table": self.table,
            "is_short": self.is_short,
        }


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the key figures."""

    label: str
    number: str
    unit: str


@dataclass(frozen=True, slots=True)
class Peer:
    """One municipality of the group with its value."""

    place: Place
    value: str
    year: int
    rating: str
    is_own: bool
