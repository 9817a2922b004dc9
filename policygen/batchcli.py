"""The command that makes the policies of many institutions at once: ``policygen batch``."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import chain
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from policygen.console import AsOf, LibraryDirs, clean, hand, library_folders, read_day, read_formats, say
from policygen.errors import UsageError

if TYPE_CHECKING:
    from policygen.batching import Order, Task
    from policygen.crews import Crew
    from policygen.freshness import Ground

SOME_FAILED = 5
"""The exit code when some policies were not made."""

_MINUTE = 60


def batch(
    folders: Annotated[Optional[list[Path]], typer.Argument(help="The institutions' folders.")] = None,  # noqa: UP045
    table: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--table", help="A CSV file: a column for each question, a row for each institution."),
    ] = None,
    out: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--out", help="Where the folders of the table's institutions lie."),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Make only what is missing or stale, whatever day the rest was made.")
    ] = False,
    formats: Annotated[str, typer.Option("--format", help="md, html, pdf, docx, or several with commas.")] = "",
    report: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--report", help="Where to write batch.csv and batch.html. --out, or else the folder you are in."),
    ] = None,
    processes: Annotated[
        int, typer.Option("--processes", min=0, max=256, help="How many at once; one a core when left out.")
    ] = 0,
    cluster: Annotated[
        str, typer.Option("--cluster", help="The scheduler of a Dask cluster that makes them, as tls://10.0.0.5:8786.")
    ] = "",
    as_of: AsOf = None,
    library: LibraryDirs = None,
) -> None:
    """Make the policies of many institutions. Exit code 5 when some could not be made."""
    from policygen.batching import Order
    from policygen.batchreport import NAMES, reporting
    from policygen.crews import batch as make
    from policygen.freshness import ground_of
    from policygen.loading import shipped_library

    if cluster and processes:
        raise UsageError("--processes says how many work on this machine; with --cluster its workers do.")
    order = Order(
        ground=ground_of([shipped_library(), *library_folders(library)]),
        on=read_day(as_of),
        formats=tuple(read_formats(formats)),
        resume=resume,
        processes=processes or _cores(),
        method="fork" if sys.platform == "linux" else None,
    )
    tasks, total = _tasks(folders or [], table, out, order.ground)
    place = report or out or Path()
    stopped: list[bool] = []
    crew = _crew(cluster, order) if cluster else None
    with _stopping(stopped), reporting(place, stopped) as written:
        shown = _progress(total)
        for outcome in make(tasks, order, hand, lambda: bool(stopped), crew):
            written.add(outcome)
            if outcome.failed:
                _clear()
                say(f"{outcome.folder}: {outcome.result}. {outcome.reason}", to_errors=True)
            shown(written.counts.total())
        _clear()
    say(f"{written.in_words(stopped=bool(stopped))} Report: {', '.join(str(place / name) for name in NAMES)}")
    if stopped:
        left = max(0, total - written.counts.total())
        say(f"{left:,} are left. To go on, run the same command with --resume.", to_errors=True)
        raise typer.Exit(1)
    if any(count for result, count in written.counts.items() if result in ("refused", "incomplete")):
        raise typer.Exit(SOME_FAILED)


def _crew(address: str, order: Order) -> AbstractContextManager[Crew]:
    """Give the cluster at an address; tell the person where strangers may listen in."""
    from policygen.clustering import cluster, is_open

    if is_open(address):
        says = "Nothing that goes to and from this scheduler is encrypted, and whoever reaches it can run programs."
        say(f"{says} Keep it within a network of its own, or use tls://.", to_errors=True)
    return cluster(address, order)


def _tasks(folders: Sequence[Path], table: Path | None, out: Path | None, ground: Ground) -> tuple[Iterator[Task], int]:
    """Give what there is to do, and how much of it; raise UsageError when that is not clear."""
    from policygen.batching import Task
    from policygen.systems import sites_around
    from policygen.tabling import count_rows

    if bool(folders) == (table is not None):
        raise UsageError("Name the folders of institutions, or a table with --table; one of the two.")
    if table is None:
        each = list(dict.fromkeys(site for folder in folders for site in sites_around(folder)))
        return (Task(folder=folder) for folder in each), len(each)
    if out is None:
        raise UsageError("Say with --out where the folders of the table's institutions lie.")
    rows = _rows(table, out, ground)
    first = next(rows, None)  # reads the heading, so that nothing is made under a wrong one
    return chain([first] if first else [], rows), count_rows(table)


def _rows(table: Path, out: Path, ground: Ground) -> Iterator[Task]:
    from policygen.batching import Task, library_of
    from policygen.systems import load_standard
    from policygen.tabling import read_rows

    library = library_of(ground)
    for row in read_rows(table, library, load_standard(out / "site", library)):
        name = row.folder or f"line {row.line}"
        yield Task(folder=out / name, answers=row.answers, refused="\n".join(map(str, row.problems)))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _stopping(stopped: list[bool]) -> Iterator[None]:
    """Take the first Ctrl-C, or request of the system to end, as the wish to stop soon; the second stops at once."""

    def stop(number: int, frame: FrameType | None) -> None:
        if stopped:
            signal.default_int_handler(number, frame)
        stopped.append(True)
        say("\nStopping when the policies under way are finished.", to_errors=True)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _progress(total: int) -> Callable[[int], None]:
    """Give a function that shows how far a run is, on one line of a terminal."""
    if not sys.stderr.isatty():
        return lambda _: None
    begun = time.monotonic()

    def show(done: int) -> None:
        rate = done / max(time.monotonic() - begun, 0.001)
        left = max(0, total - done) / rate
        line = f"{done:,} of {max(total, done):,}, {rate:,.1f} a second, {_duration(left)} left"
        sys.stderr.write("\r\x1b[K" + clean(line)[: shutil.get_terminal_size().columns - 1])
        sys.stderr.flush()

    return show


def _clear() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), _MINUTE)
    hours, minutes = divmod(minutes, _MINUTE)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
