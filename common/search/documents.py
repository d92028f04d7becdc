"""The full-text search of PostgreSQL: what of a row is searched, and what is asked for.

A row is read in its own language: the columns ``…_nb`` and ``…_nn`` with the Norwegian
endings of words, ``…_sv`` with the Swedish, ``…_en`` with the English, others as the column
``language`` of the row says. What is asked for is read in all three, so that *skolor* finds
*skola* and *skoler* finds *skole* whoever asks; and as it is typed it finds the words that
begin so: *energi* finds *energistyring*.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import connection
from django.db.models import BooleanField, F, Func, Value

from common.nordic import as_norwegian, as_swedish
from common.search.asking import Asked, Terms, cleaned

LANGUAGE = "language"
# Each language is asked in its own letters: ä is Swedish for æ, ö for ø.
CONFIGS: dict[str, Callable[[str], str]] = {
    "norwegian": as_norwegian,
    "swedish": as_swedish,
    "english": str,
}
_BY_ENDING = {"_nb": "norwegian", "_nn": "norwegian", "_sv": "swedish", "_en": "english"}
_SHORTEST_BEGINNING = 3
_IN_ORDER = re.compile(r"<(?:-|\d+)>")
# The planner takes making a document for as cheap as reading one. It is fifty times dearer:
# 2,000 needs take 240 ms when each is made anew, 5 ms from the index. Where there is none it
# reads on, at a cost so high in its eyes that it would compile the query first (``jit``).
_INDEXES_FIRST = "set_config('enable_seqscan', 'off', true) || set_config('jit', 'off', true)"


def is_postgres() -> bool:
    """Whether the database has the full-text search."""
    return connection.vendor == "postgresql"


def config_of(column: str) -> str:
    """Name the language of a column; empty where each row says it."""
    return _BY_ENDING.get(column[-3:], "")


def document_sql(columns: Iterable[tuple[str, str]], language: str) -> str:
    """Give the SQL of what is searched; indexes and questions must say the same.

    Args:
        columns: Name of the column, and its SQL.
        language: SQL of the column that says the language of the row.
    """
    parts: dict[str, list[str]] = {}
    for name, sql in columns:
        parts.setdefault(config_of(name), []).append(sql)
    texts = {config: " || ' ' || ".join(found) for config, found in parts.items()}
    return " || ".join(
        f"to_tsvector({_config_sql(config, language)}, {text})"
        for config, text in texts.items()
    )


def _config_sql(config: str, language: str) -> str:
    if config:
        return f"'{config}'::regconfig"
    return (
        f"CASE {language} WHEN 'sv' THEN 'swedish'::regconfig "
        f"WHEN 'en' THEN 'english'::regconfig ELSE 'norwegian'::regconfig END"
    )


class Document(Func):
    """What is searched of a row, written as its index is."""

    output_field = SearchVectorField()

    def __init__(self, *columns: str, language: str = LANGUAGE) -> None:
        self.columns = columns
        sources = [F(name) for name in columns]
        if not all(config_of(name) for name in columns):
            sources.append(F(language))
        super().__init__(*sources)

    def as_postgresql(self, compiler: Any, _connection: Any) -> tuple[str, list[Any]]:
        """Say it as the index does."""
        compiled = [compiler.compile(source) for source in self.source_expressions]
        # Plain columns have no values, so one that is named thrice needs none thrice.
        named = list(zip(self.columns, (sql for sql, _values in compiled), strict=False))
        return f"({document_sql(named, compiled[-1][0])})", []


class Fits(Func):
    """Whether a document fits what is asked for, as ``Question.text`` has it."""

    output_field = BooleanField()
    arg_joiner = " @@ "
    template = "(%(expressions)s::tsquery)"

    def __init__(self, document: Document, question: str) -> None:
        super().__init__(document, Value(question))


@dataclass(frozen=True, slots=True)
class Question:
    """A search as the database asks it.

    Attributes:
        text: A ``tsquery``; empty where PostgreSQL is not asked.
        stems: Beginnings of the words that are looked for, in small letters.
        phrases: What has to stand in a text as it is typed, beside what ``text`` asks for.
    """

    text: str = ""
    stems: frozenset[str] = field(default_factory=frozenset)
    phrases: tuple[str, ...] = ()


def put_question(asked: Asked) -> Question:
    """Put a search as PostgreSQL asks it; one query. Other databases are not asked.

    The transaction around it reads through indexes from then on.
    """
    if not is_postgres():
        return Question()
    stems = _Stems(asked)
    # An index does not know the order of words: each document with all of them would be made
    # anew. So it gives those, and the letters of the texts say the rest.
    phrases = asked.alternatives[0].phrases if len(asked.alternatives) == 1 else ()
    text = " | ".join(
        f"({whole})"
        for config in CONFIGS
        for terms in asked.alternatives
        if (whole := _whole(terms, config, stems, in_order=not phrases))
    )
    return Question(text, frozenset(stems.wanted(asked)), phrases)


class _Stems:
    """What PostgreSQL makes of each word and phrase in each language."""

    def __init__(self, asked: Asked) -> None:
        parts = {
            part for terms in asked.alternatives for part in (*terms.wanted, *terms.without)
        }
        rows = [(config, part) for config in CONFIGS for part in sorted(parts)]
        self._found: dict[tuple[str, str], str] = {}
        if not rows:
            return
        one = "SELECT phraseto_tsquery(%s::regconfig, %s)::text"
        values = [
            value for config, part in rows for value in (config, cleaned(CONFIGS[config](part)))
        ]
        # One row each, in the order they are asked in.
        numbered = [f"({n}, ({one}))" for n in range(len(rows))]
        numbered.append(f"({len(rows)}, {_INDEXES_FIRST})")
        with connection.cursor() as cursor:
            cursor.execute(f"VALUES {', '.join(numbered)} ORDER BY 1", values)
            for (_number, text), row in zip(cursor.fetchall(), rows, strict=False):
                self._found[row] = text

    def of(self, config: str, part: str) -> str:
        """Give the ``tsquery`` of a word; empty for the commonest words of a language."""
        return self._found[config, part]

    def wanted(self, asked: Asked) -> set[str]:
        """Beginnings of what is looked for."""
        texts = (self.of(config, part) for config in CONFIGS for part in asked.wanted)
        return {piece for text in texts for piece in text.split("'")[1::2]}


def _whole(terms: Terms, config: str, stems: _Stems, *, in_order: bool) -> str:
    """Give the ``tsquery`` of one alternative in one language."""
    needed = [
        f"({phrase if in_order else _IN_ORDER.sub('&', phrase)})"
        for part in terms.phrases
        if (phrase := stems.of(config, part))
    ]
    for part in terms.words:
        if exact := stems.of(config, part):
            needed.append(f"({' | '.join([exact, *_beginning(part, config)])})")
    if not needed:
        return ""
    # What is unwanted is so in every language: the ending must not let it through.
    refused = {
        text for other in CONFIGS for part in terms.without if (text := stems.of(other, part))
    }
    return " & ".join([*needed, *(f"!({text})" for text in sorted(refused))])


def _beginning(part: str, config: str) -> Sequence[str]:
    """Words that begin as it is typed; nothing for short ones and for several in one."""
    word = cleaned(CONFIGS[config](part)).lower()
    if len(word) < _SHORTEST_BEGINNING or " " in word:
        return ()
    return (f"'{word}':*",)
