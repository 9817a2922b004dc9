"""Make the policies of many institutions at once, in several processes of this machine or of a cluster.

Nothing that goes wrong with one institution stops another, not even a process that is killed. Only a few are under way
at any time, and outcomes come in the order of the tasks, so memory does not grow with their number.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from multiprocessing.connection import wait
from typing import Protocol

from policygen.batching import Order, Outcome, Result, Task, known, library_of, make_one
from policygen.trail import Hand
from policygen.workspace import Workspace

_MADE_BEFORE_A_LOOK = 20_000
"""Objects that a process makes before it looks for unused memory; a policy is made of about as many."""
_UNDER_WAY = 4
"""Institutions handed out for each process, so that none waits for work."""


@dataclass(frozen=True)
class Job:
    """A task that was handed out, and the promise of its outcome."""

    task: Task
    hand: Hand | None
    found: Future[Outcome]
    lock: tuple[int, int] | None
    """Which policy.lock stood in its folder before; see ``lock_now``."""

    def told(self, outcome: Outcome) -> Outcome:
        """Tell of a policy that it was built by this run, though its process was killed before it could say so."""
        put = outcome.result is Result.UNCHANGED and self.lock != lock_now(self.task)
        return replace(outcome, folder=self.task.folder, result=Result.BUILT if put else outcome.result)

    def refused(self, reason: str) -> Outcome:
        """Tell that it could not be made."""
        return Outcome(folder=self.task.folder, result=Result.REFUSED, reason=reason)


class Crew(Protocol):
    """The processes at work, wherever they are."""

    @property
    def width(self) -> int:
        """How many institutions they make at once."""

    def take(self, task: Task, hand: Hand | None) -> Job:
        """Hand a task to a process."""

    def outcome(self, job: Job) -> Outcome:
        """Wait for the outcome of a job."""

    def drop(self, job: Job) -> bool:
        """Take a job back that nobody has begun; tell whether it was."""


def batch(
    tasks: Iterable[Task],
    order: Order,
    hand: Callable[[], Hand] | None = None,
    stopping: Callable[[], bool] = lambda: False,
    crew: AbstractContextManager[Crew] | None = None,
) -> Iterator[Outcome]:
    """Make the policies of many institutions; outcomes come in order, as soon as they are there.

    ``hand`` is asked for each institution who makes it and when, for its audit trail. Once ``stopping`` says so, what
    is under way is finished and nothing else begun. ``crew`` is who makes them; left out, processes of this machine.
    Raises ProblemsFound when the library itself has mistakes.
    """
    jobs: deque[Job | Outcome] = deque()
    with crew or Processes(order) as workers:
        for task in tasks:
            if stopping():
                break
            jobs.append(known(task, order) or workers.take(task, hand() if hand else None))
            while len(jobs) > workers.width * _UNDER_WAY or (jobs and isinstance(jobs[0], Outcome)):
                yield _outcome(workers, jobs.popleft())
        while jobs:
            if stopping():
                jobs = deque(job for job in jobs if isinstance(job, Outcome) or not workers.drop(job))
            if jobs:
                yield _outcome(workers, jobs.popleft())


def lock_now(task: Task) -> tuple[int, int] | None:
    """Tell one policy.lock of a task's folder from another put in its place; None where there is none."""
    try:
        lock = Workspace(task.folder).lock.stat()
    except OSError:
        return None
    return lock.st_ino, lock.st_mtime_ns


class Processes:
    """Processes of this machine, and what to do when one of them is killed."""

    def __init__(self, order: Order) -> None:
        """Start none before there is something to make."""
        self.order, self.width = order, order.processes
        self.pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Processes:
        """Give the processes."""
        return self

    def __exit__(self, *_: object) -> None:
        """End them when they have finished what they began."""
        if self.pool:
            self.pool.shutdown(cancel_futures=True)

    def take(self, task: Task, hand: Hand | None) -> Job:
        """Hand a task to a process; the first one starts them, and so does the first after one was killed."""
        if self.pool is None:
            library_of(self.order.ground)  # its mistakes stop the run here, and forked processes share what was read
            self.pool = _started(self.order.processes, self.order.method)
        lock = lock_now(task)
        try:
            return Job(task, hand, self.pool.submit(make_one, task, self.order, hand), lock)
        except BrokenProcessPool:
            self.pool.shutdown()
            self.pool = None
            return self.take(task, hand)

    def outcome(self, job: Job) -> Outcome:
        """Wait for an outcome; a task whose process was killed is tried once more, in a process of its own."""
        error, found = job.found.exception(), job.found
        if isinstance(error, BrokenProcessPool):
            with _started(1, "spawn") as alone:  # this process has threads now, which a fork would not survive
                found = alone.submit(make_one, job.task, self.order, job.hand)
                error = found.exception()
        if isinstance(error, BrokenProcessPool):
            return job.refused("The process that made it was killed, twice.")
        return job.refused(repr(error)) if error else job.told(found.result())

    def drop(self, job: Job) -> bool:
        """Take a job back that no process has begun."""
        return job.found.cancel()


def _outcome(crew: Crew, job: Job | Outcome) -> Outcome:
    return job if isinstance(job, Outcome) else crew.outcome(job)


def _started(processes: int, method: str | None) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context(method), initializer=_settle_in)


def _settle_in() -> None:
    """Leave Ctrl-C to the process that hands out work, end when that asks for it, and with it when it is killed.

    What was read before stays to the end, so the collector of unused memory need not look through it again and again.
    """
    gc.freeze()
    gc.set_threshold(_MADE_BEFORE_A_LOOK)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    if parent is not None:
        sentinel = parent.sentinel

        def end_with_it() -> None:
            wait([sentinel])
            os._exit(1)

        threading.Thread(target=end_with_it, daemon=True).start()
