"""Make what is taken out of an institution's folder: the handbook and the bundle for a policy system."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from policygen.answerfile import load_answers
from policygen.bundle import Shelf, pack
from policygen.editions import Edition
from policygen.errors import RenderFailed, WorkspaceError
from policygen.formats import render_paper
from policygen.handbook import bind, fragment
from policygen.history import Issued
from policygen.library import Library
from policygen.lock import Lock, fingerprint, write_lock
from policygen.making import editions_for
from policygen.outputs import FORMATS, every_paper_of, papers_of
from policygen.paper import Paper
from policygen.rendering.words import load_words
from policygen.workspace import Workspace, circumstances, read_old_lock, writing
from policygen.writing import put_in_place

BUNDLE = "bundle.zip"
_NAME = re.compile(rf"[a-z0-9-]{{1,80}}\.(?:{'|'.join(FORMATS)})")
"""What files that the program made are called, whatever a lock says."""


def make_handbook(
    workspace: Workspace,
    library: Library,
    on: date,
    documents: Sequence[str] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[tuple[Path, ...], Mapping[str, str]]:
    """Bind the policy and the hand-outs of each edition as PDF, HTML and a fragment without styles.

    With no documents named these are the policy and what staff need of the hand-outs that were chosen. Gives the
    files made, and those that this machine cannot make with the reason. Raises AnswersRefused, UsageError.
    """
    files: dict[Path, bytes] = {}
    own = circumstances(workspace, library)
    failed: dict[str, str] = {}
    for edition in editions_for(library, load_answers(workspace.answers, library), on, own):
        book = _book(library, edition, documents)
        page = render_paper(book, "html", library.templates, own.look)
        files[workspace.documents / f"handbook{edition.suffix}.html"] = page
        files[workspace.documents / f"handbook-fragment{edition.suffix}.html"] = fragment(page.decode(), book)
        name = f"handbook{edition.suffix}.pdf"
        progress(f"Making {name}")
        try:
            files[workspace.documents / name] = render_paper(book, "pdf", library.templates, own.look)
        except RenderFailed as error:
            failed[name] = str(error)
    with writing(workspace):
        old = read_old_lock(workspace)
        if old.made:
            files[workspace.lock] = write_lock(_with_bound(old, workspace, files))
        put_in_place(files, workspace.folder)
    return tuple(file for file in files if file != workspace.lock), failed


def make_bundle(workspace: Workspace, library: Library) -> Path:
    """Pack the documents as they were built, with their metadata, into bundle.zip.

    Raises WorkspaceError when none were built, or when one was changed or deleted since.
    """
    lock = read_old_lock(workspace)
    if not lock.outputs or lock.as_of is None:
        raise WorkspaceError(f"Nothing was built in {workspace.folder} yet. Run: policygen build {workspace.folder}")
    files = _as_built(workspace, lock)
    answers = load_answers(workspace.answers, library)
    editions = editions_for(library, answers, lock.as_of, circumstances(workspace, library))
    shelves = [Shelf(edition=edition, papers=every_paper_of(library, edition)) for edition in editions]
    target = workspace.folder / BUNDLE
    with writing(workspace):
        put_in_place({target: pack(shelves, files, workspace.lock.read_bytes())}, workspace.folder)
    return target


def made_files(workspace: Workspace) -> dict[str, Path]:
    """Find the files that stand in a folder to be taken out, by name: what was built, the handbook and the bundle.

    Nothing else in the folder counts, whatever the lock says, and no link is followed.
    """
    lock = read_old_lock(workspace)
    files = _standing(workspace.documents, (*lock.outputs, *lock.bound))
    bundle = workspace.folder / BUNDLE
    return {**files, BUNDLE: bundle} if _is_own(bundle) else files


def frozen_files(issued: Issued) -> dict[str, Path]:
    """Find the documents of an issued version, by name; nothing outside its folder counts."""
    return _standing(issued.folder / "documents", issued.lock.outputs)


def _standing(documents: Path, outputs: Iterable[str]) -> dict[str, Path]:
    """Find those files in a folder of documents that the program made."""
    made = {path.removeprefix("documents/") for path in outputs}
    found = {path.name: path for path in sorted(documents.glob("*")) if _is_own(path)}
    return {name: path for name, path in found.items() if name in made and _NAME.fullmatch(name)}


def _is_own(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and not path.parent.is_symlink()


def _with_bound(old: Lock, workspace: Workspace, files: Iterable[Path]) -> Lock:
    """Say in a lock which files of a handbook were bound now, so that a later change shows that they are older."""
    new = tuple(file.relative_to(workspace.folder).as_posix() for file in files)
    behind = tuple(path for path in old.behind if path not in new)
    return replace(old, bound=tuple(sorted({*old.bound, *new})), behind=behind)


def _book(library: Library, edition: Edition, documents: Sequence[str]) -> Paper:
    policy, *handouts = papers_of(library, edition, documents)
    if documents:
        papers = [policy, *handouts] if policy.name in documents else handouts
    else:
        staff = (paper for paper in handouts if library.outlines[paper.name].handbook and not paper.variant)
        papers = [policy, *staff]
    return bind(papers, load_words(edition.language, library.templates)["handbook"])


def _as_built(workspace: Workspace, lock: Lock) -> dict[str, bytes]:
    files = {}
    changed = []
    for path, expected in lock.outputs.items():
        file = workspace.folder / path
        data = file.read_bytes() if file.is_file() else b""
        files[path] = data
        if fingerprint(data) != expected:
            changed.append(path)
    if changed:
        raise WorkspaceError(
            f"Changed or deleted since they were built: {', '.join(changed)}. Run: policygen build {workspace.folder}"
        )
    return files
