"""The 17 goals and 169 targets, from the data files of the product."""

from __future__ import annotations

import csv
from pathlib import Path

from django.db import transaction

from common.translations import LANGUAGES
from indicators.models import Goal, Target

DATA = Path(__file__).resolve().parent.parent / "data"


@transaction.atomic
def load_goals() -> int:
    """Add the goals and targets, and bring their texts up to date; safe to repeat.

    Returns:
        How many goals and targets were added or changed.
    """
    goals = _rows("goals.csv")
    changed = 0
    stored = Goal.objects.in_bulk()
    for row in goals:
        values = {f"name_{code}": row[f"name_{code}"] for code in LANGUAGES}
        goal = stored.get(int(row["number"]))
        if goal is None or any(getattr(goal, key) != value for key, value in values.items()):
            Goal(number=int(row["number"]), **values).save()
            changed += 1
    return changed + _load_targets()


def _load_targets() -> int:
    stored = Target.objects.in_bulk()
    positions: dict[int, int] = {}
    added: list[Target] = []
    changed: list[Target] = []
    for row in _rows("targets.csv"):
        goal = int(row["goal"])
        positions[goal] = positions.get(goal, 0) + 1
        values = {
            "goal_id": goal,
            "position": positions[goal],
            **{f"title_{code}": row[f"title_{code}"] for code in LANGUAGES},
        }
        target = stored.get(row["number"])
        if target is None:
            added.append(Target(number=row["number"], **values))
        elif any(getattr(target, key) != value for key, value in values.items()):
            for key, value in values.items():
                setattr(target, key, value)
            changed.append(target)
    Target.objects.bulk_create(added)
    if changed:
        fields = ["goal", "position", *(f"title_{code}" for code in LANGUAGES)]
        Target.objects.bulk_update(changed, fields)
    return len(added) + len(changed)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
