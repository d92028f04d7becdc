"""Addresses of programmes and templates."""

from typing import Any

from django.db.models import QuerySet

from networks.actions import slugs

# Words that addresses of programmes and templates need themselves.
_OWN_WORDS = frozenset({"ny", "delt", "regler", "maler"})


def free_slug(rows: QuerySet[Any], name: str, *, otherwise: str) -> str:
    """Make an address of a name that none of ``rows`` has; ``otherwise`` where it cannot."""
    return slugs.free_slug(rows, name, otherwise=otherwise, reserved=_OWN_WORDS)
