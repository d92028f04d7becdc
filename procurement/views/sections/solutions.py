"""Solutions that are sent in."""

from typing import Any

from procurement.views.sections.reading import Link, Reading


def read(page: Reading) -> Any:
    """Give what the part shows; None for nothing."""
    return None


def links(page: Reading) -> list[Link]:
    """Link to the pages of the buyers about it; shown to those who may."""
    return []
