"""Categories in plain words, from the data file of the product."""

import csv
from pathlib import Path

from django.db import transaction

from procurement.models import Category

FILE = Path(__file__).resolve().parent.parent / "data" / "categories.csv"
_NAMES = ("nb", "nn", "sv", "en")


@transaction.atomic
def load_categories() -> int:
    """Add the categories that are not there; those that are stay. Safe to repeat.

    The migrations bring them too; a database that has been emptied has none.

    Returns:
        How many were added.
    """
    known = set(Category.objects.values_list("pk", flat=True))
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [
            Category(
                code=row["code"],
                cpv=row["cpv"],
                position=position,
                **{f"name_{language}": row[language] for language in _NAMES},
            )
            for position, row in enumerate(csv.DictReader(file), start=1)
            if row["code"] not in known
        ]
    return len(Category.objects.bulk_create(rows))
