"""One institution's folder: its answers, its own clauses, its documents, its issued versions and the lock."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from filelock import FileLock, Timeout

from policygen.answerfile import load_answers, unanswered
from policygen.document import Document
from policygen.editions import Edition
from policygen.errors import WorkspaceError
from policygen.history import load_history
from policygen.library import Library
from policygen.loading import load_library
from policygen.lock import LOCAL, Lock, fingerprint, read_lock, write_lock
from policygen.making import Circumstances, Made, editions_for, library_without, make
from policygen.outputs import ALL, FORMATS, Wanted
from policygen.recording import recorded
from policygen.selection import Selection
from policygen.systems import clause_files, refuse_system, system_layers
from policygen.themefiles import load_look
from policygen.trail import TRAIL, Deed, Entry, Hand, head
from policygen.waivers import WAIVERS, waivers_of
from policygen.writing import is_unsettled, put_in_place, settle

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

    @property
    def waivers(self) -> Path:
        """What was waived, by whom and until when."""
        return self.folder / WAIVERS

    def library(self, folders: Sequence[Path] = ()) -> Library:
        """Load the library that applies here: the shipped one, other folders over it, the institution's own on top."""
        return load_library(*self.library_folders(folders))

    def library_folders(self, beneath: Sequence[Path]) -> tuple[Path, ...]:
        """List the folders of the library that applies here: those beneath, its health system's, and its own."""
        own = (self.folder,) if (self.folder / LOCAL).is_dir() else ()
        return (*self.folders_beneath(beneath), *own)

    def folders_beneath(self, folders: Sequence[Path]) -> tuple[Path, ...]:
        """List the folders of the library without the institution's own clauses: others, and its health system."""
        return (*folders, *system_layers(self.folder))

    def local_files(self) -> dict[str, Path]:
        """Find the institution's own clause files, by path within the folder."""
        return clause_files(self.folder)


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
    beneath: tuple[str, ...]
    """The institution's own clause files whose library text has changed since they were written."""
    behind: tuple[str, ...]
    """Documents of other formats that were not made again, and say what was before."""


def require_workspace(folder: Path) -> Workspace:
    """Find the workspace in a folder; raise WorkspaceError when there is none."""
    workspace = Workspace(folder)
    refuse_system(folder)
    if not workspace.answers.is_file():
        raise WorkspaceError(f"{folder} holds no answers.yaml. Make one with: policygen new {folder}")
    if is_unsettled(folder):
        with writing(workspace):
            pass  # holding the folder finishes what an interrupted run had decided
    return workspace


def build(
    workspace: Workspace,
    library: Library,
    on: date,
    wanted: Wanted = ALL,
    *,
    progress: Callable[[str], None] = lambda _: None,
    hand: Hand | None = None,
) -> Built:
    """Make the documents of a workspace and put them in place, the lock last.

    ``hand`` goes into the audit trail, unless nothing changed; without it nothing is recorded.
    Raises AnswersRefused, ProblemsFound, RenderFailed, UsageError, WorkspaceError.
    """
    answers = load_answers(workspace.answers, library)
    own = circumstances(workspace, library)
    made = make(library, answers, on, own, wanted, progress)
    with writing(workspace):
        old = read_old_lock(workspace)
        refuse_hand_edits(workspace, old, made.outputs)
        lock = put_made(workspace, made, old, entry=hand.did(Deed.BUILT) if hand else None)
    return Built(
        selection=made.editions[0].selection,
        document=made.editions[0].document,
        files=tuple(workspace.folder / path for path in made.outputs),
        folder=workspace.folder,
        defaults=len(unanswered(answers, answers.questionnaire)),
        failed=made.failed,
        beneath=tuple(path for path, base in own.local.items() if base != library_text(library, workspace, path)),
        behind=lock.behind,
    )


def editions_of(workspace: Workspace, library: Library, on: date) -> tuple[Edition, ...]:
    """Assemble the policy of a folder, in each language it needs, under the numbers that were issued."""
    own = Circumstances(history=load_history(workspace.folder))
    return editions_for(library, load_answers(workspace.answers, library), on, own)


def put_made(
    workspace: Workspace,
    made: Made,
    old: Lock,
    more: Mapping[Path, bytes | None] | None = None,
    entry: Entry | None = None,
) -> Lock:
    """Put documents in place, and other files with them, the lock last; give it; hold the workspace while doing so.

    The entry goes into the audit trail with what changed, and with every waiver that is not in it yet; a build
    that changes nothing is not recorded.
    """
    kept = {
        path: digest
        for path, digest in old.outputs.items()
        if path not in made.outputs and (workspace.folder / path).is_file()
    }
    bound = tuple(path for path in old.bound if (workspace.folder / path).is_file())
    moved = _content(old) != _content(made.lock)
    behind = tuple(path for path in sorted({*kept, *bound}) if moved or path in old.behind)
    outputs = kept | dict(made.lock.outputs)
    lock = replace(made.lock, outputs=outputs, trail=old.trail, bound=bound, behind=behind)
    files: dict[Path, bytes | None] = {**(more or {})}
    files |= {workspace.folder / path: data for path, data in made.outputs.items()}
    if entry is not None and not (entry.deed is Deed.BUILT and _same(old, lock)):
        text = recorded(workspace.folder, entry, old, lock)
        files[workspace.folder / TRAIL] = text.encode()
        lock = replace(lock, trail=head(text))
    put_in_place({**files, workspace.lock: write_lock(lock)}, workspace.folder)
    return lock


def made_again(lock: Lock) -> Wanted:
    """Say what is to be made so that a folder gets each format again that it has."""
    endings = {path.rpartition(".")[2] for path in lock.outputs}
    return Wanted(formats=[name for name in FORMATS if name in endings])


def _same(old: Lock, new: Lock) -> bool:
    return dict(old.outputs) == dict(new.outputs) and dict(old.answers) == dict(new.answers)


def _content(lock: Lock) -> tuple[object, ...]:
    """Give what documents tell; the day alone makes no other document."""
    said = {name: (clause.number, clause.title, clause.says) for name, clause in lock.clauses.items()}
    return said, dict(lock.answers), dict(lock.authorities), lock.language, lock.version, lock.look


def circumstances(workspace: Workspace, library: Library) -> Circumstances:
    """Load what a folder brings to its policy; raise ProblemsFound when a file of it has mistakes."""
    return Circumstances(
        history=load_history(workspace.folder),
        local=local_bases(workspace, library),
        look=load_look(workspace.folder),
        waivers=waivers_of(workspace.waivers),
        folder=workspace.folder,
    )


def library_beneath(workspace: Workspace, library: Library) -> Library:
    """Give the library without the institution's own clauses; those of its health system belong to it."""
    return library_without([workspace.folder], library)


def local_bases(workspace: Workspace, library: Library) -> dict[str, str]:
    """Give the library's text that each local file was made from, by path; empty for a clause of one's own.

    A file that somebody wrote by hand counts as made from the library's text of today.
    """
    known = read_old_lock(workspace).local
    return {
        path: known[path] if path in known else library_text(library, workspace, path)
        for path in workspace.local_files()
    }


def library_text(library: Library, workspace: Workspace, path: str) -> str:
    """Give the library's text of a clause file, beneath the institution's own; empty where it has none."""
    for folder in reversed(library.folders):
        file = folder / path
        if folder != workspace.folder and file.is_file():
            return file.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    return ""


@contextmanager
def writing(workspace: Workspace) -> Iterator[None]:
    """Hold a workspace for writing; a second writer waits, then is told who holds it."""
    sign = workspace.folder / ".policygen-writer"
    lock = FileLock(str(sign) + ".lock")
    try:
        with lock.acquire(timeout=SECONDS_TO_WAIT):
            sign.write_text(_who(), encoding="utf-8")
            settle(workspace.folder)
            try:
                yield
            finally:
                with suppress(OSError):
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
        return Lock()
    return read_lock(workspace.lock.read_bytes().decode(errors="replace"))


def refuse_hand_edits(workspace: Workspace, old: Lock, outputs: Mapping[str, bytes]) -> None:
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
            f"To keep your words as clauses of your own: policygen adopt {workspace.folder}"
        )
