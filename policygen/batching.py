"""Make the policies of many institutions at once, in several processes, each put in place whole.

What is still right is not made again. What goes wrong with one institution is its outcome and stops no other: a
mistake, a full disk, even a process that is killed. Only a few institutions are under way at any time, and outcomes
come in the order of the tasks, so memory does not grow with their number.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from multiprocessing.connection import wait
from pathlib import Path

from policygen.answerfile import load_answers, missing, read_answers
from policygen.answers import Answers
from policygen.errors import AnswersRefused, PolicygenError, WorkspaceError
from policygen.freshness import Ground, fingerprint_of, next_day, still_right
from policygen.inputs import Inputs
from policygen.library import Library
from policygen.loading import load_folders
from policygen.lock import LOCAL
from policygen.making import Made, make
from policygen.outputs import Wanted
from policygen.starting import begin
from policygen.tabling import made_by_table
from policygen.trail import Deed, Hand
from policygen.workspace import (
    Workspace,
    circumstances,
    put_made,
    read_old_lock,
    refuse_hand_edits,
    require_workspace,
    writing,
)
from policygen.writing import is_unsettled, look_at, refuse_changed

_UNDER_WAY = 4
"""Institutions handed out for each process, so that none waits for work."""


class Result(StrEnum):
    """What became of one institution."""

    BUILT = "built"
    UNCHANGED = "unchanged"
    INCOMPLETE = "incomplete"
    """Some formats could not be made."""
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Task:
    """One institution to make the policy of."""

    folder: Path
    answers: bytes | None = None
    """The text of its answers file; None takes the one in its folder."""
    refused: str = ""
    """Why nothing can be made of it."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """How all policies of a run are made."""

    ground: Ground
    """The library and the program."""
    on: date
    formats: tuple[str, ...] = ()
    """Empty means all."""
    resume: bool = False
    """Whether a policy of an earlier day stays while nothing dated began or ended since."""
    processes: int = 1
    method: str | None = None
    """How processes are started: fork, forkserver or spawn; None for what suits the system."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one institution, and why."""

    folder: Path
    result: Result
    reason: str = ""
    open_items: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Tell whether somebody has to look at it."""
        return self.result in (Result.REFUSED, Result.INCOMPLETE)


@dataclass(frozen=True)
class _Job:
    """A task, and its outcome or the promise of one."""

    task: Task
    hand: Hand | None
    found: Outcome | Future[Outcome]


def batch(
    tasks: Iterable[Task],
    order: Order,
    hand: Callable[[], Hand] | None = None,
    stopping: Callable[[], bool] = lambda: False,
) -> Iterator[Outcome]:
    """Make the policies of many institutions; outcomes come in order, as soon as they are there.

    ``hand`` is asked for each institution who makes it and when, for its audit trail. Once ``stopping`` says so, what
    is under way is finished and nothing else begun. Raises ProblemsFound when the library itself has mistakes.
    """
    jobs: deque[_Job] = deque()
    with _Crew(order) as crew:
        for task in tasks:
            if stopping():
                break
            known = _known(task, order)
            jobs.append(_Job(task, None, known) if known else crew.take(task, hand() if hand else None))
            while len(jobs) > order.processes * _UNDER_WAY or (jobs and isinstance(jobs[0].found, Outcome)):
                yield crew.outcome(jobs.popleft())
        while jobs:
            if stopping():
                jobs = deque(job for job in jobs if isinstance(job.found, Outcome) or not job.found.cancel())
            if jobs:
                yield crew.outcome(jobs.popleft())


@lru_cache(maxsize=1)
def library_of(ground: Ground) -> Library:
    """Load the library of a run, once in a process; raise WorkspaceError when it was edited since the run began."""
    library = load_folders(*ground.folders)
    if library.fingerprint != ground.library:
        raise WorkspaceError("The library was edited while policies were made from it. Run the command again.")
    return library


def make_one(task: Task, order: Order, hand: Hand | None) -> Outcome:
    """Make the policy of one institution, unless it is still right; never raises a failure that has a sentence."""
    try:
        return _make(task, order, hand)
    except (PolicygenError, OSError) as error:
        return Outcome(folder=task.folder, result=Result.REFUSED, reason=str(error))


class _Crew:
    """The processes at work, and what to do when one of them is killed."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> _Crew:
        return self

    def __exit__(self, *_: object) -> None:
        if self.pool:
            self.pool.shutdown(cancel_futures=True)

    def take(self, task: Task, hand: Hand | None) -> _Job:
        """Hand a task to a process; the first one starts them, and so does the first after one was killed."""
        if self.pool is None:
            library_of(self.order.ground)  # its mistakes stop the run here, and forked processes share what was read
            self.pool = _started(self.order.processes, self.order.method)
        try:
            return _Job(task, hand, self.pool.submit(make_one, task, self.order, hand))
        except BrokenProcessPool:
            self.pool.shutdown()
            self.pool = None
            return self.take(task, hand)

    def outcome(self, job: _Job) -> Outcome:
        """Wait for an outcome; a task whose process was killed is tried once more, in a process of its own.

        What is right by then was put in place by the process that was killed: only what is not right is handed out.
        """
        if isinstance(job.found, Outcome):
            return job.found
        error = job.found.exception()
        if isinstance(error, BrokenProcessPool):
            with _started(1, "spawn") as alone:  # this process has threads now, which a fork would not survive
                again = alone.submit(make_one, job.task, self.order, job.hand)
                error = again.exception()
            if error is None and again.result().result is Result.UNCHANGED:
                return replace(again.result(), result=Result.BUILT)
        else:
            again = job.found
        if error is None:
            return again.result()
        says = "The process that made it was killed, twice." if isinstance(error, BrokenProcessPool) else repr(error)
        return Outcome(folder=job.task.folder, result=Result.REFUSED, reason=says)


def _started(processes: int, method: str | None) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context(method), initializer=_settle_in)


def _settle_in() -> None:
    """Leave Ctrl-C to the process that hands out work, and end with it when it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        sentinel = parent.sentinel

        def end_with_it() -> None:
            wait([sentinel])
            os._exit(1)

        threading.Thread(target=end_with_it, daemon=True).start()


def _known(task: Task, order: Order) -> Outcome | None:
    """Give the outcome of a task for which nothing has to be made."""
    if task.refused:
        return Outcome(folder=task.folder, result=Result.REFUSED, reason=task.refused)
    try:
        standing = _standing(task, order)
    except OSError:
        return None
    if standing is None:
        return None
    return Outcome(folder=task.folder, result=Result.UNCHANGED, open_items=standing.open_items)


def _standing(task: Task, order: Order) -> Inputs | None:
    workspace = Workspace(task.folder)
    if not workspace.answers.is_file() or not workspace.lock.is_file():
        return None
    if task.answers is not None and workspace.answers.read_bytes() != task.answers:
        return None
    now = fingerprint_of(order.ground, workspace)
    return still_right(workspace, now, order.formats, order.on, any_day=order.resume)


def _make(task: Task, order: Order, hand: Hand | None) -> Outcome:
    workspace = _workspace(task)
    seen = look_at([workspace.answers])
    library = _own_library(workspace, order.ground)
    text = _to_write(task, workspace, library)
    if text is None and (known := _known(replace(task, answers=None), order)):
        return known
    now = fingerprint_of(order.ground, workspace, text)
    answers = load_answers(workspace.answers, library) if text is None else _read(text, workspace, library)
    made = make(library, answers, order.on, circumstances(workspace, library), Wanted(formats=order.formats))
    inputs = _inputs(made, now, next_day(library, answers, order.on), order.on)
    begin(workspace.folder)
    with writing(workspace):
        refuse_changed(seen)
        old = read_old_lock(workspace)
        refuse_hand_edits(workspace, old, made.outputs)
        locked = replace(made, lock=replace(made.lock, inputs=inputs.with_outputs_of(old.inputs)))
        more = {} if text is None else {workspace.answers: text}
        put_made(workspace, locked, old, more, hand.did(Deed.BUILT) if hand else None)
    return Outcome(
        folder=task.folder,
        result=Result.INCOMPLETE if made.failed else Result.BUILT,
        reason=" ".join(f"{name} was not made. {reason}" for name, reason in made.failed.items()),
        open_items=inputs.open_items,
    )


def _workspace(task: Task) -> Workspace:
    if task.answers is None:
        return require_workspace(task.folder)
    workspace = Workspace(task.folder)
    if is_unsettled(task.folder):
        with writing(workspace):
            pass  # a run was killed after it had decided, perhaps before the answers were moved into place
    return workspace


def _to_write(task: Task, workspace: Workspace, library: Library) -> bytes | None:
    """Give the answers file to write; None when the one that stands there says the same.

    One that somebody edited by hand is never replaced by a table; raises WorkspaceError when it says something else.
    """
    if task.answers is None or not workspace.answers.is_file():
        return task.answers
    now = workspace.answers.read_bytes()
    if now == task.answers:
        return None
    if made_by_table(now):
        return task.answers
    if load_answers(workspace.answers, library).given != _read(task.answers, workspace, library).given:
        says = f"{workspace.answers} was edited by hand and says something else than the table."
        raise WorkspaceError(f"{says} Nothing was overwritten. Mend the one or the other.")
    return None


def _read(text: bytes, workspace: Workspace, library: Library) -> Answers:
    """Read answers that do not stand in their folder yet; the institution's own library may ask for more."""
    shown = workspace.answers.as_posix()
    answers, problems = read_answers(text.decode(), shown, library.questionnaire, library.places)
    problems += missing(answers, shown)
    if problems:
        raise AnswersRefused(problems, "These answers are missing or wrong; nothing was made.")
    return answers


def _inputs(made: Made, now: str, until: date | None, on: date) -> Inputs:
    """Say what documents were made from; formats in which one failed do not count as made."""
    lacking = {name.rpartition(".")[2] for name in made.failed}
    outputs = {path: digest for path, digest in made.lock.outputs.items() if path.rpartition(".")[2] not in lacking}
    items = tuple(item.says for item in made.editions[0].selection.open_items)
    return Inputs(fingerprint=now, as_of=on, until=until, outputs=outputs, open_items=items)


def _own_library(workspace: Workspace, ground: Ground) -> Library:
    shared = library_of(ground)
    return load_folders(*shared.folders, workspace.folder) if (workspace.folder / LOCAL).is_dir() else shared
