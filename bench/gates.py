"""One line of the table, and how times are taken."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Gate:
    """One goal: what it is measured against, what was measured, whether it is reached."""

    name: str
    floor: str
    ours: str
    ratio: str
    goal: str
    passed: bool

    def line(self) -> str:
        mark = "ok" if self.passed else "SHORT"
        numbers = f"{self.floor} | {self.ours} | {self.ratio} | {self.goal}"
        return f"| {self.name} | {numbers} | {mark} |"


HEADER = "| gate | floor | ours | ratio | goal | |\n|---|---|---|---|---|---|"


def times(runs: int, *works: tuple[Callable[[], object], Callable[[], object]]) -> list[float]:
    """Median seconds of each work, taking turns; each is (prepare, work), only work counts."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for place, (prepare, work) in enumerate(works):
            prepare()
            gc.collect()
            begun = time.perf_counter()
            work()
            taken[place].append(time.perf_counter() - begun)
    return [statistics.median(each) for each in taken]


def nothing() -> None:
    """Prepare nothing."""


def seconds(value: float) -> str:
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms"


def at_most(name: str, floor: float, ours: float, limit: float) -> Gate:
    """A ratio to a floor that must not be exceeded."""
    ratio = ours / floor
    return Gate(
        name, seconds(floor), seconds(ours), f"{ratio:.2f}×", f"≤ {limit:g}×", ratio <= limit
    )


def at_least(name: str, other: float, ours: float, limit: float) -> Gate:
    """How many times faster than another way."""
    ratio = other / ours
    return Gate(
        name,
        seconds(other),
        seconds(ours),
        f"{ratio:.1f}× faster",
        f"≥ {limit:g}× faster",
        ratio >= limit,
    )


def peak_memory(work: Callable[[], object]) -> int:
    """Bytes that ``work`` needs at most above what the process has before (Linux)."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text(
        "5", encoding="ascii"
    )  # resets the high-water mark
    before = _status("VmRSS")
    work()
    return _status("VmHWM") - before


def _status(name: str) -> int:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * 1024
    msg = f"no {name} here"
    raise RuntimeError(msg)


def milliseconds(value: float) -> str:
    return f"{value * 1000:.1f} ms"
