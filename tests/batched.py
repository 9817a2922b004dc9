"""A run over many institutions whose processes are killed or refused: the driver of tests/test_batching.py.

Usage: python -m tests.batched LIBRARY FOLDER... It prints each outcome. The environment says what goes wrong:
VICTIM names the folder before whose lock is written its process is killed, TWICE that this happens again in a process
of its own, LATE that it is killed only when all is in place, LARGEST how many bytes a file may have, as on a full disk.
CLUSTER is the address of a scheduler whose workers make the policies instead; EDITED is a file of the library that is
gone when they read it.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import date
from pathlib import Path

from policygen.batching import Order, Task, library_of
from policygen.clustering import cluster
from policygen.crews import batch
from policygen.freshness import ground_of
from tests.tools import TEA

VICTIM, LARGEST = os.environ.get("VICTIM", ""), int(os.environ.get("LARGEST", "0"))


def hear(event: str, details: tuple[object, ...]) -> None:
    """Kill a process that works for another, just before it writes the lock of the victim, or after."""
    late = ("os.remove", f"/{VICTIM}/.policygen-journal")
    moment, file = late if "LATE" in os.environ else ("open", f"/{VICTIM}/policy.lock.policygen-new")
    if event == moment and str(details[0]).endswith(file):
        os.kill(os.getpid(), signal.SIGKILL)


def main(library: Path, folders: list[Path]) -> None:
    """Run over some folders and print what became of each."""
    if LARGEST:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
    order = Order(
        ground=ground_of([TEA, library]), on=date(2026, 3, 1), formats=("md", "html"), processes=2, method="fork"
    )
    if edited := os.environ.get("EDITED"):
        library_of(order.ground)
        (library / edited).unlink()
    crew = cluster(os.environ["CLUSTER"], order) if "CLUSTER" in os.environ else None
    for outcome in batch((Task(folder=folder) for folder in folders), order, crew=crew):
        sys.stdout.write(f"{outcome.folder.name} {outcome.result} {outcome.reason}\n")
        sys.stdout.flush()


if VICTIM and (__name__ == "__main__" or "TWICE" in os.environ):  # a process that is spawned imports this as well
    sys.addaudithook(hear)

if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
