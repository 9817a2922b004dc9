"""Many institutions: what each costs, what a second run costs, and what memory a long run takes."""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import jinja2

from benchmarks.measuring import Row, Size, compared, pairs, timed
from benchmarks.practices import KINDS, NAME, copied_library, lay, make, order_of
from policygen.batching import Order, Task, make_one
from policygen.crews import MADE_BEFORE_A_LOOK
from policygen.loading import shipped_library

CHUNK = 5
"""Institutions that are made before their floor is timed."""
FEW = 20
RUNS = 3
"""In how many runs institutions are made, for a median."""
BARE = "compiled templates, as many bytes and files"


def making(size: Size) -> Iterator[Row]:
    """Make institutions in one process; the floor is compiled templates that print as many bytes, written to disk."""
    for names, goal in (("the same short name", 3.0), ("each its own short name", None)):
        with tempfile.TemporaryDirectory() as place:
            order = order_of()
            first, *folders = lay(Path(place), size.institutions + 1, own_short_names=goal is None)
            _one(order, first)
            bare = bare_templates(first)
            gc.freeze()  # as each process of a run does
            gc.set_threshold(MADE_BEFORE_A_LOOK)
            found = [
                (_time_of_all(chunk, partial(_one, order)), _time_of_all(chunk, bare))
                for chunk in (folders[begin : begin + CHUNK] for begin in range(0, len(folders), CHUNK))
            ]
        yield compared(f"made as Markdown and HTML, {names}", BARE, found, goal)


def run(size: Size) -> Iterator[Row]:
    """Make institutions as a run does, in as many processes as there are cores; the floor is as above, in one."""
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as place:
        first, *folders = lay(Path(place), size.institutions + 1)
        order = order_of(processes=cores)
        make([first], order)
        bare = bare_templates(first)
        runs = min(RUNS, len(folders))
        parts = [folders[begin::runs] for begin in range(runs)]
        found = [(timed(lambda: make(part, order)) / len(part), _time_of_all(part, bare)) for part in parts]  # noqa: B023
    yield compared(f"the same, a run on {cores} cores, for each", f"{BARE}, in one process", found)


def _one(order: Order, folder: Path) -> None:
    outcome = make_one(Task(folder=folder), order, None)
    assert not outcome.failed, outcome


def _time_of_all(folders: list[Path], action: Callable[[Path], None]) -> float:
    """Give the seconds that an action takes for each of some folders."""

    def all_of_them() -> None:
        for folder in folders:
            action(folder)

    return timed(all_of_them) / len(folders)


def bare_templates(folder: Path) -> Callable[[Path], None]:
    """Compile templates that print as much as the documents of a folder, with three values in each line."""
    line = "{{ name }}, {{ short }} and {{ contact }}: "
    templates = []
    for path in sorted((folder / "documents").iterdir()):
        words = path.read_text(encoding="utf-8").replace("{", "(").replace("}", ")").splitlines()
        source = "\n".join((line + each)[: len(each) + len(line)] for each in words)
        templates.append((path.name, jinja2.Environment(autoescape=True).from_string(source)))

    def write(folder: Path) -> None:
        (folder / "bare").mkdir()
        for name, template in templates:
            text = template.render(name=NAME, short="the Practice", contact="privacy@maple.example")
            (folder / "bare" / name).write_text(text, encoding="utf-8")

    return write


def again(size: Size) -> Iterator[Row]:
    """Run again over institutions that are all right; the floor reads and hashes what they are made from."""
    with tempfile.TemporaryDirectory() as place:
        folders = lay(Path(place), size.institutions)
        make(folders, order_of(processes=os.cpu_count() or 1))
        found = pairs(size.pairs, lambda: make(folders, order_of()), lambda: read_and_hash(folders))
    yield compared(f"looked at again, {size.institutions} unchanged", "stat and hash of all files", found, 1.5)


def read_and_hash(folders: list[Path]) -> None:
    """Read every file of the library and of the folders, and hash it."""
    for folder in [*(shipped_library() / kind for kind in KINDS), *folders]:
        for path in folder.rglob("*"):
            if path.is_file():
                path.stat()
                hashlib.sha256(path.read_bytes()).hexdigest()


def changed(size: Size) -> Iterator[Row]:
    """Change one clause that half of the institutions use; the floor makes just that half."""
    with tempfile.TemporaryDirectory() as place:
        library = copied_library(Path(place, "library"))
        number = max(2, size.institutions // 10)
        using, others = lay(Path(place, "using"), number), lay(Path(place, "others"), number)
        for folder in others:
            answers = folder / "answers.yaml"
            answers.write_text(answers.read_text(encoding="utf-8").replace("us-oh", "ca-on"), encoding="utf-8")
        clause = min((library / "clauses" / "breach-notification").glob("*.us.md"))
        make([*using, *others], order_of(library))
        found = []
        for _ in range(size.pairs):
            clause.write_text(f"{clause.read_text(encoding='utf-8').rstrip()} Note it.\n", encoding="utf-8")
            order = order_of(library)
            all_of_them = timed(lambda: make([*using, *others], order))  # noqa: B023 - called at once
            for folder in using:
                shutil.rmtree(folder / "documents")
            found.append((all_of_them, timed(lambda: make(using, order))))  # noqa: B023
    yield compared("one clause changed that half use", "making that half", found, 1.1)


def memory(size: Size) -> Iterator[Row]:
    """Compare the memory of a long run, in all its processes, to that of a short one."""
    few = min(FEW, max(1, size.many // 2))
    with tempfile.TemporaryDirectory() as place:
        much, little = (peak(Path(place, str(number)), number) for number in (size.many, few))
    row = compared(f"memory of {size.many} institutions", f"of {few}", [(much, little)], 1.2)
    yield replace(row, unit="MB")


def peak(place: Path, institutions: int) -> float:
    """Give the most memory, in MB, of a run and of its largest process, measured in a process of its own."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("spawn").Process(target=_peak, args=(sender, place, institutions))
    child.start()
    found = float(receiver.recv())
    child.join()
    return found


def _peak(sender: Connection, place: Path, institutions: int) -> None:
    import resource  # Linux only, and so is the file below

    make(lay(place, institutions), order_of())
    own = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    assert own is not None  # resource.getrusage would tell the memory of the process that started this one
    sender.send((int(own[1]) + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024)
