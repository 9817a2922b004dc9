"""One institution's folder: its answers, its own clauses, its documents, its issued versions and the lock."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from filelock import FileLock, Timeout

from policygen.answerfile import load_answers, unanswered
from policygen.answers import Answers
from policygen.changes import compare
from policygen.cutting import cut
from policygen.document import Document, Revision, Standing
from policygen.editions import Edition, make_editions
from policygen.errors import WorkspaceError
from policygen.filling import long_date
from policygen.findings import Finding
from policygen.formats import Engine, render
from policygen.handouts import MATRIX
from policygen.history import Issued, load_history
from policygen.judging import judge
from policygen.languages import in_language
from policygen.library import Library
from policygen.loading import load_folders, load_library
from policygen.lock import LOCAL, Lock, fingerprint, lock_of, read_lock, write_lock
from policygen.look import PLAIN, Look
from policygen.outputs import make_outputs, papers_of
from policygen.papers.material import StaffChange
from policygen.rendering.words import load_words
from policygen.selection import Selection
from policygen.staffchanges import staff_changes
from policygen.systems import clause_files, find_system, refuse_system, system_layers
from policygen.themefiles import load_look
from policygen.trail import TRAIL, Deed, Entry, Hand, append, head, load_trail, read_trail
from policygen.waivers import Waiver, load_waivers
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
        return self.folder / "waivers.yaml"

    def library(self, folders: Sequence[Path] = ()) -> Library:
        """Load the library that applies here: the shipped one, other folders over it, the institution's own on top."""
        own = [self.folder] if (self.folder / LOCAL).is_dir() else []
        return load_library(*folders, *system_layers(self.folder), *own)

    def beneath(self, folders: Sequence[Path] = ()) -> Library:
        """Load the library without the institution's own clauses; those of its health system belong to it."""
        return load_library(*folders, *system_layers(self.folder))

    def local_files(self) -> dict[str, Path]:
        """Find the institution's own clause files, by path within the folder."""
        return clause_files(self.folder)


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What an institution's folder brings to its policy beside the answers."""

    history: tuple[Issued, ...] = ()
    """The versions so far."""
    local: Mapping[str, str] = field(default_factory=dict)
    """The library's text beneath each local file, by path."""
    look: Look = PLAIN
    waivers: tuple[Waiver, ...] = ()
    folder: Path | None = None
    """Where the institution's own clauses lie; None where it has none."""
    duties: Library | None = None
    """The library without wording of the institution or its system; None to load it when it is asked for."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """What a policy comes to, before anything is written."""

    editions: tuple[Edition, ...]
    outputs: Mapping[str, bytes]
    """By path within the institution's folder."""
    lock: Lock
    failed: Mapping[str, str]
    """Files that could not be made, each with the reason."""


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


def shelf(folders: Sequence[Path]) -> Callable[[Workspace], Library]:
    """Give a function that loads the library beneath a workspace, once for all the sites of a health system."""
    load = cache(load_library)
    load(*folders)  # its mistakes are found whatever the workspaces are
    return lambda workspace: load(*folders, *system_layers(workspace.folder))


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
    formats: Sequence[str] = (),
    progress: Callable[[str], None] = lambda _: None,
    documents: Sequence[str] = (),
    hand: Hand | None = None,
    engine: Engine = Engine.WEASYPRINT,
) -> Built:
    """Make the documents of a workspace and put them in place, the lock last.

    ``formats`` empty means all; a format that this machine cannot make is then left out and reported,
    while one that was asked for raises RenderFailed. ``documents`` empty means those that the answers ask for.
    ``hand`` goes into the audit trail, unless nothing changed; without it nothing is recorded.
    Raises AnswersRefused, ProblemsFound, UsageError, WorkspaceError.
    """
    answers = load_answers(workspace.answers, library)
    own = circumstances(workspace, library)
    made = make(library, answers, on, own, formats, progress, documents=documents, engine=engine)
    with writing(workspace):
        old = read_old_lock(workspace)
        refuse_hand_edits(workspace, old, made.outputs)
        put_made(workspace, made, old, entry=hand.did(Deed.BUILT) if hand else None)
    return Built(
        selection=made.editions[0].selection,
        document=made.editions[0].document,
        files=tuple(workspace.folder / path for path in made.outputs),
        folder=workspace.folder,
        defaults=len(unanswered(answers, answers.questionnaire)),
        failed=made.failed,
        beneath=tuple(path for path, base in own.local.items() if base != library_text(library, workspace, path)),
    )


def make(
    library: Library,
    answers: Answers,
    on: date,
    own: Circumstances,
    formats: Sequence[str] = (),
    progress: Callable[[str], None] = lambda _: None,
    standing: Standing | None = None,
    documents: Sequence[str] = (),
    engine: Engine = Engine.WEASYPRINT,
) -> Made:
    """Make every document and the lock, and write nothing.

    ``standing`` gives the version to be made, where it is not that of the last one issued.
    """
    editions = editions_for(library, answers, on, own, standing)
    made = make_outputs(
        library,
        editions,
        formats=formats,
        documents=documents,
        look=own.look,
        engine=engine,
        findings=_findings(library, editions, own, documents),
        changes=_told_to_staff(library, editions[0], own.history),
        progress=progress,
    )
    outputs = dict(made.files)
    first = editions[0]
    lock = lock_of(
        library,
        first.selection,
        first.document,
        {path: fingerprint(data) for path, data in outputs.items()},
        local=own.local,
        frame=_frame(first.document, library, outputs),
    )
    return Made(editions=editions, outputs=outputs, lock=lock, failed=made.failed)


def editions_for(
    library: Library, answers: Answers, on: date, own: Circumstances, standing: Standing | None = None
) -> tuple[Edition, ...]:
    """Make the editions of the policy, with the version that they stand at."""
    editions = make_editions(library, answers, on, standing or standing_of(own.history))
    if standing is None and own.history:
        return _against(library, answers, on, own.history, editions)
    return editions


def _findings(
    library: Library, editions: Sequence[Edition], own: Circumstances, documents: Sequence[str]
) -> tuple[Finding, ...]:
    """Find what the evidence matrix says of the first edition, where a matrix is made."""
    if MATRIX not in {paper.name for paper in papers_of(library, editions[0], documents)}:
        return ()
    issued = own.history[-1].lock if own.history else Lock()
    beneath = own.duties or library_of_duties(own.folder, library)
    return judge(library, editions[0], editions, beneath=beneath, issued=issued, waivers=own.waivers)


def _told_to_staff(library: Library, edition: Edition, history: Sequence[Issued]) -> tuple[StaffChange, ...] | None:
    """Give the changes since the last issue for the summary that staff get; None where nothing was issued yet."""
    if not history:
        return None
    spoken = in_language(library, edition.language[:2])
    now = lock_of(spoken, edition.selection, edition.document, {})
    changes = compare(spoken, history[-1].lock, now, edition.selection)
    return staff_changes(changes, load_words(edition.language, library.templates), edition.language)


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
) -> None:
    """Put documents in place, and other files with them, the lock last; hold the workspace while doing so.

    The entry goes into the audit trail with what changed, and with every waiver that is not in it yet; a build
    that changes nothing is not recorded.
    """
    kept = {
        path: digest
        for path, digest in old.outputs.items()
        if path not in made.outputs and (workspace.folder / path).is_file()
    }
    lock = replace(made.lock, outputs=kept | dict(made.lock.outputs), trail=old.trail)
    files: dict[Path, bytes | None] = {**(more or {})}
    files |= {workspace.folder / path: data for path, data in made.outputs.items()}
    if entry is not None and not (entry.deed is Deed.BUILT and _same(old, lock)):
        text = _recorded(workspace, entry, old, lock)
        files[workspace.folder / TRAIL] = text.encode()
        lock = replace(lock, trail=head(text))
    put_in_place({**files, workspace.lock: write_lock(lock)}, workspace.folder)


def _same(old: Lock, new: Lock) -> bool:
    return dict(old.outputs) == dict(new.outputs) and dict(old.answers) == dict(new.answers)


def _recorded(workspace: Workspace, entry: Entry, old: Lock, new: Lock) -> str:
    """Give the text of the trail with an entry added, after those of waivers that it does not hold yet."""
    text = load_trail(workspace.folder / TRAIL)
    known = [line.entry.details for line in read_trail(text) if line.entry.deed is Deed.WAIVED]
    for waiver in waivers_of(workspace):
        details = {name: str(value) for name, value in vars(waiver).items()}
        if details not in known:
            text = append(text, replace(entry, deed=Deed.WAIVED, details=details))
    changed = {name for name in {*old.clauses, *new.clauses} if _said(old, name) != _said(new, name)}
    answered = {name for name in {*old.answers, *new.answers} if old.answers.get(name) != new.answers.get(name)}
    details = {
        "policy": fingerprint("".join(sorted(new.outputs.values())).encode()),
        "as_of": new.as_of.isoformat() if new.as_of else "",
        "answers": ", ".join(sorted(answered)) if old.made else "",
        "clauses": ", ".join(sorted(changed)) if old.made else "",
    }
    said = {name: value for name, value in details.items() if value}
    return append(text, replace(entry, details={**entry.details, **said}))


def _said(lock: Lock, name: str) -> tuple[str, str] | None:
    clause = lock.clauses.get(name)
    return (clause.title, clause.printed) if clause else None


def circumstances(workspace: Workspace, library: Library) -> Circumstances:
    """Load what a folder brings to its policy; raise ProblemsFound when a file of it has mistakes."""
    return Circumstances(
        history=load_history(workspace.folder),
        local=local_bases(workspace, library),
        look=load_look(workspace.folder),
        waivers=waivers_of(workspace),
        folder=workspace.folder,
    )


def library_beneath(workspace: Workspace, library: Library) -> Library:
    """Give the library without the institution's own clauses; those of its health system belong to it."""
    return _without(library, [workspace.folder])


def library_of_duties(folder: Path | None, library: Library) -> Library:
    """Give the library to whose duties wording is held: without clauses of the institution or its health system."""
    return _without(library, [folder, find_system(folder)]) if folder is not None else library


def _without(library: Library, folders: Sequence[Path | None]) -> Library:
    kept = [each for each in library.folders if each not in folders]
    return load_folders(*kept) if len(kept) < len(library.folders) else library


def waivers_of(workspace: Workspace) -> tuple[Waiver, ...]:
    """Load the waivers of an institution, and after them those that its health system holds for all its sites."""
    system = find_system(workspace.folder)
    return (*load_waivers(workspace.waivers), *(load_waivers(Workspace(system).waivers) if system else ()))


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


def standing_of(history: Sequence[Issued]) -> Standing:
    """Say which version a policy is while the next is not issued yet, and the versions so far."""
    if not history:
        return Standing()
    language = history[-1].lock.language or "en"
    return Standing(
        version=history[-1].version,
        approval=approval(history[-1], language),
        revisions=tuple(revision(issued, language) for issued in history),
        sealed=history[-1].sealed,
        numbers=issued_numbers(history),
    )


def issued_numbers(history: Sequence[Issued]) -> dict[str, str]:
    """Give the number under which each clause was issued last, over all versions."""
    return {name: clause.number for issued in history for name, clause in issued.lock.clauses.items()}


def approval(issued: Issued, language: str) -> str:
    """Say who approved a version and from when it is in effect."""
    return f"{issued.approved_by}, {long_date(issued.on, language)}"


def revision(issued: Issued, language: str) -> Revision:
    """Give the row of the revision table for a version."""
    day = long_date(issued.on, language)
    return Revision(version=issued.version, on=day, approved_by=issued.approved_by, changes=issued.changes)


def _against(
    library: Library, answers: Answers, on: date, history: Sequence[Issued], editions: tuple[Edition, ...]
) -> tuple[Edition, ...]:
    """Mark editions as changed where they say something else than the version issued last."""
    issued = {name: (each.number, each.title, each.says) for name, each in history[-1].lock.clauses.items()}
    lock = lock_of(library, editions[0].selection, editions[0].document, {})
    if issued == {name: (each.number, each.title, each.says) for name, each in lock.clauses.items()}:
        return editions
    return make_editions(library, answers, on, replace(standing_of(history), changed=True))


def _frame(document: Document, library: Library, outputs: Mapping[str, bytes]) -> tuple[str, ...]:
    """Give the lines of the Markdown that stand around the statements."""
    markdown = outputs.get("documents/policy.md") or render(document, "md", library.templates)
    return tuple(line.text for line in cut(markdown.decode()).around)


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
