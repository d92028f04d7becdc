"""Addresses made of names."""

from collections.abc import Collection
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.text import slugify

_LENGTH: Final = 50
_LATIN = str.maketrans(
    {"æ": "ae", "ø": "o", "å": "a", "ä": "a", "ö": "o", "đ": "d", "ŋ": "ng", "ŧ": "t"}
)
_FALLBACK: Final = "nettverk"


def slug_for(name: str) -> str:
    """Make an address of a name: *Bærekraft på Ål* → ``baerekraft-pa-al``."""
    plain = slugify(name.lower().translate(_LATIN))[:_LENGTH].strip("-")
    return plain or _FALLBACK


def free_slug(
    rows: QuerySet[Any],
    name: str,
    *,
    otherwise: str = "",
    reserved: Collection[str] = (),
) -> str:
    """Make an address of a name that none of ``rows`` has, of 50 characters at most.

    Args:
        rows: All rows of the model.
        name: Any text.
        otherwise: Where the name has no letter or digit that an address can hold, or is a word
            that the addresses need themselves; empty for a number after that word.
        reserved: Those words.
    """
    wanted = slug_for(name)
    is_nameless = wanted == _FALLBACK and _FALLBACK not in name.lower()
    if is_nameless or wanted in reserved:
        wanted = otherwise or wanted
    start = wanted[: _LENGTH - 4].rstrip("-")
    taken = set(rows.filter(slug__startswith=start).values_list("slug", flat=True))
    taken.update(reserved)
    if wanted not in taken:
        return wanted
    numbered = (f"{start}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in numbered if slug not in taken)
