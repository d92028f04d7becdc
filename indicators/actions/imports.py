"""Observations from a file or service into the database: all or nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np  # noqa: TID253 -- runs in the worker and in commands only
import pandas as pd  # noqa: TID253 -- as above
from django.db import connection, transaction

from common.tabular.cells import shown
from common.tabular.problems import LoadRefused, ProblemLog
from indicators import bulk
from indicators.calculations.small_numbers import hidden_values
from indicators.enums import Aggregation, Gender, ImportKind, Status
from indicators.models import ImportBatch, Indicator, Observation
from indicators.tasks import start_for_changes
from networks.models import Municipality

if TYPE_CHECKING:
    from accounts.models import User
    from common.models import Job, StoredFile

KEY = ("indicator_id", "municipality_id", "period", "gender")
_TABLE = "incoming_observations"
_STATUSES = tuple(str(status) for status in Status.values)
_GENDERS = tuple(str(gender) for gender in Gender.values)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an import comes from, for the log."""

    source: str
    kind: str = ImportKind.FILE
    vintage: date | None = None
    file_name: str = ""
    sha256: str = ""
    file: StoredFile | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import changed.

    ``indicator_ids`` and ``municipality_ids`` span the change set; ``jobs``
    compute again what it touches. ``batch`` is None when nothing changed.
    """

    rows: int
    added: int = 0
    changed: int = 0
    withdrawn_unknown: int = 0
    indicator_ids: tuple[int, ...] = ()
    municipality_ids: tuple[int, ...] = ()
    batch: ImportBatch | None = None
    jobs: list[Job] = field(default_factory=list)

    @property
    def unchanged(self) -> int:
        """Rows that say what is already stored."""
        return self.rows - self.added - self.changed

    def summary(self) -> str:
        """Count what was done, in English, for the commands."""
        return f"{self.added} values added, {self.changed} changed, {self.unchanged} unchanged"

    @property
    def nothing(self) -> bool:
        """Whether the stored values are as they were."""
        return not (self.added or self.changed)


@transaction.atomic
def import_observations(
    *,
    frame: pd.DataFrame,
    origin: Origin,
    at: datetime,
    by: User | None = None,
    only: Collection[int] | None = None,
    dry_run: bool = False,
) -> Imported:
    """Store observations, log what they replace, queue what has to be computed again.

    Only rows that differ from what is stored are written, so the same rows
    again write nothing and start nothing. A row with status ``w`` withdraws a
    stored value; where none is stored it is passed over.

    Args:
        frame: The columns of ``indicators.sources.observations.COLUMNS``
            (``numerator`` and ``denominator`` may be missing), and ``row`` where
            the rows have numbers.
        origin: Where they come from.
        at: When it happens.
        by: Who does it; None for the program itself.
        only: Keys of the municipalities that may be written; None = all.
        dry_run: Find out what would change, and change nothing.

    An unknown municipality or indicator refuses the whole (``LoadRefused``).
    """
    rows = len(frame)
    indicators, municipalities = _keys(frame, only)
    columns = _columns(frame, indicators, municipalities)
    bulk.stage(_TABLE, columns)
    passed_over = _pass_over_unknown_withdrawals()
    differences = bulk.compare(
        _TABLE, columns, target=Observation._meta.db_table, key=KEY, keep=["batch_id"]
    )
    if not differences.count:
        return Imported(rows=rows, withdrawn_unknown=passed_over)
    batch = ImportBatch.objects.create(
        kind=origin.kind, source=origin.source, vintage=origin.vintage,
        file_name=origin.file_name, sha256=origin.sha256, file=origin.file, rows_read=rows,
        rows_added=differences.added, rows_changed=differences.changed, imported_at=at,
        imported_by=by,
    )  # fmt: skip
    bulk.write(
        _TABLE, columns, target=Observation._meta.db_table, key=KEY,
        constants={"batch_id": batch.pk},
    )  # fmt: skip
    _log_revisions(batch, at=at)
    indicator_ids, municipality_ids = (_distinct(name) for name in KEY[:2])
    if dry_run:
        transaction.set_rollback(True)
        jobs: list[Job] = []
    else:
        jobs = start_for_changes(
            indicator_ids=indicator_ids,
            municipality_ids=municipality_ids,
            at=at,
            started_by_id=None if by is None else by.pk,
        )
    return Imported(
        rows=rows, added=differences.added, changed=differences.changed,
        withdrawn_unknown=passed_over, indicator_ids=indicator_ids,
        municipality_ids=municipality_ids, batch=None if dry_run else batch, jobs=jobs,
    )  # fmt: skip


def _keys(frame: pd.DataFrame, only: Collection[int] | None) -> tuple[np.ndarray, np.ndarray]:
    """Find every row's indicator and municipality.

    Returns:
        Two arrays of primary keys.

    Raises:
        LoadRefused: One of them is not known; every row that names it is told.
    """
    log = ProblemLog()
    codes, names = pd.factorize(frame["indicator"])
    known = dict(Indicator.objects.filter(code__in=list(names)).values_list("code", "pk"))
    by_code = np.array([known.get(name, 0) for name in names], dtype=np.int64)
    indicators = by_code[codes]
    _note_unknown(frame, indicators == 0, log, "indicator", "unknown_indicator")
    countries, country_names = pd.factorize(frame["country"])
    places, place_names = pd.factorize(frame["municipality"])
    units = {
        (country, code): pk
        for country, code, pk in Municipality.objects.filter(
            country__in=list(country_names)
        ).values_list("country_id", "code", "pk")
    }
    by_place = np.array(
        [[units.get((country, code), 0) for code in place_names] for country in country_names],
        dtype=np.int64,
    )
    municipalities = by_place[countries, places]
    _note_unknown(frame, municipalities == 0, log, "municipality", "unknown_municipality")
    if only is not None:
        others = ~np.isin(municipalities, [0, *only])
        _note_unknown(frame, others, log, "municipality", "municipality_not_yours")
    if log.count:
        raise LoadRefused(log)
    return indicators, municipalities


def _note_unknown(
    frame: pd.DataFrame, wrong: np.ndarray, log: ProblemLog, column: str, code: str
) -> None:
    if not wrong.any():
        return
    part = frame[wrong]
    rows = part["row"] if "row" in part else pd.Series(0, index=part.index)
    for row, text, country in zip(rows, part[column], part["country"], strict=True):
        log.add(int(row), column, code, text=shown(str(text)), country=str(country))


def _columns(
    frame: pd.DataFrame, indicators: np.ndarray, municipalities: np.ndarray
) -> list[bulk.Column]:
    values, numerators, denominators = (
        frame[name].to_numpy(dtype=np.float64) if name in frame
        else np.full(len(frame), np.nan)
        for name in ("value", "numerator", "denominator")
    )  # fmt: skip
    hidden = _hidden(indicators, values, numerators, denominators)
    return [
        bulk.Column("indicator_id", "key", indicators),
        bulk.Column("municipality_id", "key", municipalities),
        bulk.Column("period", "small", frame["period"].to_numpy(dtype=np.int16)),
        bulk.Column("gender", "code", _places_in(frame["gender"], _GENDERS), _GENDERS),
        bulk.Column("value", "float", values),
        bulk.Column("status", "code", _places_in(frame["status"], _STATUSES), _STATUSES),
        bulk.Column("numerator", "float", numerators),
        bulk.Column("denominator", "float", denominators),
        bulk.Column("is_hidden", "flag", hidden),
    ]


def _places_in(texts: pd.Series, labels: tuple[str, ...]) -> np.ndarray:
    """Say where in ``labels`` each text stands."""
    codes, names = pd.factorize(texts)
    by_name = np.array([labels.index(name) for name in names], dtype=np.int16)
    return by_name[codes]


def _hidden(
    indicators: np.ndarray, values: np.ndarray, numerators: np.ndarray, denominators: np.ndarray
) -> np.ndarray:
    """Say which values are hidden because the numbers are small."""
    limits = {
        pk: (denominator, count, aggregation == Aggregation.SUM)
        for pk, denominator, count, aggregation in Indicator.objects.exclude(
            min_denominator=None, min_count=None
        ).values_list("pk", "min_denominator", "min_count", "aggregation")
    }
    pks, places = np.unique(indicators, return_inverse=True)
    nothing = (None, None, False)
    rules = [limits.get(int(pk), nothing) for pk in pks]
    least_denominator, least_count = (
        np.array([np.nan if rule[part] is None else rule[part] for rule in rules])[places]
        for part in (0, 1)
    )
    return hidden_values(
        values, numerators, denominators, min_denominator=least_denominator,
        min_count=least_count, is_count=np.array([rule[2] for rule in rules])[places],
    )  # fmt: skip


def _pass_over_unknown_withdrawals() -> int:
    """Leave out withdrawals of values that are not stored; returns how many."""
    join = " AND ".join(f'o."{name}" = "{_TABLE}"."{name}"' for name in KEY)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""DELETE FROM "{_TABLE}" WHERE status = 'w' AND NOT EXISTS (
                SELECT 1 FROM "{Observation._meta.db_table}" o WHERE {join})"""  # noqa: S608 -- names are ours
        )
        return max(int(cursor.rowcount), 0)


def _log_revisions(batch: ImportBatch, *, at: datetime) -> None:
    """Keep what was stored before wherever the value or its status changed."""
    differs = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO indicators_observationrevision (
                indicator_id, municipality_id, period, gender, old_value, old_status,
                new_value, new_status, is_hidden, old_batch_id, batch_id, changed_at)
            SELECT indicator_id, municipality_id, period, gender, old_value, old_status,
                value, status, (is_hidden OR old_is_hidden), old_batch_id, %s, %s
            FROM "{_TABLE}_changes"
            WHERE NOT is_new AND (value {differs} old_value OR status {differs} old_status)
            ORDER BY indicator_id, municipality_id, period, gender""",  # noqa: S608 -- names are ours
            [batch.pk, _stored_time(at)],
        )


def _stored_time(at: datetime) -> Any:
    """Write a moment as the database keeps it."""
    return connection.ops.adapt_datetimefield_value(at)


def _distinct(column: str) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT DISTINCT "{column}" FROM "{_TABLE}_changes" ORDER BY 1'  # noqa: S608 -- names are ours
        )
        return tuple(row[0] for row in cursor.fetchall())
