"""Give an institution its own wording of a clause, in a file of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from policygen.coverage import name_with_place
from policygen.errors import UsageError, WorkspaceError
from policygen.languages import ENGLISH
from policygen.library import Library
from policygen.lock import LOCAL, Lock, local_paths, write_lock
from policygen.typos import did_you_mean
from policygen.workspace import Workspace, library_text, read_old_lock, writing
from policygen.writing import put_in_place


@dataclass(frozen=True, kw_only=True)
class Localised:
    """A clause that an institution may now word for itself."""

    clause: str
    file: Path


def customize(workspace: Workspace, library: Library, name: str) -> Localised:
    """Copy the library's text of a clause into the institution's folder, and remember what it was.

    ``name`` is an id, an id with a place, or the number of a statement. Raises UsageError, WorkspaceError.
    """
    with writing(workspace):
        old = read_old_lock(workspace)
        clause = find_clause(library, old, name)
        path = own_path(old, library, workspace, clause)
        if (workspace.folder / path).exists():
            raise WorkspaceError(f"{workspace.folder / path} is there already. Edit it.")
        file = put_own(workspace, library, path, library_text(library, workspace, path))
    return Localised(clause=clause, file=file)


def put_own(workspace: Workspace, library: Library, path: str, text: str) -> Path:
    """Put an own clause file in place; a new one with what the library says, so that it can be carried over.

    Call it only while holding the workspace.
    """
    file = workspace.folder / path
    files: dict[Path, bytes | None] = {file: text.encode()}
    if not file.exists():
        old = read_old_lock(workspace)
        lock = replace(old, local={**old.local, path: library_text(library, workspace, path)})
        files[workspace.lock] = write_lock(lock)
    put_in_place(files, workspace.folder)
    return file


def find_clause(library: Library, old: Lock, name: str) -> str:
    """Find the clause that a person means, with its place; raise UsageError with a suggestion."""
    wanted = name.strip().removeprefix(LOCAL).removesuffix(".md").partition("@")[0]
    numbers = {clause.number: each for each, clause in old.clauses.items()}
    known = [name_with_place(clause) for clause in library.clauses]
    if wanted in numbers:
        return numbers[wanted]
    if wanted in old.clauses or wanted in known:
        return wanted
    wordings = [each for each in [*old.clauses, *known] if each.partition(".")[0] == wanted]
    if wordings:
        return wordings[0]
    advice = did_you_mean(wanted, [*known, *numbers]) or "policygen selection lists the clauses."
    raise UsageError(f"There is no clause or statement '{name}'. {advice}")


def own_path(old: Lock, library: Library, workspace: Workspace, clause: str) -> str:
    """Give the path, within the folder, at which the institution words a clause for itself."""
    plain, translated = local_paths(clause, old.language or ENGLISH)
    return translated if library_text(library, workspace, translated) else plain
