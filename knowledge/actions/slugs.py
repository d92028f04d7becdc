"""Addresses of examples, tools and words."""

from typing import Any

from django.db.models import QuerySet

from networks.actions import slugs

# Words that addresses of examples, tools and words need themselves.
_OWN_WORDS = frozenset({"ny", "send", "venter"})


def free_slug(rows: QuerySet[Any], title: str, *, otherwise: str) -> str:
    """Make an address of a title that none of ``rows`` has; ``otherwise`` where it cannot."""
    return slugs.free_slug(rows, title, otherwise=otherwise, reserved=_OWN_WORDS)
