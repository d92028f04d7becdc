"""Units and networks from files: all or nothing, and again changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from common.tabular.problems import LoadRefused, ProblemLog
from networks.actions.successions import load_successions
from networks.models import Country, County, CountyMembership, Municipality

if TYPE_CHECKING:
    import pandas as pd

    from accounts.models import User

# From when a county is said to exist when the file does not say: before any figure here.
FIRST_DAY = date(1900, 1, 1)
BATCH = 2_000

COUNTRIES: dict[str, dict[str, str]] = {
    "NO": {"name": "Norge", "name_nb": "Norge", "name_nn": "Noreg", "name_sv": "Norge",
           "name_en": "Norway", "language": "nb", "time_zone": "Europe/Oslo"},
    "SE": {"name": "Sverige", "name_nb": "Sverige", "name_nn": "Sverige", "name_sv": "Sverige",
           "name_en": "Sweden", "language": "sv", "time_zone": "Europe/Stockholm"},
    "DK": {"name": "Danmark", "name_nb": "Danmark", "name_nn": "Danmark", "name_sv": "Danmark",
           "name_en": "Denmark", "language": "", "time_zone": "Europe/Copenhagen"},
    "FI": {"name": "Suomi", "name_nb": "Finland", "name_nn": "Finland", "name_sv": "Finland",
           "name_en": "Finland", "language": "sv", "time_zone": "Europe/Helsinki"},
    "IS": {"name": "Ísland", "name_nb": "Island", "name_nn": "Island", "name_sv": "Island",
           "name_en": "Iceland", "language": "", "time_zone": "Atlantic/Reykjavik"},
}  # fmt: skip

FIELDS = (
    "name", "name_nb", "name_nn", "name_sv", "name_se", "name_fkv", "group", "profile",
    "population", "population_year", "valid_from", "valid_to",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: rows added, changed, left as they were.

    ``successions`` counts rows about former municipalities, which no file names.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    successions: int = 0

    @property
    def nothing(self) -> bool:
        """Whether the stored rows are as they were."""
        return not (self.added or self.changed or self.successions)


@transaction.atomic
def load_units(
    *,
    frame: pd.DataFrame,
    given: Collection[str],
    at: datetime,
    by: User | None = None,
    dry_run: bool = False,
) -> Loaded:
    """Add units and bring stored ones up to date.

    Columns that the file lacks leave what is stored; an empty cell empties it.
    A unit that the file does not name stays. A unit that moves to another
    county keeps its earlier membership, ended on the day of ``at``. A county's
    new name counts as a change of all its units that the file names. Those
    that units of the file were before mergers and divisions are added too.

    Args:
        frame: As ``networks.sources.units.read`` gives it, without problems.
        given: The columns that the file has.
        at: When it happens.
        by: Who does it; None for the program itself.
        dry_run: Find out what would change, and change nothing.

    Raises:
        LoadRefused: A unit would end before it starts.
    """
    units: list[Any] = list(frame.itertuples(index=False))
    _countries({unit.country for unit in units})
    fields = [name for name in FIELDS if name in given]
    stored = {
        (unit.country_id, unit.code): unit
        for unit in Municipality.objects.filter(country__in={unit.country for unit in units})
    }
    added: list[Municipality] = []
    changed: list[Municipality] = []
    log = ProblemLog()
    for row in units:
        unit = stored.get((row.country, row.code))
        values = {name: getattr(row, name) for name in fields}
        if unit is None:
            unit = Municipality(country_id=row.country, code=row.code, **values)
            stored[row.country, row.code] = unit
            added.append(unit)
        elif any(getattr(unit, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(unit, name, value)
            unit.updated_at = at
            changed.append(unit)
        if unit.valid_from and unit.valid_to and unit.valid_to <= unit.valid_from:
            log.add(row.row, "valid_to", "ends_before_start")
    if log.count:
        raise LoadRefused(log)
    bulk_create_with_history(
        added, Municipality, batch_size=BATCH, default_user=by, default_date=at
    )
    bulk_update_with_history(
        changed, Municipality, [*fields, "updated_at"], batch_size=BATCH, default_user=by,
        default_date=at,
    )  # fmt: skip
    moved = _place_in_counties(units, stored, at=at) if "county_code" in given else set()
    touched = {unit.pk for unit in changed} | (moved - {unit.pk for unit in added})
    successions = load_successions(countries={unit.country for unit in units}, at=at, by=by)
    if dry_run:
        transaction.set_rollback(True)
    unchanged = len(units) - len(added) - len(touched)
    return Loaded(len(added), len(touched), unchanged, successions)


def _countries(codes: Iterable[str]) -> None:
    """Add the countries and collections that are not there yet."""
    have = set(Country.objects.values_list("code", flat=True))
    Country.objects.bulk_create(
        Country(code=code, **COUNTRIES.get(code, {"name": code}))
        for code in sorted(set(codes) - have)
    )


def _place_in_counties(
    units: list[Any], stored: dict[tuple[str, str], Municipality], *, at: datetime
) -> set[int]:
    """Put units in the counties the rows name.

    Returns:
        Keys of the units that moved, or whose county has another name now.
    """
    counties, renamed = _counties(units)
    current = {
        membership.municipality_id: membership
        for membership in CountyMembership.objects.filter(
            valid_to=None, municipality__country__in={unit.country for unit in units}
        )
    }
    new: list[CountyMembership] = []
    ended: list[CountyMembership] = []
    moved: set[int] = set()
    today = timezone.localdate(at)
    for row in units:
        unit = stored[row.country, row.code]
        county = counties.get((row.country, row.county_code))
        old = current.get(unit.pk)
        if (old.county_id if old else None) == (county.pk if county else None):
            if county is not None and county.pk in renamed:
                moved.add(unit.pk)
            continue
        moved.add(unit.pk)
        if old is not None:
            old.valid_to = today
            ended.append(old)
        if county is not None:
            start = (
                today
                if old is not None
                else max(unit.valid_from or FIRST_DAY, county.valid_from)
            )
            new.append(CountyMembership(municipality=unit, county=county, valid_from=start))
    same_day = [each.pk for each in ended if each.valid_from >= today]
    CountyMembership.objects.filter(pk__in=same_day).delete()
    CountyMembership.objects.bulk_update(
        [each for each in ended if each.valid_from < today],
        ["valid_to"], batch_size=BATCH,
    )  # fmt: skip
    CountyMembership.objects.bulk_create(new, batch_size=BATCH)
    return moved


def _counties(units: list[Any]) -> tuple[dict[tuple[str, str], County], set[int]]:
    """Find or add today's counties that the rows name; a new name is taken over.

    Returns:
        The counties by country and code, and the keys of those with a new name.
    """
    names = {
        (row.country, row.county_code): row.county_name for row in units if row.county_code
    }
    found = {
        (county.country_id, county.code): county
        for county in County.objects.filter(
            country__in={country for country, _code in names}, valid_to=None
        )
    }
    renamed: set[int] = set()
    for key, name in names.items():
        county = found.get(key)
        if county is None:
            found[key] = County.objects.create(
                country_id=key[0], code=key[1], name=name, valid_from=FIRST_DAY
            )
        elif county.name != name:
            county.name = name
            county.save(update_fields=["name"])
            renamed.add(county.pk)
    return found, renamed
