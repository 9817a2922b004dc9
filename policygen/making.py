"""Make a policy and its hand-outs from a library, answers, a day and what an institution brings; write nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from policygen.answers import Answers
from policygen.comparing import compare
from policygen.cutting import lines_around
from policygen.document import Document, Revision, Standing
from policygen.editions import Edition, make_editions
from policygen.filling import long_date
from policygen.formats import render
from policygen.history import Issued
from policygen.languages import in_language
from policygen.library import Library
from policygen.loading import load_folders
from policygen.lock import Lock, fingerprint, lock_of
from policygen.look import PLAIN, Look
from policygen.outputs import Wanted, handouts_of, has_matrix, make_outputs
from policygen.papers.material import StaffChange, Told
from policygen.rendering.words import load_words
from policygen.staffchanges import staff_changes
from policygen.systems import find_system
from policygen.waivers import Waiver


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
    """The library without wording of the institution or its health system; None to load it when it is needed."""
    standing: Standing | None = None
    """The version to be made, where it is not that of the last one issued."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """What a policy comes to, before anything is written."""

    editions: tuple[Edition, ...]
    outputs: Mapping[str, bytes]
    """By path within the institution's folder."""
    lock: Lock
    failed: Mapping[str, str]
    """Files that could not be made, each with the reason."""


def make(
    library: Library,
    answers: Answers,
    on: date,
    own: Circumstances,
    wanted: Wanted,
    progress: Callable[[str], None] = lambda _: None,
) -> Made:
    """Make the documents that are wanted, and the lock; raise UsageError, RenderFailed."""
    editions = editions_for(library, answers, on, own)
    told = _told(library, editions, own, wanted.documents)
    made = make_outputs(library, editions, wanted, look=own.look, told=told, progress=progress)
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
    return Made(editions=editions, outputs=outputs, lock=replace(lock, look=own.look.fingerprint), failed=made.failed)


def editions_for(library: Library, answers: Answers, on: date, own: Circumstances) -> tuple[Edition, ...]:
    """Make the editions of the policy, with the version that they stand at."""
    editions = make_editions(library, answers, on, own.standing or standing_of(own.history))
    if own.standing is None and own.history:
        return _against(library, answers, on, own.history, editions)
    return editions


def _told(library: Library, editions: Sequence[Edition], own: Circumstances, documents: Sequence[str]) -> Told:
    """Say what hand-outs tell beside the policy, and hand on those of the first edition that its checks read."""
    first = editions[0]
    told = Told(changes=_told_to_staff(library, first, own.history))
    if not has_matrix(library, first, documents):
        return told
    from policygen.judging import judge  # reads all checks, which most commands do not need

    told = replace(told, papers=handouts_of(library, first, documents, told))
    issued = own.history[-1].lock if own.history else Lock()
    beneath = own.duties or library_of_duties(own.folder, library)
    found = judge(library, first, editions, beneath=beneath, issued=issued, waivers=own.waivers, papers=told.papers)
    return replace(told, findings=found)


def _told_to_staff(library: Library, edition: Edition, history: Sequence[Issued]) -> tuple[StaffChange, ...] | None:
    """Give the changes since the last issue for the summary that staff get; None where nothing was issued yet."""
    if not history:
        return None
    spoken = in_language(library, edition.language[:2])
    now = lock_of(spoken, edition.selection, edition.document, {})
    changes = compare(spoken, history[-1].lock, now, edition.selection)
    return staff_changes(changes, load_words(edition.language, library.templates), edition.language)


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
    return lines_around(markdown.decode())


def library_of_duties(folder: Path | None, library: Library) -> Library:
    """Give the library to whose duties wording is held: without clauses of the institution or its health system."""
    return library_without([folder, find_system(folder)], library) if folder is not None else library


def library_without(folders: Sequence[Path | None], library: Library) -> Library:
    """Give a library without the clauses of some folders; the same where it holds none of them."""
    kept = [each for each in library.folders if each not in folders]
    return load_folders(*kept) if len(kept) < len(library.folders) else library
