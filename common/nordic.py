"""Find and order Nordic names the same way on PostgreSQL and SQLite.

PostgreSQL has the ICU collations ``nb-x-icu`` and ``sv-x-icu`` and a case-insensitive
``ILIKE`` that knows all letters. SQLite has neither: ``icontains="älv"`` does not find
*Älvdalen*, and names are ordered by code point. ``prepare_sqlite`` gives every new SQLite
connection both, under the same names.
"""

import re
import sqlite3
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Q, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce, Collate, NullIf
from django.utils.translation import get_language

from common.translations import NEAREST

_ORDER = {"nb": "æøå", "sv": "åäö"}
_ALIAS = {"nb": {"ä": "æ", "ö": "ø"}, "sv": {"æ": "ä", "ø": "ö"}}
_COLLATIONS = {"sv": "sv-x-icu"}
_AFTER_Z = 0x10000
_PAIRS = str.maketrans({"æ": "ä", "ø": "ö", "Æ": "Ä", "Ø": "Ö"})
_PAIRS_BACK = str.maketrans({"ä": "æ", "ö": "ø", "Ä": "Æ", "Ö": "Ø"})


def collation(language: str | None = None) -> str:
    """Name the collation of a language; Norwegian for all but Swedish."""
    chosen = (language or get_language() or "nb").split("-")[0]
    return _COLLATIONS.get(chosen, "nb-x-icu")


def by_name(field: str = "name", *, descending: bool = False) -> OrderBy:
    """Order by a name as the reader's alphabet does: … z æ ø å, or … z å ä ö."""
    expression = Collate(F(field), collation())
    return expression.desc() if descending else expression.asc()


def by_shown_name(field: str = "name", *, descending: bool = False) -> OrderBy:
    """Order by the name that the reader is shown (``common.translations.localized``).

    Args:
        field: Base column with ``_nb``, ``_nn`` and ``_sv`` columns beside it.
        descending: Last first.
    """
    language = (get_language() or "nb").split("-")[0]
    near = [code for code in NEAREST.get(language, NEAREST["en"]) if code != "en"]
    shown = Coalesce(*(NullIf(F(f"{field}_{code}"), Value("")) for code in near), F(field))
    expression = Collate(shown, collation())
    return expression.desc() if descending else expression.asc()


def matches(text: str, *, fields: tuple[str, ...]) -> Q:
    """Find a text within any of the fields, also when æ is typed as ä and ø as ö.

    Each word has to be found; upper and lower case are the same.
    """
    found = Q()
    for word in text.split():
        found &= contains(word, fields=fields)
    return found


def contains(part: str, *, fields: Sequence[str]) -> Q:
    """Find a part of a text, blanks and all, within any of the fields."""
    anywhere = Q()
    for field in fields:
        for spelling in spellings(part):
            anywhere |= Q(**{f"{field}__icontains": spelling})
    return anywhere


def spellings(part: str) -> list[str]:
    """Give a text as it is typed and in the letters of each country: *ä* is *æ*, *ö* is *ø*."""
    return sorted({part, as_swedish(part), as_norwegian(part)})


def as_swedish(text: str) -> str:
    """Write ä for æ, and ö for ø."""
    return text.translate(_PAIRS)


def as_norwegian(text: str) -> str:
    """Write æ for ä, and ø for ö."""
    return text.translate(_PAIRS_BACK)


def prepare_sqlite(*, connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Teach a new SQLite connection ``LIKE`` and the collations; others are left alone."""
    if connection.vendor != "sqlite":
        return
    raw: sqlite3.Connection = connection.connection
    raw.create_function("like", 2, _like, deterministic=True)
    raw.create_function("like", 3, _like, deterministic=True)
    for language in _ORDER:
        raw.create_collation(f"{language}-x-icu", _compare(language))


@lru_cache(maxsize=512)
def _pattern(like: str, escape: str | None) -> re.Pattern[str]:
    parts: list[str] = []
    letters = iter(like)
    for letter in letters:
        if escape and letter == escape:
            parts.append(re.escape(next(letters, letter)))
        elif letter == "%":
            parts.append(".*")
        elif letter == "_":
            parts.append(".")
        else:
            parts.append(re.escape(letter))
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)


def _like(pattern: object, value: object, escape: str | None = None) -> bool | None:
    if pattern is None or value is None:
        return None
    return _pattern(str(pattern), escape).fullmatch(str(value)) is not None


def sort_key(text: str, *, language: str | None = None) -> str:
    """Give a key that orders names in Python as ``by_name`` does in the database."""
    chosen = "sv" if collation(language) == "sv-x-icu" else "nb"
    return _key(chosen, text)


@lru_cache(maxsize=8192)
def _key(language: str, text: str) -> str:
    rank = {letter: chr(_AFTER_Z + place) for place, letter in enumerate(_ORDER[language])}
    alias = _ALIAS[language]
    folded = text.casefold()
    return "".join(rank.get(alias.get(letter, letter), letter) for letter in folded)


def _compare(language: str) -> Callable[[str, str], int]:
    def compare(left: str, right: str) -> int:
        first, second = _key(language, left), _key(language, right)
        return (first > second) - (first < second)

    return compare
