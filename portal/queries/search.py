"""The search over everything that a reader may see: each app's sources, one after another."""

from collections.abc import Hashable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessments import search as assessments
from common.search.asking import Asked, read_asked
from common.search.documents import put_question
from common.search.sources import Found, Keys, Source, count, find, read_reach
from gatherings import search as gatherings
from improvement import search as improvement
from improvement.queries.acting import workplace_keys
from indicators import search as indicators
from knowledge import search as knowledge
from networks import search as networks
from networks.queries.roles import roles_of
from portal.queries.networks import Person
from procurement import search as procurement

# In the order of the page: places and people, what is measured, what is done about it.
SOURCES: tuple[Source, ...] = (
    *networks.SOURCES,
    *indicators.SOURCES,
    *improvement.SOURCES,
    *gatherings.SOURCES,
    *procurement.SOURCES,
    *assessments.SOURCES,
    *knowledge.SOURCES,
)
KEYS: dict[str, Keys] = {
    **networks.KEYS,
    **improvement.KEYS,
    **gatherings.KEYS,
    **procurement.KEYS,
    **assessments.KEYS,
}
FEW = 5
PAGE = 20


@dataclass(frozen=True, slots=True)
class Result:
    """What a search found.

    Attributes:
        asked: What was looked for, as it was understood.
        found: Kinds with hits, in order; of each the first few.
        chosen: The one kind that the reader wants all of, also without hits.
        page: The page of that kind.
    """

    asked: Asked
    found: list[Found]
    chosen: Found | None = None
    page: Page[int] | None = None

    @property
    def number(self) -> int:
        """How many hits there are in all kinds."""
        return sum(one.number for one in self.found)


@transaction.atomic
def search(text: str, *, person: Person, kind: str = "", page: str | None = None) -> Result:
    """Search all kinds, or leaf through one; at most two queries more than there are kinds.

    Args:
        text: As it was typed.
        person: Who asks; only rows that this person may know of are looked at.
        kind: Only this kind, with pages; all when empty or unknown.
        page: Number of the page of the kind.
    """
    asked = read_asked(text)
    if asked.is_empty:
        return Result(asked, [])
    reach = read_reach(person, KEYS, asker=_asker(person))
    # Only now, as it has the rest of the transaction read through indexes: small tables as
    # those of the reach are read twice as fast without.
    question = put_question(asked)
    found: list[Found] = []
    chosen, shown = None, None
    for source in SOURCES:
        if kind not in _KINDS:
            one = find(source, reach=reach, asked=asked, question=question, most=FEW)
        else:
            number = count(source, reach=reach, asked=asked, question=question)
            one = Found(source, number, [])
            if source.kind == kind:
                shown = Paginator(range(number), PAGE).get_page(page)
                chosen = one = find(
                    source,
                    reach=reach,
                    asked=asked,
                    question=question,
                    begin=max(shown.start_index() - 1, 0),
                    most=PAGE,
                )
        if one.number:
            found.append(one)
    return Result(asked, found, chosen, shown)


def _asker(person: Person) -> Hashable:
    """Give all that ``KEYS`` say of a person otherwise than by asking the database."""
    roles = roles_of(person)
    own = workplace_keys(person) if isinstance(person, User) and roles else ()
    return person.pk, person.is_superuser, roles.version, own, timezone.localdate()


_KINDS = frozenset(source.kind for source in SOURCES)
