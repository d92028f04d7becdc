"""The words of the glossary, read from ``knowledge/data/terms.csv``.

They are edited in the browser afterwards: a word that is there already is left as it is.
"""

import csv
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).resolve().parent.parent / "data" / "terms.csv"


def forward(apps, schema_editor):
    term = apps.get_model("knowledge", "Term")
    known = set(term.objects.values_list("slug", flat=True))
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [term(**row) for row in csv.DictReader(file) if row["slug"] not in known]
    term.objects.bulk_create(rows)


def back(apps, schema_editor):
    """Leave the rows: they may have been edited, and they go with the table."""


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0002_append_only")]
    operations = [migrations.RunPython(forward, back)]
