"""Time runs over many institutions, each against its floor in the same run, and print ratios.

Run: .venv/bin/python benchmarks/batch.py [INSTITUTIONS] [RUNS]. The floors:

- making: a precompiled Jinja2 template that prints as many bytes, written to disk, in one process, per institution;
- looking again: reading and hashing the files of the folders and of the library, in one process;
- memory: a run over a tenth of the institutions.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import jinja2

from policygen.batching import Order, Task, library_of
from policygen.crews import batch
from policygen.freshness import ground_of
from policygen.loading import shipped_library

ANSWERS = (Path(__file__).parent.parent / "docs" / "examples" / "ohio-practice.yaml").read_text(encoding="utf-8")
NAME = "Maple Hollow Family Physicians"


def main(institutions: int, runs: int) -> None:
    """Print what each measure takes and its ratio to its floor."""
    order = Order(
        ground=ground_of([shipped_library()]),
        on=date(2026, 11, 21),
        formats=("md", "html"),
        processes=1,
        method="fork" if sys.platform == "linux" else None,
    )
    library_of(order.ground)
    with tempfile.TemporaryDirectory() as place:
        times: dict[str, list[float]] = {"bare": [], "one": [], "all": [], "hash": [], "again": []}
        for run in range(runs):
            folders = lay(Path(place, str(run)), institutions)
            cores = Order(**{**vars(order), "processes": os.cpu_count() or 1})
            times["one"].append(timed(lambda: make(folders, order)))  # noqa: B023 - called at once
            times["bare"].append(timed(lambda: bare(folders)))  # noqa: B023
            times["hash"].append(timed(lambda: read_and_hash(folders)))  # noqa: B023
            times["again"].append(timed(lambda: make(folders, order)))  # noqa: B023
            others = lay(Path(place, f"{run}-cores"), institutions)
            times["all"].append(timed(lambda: make(others, cores)))  # noqa: B023
        seconds = {name: statistics.median(each) for name, each in times.items()}
        small, large = (
            peak(Path(place, f"peak-{number}"), number, order) for number in (institutions // 10, institutions)
        )
    say("made, one process, each", seconds["one"] / institutions, "bare template", seconds["bare"] / institutions)
    say("made, all cores, each", seconds["all"] / institutions, "bare template", seconds["bare"] / institutions)
    say("unchanged, each", seconds["again"] / institutions, "read and hash", seconds["hash"] / institutions)
    tenth = f"of {institutions // 10}"
    print(f"{f'memory of {institutions}':28} {large:9.1f} MB   {tenth:16} {small:9.1f} MB   {large / small:6.2f} x")


def say(what: str, took: float, floor: str, least: float) -> None:
    """Print a line of the table."""
    print(f"{what:28} {took * 1000:9.3f} ms   {floor:16} {least * 1000:9.3f} ms   {took / least:6.2f} x")


def lay(place: Path, institutions: int) -> list[Path]:
    """Make the folders of institutions that differ by name."""
    folders = [place / f"practice-{number}" for number in range(institutions)]
    for number, folder in enumerate(folders):
        folder.mkdir(parents=True)
        (folder / "answers.yaml").write_text(ANSWERS.replace(NAME, f"{NAME} {number}"), encoding="utf-8")
    return folders


def make(folders: list[Path], order: Order) -> None:
    """Run over folders, and see that nothing is refused."""
    for outcome in batch((Task(folder=folder) for folder in folders), order):
        assert not outcome.failed, outcome


def bare(folders: list[Path]) -> None:
    """Write texts of the same length from a compiled template that prints three values in each of its lines."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((folders[0] / "documents").iterdir())]
    line = "{{ name }}, {{ short }} and {{ contact }}: "
    templates = []
    for text in texts:
        words = text.replace("{", "(").replace("}", ")").splitlines()
        source = "\n".join((line + each)[: len(each) + len(line)] for each in words)
        templates.append(jinja2.Environment(autoescape=True).from_string(source))
    for number, folder in enumerate(folders):
        for template in templates:
            text = template.render(name=f"{NAME} {number}", short="the Practice", contact="privacy@maple.example")
            with (folder / "bare").open("w", encoding="utf-8") as file:
                file.write(text)
        (folder / "bare").unlink()


def read_and_hash(folders: list[Path]) -> None:
    """Read every file of the library and of the folders, and hash it."""
    for folder in [*(shipped_library() / name for name in ("clauses", "jurisdictions", "templates")), *folders]:
        for path in folder.rglob("*"):
            if path.is_file():
                path.stat()
                hashlib.sha256(path.read_bytes()).hexdigest()


def peak(place: Path, institutions: int, order: Order) -> float:
    """Give the most memory, in MB, of a run and of its processes, measured in a process of its own."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("spawn").Process(target=_peak, args=(sender, place, institutions, order))
    child.start()
    found = float(receiver.recv())
    child.join()
    return found


def _peak(sender: multiprocessing.connection.Connection, place: Path, institutions: int, order: Order) -> None:
    import resource

    make(lay(place, institutions), order)
    used = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    sender.send(sum(used) / 1024)


def timed(action: Callable[[], None]) -> float:
    """Give the wall seconds of an action."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(*(int(word) for word in (*sys.argv[1:], *("100", "3")[len(sys.argv) - 1 :])))
