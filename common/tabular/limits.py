"""What a file may be at most; knows no pandas, so that a page may import it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may be at most. All are checked before the work begins."""

    file_bytes: int = 100 * 1024 * 1024
    rows: int = 5_000_000
    columns: int = 200
    cells: int = 20_000_000
    unpacked_bytes: int = 600 * 1024 * 1024
    packing_ratio: int = 200
    zip_entries: int = 500


BROWSER = Limits(
    file_bytes=25 * 1024 * 1024, rows=400_000, cells=6_000_000, unpacked_bytes=250 * 1024 * 1024
)
"""The smaller limits of files sent through the browser."""
