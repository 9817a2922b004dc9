"""Turn hand edits of a policy into clauses of the institution's own, statement by statement.

What cannot be placed is never dropped: it goes into a file under orphans/ with the reason.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

from policygen.answerfile import load_answers
from policygen.bodies import faults, read_body
from policygen.clauses import EVERYONE, GOOD_PRACTICE
from policygen.clausetexts import ClauseText, read_clause_text
from policygen.cutting import Cut, CutStatement, cut
from policygen.errors import Problem, WorkspaceError
from policygen.filling import Filled
from policygen.library import Library
from policygen.localising import own_path
from policygen.lock import LOCAL, Lock, LockedClause, fingerprint
from policygen.making import make
from policygen.rendering.marks import escape_markdown, to_markdown
from policygen.textfiles import read_text
from policygen.trail import Deed, Hand
from policygen.updating import overlaid
from policygen.workspace import Workspace, circumstances, library_text, made_again, put_made, read_old_lock, writing
from policygen.writing import look_at, refuse_changed

ORPHANS = "orphans"
"""Where what could not be placed is kept, within the institution's folder."""

_DOCUMENT = "documents/policy.md"
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_NAME_PIECE = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Orphan:
    """Words that somebody wrote where no clause stands, with the reason why they were not taken."""

    text: str
    line: int
    """The line of the document, from 1; 0 for words that were taken out."""
    reason: str


@dataclass(frozen=True, kw_only=True)
class Adopted:
    """What became of the hand edits of a policy."""

    files: Mapping[str, str]
    """The institution's clause files to write, by path within its folder."""
    bases: Mapping[str, str]
    """The library's text beneath each."""
    changed: tuple[str, ...]
    added: tuple[str, ...]
    left_out: tuple[str, ...]
    plain: tuple[str, ...]
    """What was printed from an answer and now stands as plain words, a sentence each."""
    orphans: tuple[Orphan, ...]


def adopt(
    workspace: Workspace,
    library: Library,
    beneath: Library,
    on: date,
    progress: Callable[[str], None] = lambda _: None,
    hand: Hand | None = None,
) -> Adopted:
    """Adopt the hand edits of a policy and make it again; raise WorkspaceError when there is nothing to adopt.

    ``library`` holds the institution's own clauses and ``beneath`` does not. Clauses, orphans and documents
    are put in place at once.
    """
    with writing(workspace):
        old = read_old_lock(workspace)
        seen = look_at([*(workspace.folder / path for path in old.outputs), *workspace.local_files().values()])
        text = _edited_text(workspace, old)
        adopted = read_edits(workspace, library, old, text)
        own = circumstances(workspace, library)
        own = replace(own, local={**own.local, **adopted.bases})
        texts = {path: (workspace.folder / path).read_text(encoding="utf-8") for path in workspace.local_files()}
        with overlaid(beneath, workspace, {**texts, **adopted.files}) as merged:
            answers = load_answers(workspace.answers, merged)
            made = make(merged, answers, on, own, made_again(old), progress)
        files: dict[Path, bytes | None] = {
            workspace.folder / path: content.encode() for path, content in adopted.files.items()
        }
        if adopted.orphans:
            files[_free_name(workspace)] = _orphans_text(adopted.orphans).encode()
        refuse_changed(seen)
        put_made(workspace, made, old, files, hand.did(Deed.ADOPTED) if hand else None)
    return adopted


def read_edits(workspace: Workspace, library: Library, old: Lock, text: str) -> Adopted:
    """Compare an edited policy with what was made, and say what each edit becomes.

    Raises WorkspaceError when no statement is left, because a file that was lost is no edit.
    """
    edited = cut(text)
    if not edited.statements and old.clauses:
        says = f"{workspace.folder / _DOCUMENT} holds no statement any more, so there is nothing to adopt."
        raise WorkspaceError(f"{says} Delete the file and run: policygen build {workspace.folder}")
    return _Adoption(workspace, library, old, edited).adopted()


def restored(clause: LockedClause, edited: str) -> tuple[str, tuple[str, ...]]:
    """Give the text of a clause with names put back where its values still stand, and the values that do not."""
    names = read_body(clause.text).names
    old, owners = _tokens(clause.filled)
    new = _TOKEN.findall(edited)
    kept: dict[int, int] = {}
    for start, other, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        kept.update((start + step, other + step) for step in range(size))
    whole = _whole_values(owners, kept)
    becomes = {kept[at]: owners[at] for at in kept if owners[at] in whole}
    pieces: list[str] = []
    last: int | None = None
    for position, token in enumerate(new):
        owner = becomes.get(position)
        if owner is None:
            pieces.append(token)
        elif owner != last:
            pieces.append(f"{{{{ {names[owner]} }}}}")
        last = owner
    lost = tuple(clause.filled.values[owner] for owner in range(len(names)) if owner not in whole)
    return "".join(pieces), lost


class _Adoption:
    def __init__(self, workspace: Workspace, library: Library, old: Lock, edited: Cut) -> None:
        self.workspace, self.library, self.old, self.edited = workspace, library, old, edited
        self.files: dict[str, str] = {}
        self.bases: dict[str, str] = {}
        self.changed: list[str] = []
        self.added: list[str] = []
        self.left_out: list[str] = []
        self.plain: list[str] = []
        self.orphans: list[Orphan] = []

    def adopted(self) -> Adopted:
        by_number = {clause.number: name for name, clause in self.old.clauses.items()}
        seen: set[str] = set()
        for statement in self.edited.statements:
            name = by_number.get(statement.number)
            if name is None:
                self.add(statement)
            elif name in seen:
                self.orphan(statement, f"Statement {statement.number} stands twice.")
            else:
                seen.add(name)
                self.change(name, self.old.clauses[name], statement)
        for name, clause in self.old.clauses.items():
            if name not in seen:
                self.leave_out(name, clause)
        self.orphans += _around(self.old, self.edited)
        return Adopted(
            files=self.files,
            bases=self.bases,
            changed=tuple(self.changed),
            added=tuple(self.added),
            left_out=tuple(self.left_out),
            plain=tuple(self.plain),
            orphans=tuple(sorted(self.orphans, key=lambda orphan: orphan.line)),
        )

    def change(self, name: str, clause: LockedClause, statement: CutStatement) -> None:
        title = _untitled(statement.title, clause)
        same_text = _flat(statement.text) == _flat(to_markdown(clause.filled))
        if same_text and title == clause.title:
            return
        body, lost = restored(clause, statement.text)
        if same_text:
            body, lost = clause.text, ()
        wrong = next(iter(faults(read_body(body))), None)
        current = self.current(name)
        if wrong is not None or current is None:
            self.orphan(statement, wrong[1] if wrong else "The library no longer has this clause.")
            return
        path, base, file = current
        if title != clause.title:
            file = file.with_entry("title", title)
        self.keep(path, base, ClauseText(file.entries, body).text)
        self.changed.append(name)
        self.plain += [f"{name}: '{value}' now stands as plain words." for value in lost if value]

    def leave_out(self, name: str, clause: LockedClause) -> None:
        path = f"{LOCAL}{name}.md"
        base = library_text(self.library, self.workspace, path)
        file = read_clause_text(self.own_or(path, base))
        if file is None:
            self.orphans.append(Orphan(f"{clause.number} {clause.title}", 0, "It was taken out, and has no file."))
            return
        text = file.with_entry("leave_out", "It was taken out of policy.md by hand. Write the reason here.")
        self.keep(path, base, text.text)
        self.left_out.append(name)

    def add(self, statement: CutStatement) -> None:
        topic = next((name.partition("/")[0] for name, each in self.old.clauses.items() if _in(each, statement)), None)
        wrong = next(iter(faults(read_body(statement.text))), None)
        if topic is None or not statement.title.strip() or wrong is not None:
            self.orphan(statement, wrong[1] if wrong else "It stands in no section of the policy.")
            return
        path = self.free_path(topic, statement.title)
        header = ClauseText({}, statement.text).with_entry("title", statement.title.strip())
        known = self.library.frame.audiences
        audiences = [EVERYONE] if EVERYONE in known else list(known)
        file = header.with_entry("applies_to", list(map(str, audiences))).with_entry("rests_on", GOOD_PRACTICE)
        self.keep(path, "", file.text)
        self.added.append(path.removeprefix(LOCAL).removesuffix(".md"))

    def current(self, name: str) -> tuple[str, str, ClauseText] | None:
        """Give the path of the institution's file for a clause, the library's text beneath it, and the file."""
        path = own_path(self.old, self.library, self.workspace, name)
        base = library_text(self.library, self.workspace, path)
        file = read_clause_text(self.own_or(path, base))
        if file is None:
            return None
        was = self.old.clauses[name].text
        if path not in self.old.local and file.body != was:  # the library changed since; what was edited is older
            base = ClauseText(file.entries, was).text
        return path, self.old.local.get(path, base), file

    def own_or(self, path: str, base: str) -> str:
        file = self.workspace.folder / path
        return file.read_text(encoding="utf-8") if file.is_file() else base

    def keep(self, path: str, base: str, text: str) -> None:
        self.files[path] = text
        self.bases[path] = base

    def orphan(self, statement: CutStatement, reason: str) -> None:
        head = " ".join(filter(None, ("####", statement.number, statement.title)))
        self.orphans.append(Orphan(f"{head}\n\n{statement.text}", statement.line, reason))

    def free_path(self, topic: str, title: str) -> str:
        """Find a file name for a new clause."""
        plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
        stem = _NAME_PIECE.sub("-", plain).strip("-")[:_LONGEST_NAME].strip("-") or "clause"
        taken = {clause.id for clause in self.library.clauses} | set(self.files)
        number = 1
        while True:
            name = f"{topic}/{stem}" + (f"-{number}" if number > 1 else "")
            if name not in taken and f"{LOCAL}{name}.md" not in taken:
                return f"{LOCAL}{name}.md"
            number += 1


def _edited_text(workspace: Workspace, old: Lock) -> str:
    """Read the edited policy; raise WorkspaceError when nothing was edited or something else was."""
    path = workspace.folder / _DOCUMENT
    if not old.made or _DOCUMENT not in old.outputs:
        raise WorkspaceError(f"{workspace.folder} holds no {_DOCUMENT} that was made from it. Run: policygen build")
    others = [
        name
        for name, digest in old.outputs.items()
        if name != _DOCUMENT
        and (workspace.folder / name).is_file()
        and fingerprint((workspace.folder / name).read_bytes()) != digest
    ]
    if others:
        raise WorkspaceError(
            f"{', '.join(others)} was changed by hand. Only {_DOCUMENT} can be adopted: "
            "make the changes there, move the other file away, and adopt again."
        )
    if not path.is_file():
        raise WorkspaceError(f"{path} is missing. Run: policygen build {workspace.folder}")
    if fingerprint(path.read_bytes()) == old.outputs[_DOCUMENT]:
        raise WorkspaceError(f"{path} is as it was made; there is nothing to adopt.")
    text = read_text(path, path.as_posix())
    if isinstance(text, Problem):
        raise WorkspaceError(str(text))
    return text


def _around(old: Lock, edited: Cut) -> Iterator[Orphan]:
    """Find the lines around the statements that somebody wrote or took out."""
    made, now = Counter(old.frame), Counter(line.text for line in edited.around)
    more = now - made
    for line in edited.around:
        if more[line.text] > 0:
            more[line.text] -= 1
            yield Orphan(line.text, line.line, "It stands outside every statement.")
    for text, times in (made - now).items():
        for _ in range(times):
            yield Orphan(text, 0, "It was taken out; the program writes it from the answers and the library.")


def _tokens(filled: Filled) -> tuple[list[str], list[int]]:
    """Cut a printed text into tokens, each with the number of the value it belongs to; -1 for words of the text."""
    tokens: list[str] = []
    owners: list[int] = []
    for number, piece in enumerate(filled.pieces):
        text = piece if number % 2 == 0 else escape_markdown(piece)
        cut_up = _TOKEN.findall(text)
        tokens += cut_up
        owners += [number // 2 if number % 2 else -1] * len(cut_up)
    return tokens, owners


def _whole_values(owners: list[int], kept: Mapping[int, int]) -> set[int]:
    """List the values of which every token still stands, side by side."""
    places: dict[int, list[int | None]] = {}
    for at, owner in enumerate(owners):
        if owner >= 0:
            places.setdefault(owner, []).append(kept.get(at))
    return {
        owner
        for owner, found in places.items()
        if found[0] is not None and found == list(range(found[0], found[0] + len(found)))
    }


def _untitled(title: str, clause: LockedClause) -> str:
    """Give the title without the places that stand before it."""
    if not clause.label:
        return title
    return title.partition(f"{escape_markdown(clause.label)}: ")[2] or title


def _in(clause: LockedClause, statement: CutStatement) -> bool:
    return bool(statement.section) and clause.number.startswith(f"{statement.section}.")


def _flat(text: str) -> str:
    return " ".join(text.split())


def _free_name(workspace: Workspace) -> Path:
    number = 1
    while (path := workspace.folder / ORPHANS / f"policy-{number}.md").exists():
        number += 1
    return path


def _orphans_text(orphans: tuple[Orphan, ...]) -> str:
    text = "These words of documents/policy.md could not be placed in a clause. Nothing of them is in the policy.\n"
    for orphan in orphans:
        where = f"Line {orphan.line}. " if orphan.line else ""
        text += f"\n---\n\n{where}{orphan.reason}\n\n{orphan.text}\n"
    return text
