"""Rows in an order that people choose: items of a programme, questions, materials."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)


def moved(rows: Sequence[Row], here: int, *, is_up: bool) -> list[Row]:
    """Give the rows with one of them a place further up or down; at the end it stays.

    Args:
        rows: In their order.
        here: Which one is moved, from 0.
        is_up: Whether it changes places with the one before, else with the one after.
    """
    order = list(rows)
    there = here - 1 if is_up else here + 1
    if 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
    return order


def renumber(rows: Sequence[Any]) -> None:
    """Give the positions anew, from 1; first past those in use, for two never have the same."""
    beyond = max(row.position for row in rows) + 1
    for start in (beyond, 1):
        for place, row in enumerate(rows, start=start):
            type(row).objects.filter(pk=row.pk).update(position=place)
