"""The words of the glossary, kept for a few minutes: forms explain them on many pages."""

from dataclasses import dataclass

from django.db.models import Q

from common.memory import Memory
from common.nordic import matches, sort_key
from common.translations import LANGUAGES, localized
from knowledge.models import Term

_kept: "Memory[dict[str, Term]]" = Memory(seconds=300, entries=1)
_FIELDS = tuple(f"{part}_{code}" for part in ("name", "text") for code in LANGUAGES)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of the alphabet with its words."""

    letter: str
    terms: list[Term]


def known_term(slug: str) -> Term | None:
    """Give a word by its address name, at most five minutes old; None where there is none."""
    return _kept.get("all", _read).get(slug)


def forget_terms() -> None:
    """Read the words anew next time: one was just changed."""
    _kept.forget()


def _read() -> dict[str, Term]:
    return {term.slug: term for term in Term.objects.filter(removed_at__isnull=True)}


def listed(text: str = "") -> list[Term]:
    """List the words that fit, by their names in the reader's language."""
    wanted = matches(text, fields=_FIELDS) if text else Q()
    rows = list(Term.objects.filter(wanted, removed_at__isnull=True).order_by("pk"))
    return sorted(rows, key=lambda term: sort_key(str(localized(term, "name"))))


def by_letter(terms: list[Term]) -> list[Letter]:
    """Put words that are in order under their letters."""
    found: dict[str, list[Term]] = {}
    for term in terms:
        letter = str(localized(term, "name"))[:1].upper()
        found.setdefault(letter, []).append(term)
    return [Letter(letter, part) for letter, part in found.items()]


def removed() -> list[Term]:
    """List the words that were taken out."""
    return list(Term.objects.filter(removed_at__isnull=False).order_by("slug"))
