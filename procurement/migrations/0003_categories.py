"""Categories in plain words, read from ``procurement/data/categories.csv``."""

import csv
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).resolve().parent.parent / "data" / "categories.csv"


def forward(apps, schema_editor):
    category = apps.get_model("procurement", "Category")
    with FILE.open(encoding="utf-8", newline="") as file:
        for position, row in enumerate(csv.DictReader(file), start=1):
            category.objects.update_or_create(
                code=row["code"],
                defaults={
                    "cpv": row["cpv"],
                    "name_nb": row["nb"],
                    "name_nn": row["nn"],
                    "name_sv": row["sv"],
                    "name_en": row["en"],
                    "position": position,
                },
            )


def back(apps, schema_editor):
    """Leave the rows: needs may point to them, and they go with the table."""


class Migration(migrations.Migration):
    dependencies = [("procurement", "0002_append_only")]
    operations = [migrations.RunPython(forward, back)]
