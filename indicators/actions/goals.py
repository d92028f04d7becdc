"""The 17 goals and their 169 targets, from the product's own lists."""

import csv
from collections.abc import Sequence
from pathlib import Path

from django.db import models, transaction

from indicators.models import Goal, Target

DATA = Path(__file__).resolve().parent.parent / "data"


@transaction.atomic
def load_goals() -> int:
    """Add the goals and targets, and bring their names up to date.

    Returns:
        Rows written; 0 when everything was there already.
    """
    goals = [Goal(**{**row, "number": int(row["number"])}) for row in _rows(DATA / "goals.csv")]
    places: dict[int, int] = {}
    targets = []
    for row in _rows(DATA / "targets.csv"):
        goal = int(row.pop("goal"))
        places[goal] = places.get(goal, 0) + 1
        targets.append(Target(goal_id=goal, position=places[goal], **row))
    return _write(Goal, goals) + _write(Target, targets)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(model: type[models.Model], rows: Sequence[models.Model]) -> int:
    """Store the rows that differ from what is stored under the same number."""
    fields = [field.attname for field in model._meta.concrete_fields]
    stored = {tuple(row) for row in model._default_manager.values_list(*fields)}
    changed = [
        row for row in rows if tuple(getattr(row, each) for each in fields) not in stored
    ]
    if changed:
        model._default_manager.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["number"],
            update_fields=[each for each in fields if each != "number"],
        )
    return len(changed)
