"""What can be wrong with a file, as codes and parameters instead of sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

type_of_parameter = str | int | float

KEPT = 10_000
"""Problems kept one by one; the rest are only counted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    ``row`` is the row as a spreadsheet numbers it (the header is row 1);
    0 means the file as a whole. ``column`` is the column's name or empty.
    """

    row: int
    column: str
    code: str
    params: Mapping[str, type_of_parameter] = field(default_factory=dict)


class FileRefused(Exception):
    """The file cannot be read as a table at all; ``problem`` says why."""

    def __init__(
        self, code: str, *, row: int = 0, column: str = "", **params: type_of_parameter
    ) -> None:
        super().__init__(code)
        self.problem = Problem(row, column, code, params)


class LoadRefused(Exception):
    """The rows are right by themselves but do not fit what is stored; nothing was saved."""

    def __init__(self, log: ProblemLog) -> None:
        super().__init__(f"{log.count} problems")
        self.problems = log.listed()
        self.problem_count = log.count


class ProblemLog:
    """Collects problems, keeps the first ``KEPT`` and counts them all."""

    def __init__(self) -> None:
        self._kept: list[Problem] = []
        self.count = 0

    def add(self, row: int, column: str, code: str, /, **params: type_of_parameter) -> None:
        """Note one problem."""
        self.count += 1
        if len(self._kept) < KEPT:
            self._kept.append(Problem(row, column, code, params))

    def add_rows(
        self, rows: np.ndarray, column: str, code: str, /, **params: type_of_parameter
    ) -> None:
        """Note the same problem for many rows."""
        room = max(KEPT - len(self._kept), 0)
        self._kept.extend(Problem(int(row), column, code, params) for row in rows[:room])
        self.count += len(rows)

    def listed(self) -> list[Problem]:
        """Return the kept problems by row, then column."""
        return sorted(self._kept, key=lambda each: (each.row, each.column, each.code))
