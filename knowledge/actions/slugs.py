"""Addresses made of titles."""

from typing import Any

from django.db.models import QuerySet

from networks.actions.networks import slug_for


def free_slug(rows: QuerySet[Any], title: str, *, otherwise: str) -> str:
    """Make an address of a title that none of ``rows`` has.

    Args:
        rows: All rows of the model.
        title: Any text.
        otherwise: Where the title has no letters that an address can hold, or where it is a
            word that addresses of this kind need themselves.
    """
    wanted = slug_for(title)
    if wanted in {"ny", "send", "venter", "nettverk"}:
        wanted = otherwise
    taken = set(rows.filter(slug__startswith=wanted).values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in numbered if slug not in taken)
