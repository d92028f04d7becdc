"""The categories, kept: they change with a new version of the program alone."""

from common.memory import Memory
from procurement.models import Category

_kept: Memory[list[Category]] = Memory(seconds=300, entries=1)


def all_categories() -> list[Category]:
    """All categories in their order, at most five minutes old."""
    return _kept.get("all", lambda: list(Category.objects.order_by("position", "pk")))
