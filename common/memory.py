"""Small things that every request needs, kept for a short while in each process.

For lists that change a few times a day and would otherwise be read on every page. What is
kept is never about one reader.
"""

import time
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")

_everything: "list[Memory[object]]" = []


class Memory(Generic[T]):
    """Keeps what a function answered, for some seconds and at most so many answers."""

    def __init__(self, *, seconds: float, entries: int) -> None:
        self._seconds = seconds
        self._entries = entries
        self._kept: dict[Hashable, tuple[float, T]] = {}
        self._lock = Lock()
        _everything.append(self)  # type: ignore[arg-type]

    def get(self, key: Hashable, read: Callable[[], T]) -> T:
        """Give the kept answer for ``key``, or read it and keep it."""
        now = time.monotonic()
        kept = self._kept.get(key)
        if kept is not None and kept[0] > now:
            return kept[1]
        answer = read()
        self.put(key, answer)
        return answer

    def peek(self, key: Hashable) -> T | None:
        """Give the kept answer for ``key``; None where there is none."""
        kept = self._kept.get(key)
        return kept[1] if kept is not None and kept[0] > time.monotonic() else None

    def put(self, key: Hashable, answer: T) -> None:
        """Keep an answer."""
        with self._lock:
            if len(self._kept) >= self._entries:
                self._kept.clear()
            self._kept[key] = (time.monotonic() + self._seconds, answer)

    def forget(self) -> None:
        """Read everything again next time."""
        with self._lock:
            self._kept.clear()


def forget_everything() -> None:
    """Empty every memory of this process, as between two tests."""
    for memory in _everything:
        memory.forget()
