"""Writing many rows at once: stage, find what differs, write only that.

PostgreSQL: binary ``COPY`` into a temporary table and one upsert. SQLite:
``executemany`` into a temporary table and the same upsert. An unchanged
import therefore writes nothing. Everything happens in the caller's
transaction; the temporary tables live until the next ``stage`` of that name.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np  # noqa: TID253 -- only actions and jobs that run in a worker import this module
from django.db import connection

Kind = Literal["key", "small", "float", "flag", "code"]

_PG_TYPES = {
    "key": "bigint",
    "small": "smallint",
    "float": "double precision",
    "flag": "boolean",
}
_BINARY = {"key": ">i8", "small": ">i2", "float": ">f8", "flag": "u1"}
_COPY_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_COPY_END = b"\xff\xff"
_ROWS_A_COPY = 250_000  # keeps the copy in memory small
_FEW = 1_000  # values that a condition may name one by one


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the rows to write.

    ``values`` has one entry per row. In a ``float`` column NaN means NULL, in
    a ``small`` column ``null``. A ``code`` column holds places in ``labels``,
    which are short ASCII texts.
    """

    name: str
    kind: Kind
    values: np.ndarray
    labels: tuple[str, ...] = ()
    null: int | None = None

    @property
    def width(self) -> int:
        """Bytes of a code column."""
        return max([len(label) for label in self.labels] + [1])


def stage(table: str, columns: Sequence[Column]) -> None:
    """Put rows into the temporary table ``table``, made anew.

    Args:
        table: A name of its own, not of a stored table.
        columns: At least one, all equally long.
    """
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TABLE IF EXISTS "{table}"')
        if connection.vendor == "postgresql":
            types = ", ".join(f'"{each.name}" {_pg_type(each)}' for each in columns)
            cursor.execute(f'CREATE TEMPORARY TABLE "{table}" ({types}) ON COMMIT DROP')
            for start in range(0, len(columns[0].values), _ROWS_A_COPY):
                part = _binary(columns, slice(start, start + _ROWS_A_COPY))
                cursor.cursor.copy_expert(
                    f'COPY "{table}" FROM STDIN (FORMAT binary)', io.BytesIO(part)
                )
            cursor.execute(f'ANALYZE "{table}"')
        else:
            names = ", ".join(f'"{each.name}"' for each in columns)
            marks = ", ".join(["%s"] * len(columns))
            cursor.execute(f'CREATE TEMPORARY TABLE "{table}" ({names})')
            cursor.executemany(
                f'INSERT INTO "{table}" VALUES ({marks})',  # noqa: S608 -- names are ours
                list(zip(*(_python_values(each) for each in columns), strict=True)),
            )


def _pg_type(column: Column) -> str:
    if column.kind == "code":
        return f"character({column.width})"
    return _PG_TYPES[column.kind]


def _binary(columns: Sequence[Column], part: slice) -> bytes:
    """Build PostgreSQL's binary COPY format in one piece.

    Every field has a fixed width, so the rows are one structured array.

    Source:
        https://www.postgresql.org/docs/15/sql-copy.html (Binary Format).
    """
    fields: list[tuple[str, str]] = [("count", ">i2")]
    for place, column in enumerate(columns):
        kind = f"S{column.width}" if column.kind == "code" else _BINARY[column.kind]
        fields += [(f"length{place}", ">i4"), (f"value{place}", kind)]
    rows = np.zeros(len(columns[0].values[part]), dtype=np.dtype(fields))
    rows["count"] = len(columns)
    for place, column in enumerate(columns):
        rows[f"length{place}"] = rows.dtype[f"value{place}"].itemsize
        if column.kind == "code":
            labels = np.array(
                [label.ljust(column.width).encode("ascii") for label in column.labels]
            )
            rows[f"value{place}"] = labels[column.values[part]]
        else:
            rows[f"value{place}"] = column.values[part]
    return b"".join((_COPY_HEADER, rows.tobytes(), _COPY_END))


def _python_values(column: Column) -> list[Any]:
    if column.kind == "code":
        return [column.labels[place] for place in column.values.tolist()]
    if column.kind == "flag":
        return [bool(value) for value in column.values.tolist()]
    values: list[Any] = column.values.tolist()
    if column.kind == "float":
        return [None if value != value else value for value in values]  # NaN is not itself
    if column.null is not None:
        return [None if value == column.null else value for value in values]
    return values


@dataclass(frozen=True, slots=True)
class Differences:
    """How many staged rows are new and how many differ from what is stored."""

    added: int
    changed: int

    @property
    def count(self) -> int:
        """Rows that have to be written."""
        return self.added + self.changed


def compare(
    table: str,
    columns: Sequence[Column],
    *,
    target: str,
    key: Sequence[str],
    keep: Sequence[str] = (),
) -> Differences:
    """Find which staged rows are new or differ, into ``<table>_changes``.

    That table has the staged columns, ``is_new``, and ``old_<name>`` for
    every column outside the key and every one of ``keep``.

    Args:
        table: As given to ``stage``.
        columns: As given to ``stage``.
        target: The stored table.
        key: Its primary key's columns, all among ``columns``.
        keep: Further columns of ``target`` whose old content is wanted.
    """
    differs = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    others = [each.name for each in columns if each.name not in key]
    new = ", ".join(f'{_staged(each)} AS "{each.name}"' for each in columns)
    old = ", ".join(f'o."{name}" AS "old_{name}"' for name in (*others, *keep))
    by_name = {each.name: each for each in columns}
    # A staged code is cast to the stored column's type, else its index cannot be used.
    same = (f'o."{name}" = {_staged(by_name[name])}' for name in key)
    join = " AND ".join(same) + _near(by_name[key[0]])
    unequal = " OR ".join(f'{_staged(by_name[name])} {differs} o."{name}"' for name in others)
    missing = f'o."{key[0]}" IS NULL'
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TABLE IF EXISTS "{table}_changes"')
        until = "ON COMMIT DROP" if connection.vendor == "postgresql" else ""
        cursor.execute(
            f'CREATE TEMPORARY TABLE "{table}_changes" {until} AS '  # noqa: S608 -- names are ours
            f"SELECT {new}, {missing} AS is_new{', ' if old else ''}{old} "
            f'FROM "{table}" s LEFT JOIN "{target}" o ON {join} '
            f"WHERE {missing}{' OR ' if unequal else ''}{unequal}"
        )
        cursor.execute(
            f"SELECT COUNT(*), COALESCE(SUM(CASE WHEN is_new THEN 1 ELSE 0 END), 0) "  # noqa: S608 -- names are ours
            f'FROM "{table}_changes"'
        )
        count, added = cursor.fetchone()
    return Differences(added=int(added), changed=int(count) - int(added))


def _near(first: Column) -> str:
    """Narrow a join to the stored rows that begin the key as the staged ones do.

    Without it the whole stored table is read, however few of its rows are concerned.
    """
    if first.kind != "key":
        return ""
    found = np.unique(first.values)
    if not 0 < len(found) <= _FEW:
        return ""
    return f' AND o."{first.name}" IN ({", ".join(str(int(each)) for each in found)})'


def _staged(column: Column) -> str:
    """Write the SQL that reads a staged column as the stored one has it."""
    name = f's."{column.name}"'
    if connection.vendor != "postgresql":
        return name
    if column.kind == "code":
        return f"{name}::varchar"
    if column.kind == "float":
        return f"NULLIF({name}, 'NaN'::float8)"
    if column.null is not None:
        return f"NULLIF({name}, {column.null}::smallint)"
    return name


def write(
    table: str,
    columns: Sequence[Column],
    *,
    target: str,
    key: Sequence[str],
    constants: Mapping[str, int] | None = None,
) -> None:
    """Write what ``compare`` found, in one statement.

    Args:
        table: As given to ``stage``.
        columns: As given to ``stage``.
        target: The stored table.
        key: Its primary key's columns.
        constants: Further columns that get the same number in every row.
    """
    given = constants or {}
    names = [each.name for each in columns]
    listed = ", ".join(f'"{name}"' for name in (*names, *given))
    values = ", ".join([*(f'"{name}"' for name in names), *(["%s"] * len(given))])
    updates = ", ".join(
        f'"{name}" = excluded."{name}"' for name in (*names, *given) if name not in key
    )
    conflict = ", ".join(f'"{name}"' for name in key)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{target}" ({listed}) SELECT {values} '  # noqa: S608 -- names are ours
            f'FROM "{table}_changes" WHERE true '
            f"ON CONFLICT ({conflict}) DO UPDATE SET {updates}",
            list(given.values()),
        )


def upsert(
    columns: Sequence[Column],
    *,
    target: str,
    key: Sequence[str],
    constants: Mapping[str, int] | None = None,
) -> Differences:
    """Stage, compare and write in one go; unchanged rows are not touched."""
    table = f"staged_{target}"
    if not len(columns[0].values):
        return Differences(0, 0)
    stage(table, columns)
    differences = compare(table, columns, target=target, key=key)
    if differences.count:
        write(table, columns, target=target, key=key, constants=constants)
    return differences
