"""What the list of needs is narrowed, counted and ordered by: a bitmap for each choice.

It is kept in each process until a need or a pool changes, at most a minute, and
is the same for all readers; which bits one may see, ``readable`` decides for each. Counting
anew in the database takes longer the more needs there are; cutting bitmaps hardly does.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from django.db import connection

from common.memory import Memory
from networks.models import Network
from procurement.calculations.bitmaps import bitmap, union, whole
from procurement.enums import CLOSED_STAGES, JoinAnswer, NeedState
from procurement.models import Need, PoolMember
from procurement.queries import known_names
from procurement.queries.scope import Scope

_MOST_KEPT = 40
K = TypeVar("K")
_kept: "Memory[NeedBitmaps]" = Memory(seconds=60, entries=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a network; that it is not public, only some may know."""

    slug: str
    label: str
    is_public: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NeedBitmaps:
    """All needs, the newest first: their places are the bits.

    Attributes:
        keys: Place → key of the need.
        sets: Kind of choice → key → bitmap; kinds are stage, state, category, county, goal
            and network (by key).
        published: Needs that everybody may read.
        running: Needs that are published and before the competition.
        homes: Key of a municipality → places.
        untils: Deadlines of the running needs that have one, the nearest first.
        by_until: Places in the same order.
        by_last: All places, the latest deadline first, then those without one.
    """

    keys: Sequence[int]
    places: dict[int, int]
    sets: Mapping[str, Mapping[Any, int]]
    published: int
    running: int
    homes: Mapping[int, list[int]]
    untils: Sequence[datetime]
    by_until: Sequence[int]
    by_last: Sequence[int]
    _found: dict[Hashable, int] = field(default_factory=dict)
    _orders: dict[Hashable, Sequence[int]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many needs there are."""
        return len(self.keys)

    def of_keys(self, keys: Iterable[int]) -> int:
        """Give the bitmap of needs by their keys; unknown ones are left out."""
        places = self.places
        return bitmap((places[key] for key in keys if key in places), self.size)

    def found(self, what: Hashable, read: Callable[[], Iterable[int]]) -> int:
        """Give the bitmap of the keys that ``read`` reads, once for each ``what``."""
        found = self._found.get(what)  # another thread may clear it meanwhile
        if found is None:
            found = self.of_keys(read())
            if len(self._found) >= _MOST_KEPT:
                self._found.clear()
            self._found[what] = found
        return found

    def order(self, name: Hashable, read: Callable[[], Iterable[int]]) -> Sequence[int]:
        """Give all places in the order of the keys that ``read`` reads, once for each name."""
        if name not in self._orders:
            known = self.places
            self._orders[name] = [known[key] for key in read() if key in known]
        return self._orders[name]

    def readable(self, scope: Scope) -> int:
        """The needs that the reader may read, as ``Scope.reads`` says."""
        if scope.everything:
            return self.everything
        of_network, drafts = self.sets["network"], self.sets["state"].get(NeedState.DRAFT, 0)
        alone = ~union(of_network.values())
        shared = (
            self._at_home(scope.work) & alone
            | union(of_network.get(key, 0) for key in scope.networks)
            | self.of_keys(scope.asked)
        )
        return self.published | self._at_home(scope.own) | shared & ~drafts

    @property
    def everything(self) -> int:
        """All needs."""
        return whole(self.size)

    def until_between(self, first: datetime | None = None, last: datetime | None = None) -> int:
        """The running needs with a deadline from ``first`` to ``last``, both included."""
        begin = 0 if first is None else bisect_left(self.untils, first)
        end = len(self.untils) if last is None else bisect_right(self.untils, last)
        return bitmap(self.by_until[begin:end], self.size)

    def _at_home(self, municipalities: Iterable[int]) -> int:
        homes = (self.homes.get(key, []) for key in municipalities)
        return bitmap(chain.from_iterable(homes), self.size)


def need_bitmaps() -> tuple[NeedBitmaps, dict[int, Shown]]:
    """Give the bitmaps of today's needs, and all networks by key.

    One query; four more when something has changed.
    """
    version, networks = _look()
    return _kept.get(version, _read), networks


def _look() -> tuple[tuple[int, int], dict[int, Shown]]:
    """Read the networks, and what grows with each change: the history of needs and pools."""
    needs, members = (model.history.model._meta.db_table for model in (Need, PoolMember))
    table = Network._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT newest.need, newest.member, one.id, one.slug, one.name, one.short_name, "  # noqa: S608 -- tables of ours
            f"one.is_public FROM (SELECT (SELECT MAX(history_id) FROM {needs}) AS need, "
            f"(SELECT MAX(history_id) FROM {members}) AS member) newest "
            f"LEFT JOIN {table} one ON 1 = 1"
        )
        rows = cursor.fetchall()
    networks = {
        key: Shown(slug, short or name, bool(public))
        for _need, _member, key, slug, name, short, public in rows
        if key is not None
    }
    return (rows[0][0] or 0, rows[0][1] or 0), networks


def _read() -> NeedBitmaps:
    rows = sorted(_rows(), key=_newest, reverse=True)
    size = len(rows)
    places = {row.pk: place for place, row in enumerate(rows)}
    homes = _grouped((row.municipality, place) for place, row in enumerate(rows))
    kinds: Mapping[str, Mapping[Any, list[int]]] = {
        "stage": _grouped((row.stage, place) for place, row in enumerate(rows)),
        "state": _grouped((row.state, place) for place, row in enumerate(rows)),
        "category": _grouped((row.category, place) for place, row in enumerate(rows)),
        "network": _grouped(
            (row.network, place) for place, row in enumerate(rows) if row.network is not None
        ),
        "goal": _grouped(
            (goal, places[need]) for need, goal in _goals() if need in places
        ),  # one that is not was described a moment ago
        "county": _grouped(_in_counties(homes, places)),
    }
    sets = {
        kind: {key: bitmap(there, size) for key, there in known.items()}
        for kind, known in kinds.items()
    }
    closed = union(sets["stage"].get(stage, 0) for stage in CLOSED_STAGES)
    running = sets["state"].get(NeedState.PUBLISHED, 0) & ~closed
    dated = [(row.until, place) for place, row in enumerate(rows) if row.until is not None]
    ahead = sorted(each for each in dated if _is_running(rows[each[1]]))
    dated.sort(key=itemgetter(0), reverse=True)
    return NeedBitmaps(
        keys=[row.pk for row in rows],
        places=places,
        sets=sets,
        published=bitmap(
            (place for place, row in enumerate(rows) if row.published is not None), size
        ),
        running=running,
        homes=homes,
        untils=[until for until, _place in ahead],
        by_until=[place for _until, place in ahead],
        by_last=[
            *(place for _until, place in dated),
            *(place for place, row in enumerate(rows) if row.until is None),
        ],
    )


class _Row(NamedTuple):
    pk: int
    stage: str
    state: str
    category: str
    network: int | None
    municipality: int
    published: datetime | None
    until: datetime | None


def _rows() -> Iterator[_Row]:
    columns = ("pk", "stage", "state", "category_id", "network_id", "municipality_id")
    rows = Need.objects.values_list(*columns, "published_at", "solutions_until")
    return map(_Row._make, rows)


def _newest(row: _Row) -> tuple[bool, datetime | None, int]:
    return row.published is not None, row.published, row.pk


def _is_running(row: _Row) -> bool:
    return row.state == NeedState.PUBLISHED and row.stage not in CLOSED_STAGES


def _goals() -> Iterable[tuple[int, int]]:
    return Need.goals.through.objects.values_list("need_id", "goal_id")


def _in_counties(
    homes: Mapping[int, list[int]], places: Mapping[int, int]
) -> Iterator[tuple[str, int]]:
    """Pair counties with the needs of those in them that lead or have joined."""
    joined = PoolMember.objects.filter(answer=JoinAnswer.YES)
    members = _grouped(
        (municipality, places[need])
        for municipality, need in joined.values_list("municipality_id", "pool__need_id")
        if need in places
    )
    # Not those that are kept: what is a minute old is not built on what is older.
    counties = known_names.read_counties()
    for municipality, there in chain(homes.items(), members.items()):
        if str(municipality) in counties:
            key = counties[str(municipality)][0]
            yield from ((key, place) for place in there)


def _grouped(pairs: Iterable[tuple[K, int]]) -> dict[K, list[int]]:
    found: dict[K, list[int]] = defaultdict(list)
    for key, place in pairs:
        found[key].append(place)
    return found
