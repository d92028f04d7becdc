"""Things that wait for a person: the one small interface of «Min kommune».

An app that has any offers ``todo.things_for(person, at) -> list[Thing]``; ``portal`` names
the apps it asks. A thing is done in a form: the page loads it in place, and without
JavaScript its address opens as a page of its own.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One thing that waits for a person.

    Attributes:
        key: Unique and stable, as ``app.model:key:what``.
        title: What to do, verb first, in the reader's language.
        detail: One line more: what it is about, when it was last done.
        place: Name of the municipality or network that it concerns.
        due: The day by which it should be done, if it has one.
        weight: Order among things without a date or of the same day; higher comes first.
        address: The page with the form. Asked for by htmx it gives the form alone.
        goals: Numbers of the goals it touches, 1 to 17.
    """

    key: str
    title: str
    address: str
    detail: str = ""
    place: str = ""
    due: date | None = None
    weight: int = 0
    goals: tuple[int, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """A day to come, for the panel of «Min kommune»: nothing to do, something to know.

    Attributes:
        on: The day.
        order: Order among those of the same day, as a time of day; empty for the whole day.
        title: What it is.
        detail: One line more.
        address: The page about it.
    """

    on: date
    title: str
    address: str
    order: str = ""
    detail: str = ""


class ThingsFor(Protocol):
    """The function that an app offers."""

    def __call__(self, person: Any, at: datetime) -> list[Thing]:
        """Give what waits for ``person`` at that time, a fixed number of queries."""


def in_order(things: list[Thing]) -> list[Thing]:
    """By due date, late ones first; what has no date comes last, the weightiest first."""
    return sorted(things, key=lambda one: (one.due or date.max, -one.weight, one.key))
