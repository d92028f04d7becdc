"""Writing many result rows the quickest way that what is stored allows."""

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Model

from indicators.bulk import Column, upsert

FEW = 500  # rows; below that one plain statement is quicker than a staging table

_FIXED = {"key": ">i8", "small": ">i2", "float": ">f8", "flag": "u1"}


def write_rows(
    model: type[Model], columns: Sequence[Column], *, key: Sequence[str], none_stored: bool
) -> int:
    """Write rows that differ from what is stored.

    Args:
        model: The table.
        columns: The rows; columns are named as in the database.
        key: Columns of the primary key.
        none_stored: Whether the table is known to have none of the keys.

    Returns:
        Number of rows.
    """
    count = len(columns[0].values)
    if count <= FEW:
        _write_few(model, columns, key)
    elif none_stored and connection.vendor == "postgresql":
        _copy(model, columns)
    else:
        return upsert(columns, target=model._meta.db_table, key=key).count
    return count


def _write_few(model: type[Model], columns: Sequence[Column], key: Sequence[str]) -> None:
    names = [column.name for column in columns]
    rows = [
        model(**dict(zip(names, row, strict=True)))
        for row in zip(*(_values(column) for column in columns), strict=True)
    ]
    if rows:
        model._default_manager.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=[name.removesuffix("_id") for name in key],
            update_fields=[name for name in names if name not in key],
        )


def _values(column: Column) -> list[Any]:
    """Turn a column into Python's own values, NULL as None."""
    if column.kind == "code":
        return [column.labels[code] for code in column.values.tolist()]
    if column.kind == "flag":
        return list(column.values.astype(bool).tolist())
    nothing = _nulls(column)
    return [
        None if null else value
        for value, null in zip(column.values.tolist(), nothing.tolist(), strict=True)
    ]


def _nulls(column: Column) -> np.ndarray[Any, np.dtype[np.bool_]]:
    if column.kind == "float":
        return np.asarray(np.isnan(column.values))
    if column.null is not None:
        return np.asarray(column.values == column.null)
    return np.zeros(len(column.values), dtype=bool)


def _copy(model: type[Model], columns: Sequence[Column]) -> None:
    """Copy rows straight into the table in PostgreSQL's binary format.

    Rows whose fields have the same lengths are built as one structured array.

    Source:
        https://www.postgresql.org/docs/15/sql-copy.html (Binary Format).
    """
    lengths = np.stack([_lengths(column) for column in columns])
    pattern = np.zeros(lengths.shape[1], dtype=np.int64)
    for row in lengths:
        pattern = pattern * 32 + (row + 1)
    pieces = [b"PGCOPY\n\xff\r\n\0" + bytes(8)]
    for value in np.unique(pattern):
        chosen = np.flatnonzero(pattern == value)
        pieces.append(_piece(columns, lengths[:, chosen[0]], chosen))
    pieces.append(b"\xff\xff")
    names = ", ".join(f'"{column.name}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(
            f'COPY "{model._meta.db_table}" ({names}) FROM STDIN (FORMAT binary)',
            io.BytesIO(b"".join(pieces)),
        )


def _lengths(column: Column) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Give the bytes of each field, -1 for NULL."""
    if column.kind == "code":
        return np.asarray(np.array([len(label) for label in column.labels])[column.values])
    width = np.dtype(_FIXED[column.kind]).itemsize
    return np.where(_nulls(column), -1, width)


def _piece(columns: Sequence[Column], lengths: Any, chosen: Any) -> bytes:
    fields: list[tuple[str, str]] = [("fields", ">i2")]
    for place, (column, length) in enumerate(zip(columns, lengths, strict=True)):
        fields.append((f"length{place}", ">i4"))
        if length > 0:
            kind = f"S{length}" if column.kind == "code" else _FIXED[column.kind]
            fields.append((f"value{place}", kind))
    rows = np.zeros(len(chosen), dtype=np.dtype(fields))
    rows["fields"] = len(columns)
    for place, (column, length) in enumerate(zip(columns, lengths, strict=True)):
        rows[f"length{place}"] = length
        if length > 0:
            values = column.values[chosen]
            if column.kind == "code":
                values = np.array([label.encode() for label in column.labels])[values]
            rows[f"value{place}"] = values
    return rows.tobytes()
