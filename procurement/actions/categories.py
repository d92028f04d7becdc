"""Categories in plain words, from the data file of the product."""

import csv
from pathlib import Path

from django.db import transaction

from procurement.models import Category

FILE = Path(__file__).resolve().parent.parent / "data" / "categories.csv"
_NAMES = ("nb", "nn", "sv", "en")
_WRITTEN = ("cpv", "position", *(f"name_{language}" for language in _NAMES))


@transaction.atomic
def load_categories() -> int:
    """Write the categories of the data file, new ones and those that are. Safe to repeat.

    A category that the file no longer has stays: needs point to it.

    Returns:
        How many the file has.
    """
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [
            Category(
                code=row["code"],
                cpv=row["cpv"],
                position=position,
                **{f"name_{language}": row[language] for language in _NAMES},
            )
            for position, row in enumerate(csv.DictReader(file), start=1)
        ]
    Category.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=_WRITTEN
    )
    return len(rows)
