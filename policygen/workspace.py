"""One institution's folder: its answers, its own clauses, its documents and the lock."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from filelock import FileLock, Timeout

from policygen.answerfile import load_answers, unanswered
from policygen.document import Document
from policygen.editions import make_editions
from policygen.errors import WorkspaceError
from policygen.library import Library
from policygen.loading import load_library
from policygen.lock import Lock, fingerprint, read_lock, write_lock
from policygen.outputs import make_outputs
from policygen.selection import Selection
from policygen.themefiles import load_look
from policygen.writing import put_in_place, sweep

SECONDS_TO_WAIT = 20
"""How long to wait for somebody else who is writing the same folder."""


@dataclass(frozen=True)
class Workspace:
    """The paths of an institution's folder."""

    folder: Path

    @property
    def answers(self) -> Path:
        """The file of answers."""
        return self.folder / "answers.yaml"

    @property
    def documents(self) -> Path:
        """The folder of generated documents."""
        return self.folder / "documents"

    @property
    def lock(self) -> Path:
        """What the documents were made from."""
        return self.folder / "policy.lock"

    def library(self, folders: Sequence[Path] = ()) -> Library:
        """Load the library that applies here: the shipped one, other folders over it, the institution's own on top."""
        own = [self.folder] if (self.folder / "clauses").is_dir() else []
        return load_library(*folders, *own)


@dataclass(frozen=True, kw_only=True)
class Built:
    """What a build made."""

    selection: Selection
    document: Document
    files: tuple[Path, ...]
    folder: Path
    defaults: int
    """How many questions that apply were not answered, and took their default."""
    failed: Mapping[str, str]
    """Files that could not be made, each with the reason."""


def require_workspace(folder: Path) -> Workspace:
    """Find the workspace in a folder; raise WorkspaceError when there is none."""
    workspace = Workspace(folder)
    if not workspace.answers.is_file():
        raise WorkspaceError(f"{folder} holds no answers.yaml. Make one with: policygen new {folder}")
    return workspace


def build(
    workspace: Workspace,
    library: Library,
    on: date,
    formats: Sequence[str] = (),
    progress: Callable[[str], None] = lambda _: None,
    documents: Sequence[str] = (),
) -> Built:
    """Make the documents of a workspace and put them in place, the lock last.

    ``formats`` empty means all; a format that this machine cannot make is then left out and reported,
    while one that was asked for raises RenderFailed. ``documents`` empty means those that the answers ask for.
    Raises AnswersRefused, ProblemsFound, UsageError, WorkspaceError.
    """
    answers = load_answers(workspace.answers, library)
    look = load_look(workspace.folder)
    editions = make_editions(library, answers, on)
    made = make_outputs(library, editions, formats=formats, documents=documents, look=look, progress=progress)
    outputs = made.files
    selection, document = editions[0].selection, editions[0].document
    with writing(workspace):
        old = read_old_lock(workspace)
        _refuse_hand_edits(workspace, old, outputs)
        kept = {
            path: (workspace.folder / path).read_bytes()
            for path in old.outputs
            if path not in outputs and (workspace.folder / path).is_file()
        }
        lock = write_lock(library, selection, document, {**kept, **outputs})
        files = {workspace.folder / path: data for path, data in outputs.items()}
        put_in_place({**files, workspace.lock: lock})
    return Built(
        selection=selection,
        document=document,
        files=tuple(files),
        folder=workspace.folder,
        defaults=len(unanswered(answers, answers.questionnaire)),
        failed=made.failed,
    )


@contextmanager
def writing(workspace: Workspace) -> Iterator[None]:
    """Hold a workspace for writing; a second writer waits, then is told who holds it."""
    sign = workspace.folder / ".policygen-writer"
    lock = FileLock(str(sign) + ".lock")
    try:
        with lock.acquire(timeout=SECONDS_TO_WAIT):
            sign.write_text(_who(), encoding="utf-8")
            sweep(workspace.folder)
            sweep(workspace.documents)
            try:
                yield
            finally:
                sign.unlink(missing_ok=True)
    except Timeout:
        who = sign.read_text(encoding="utf-8") if sign.is_file() else "someone"
        raise WorkspaceError(f"{workspace.folder} is being written by {who}. Try again when that is done.") from None
    except OSError as error:
        raise WorkspaceError(f"{workspace.folder} cannot be written: {error.strerror or error}.") from error


def _who() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "someone"


def read_old_lock(workspace: Workspace) -> Lock:
    """Read what the documents were made from; an empty lock where none were made."""
    if not workspace.lock.is_file():
        return Lock({})
    return read_lock(workspace.lock.read_bytes().decode(errors="replace"))


def _refuse_hand_edits(workspace: Workspace, old: Lock, outputs: Mapping[str, bytes]) -> None:
    """Stop before a document that somebody changed by hand would be overwritten."""
    edited = []
    for path, new in outputs.items():
        file = workspace.folder / path
        now = file.read_bytes() if file.is_file() else None
        if now is not None and now != new and fingerprint(now) != old.outputs.get(path):
            edited.append(path)
    if edited:
        raise WorkspaceError(
            f"Edited by hand since it was made: {', '.join(edited)}. Nothing was overwritten. "
            "Move your wording into a clause of your own (clauses/ in the same folder), "
            "move the edited file away, and build again."
        )
