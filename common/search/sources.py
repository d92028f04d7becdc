"""Where the search looks: kinds of rows, which columns of them, and what a hit shows.

A source begins with the rows that the reader may know of; nothing else is counted, ordered
or cut. Texts that only some readers of a row may read say so themselves (``Texts.when``), and
are neither searched nor shown for others.

What many kinds rest on, as the networks that the reader may know of, is read once for all of
them (``Reach``): to ask it anew for each kind would take longer than the search.
"""

import operator
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, Count, Model, Q, QuerySet, Value, When, Window
from django.utils.translation import get_language

from common.memory import Memory
from common.nordic import spellings
from common.search.asking import Asked, Terms
from common.search.documents import LANGUAGE, Document, Fits, Question, is_postgres
from common.search.marking import Marker, Part
from common.search.typed import Typed
from common.translations import LANGUAGES, NEAREST
from common.words import Words

_EXACT, _BEGINS, _NAMED, _TOLD = range(4)


Keys = Callable[[Any], QuerySet[Any]]
"""Rows that a person may know of, each given by its key alone."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Who asks, and keys of what this person may know of, by the names in ``KEYS``."""

    person: Any
    keys: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> tuple[int, ...]:
        return self.keys[name]


def read_reach(
    person: Any, wanted: Mapping[str, Keys], *, asker: Hashable | None = None
) -> Reach:
    """Read the keys of everything that a person may know of; one query.

    Args:
        person: Who asks.
        wanted: What to read, by name.
        asker: All that the SQL of ``wanted`` has of the person. For it the SQL is kept for a
            minute: to compose it takes longer than to run it. What it finds is never kept.
    """
    if asker is None:
        composed = _compose(person, wanted)
    else:
        composed = _composed.get((asker, *wanted), lambda: _compose(person, wanted))
    found: dict[str, list[int]] = {name: [] for name in wanted}
    if composed.sql:
        with connection.cursor() as cursor:
            cursor.execute(composed.sql, composed.values)
            for name, key in cursor.fetchall():
                found[name].append(key)
    return Reach(person, {name: tuple(keys) for name, keys in found.items()})


@dataclass(frozen=True, slots=True)
class _Composed:
    sql: str
    values: tuple[Any, ...]


_composed: Memory[_Composed] = Memory(seconds=60, entries=1_000)


def _compose(person: Any, wanted: Mapping[str, Keys]) -> _Composed:
    parts, values = [], []
    for name, keys in wanted.items():
        try:
            sql, given = keys(person).order_by().query.sql_with_params()
        except EmptyResultSet:
            continue
        # Joined here: what the ORM does to unite so many takes longer than to make them.
        parts.append(f"SELECT %s, part.* FROM ({sql}) part")  # noqa: S608 -- made by the ORM
        values += [name, *given]
    return _Composed(" UNION ALL ".join(parts), tuple(values))


@dataclass(frozen=True, slots=True)
class Texts:
    """Columns that are searched together: names too, so that words may stand in either.

    Attributes:
        columns: Those of the row's own table; the best to show come first.
        when: The rows of which somebody may read these columns; all where there is none.
    """

    columns: tuple[str, ...]
    when: Callable[[Reach], Q] | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a row is called, where it is, and what stands beside it in plain words."""

    title: str
    href: str
    language: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One kind of rows.

    Attributes:
        kind: Its name in addresses.
        name: Its heading.
        rows: The rows that somebody may know of, with all that ``show`` reads.
        names: Columns found by any part of a word; rows found by them come first.
        exact: Columns found only as they are, as codes.
        texts: Columns found by whole words and their forms, on SQLite by parts.
        language: Where the language of the row's texts stands; the row itself where there is
            an index.
        show: Says what is shown of a row.
        order: How rows that are found equally well follow on each other.
        within: The keys of a reach that all rows lie within; who knows of none has no rows.
    """

    kind: str
    name: Words
    rows: Callable[[Reach], QuerySet[Any]]
    show: Callable[[Any], Shown]
    order: Callable[[], Sequence[Any]]
    names: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    texts: tuple[Texts, ...] = ()
    language: str = LANGUAGE
    within: str = ""

    def is_beyond(self, reach: Reach) -> bool:
        """Whether the reader can know of no row, so that none need be asked for."""
        return bool(self.within) and not reach[self.within]


@dataclass(frozen=True, slots=True)
class Hit:
    """One row that was found, as it is shown; languages are empty where they are the page's."""

    title: list[Part]
    href: str
    language: str
    where: str
    excerpt: list[Part]
    excerpt_language: str


@dataclass(frozen=True, slots=True)
class Found:
    """Some of what was found of one kind, and how much there is in all."""

    source: Source
    number: int
    hits: list[Hit]


def find(
    source: Source,
    *,
    reach: Reach,
    asked: Asked,
    question: Question,
    begin: int = 0,
    most: int,
) -> Found:
    """Find rows of one kind; one query, none where the person can know of no row.

    Args:
        source: Where to look.
        reach: Who asks, and what this person may know of.
        asked: What is looked for.
        question: The same, as the database asks it.
        begin: How many to pass over.
        most: How many hits are wanted.
    """
    if asked.is_empty or source.is_beyond(reach):
        return Found(source, 0, [])
    rows = list(
        _matching(source, reach, asked, question)
        .annotate(
            found=Window(Count("*")),
            nearness=_nearness(source, asked, question),
            **_readable(source, reach),
        )
        .order_by("nearness", *source.order(), "pk")[begin : begin + most]
    )
    marker = Marker.of(asked.wanted, sorted(question.stems))
    hits = [_hit(source, row, marker) for row in rows]
    return Found(source, rows[0].found if rows else 0, hits)


def count(source: Source, *, reach: Reach, asked: Asked, question: Question) -> int:
    """Count the rows of one kind that fit; at most one query."""
    if source.is_beyond(reach):
        return 0
    return _matching(source, reach, asked, question).count()


def _matching(source: Source, reach: Reach, asked: Asked, question: Question) -> QuerySet[Any]:
    rows = source.rows(reach)
    if asked.is_empty:
        return rows.none()
    fits = Q(pk__in=[])
    if source.exact:
        fits |= Q(Typed(source.exact, "iexact", asked.text))
    says = _Says(source, reach)
    if not is_postgres():
        return rows.filter(fits | says.any_of(asked, says.anywhere))
    if source.names:
        fits |= says.any_of(asked, says.in_names)
    for texts in source.texts if question.text else ():
        document = Fits(Document(*texts.columns, language=source.language), question.text)
        fitting = rows.model._default_manager.filter(document)
        for phrase in question.phrases:
            fitting = fitting.filter(Typed(texts.columns, "icontains", *spellings(phrase)))
        # As a list of keys, so that the index is used beside the other conditions.
        told = Q(pk__in=fitting.values("pk"))
        fits |= told & texts.when(reach) if texts.when else told
    return rows.filter(fits)


class _Says:
    """Conditions on the rows of one source, for one reader."""

    def __init__(self, source: Source, reach: Reach) -> None:
        self._source = source
        self._reach = reach

    def in_names(self, part: str) -> Q:
        """A part of a name."""
        return Q(Typed(self._source.names, "icontains", *spellings(part)))

    def anywhere(self, part: str) -> Q:
        """A part of a name or a text that the reader may read."""
        found = self.in_names(part) if self._source.names else Q()
        for texts in self._source.texts:
            told = Q(Typed(texts.columns, "icontains", *spellings(part)))
            found |= told & texts.when(self._reach) if texts.when else told
        return found

    def any_of(self, asked: Asked, says: Callable[[str], Q]) -> Q:
        """One of the alternatives, with all its words found by ``says``."""
        found = Q()
        for terms in asked.alternatives:
            found |= self._all_of(terms, says)
        return found

    def _all_of(self, terms: Terms, says: Callable[[str], Q]) -> Q:
        fits = Q()
        for part in terms.wanted:
            fits &= says(part)
        for part in terms.without:
            fits &= ~self.anywhere(part)
        return fits


def _nearness(source: Source, asked: Asked, question: Question) -> Any:
    """Order by where the words stand: the name is it, begins so, has them; then the texts."""
    if not source.names:
        return Value(_TOLD)
    is_it = Typed((*source.names, *source.exact), "iexact", asked.text)
    begins = Typed(source.names, "istartswith", asked.text)
    says = _Says(source, Reach(None))
    named = says.any_of(
        Asked(asked.text, tuple(Terms(one.words, one.phrases) for one in asked.alternatives)),
        says.in_names,
    )
    whens = [When(is_it, then=_EXACT), When(begins, then=_BEGINS), When(named, then=_NAMED)]
    if question.text and source.texts:
        forms = Fits(Document(*source.names, language=source.language), question.text)
        whens.append(When(forms, then=_NAMED))
    return Case(*whens, default=Value(_TOLD))


def _readable(source: Source, reach: Reach) -> dict[str, Any]:
    """Give each row ``reads_0`` …: whether the reader may read its texts that not all may."""
    return {
        f"reads_{number}": Case(
            When(texts.when(reach), then=Value(True)),  # noqa: FBT003 -- the value
            default=Value(False),  # noqa: FBT003 -- the value
        )
        for number, texts in enumerate(source.texts)
        if texts.when
    }


def _hit(source: Source, row: Model, marker: Marker) -> Hit:
    shown = source.show(row)
    text, language = _told(source, row, marker)
    return Hit(
        title=marker.marked(shown.title),
        href=shown.href,
        language=_foreign(shown.language),
        where=shown.where,
        excerpt=marker.excerpt(text),
        excerpt_language=_foreign(language),
    )


def _told(source: Source, row: Model, marker: Marker) -> tuple[str, str]:
    """Choose the text that is cut: the first with a word that is looked for, else the first.

    Of a text in several languages those nearest to the reader come first.
    """
    told = [
        (text, column)
        for number, texts in enumerate(source.texts)
        if not texts.when or getattr(row, f"reads_{number}")
        for column in texts.columns
        if column not in source.names and (text := getattr(row, column))
    ]
    near = NEAREST.get(_page_language(), NEAREST["en"])
    told.sort(key=lambda one: _distance(one[1], near))
    text, column = next(
        (one for one in told if marker.is_in(one[0])), told[0] if told else ("", "")
    )
    if _is_translated(column):
        return text, column[-2:]
    own: str = operator.attrgetter(source.language.replace("__", "."))(row) if text else ""
    return text, own


def _is_translated(column: str) -> bool:
    return column[-3:-2] == "_" and column[-2:] in LANGUAGES


def _distance(column: str, near: Sequence[str]) -> int:
    return near.index(column[-2:]) if _is_translated(column) else 0


def _foreign(language: str) -> str:
    return "" if language == _page_language() else language


def _page_language() -> str:
    return (get_language() or "nb").split("-")[0]
