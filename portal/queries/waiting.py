"""What waits for a person, gathered from the apps, and how much it is for the menu.

The list is read anew on its own page. Elsewhere only the number is shown: it is kept for a
minute, and forgotten as soon as the person has sent a form
(``portal.middleware.WaitingMiddleware``).
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache

from accounts.models import User
from assessments import todo as assessments
from common.things import Thing, ThingsFor, in_order
from gatherings import todo as gatherings
from improvement import todo as improvement
from indicators import todo as indicators
from knowledge import todo as knowledge
from networks import todo as networks
from procurement import todo as procurement

# The apps that are asked; the work itself is read first, as the page shows more of it.
OTHERS: tuple[ThingsFor, ...] = (
    networks.things_for,
    indicators.things_for,
    gatherings.things_for,
    procurement.things_for,
    assessments.things_for,
    knowledge.things_for,
)
KEPT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Waiting:
    """Everything that waits for a person, in order, and the work it comes from."""

    things: list[Thing]
    work: improvement.Work


def read_waiting(person: User, *, at: datetime) -> Waiting:
    """Ask all apps what waits for ``person``; a fixed number of queries."""
    work = improvement.read_work(person, at=at)
    things = list(work.things)
    for ask in OTHERS:
        things += ask(person, at)
    waiting = Waiting(in_order(things), work)
    cache.set(_key(person.pk), len(waiting.things), KEPT_SECONDS)
    return waiting


def count_waiting(person: User, *, at: datetime) -> int:
    """Give the number of things, at most a minute old."""
    kept: int | None = cache.get(_key(person.pk))
    return len(read_waiting(person, at=at).things) if kept is None else kept


def forget_count(person: User | AnonymousUser) -> None:
    """Count again next time: the person has just done something."""
    if person.pk is not None:
        cache.delete(_key(person.pk))


def _key(pk: int) -> str:
    return f"waiting-{pk}"
