"""Reading many rows at once into NumPy: binary COPY on PostgreSQL, one cursor on SQLite."""

import io
from collections.abc import Sequence, Sized
from typing import Any

import numpy as np
from django.db import connection

_HEADER = 19  # signature, flags and length of the extension
_TRAILER = 2


def fetch(
    sql: str, parameters: Sequence[Any], kinds: Sequence[tuple[str, str]]
) -> np.ndarray[Any, np.dtype[np.void]]:
    """Run one SELECT and give its rows as a structured array.

    No column may be NULL, and each is cast in the statement to the type that
    ``kinds`` names, for the rows then have a fixed width.

    Args:
        sql: One SELECT that both databases understand.
        parameters: Its parameters.
        kinds: Name and type of each column: i2, i4, i8 or f8.

    Returns:
        One entry per row, with a field per column; fields may be big-endian.

    Source:
        https://www.postgresql.org/docs/15/sql-copy.html (Binary Format).
    """
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute(sql, parameters)
            return np.fromiter(cursor, dtype=list(kinds))
        wanted = cursor.cursor.mogrify(sql, list(parameters)).decode()
        buffer = io.BytesIO()
        cursor.cursor.copy_expert(f"COPY ({wanted}) TO STDOUT (FORMAT binary)", buffer)
    fields: list[tuple[str, str]] = [("fields", ">i2")]
    for name, kind in kinds:
        fields += [(f"length of {name}", ">i4"), (name, f">{kind}")]
    dtype = np.dtype(fields)
    count = (buffer.getbuffer().nbytes - _HEADER - _TRAILER) // dtype.itemsize
    return np.frombuffer(buffer.getbuffer(), dtype=dtype, count=count, offset=_HEADER)


def marks(values: Sized) -> str:
    """Write the placeholders of an IN list."""
    return ", ".join(["%s"] * len(values))


class Places:
    """Finds the position of many keys at once."""

    def __init__(self, keys: np.ndarray[Any, np.dtype[np.int64]]) -> None:
        """Remember where each key stands.

        Args:
            keys: Distinct keys, in the order of their positions.
        """
        self._order = np.argsort(keys)
        self._sorted = keys[self._order]
        self._table: np.ndarray[Any, np.dtype[np.int32]] | None = None
        span = int(self._sorted[-1] - self._sorted[0]) + 1 if len(keys) else 0
        if 0 < span <= 64 * len(keys) + 1_000_000:
            self._table = np.full(span, -1, dtype=np.int32)
            self._table[keys - self._sorted[0]] = np.arange(len(keys))

    def of(self, keys: Any) -> np.ndarray[Any, np.dtype[np.int32]]:
        """Give the position of each key, -1 for unknown ones."""
        wanted = np.asarray(keys).astype(np.int64)
        if not len(self._sorted):
            return np.full(len(wanted), -1, dtype=np.int32)
        if self._table is not None:
            near = wanted - self._sorted[0]
            inside = (near >= 0) & (near < len(self._table))
            return np.where(inside, self._table[np.where(inside, near, 0)], np.int32(-1))
        found = np.searchsorted(self._sorted, wanted).clip(0, len(self._sorted) - 1)
        hit = self._sorted[found] == wanted
        return np.where(hit, self._order[found], -1).astype(np.int32)
