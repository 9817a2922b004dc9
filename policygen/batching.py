"""Make the policy of one institution of many, in whichever process, and say what became of it.

What is still right is not made again, and what goes wrong is an outcome: a mistake, a full disk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from policygen.answerfile import load_answers, missing, read_answers
from policygen.answers import Answers
from policygen.errors import AnswersRefused, PolicygenError, WorkspaceError
from policygen.freshness import Ground, fingerprint_of, next_day, own_fingerprint, still_right, used_of
from policygen.inputs import Inputs
from policygen.library import Library
from policygen.loading import load_again, load_folders
from policygen.lock import LOCAL
from policygen.making import Made, make
from policygen.outputs import Wanted
from policygen.sources import Sources
from policygen.starting import begin
from policygen.systems import load_standard, system_layers
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


@lru_cache(maxsize=1)
def library_of(ground: Ground) -> Library:
    """Load the library of a run, once in a process; raise WorkspaceError when it was edited since the run began."""
    library = load_again(*ground.folders)
    if library.fingerprint != ground.library:
        raise WorkspaceError("The library was edited while policies were made from it. Run the command again.")
    return library


@lru_cache(maxsize=4)
def library_of_system(ground: Ground, system: Path, fingerprint: str) -> Library:
    """Load the library of a run with the clauses of a health system, once in a process; raise WorkspaceError."""
    library = load_folders(*library_of(ground).folders, system)
    if Sources([system]).fingerprint() != fingerprint:
        raise WorkspaceError(f"{system} was edited while policies were made from it. Run the command again.")
    return library


def make_one(task: Task, order: Order, hand: Hand | None) -> Outcome:
    """Make the policy of one institution, unless it is still right; never raises a failure that has a sentence."""
    try:
        return _make(task, order, hand)
    except (PolicygenError, OSError) as error:
        return Outcome(folder=task.folder, result=Result.REFUSED, reason=str(error))


def known(task: Task, order: Order) -> Outcome | None:
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
    return still_right(order.ground, workspace, order.formats, order.on, any_day=order.resume)


def _make(task: Task, order: Order, hand: Hand | None) -> Outcome:
    workspace = _workspace(task)
    seen, own_files = look_at([workspace.answers]), own_fingerprint(workspace)
    library = _own_library(workspace, order.ground)
    text = _to_write(task, workspace, library)
    if text is None and (outcome := known(replace(task, answers=None), order)):
        return outcome
    answers = load_answers(workspace.answers, library) if text is None else _read(text, workspace, library)
    own = replace(circumstances(workspace, library), duties=library_of(order.ground))
    made = make(library, answers, order.on, own, Wanted(formats=order.formats))
    used = used_of(library, made.editions[0].selection, own.local)
    now = fingerprint_of(order.ground, used, own_files, workspace.answers.read_bytes() if text is None else text)
    inputs = _inputs(made, used, now, next_day(library, answers, order.on))
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
    said, problems = read_answers(text.decode(), shown, library.questionnaire, library.places)
    answers = said.under(load_standard(workspace.folder, library))
    problems += missing(answers, shown)
    if problems:
        raise AnswersRefused(problems, "These answers are missing or wrong; nothing was made.")
    return answers


def _inputs(made: Made, used: tuple[str, ...], now: str, until: date | None) -> Inputs:
    """Say what documents were made from; formats in which one failed do not count as made."""
    lacking = {name.rpartition(".")[2] for name in made.failed}
    outputs = {path: digest for path, digest in made.lock.outputs.items() if path.rpartition(".")[2] not in lacking}
    selection = made.editions[0].selection
    items = tuple(item.says for item in selection.open_items)
    return Inputs(fingerprint=now, as_of=selection.on, until=until, outputs=outputs, open_items=items, used=used)


def _own_library(workspace: Workspace, ground: Ground) -> Library:
    shared = library_of(ground)
    for system in system_layers(workspace.folder):
        shared = library_of_system(ground, system, Sources([system]).fingerprint())
    return load_folders(*shared.folders, workspace.folder) if (workspace.folder / LOCAL).is_dir() else shared
