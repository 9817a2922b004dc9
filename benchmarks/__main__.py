"""Print every measure with its floor, its ratio and its goal: python -m benchmarks [--quick] [NAME...]."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from benchmarks.batches import again, changed, making, memory, run
from benchmarks.commands import asking, building
from benchmarks.growing import clauses, institutions, pages
from benchmarks.libraries import reading
from benchmarks.measuring import FULL, QUICK, TINY, Row, Size, lines
from benchmarks.pdfs import engines, template, two_processes

MEASURES: Mapping[str, Callable[[Size], Iterator[Row]]] = {
    "build": building,
    "template": template,
    "pdfs": two_processes,
    "engines": engines,
    "making": making,
    "run": run,
    "again": again,
    "changed": changed,
    "library": reading,
    "help": asking,
    "memory": memory,
    "clauses": clauses,
    "institutions": institutions,
    "pages": pages,
}
"""By the name under which each can be asked for alone."""

SIZES = {"--quick": QUICK, "--tiny": TINY}


def main(words: Sequence[str]) -> int:
    """Measure what is asked for, or everything."""
    size = next((SIZES[word] for word in words if word in SIZES), FULL)
    names = [word for word in words if word not in SIZES] or list(MEASURES)
    unknown = [name for name in names if name not in MEASURES]
    if unknown:
        print(f"There is no measure {', '.join(unknown)}. There are: {', '.join(MEASURES)}", file=sys.stderr)
        return 2
    for line in lines(row for name in names for row in MEASURES[name](size)):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
