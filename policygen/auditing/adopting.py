"""Start a workspace from an old policy: its sound statements as local clauses, and all else with the reason beside it.

A statement that says what a library clause says, and in which no error was found, becomes local wording. Words
that meet the whole clause and every sentence of it take its place and keep its law. Words that meet a part of it
stand beside it as good practice, so that no duty is lost. All else is kept in ``orphans/`` with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from policygen.adopting import ORPHANS
from policygen.auditing.audit import Audit
from policygen.auditing.mapping import CARRIED, Mapped, Mapper
from policygen.auditing.oldpolicy import OldStatement
from policygen.bodies import faults, read_body
from policygen.clauses import GOOD_PRACTICE, Clause
from policygen.clausetexts import ClauseText, read_clause_text
from policygen.coverage import name_with_place
from policygen.errors import WorkspaceError
from policygen.findings import Severity
from policygen.languages import ENGLISH
from policygen.library import Library
from policygen.lock import LOCAL
from policygen.rendering.marks import escape_markdown
from policygen.starting import begin_unasked
from policygen.workspace import Workspace, library_text
from policygen.writing import put_in_place

BESIDE = "-as-before"
"""What stands after the name of a clause in the name of the local clause beside it."""

NOT_SOUND = f"{ORPHANS}/not-sound.md"
IN_PART = f"{ORPHANS}/in-part.md"
OWN = f"{ORPHANS}/own.md"

_ABOUT = {
    NOT_SOUND: "Statements in which an error was found. Mend them before you use them.",
    IN_PART: "Statements that come near a clause of the library without saying the same. The library's words stand.",
    OWN: "Statements of which the library says nothing. To keep one, make it a clause of its own in clauses/.",
}


@dataclass(frozen=True, kw_only=True)
class LocalClause:
    """A local clause made from statements of the old policy."""

    path: str
    statements: tuple[int, ...]
    replaces: bool
    """Whether it takes the place of the library's clause and keeps its law; else it stands beside it."""
    text: str
    """The whole file."""


@dataclass(frozen=True, kw_only=True)
class Orphan:
    """A statement that became no clause, with the reason."""

    statement: OldStatement
    file: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Adopted:
    """What an old policy gives to a workspace; every statement is in one of the two."""

    clauses: tuple[LocalClause, ...]
    orphans: tuple[Orphan, ...]


def adopt(audit: Audit, library: Library, folder: Path) -> Adopted:
    """Sort the statements of an audited policy into local clauses of a folder-to-be, and orphans."""
    if not audit.document.language.startswith(ENGLISH):
        raise WorkspaceError("Only a policy in English can be adopted, because the library is written in English.")
    mapper = Mapper(library, audit.selection, ENGLISH)
    taken: dict[str, tuple[Clause, list[OldStatement]]] = {}
    orphans: list[Orphan] = []
    for mapped in audit.mapped:
        found = _clause_for(audit, mapped)
        if isinstance(found, Orphan):
            orphans.append(found)
        else:
            taken.setdefault(found.path, (found, []))[1].append(mapped.statement)
    workspace = Workspace(folder)
    clauses = []
    for clause, statements in taken.values():
        path = f"{LOCAL}{name_with_place(clause)}.md"
        file = read_clause_text(library_text(library, workspace, path))
        if file is not None:
            plain = " ".join(map(_sentence, statements))
            clauses.append(local_clause(path, file, plain, statements, replaces=mapper.meets_all(plain, clause)))
    return Adopted(clauses=tuple(clauses), orphans=tuple(orphans))


def local_clause(
    path: str, file: ClauseText, plain: str, statements: Iterable[OldStatement], *, replaces: bool
) -> LocalClause:
    """Write the institution's plain words with the header of a library clause, in its place or beside it.

    Beside it they rest on good practice, and have no line of their own in the staff guide.
    """
    worded = ClauseText(file.entries, escape_markdown(plain, opens_a_block=True)).without("reviewed")
    if not replaces:
        title = f"{file.entries['title'].value} (our earlier words)"
        worded = worded.without("do").without("dont").with_entry("rests_on", GOOD_PRACTICE).with_entry("title", title)
        name, place, ending = path.removesuffix(".md").partition(".")
        path = f"{name}{BESIDE}{place}{ending}.md"
    numbers = tuple(statement.number for statement in statements)
    return LocalClause(path=path, statements=numbers, replaces=replaces, text=worded.text)


def start_workspace(folder: Path, library: Library, answers: Path, adopted: Adopted) -> tuple[Path, ...]:
    """Make the workspace; raise WorkspaceError when the folder holds local clauses already. Gives the files made."""
    if (folder / "clauses").exists() or (folder / "orphans").exists():
        raise WorkspaceError(f"{folder} holds local clauses already. Name a new folder.")
    begin_unasked(folder, library, answers, [], ask_rest=False)
    files = {folder / clause.path: clause.text for clause in adopted.clauses}
    files |= {folder / name: text for name, text in _orphan_files(adopted.orphans)}
    put_in_place({path: text.encode() for path, text in files.items()}, folder)
    return tuple(files)


def _clause_for(audit: Audit, mapped: Mapped) -> Clause | Orphan:
    """Give the clause that a statement words, or say why it words none."""
    statement, best = mapped.statement, mapped.best
    errors = [each for each in audit.findings_at(statement.number) if each.severity is Severity.ERROR]
    if errors:
        reasons = " ".join(f"{each.check}: {each.says} {each.better}".strip() for each in errors)
        return Orphan(statement=statement, file=NOT_SOUND, reason=reasons)
    if best is None:
        return Orphan(statement=statement, file=OWN, reason="No clause of the library comes near it.")
    if best.left_out:
        reason = f"It comes near '{best.clause.title}', which does not apply: {best.left_out}."
        return Orphan(statement=statement, file=IN_PART, reason=reason)
    if not best.carries:
        reason = f"It comes near '{best.clause.title}' (likeness {best.score:.2f}; {CARRIED:.2f} would do)."
        return Orphan(statement=statement, file=IN_PART, reason=reason)
    fault = next(faults(read_body(escape_markdown(_sentence(statement), opens_a_block=True))), None)
    return best.clause if fault is None else Orphan(statement=statement, file=NOT_SOUND, reason=" ".join(fault[1:]))


def _sentence(statement: OldStatement) -> str:
    """Write a statement as a sentence that can stand beside others."""
    text = statement.whole.strip()
    return (
        (text[:1].upper() + text[1:])
        if text.endswith((".", "!", "?"))
        else f"{text[:1].upper()}{text[1:].rstrip(';,:')}."
    )


def _orphan_files(orphans: Iterable[Orphan]) -> Iterator[tuple[str, str]]:
    gathered: Mapping[str, list[Orphan]] = {name: [each for each in orphans if each.file == name] for name in _ABOUT}
    for name, found in gathered.items():
        if found:
            entries = (
                f"> {escape_markdown(each.statement.whole, opens_a_block=True)}\n\n"
                f"{each.statement.where.capitalize()}. {escape_markdown(each.reason)}\n"
                for each in found
            )
            yield name, f"{_ABOUT[name]}\n\n" + "\n".join(entries)
