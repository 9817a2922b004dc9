"""Time things in turn, and say how many times its floor each takes.

Machines are noisy and slow down as they please, so a thing and its floor are timed one right after the other, again and
again, and the ratio is the median of the ratios of such pairs.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much a run of the benchmarks measures."""

    pairs: int
    """How often a thing and its floor are timed."""
    institutions: int
    pdfs: int
    library: int
    """Files of the large library."""
    many: int
    """Institutions of the longer of the two runs whose memory is compared; the shorter has 20, or half."""
    clauses: tuple[int, ...]
    """The steps by which a library grows, in files."""
    runs: tuple[int, ...]
    """The steps by which the institutions of a run grow."""
    lengths: tuple[int, ...]
    """The steps by which a document grows, in multiples of one policy."""


FULL = Size(
    pairs=7,
    institutions=1000,
    pdfs=200,
    library=3000,
    many=2000,
    clauses=(30, 100, 400, 1000, 3000),
    runs=(1, 10, 100, 500, 2000),
    lengths=(1, 2, 5, 10),
)
QUICK = Size(
    pairs=3, institutions=60, pdfs=6, library=3000, many=100, clauses=(30, 400, 3000), runs=(1, 10, 60), lengths=(1, 2)
)
TINY = Size(pairs=1, institutions=2, pdfs=1, library=0, many=2, clauses=(30,), runs=(1, 2), lengths=(1,))


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measure, what it took and how it stands to its floor, in seconds unless another unit is named."""

    measure: str
    took: float
    floor: str
    least: float
    ratio: float
    goal: float | None = None
    at_least: bool = False
    """Whether the ratio is to be no smaller than the goal; else it is to be no larger."""
    unit: str = "s"

    @property
    def verdict(self) -> str:
        """Say whether the goal is reached."""
        if self.goal is None:
            return ""
        return "holds" if (self.ratio >= self.goal if self.at_least else self.ratio <= self.goal) else "falls short"

    @property
    def wanted(self) -> str:
        """Write the goal."""
        return "" if self.goal is None else f"{'at least' if self.at_least else 'at most'} {self.goal:g}"


def timed(action: Callable[[], object]) -> float:
    """Give the wall seconds of an action."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def pairs(times: int, action: Callable[[], object], floor: Callable[[], object]) -> list[tuple[float, float]]:
    """Time an action and its floor in turn."""
    return [(timed(action), timed(floor)) for _ in range(times)]


def compared(
    measure: str,
    floor: str,
    found: Iterable[tuple[float, float]],
    goal: float | None = None,
    *,
    each: int = 1,
    faster: bool = False,
) -> Row:
    """Compare timed pairs; ``each`` is how many things one time stands for.

    With ``faster`` the ratio says how many times as many are made in the same time, and is to be at least the goal.
    """
    timings = list(found)
    return Row(
        measure=measure,
        took=statistics.median(took for took, _ in timings) / each,
        floor=floor,
        least=statistics.median(least for _, least in timings) / each,
        ratio=statistics.median(least / took if faster else took / least for took, least in timings),
        goal=goal,
        at_least=faster,
    )


def lines(rows: Iterable[Row]) -> Iterator[str]:
    """Write rows as the lines of a Markdown table, as soon as each is there."""
    yield "| measure | took | floor | took | ratio | goal | |"
    yield "|---|---|---|---|---|---|---|"
    for row in rows:
        figures = f"{_amount(row.took, row.unit)} | {row.floor} | {_amount(row.least, row.unit)} | {row.ratio:.2f}"
        yield f"| {row.measure} | {figures} | {row.wanted} | {row.verdict} |"


def _amount(value: float, unit: str) -> str:
    if unit != "s":
        return f"{value:.0f} {unit}"
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.1f} ms"
