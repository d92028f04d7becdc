"""Former municipalities and what became of them, from the product's own list."""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from networks.models import Municipality, MunicipalityChange

if TYPE_CHECKING:
    from accounts.models import User

LIST = Path(__file__).resolve().parent.parent / "data" / "municipality_changes.csv"


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the list."""

    country: str
    predecessor: str
    name: str
    successor: str
    on: date
    share: float | None
    joins_existing: bool
    source: str


@transaction.atomic
def load_successions(
    *, countries: Collection[str], at: datetime, by: User | None = None
) -> int:
    """Add what the known municipalities were before mergers, divisions and new numbers.

    A former municipality that is stored already stays as it is. Of those that
    are not, only the ones are added whose successor is known.

    Args:
        countries: Codes of the countries to look at.
        at: When it happens.
        by: Who does it; None for the program itself.

    Returns:
        Rows written; 0 when everything was there already.
    """
    rows = _rows(countries)
    if not rows:
        return 0
    units = {
        (unit.country_id, unit.code): unit
        for unit in Municipality.objects.filter(country__in={row.country for row in rows})
    }
    began = {(row.country, row.successor): row.on for row in rows if not row.joins_existing}
    kept: list[_Row] = []
    former: list[Municipality] = []
    for row in rows:  # the latest first: its predecessor is a successor further down
        if (row.country, row.successor) not in units:
            continue
        kept.append(row)
        key = (row.country, row.predecessor)
        if key not in units:
            units[key] = Municipality(
                country_id=row.country,
                code=row.predecessor,
                name=row.name,
                valid_from=began.get(key),
                valid_to=row.on,
            )
            former.append(units[key])
    bulk_create_with_history(former, Municipality, default_user=by, default_date=at)
    return len(former) + _store(kept, units)


def _rows(countries: Collection[str]) -> list[_Row]:
    """Read the list, the latest changes first."""
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = [
            _Row(
                country=row["country"],
                predecessor=row["predecessor"],
                name=row["name"],
                successor=row["successor"],
                on=date.fromisoformat(row["on"]),
                share=float(row["share"]) if row["share"] else None,
                joins_existing=row["joins_existing"] == "1",
                source=row["source"],
            )
            for row in csv.DictReader(file)
            if row["country"] in countries
        ]
    return sorted(rows, key=lambda row: row.on, reverse=True)


def _store(rows: list[_Row], units: dict[tuple[str, str], Municipality]) -> int:
    """Add the changes that are missing, and bring stored ones up to date."""
    stored = {
        (change.predecessor_id, change.successor_id, change.on): change
        for change in MunicipalityChange.objects.filter(
            successor__country__in={row.country for row in rows}
        )
    }
    new: list[MunicipalityChange] = []
    changed: list[MunicipalityChange] = []
    for row in rows:
        before = units[row.country, row.predecessor]
        after = units[row.country, row.successor]
        wanted = {
            "share": row.share,
            "joins_existing": row.joins_existing,
            "source": row.source,
        }
        change = stored.get((before.pk, after.pk, row.on))
        if change is None:
            new.append(
                MunicipalityChange(predecessor=before, successor=after, on=row.on, **wanted)
            )
        elif any(getattr(change, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(change, name, value)
            changed.append(change)
    MunicipalityChange.objects.bulk_create(new)
    MunicipalityChange.objects.bulk_update(changed, ["share", "joins_existing", "source"])
    return len(new) + len(changed)
