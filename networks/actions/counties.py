"""Today's counties of Norway and Sweden, from the product's own list."""

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from networks.actions.loading import COUNTRIES
from networks.models import Country, County

LIST = Path(__file__).resolve().parent.parent / "data" / "counties.csv"


@transaction.atomic
def load_counties() -> int:
    """Add the counties, and bring the names and first days of stored ones up to date.

    Returns:
        Rows written; 0 when everything was there already.
    """
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for code in sorted({row["country"] for row in rows}):
        Country.objects.get_or_create(code=code, defaults=COUNTRIES[code])
    stored = {
        (county.country_id, county.code): county
        for county in County.objects.filter(valid_to=None)
    }
    written = 0
    for row in rows:
        county = stored.get((row["country"], row["code"])) or County(
            country_id=row["country"], code=row["code"]
        )
        wanted = {
            "name": row["name"],
            "name_se": row["name_se"],
            "name_fkv": row["name_fkv"],
            "valid_from": date.fromisoformat(row["valid_from"]),
        }
        if any(getattr(county, name, None) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(county, name, value)
            county.save()
            written += 1
    return written
