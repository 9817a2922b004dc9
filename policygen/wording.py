"""Word a clause for an institution: what may be worded, what the guard finds in a draft, and saving it.

A draft becomes the same file that ``customize`` and an editor make: only what was worded differs from the
library's text, letter for letter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from policygen.clausetexts import read_clause_text
from policygen.coverage import name_with_place
from policygen.errors import Problem, ProblemsFound, UsageError
from policygen.findings import Finding
from policygen.guarding import guard
from policygen.languages import ENGLISH, in_language
from policygen.library import Library
from policygen.localising import find_clause, own_path, put_own
from policygen.lock import LOCAL, write_lock
from policygen.making import library_of_duties
from policygen.textfiles import load_text
from policygen.updating import overlaid
from policygen.workspace import Workspace, editions_of, library_text, read_old_lock, writing
from policygen.writing import put_in_place, refuse_changed


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a person words of a clause file; its other lines stay as they are."""

    title: str
    body: str
    leave_out: str = ""
    """Why the clause is left out; empty when it stands."""


@dataclass(frozen=True, kw_only=True)
class Worded:
    """A clause as the library words it and as the institution does."""

    clause: str
    """Its id, with the place of its wording."""
    path: str
    """Where the institution's own file lies, or would lie, within its folder."""
    theirs: str
    """The library's file; empty where it has none."""
    ours: str
    """The institution's file; empty where it has none."""

    @property
    def language(self) -> str:
        """Give the language of its words, such as fr."""
        return self.path.removesuffix(".md").partition("@")[2] or ENGLISH

    @property
    def text(self) -> str:
        """Give the file that a draft begins from."""
        return self.ours or self.theirs


@dataclass(frozen=True, kw_only=True)
class OwnClause:
    """A clause file of the institution's own."""

    clause: str
    """Its id, with the place of its wording."""
    path: str
    wording: Wording | None
    """None when its header cannot be read."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A clause file that is not saved yet, and what is wrong with it."""

    text: str
    problems: tuple[Problem, ...]
    """Mistakes with which no policy can be made."""
    findings: tuple[Finding, ...]
    """What it drops or weakens."""


def own_clauses(workspace: Workspace) -> tuple[OwnClause, ...]:
    """List the institution's own clause files; raise ProblemsFound when one cannot be read as text."""
    return tuple(
        OwnClause(clause=_name(path), path=path, wording=wording_of(load_text(file)))
        for path, file in workspace.local_files().items()
    )


def worded_clause(workspace: Workspace, library: Library, name: str) -> Worded:
    """Find a clause to word, by id, by the number of its statement or by the institution's own file.

    Raises UsageError for one that there is not, ProblemsFound when its file cannot be read as text.
    """
    old = read_old_lock(workspace)
    own = {_name(path): path for path in workspace.local_files()}
    clause = name if name in own else find_clause(library, old, name)
    if clause not in own and clause not in map(name_with_place, library.clauses):
        raise UsageError(f"The library no longer has the clause {clause}.")
    path = own.get(clause) or own_path(old, library, workspace, clause)
    return Worded(
        clause=clause,
        path=path,
        theirs=library_text(library, workspace, path),
        ours=load_text(workspace.folder / path),
    )


def wording_of(text: str) -> Wording | None:
    """Read what a person words of a clause file; None when its header cannot be read."""
    read = read_clause_text(text)
    if read is None:
        return None
    said = {key: read.entries[key].value if key in read.entries else "" for key in ("title", "leave_out")}
    return Wording(title=str(said["title"]), body=read.body, leave_out=str(said["leave_out"]))


def with_wording(text: str, wording: Wording) -> str:
    """Put words into a clause file whose other lines stay letter for letter; unchanged words change nothing."""
    read, before = read_clause_text(text), wording_of(text)
    after = Wording(title=_one_line(wording.title), body=_lines(wording.body), leave_out=_one_line(wording.leave_out))
    if read is None or before is None or before == after:
        return text
    if after.title != before.title:
        read = read.with_entry("title", after.title)
    if after.leave_out != before.leave_out:
        read = read.with_entry("leave_out", after.leave_out) if after.leave_out else read.without("leave_out")
    return replace(read, body=after.body).text


def examine_draft(workspace: Workspace, beneath: Library, path: str, text: str, on: date) -> Draft:
    """Find the mistakes in a clause file that is not saved yet, and what it drops or weakens.

    ``beneath`` is the library without the institution's own clauses. Raises AnswersRefused.
    """
    shown = (workspace.folder / path).as_posix()
    texts = {own: load_text(file) for own, file in workspace.local_files().items()}
    try:
        with overlaid(beneath, workspace, {**texts, path: text}) as library:
            edition = editions_of(workspace, library, on)[0]
    except ProblemsFound as found:
        own = tuple(each for each in found.problems if each.path == shown)
        return Draft(text=text, problems=own or found.problems, findings=())
    language = edition.language[:2]
    duties = library_of_duties(workspace.folder, beneath)
    findings = guard(in_language(library, language), in_language(duties, language), edition.selection)
    return Draft(
        text=text,
        problems=(),
        findings=tuple(replace(each, path=shown) for each in findings if each.clause == _name(path)),
    )


def save_wording(workspace: Workspace, beneath: Library, draft: Draft, path: str, seen: str) -> Path:
    """Save a draft as the institution's own clause file, and give its path.

    ``seen`` is the SHA-256 of the file that the draft began from, empty where there was none. Raises ProblemsFound
    when the draft has mistakes, WorkspaceError when the file was changed meanwhile; nothing is written then.
    """
    if draft.problems:
        raise ProblemsFound(draft.problems, "With these words the policy cannot be made; nothing was saved.")
    with writing(workspace):
        refuse_changed({workspace.folder / path: seen})
        return put_own(workspace, beneath, path, draft.text)


def give_up_wording(workspace: Workspace, path: str, seen: str) -> None:
    """Delete the institution's own file of a clause, so that the library's words hold again."""
    file = workspace.folder / path
    with writing(workspace):
        if path not in workspace.local_files():
            raise UsageError(f"{file} is not there.")
        refuse_changed({file: seen})
        old = read_old_lock(workspace)
        left = {name: text for name, text in old.local.items() if name != path}
        put_in_place({file: None, workspace.lock: write_lock(replace(old, local=left))}, workspace.folder)


def _name(path: str) -> str:
    """Give the id of a clause, with its place, from the path of its file."""
    return path.removeprefix(LOCAL).removesuffix(".md").partition("@")[0]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> str:
    """Give a text with the line ends of a file; a browser sends those of a form."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()
