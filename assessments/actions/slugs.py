"""Addresses made of names."""

from typing import Any

from django.db.models import QuerySet

from networks.actions.networks import slug_for

# Words that addresses of programmes and templates need themselves.
_OWN_WORDS = frozenset({"ny", "delt", "regler", "maler"})
_FALLBACK = "nettverk"  # what slug_for gives for a name without letters


def free_slug(rows: QuerySet[Any], name: str, *, otherwise: str) -> str:
    """Make an address of a name that none of ``rows`` has.

    Args:
        rows: All rows of the model.
        name: Any text.
        otherwise: Where the name has no letters that an address can hold, or is a word that
            the addresses need themselves.
    """
    wanted = slug_for(name)[:44].strip("-")
    if wanted in _OWN_WORDS or wanted == _FALLBACK:
        wanted = otherwise
    taken = set(rows.filter(slug__startswith=wanted).values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in numbered if slug not in taken)
