"""Start a workspace from an old policy: its sound statements as local clauses, and all else with the reason beside it.

A statement that says what a library clause says, and in which no error was found, becomes local wording. Words
that come near the whole clause take its place and keep its law. Words that carry one sentence of it stand beside
it as good practice, so that no duty is lost. Every other statement is kept in ``orphans/`` with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from policygen.auditing.audit import Audit
from policygen.auditing.mapping import CARRIED, Mapped, words_of
from policygen.auditing.oldpolicy import OldStatement
from policygen.auditing.similarity import Measure, cosine
from policygen.bodies import faults, read_body
from policygen.clauses import Clause
from policygen.errors import WorkspaceError
from policygen.findings import Severity
from policygen.languages import ENGLISH
from policygen.library import Library
from policygen.localclauses import clause_file, clause_path
from policygen.rendering.marks import escape_markdown
from policygen.starting import begin_unasked
from policygen.writing import put_in_place

BESIDE = "-as-before"
"""What stands after the name of a clause in the name of the local clause beside it."""

NOT_SOUND = "orphans/not-sound.md"
IN_PART = "orphans/in-part.md"
OWN = "orphans/own.md"

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


def adopt(audit: Audit, library: Library) -> Adopted:
    """Sort the statements of an audited policy into local clauses and orphans."""
    if not audit.document.language.startswith(ENGLISH):
        raise WorkspaceError("Only a policy in English can be adopted, because the library is written in English.")
    measure = Measure((f"{clause.title} {words_of(clause.body)}" for clause in library.clauses), ENGLISH)
    taken: dict[str, tuple[Clause, list[OldStatement]]] = {}
    orphans: list[Orphan] = []
    for mapped in audit.mapped:
        orphan = _orphan(audit, mapped)
        if orphan is not None or mapped.best is None:
            orphans.extend([orphan] if orphan else [])
            continue
        taken.setdefault(mapped.best.clause.path, (mapped.best.clause, []))[1].append(mapped.statement)
    clauses = tuple(_local_clause(clause, statements, measure) for clause, statements in taken.values())
    return Adopted(clauses=clauses, orphans=tuple(orphans))


def start_workspace(folder: Path, library: Library, answers: Path, adopted: Adopted) -> tuple[Path, ...]:
    """Make the workspace; raise WorkspaceError when the folder holds local clauses already. Gives the files made."""
    if (folder / "clauses").exists() or (folder / "orphans").exists():
        raise WorkspaceError(f"{folder} holds local clauses already. Name a new folder.")
    begin_unasked(folder, library, answers, [], ask_rest=False)
    files = {folder / clause.path: clause.text for clause in adopted.clauses}
    files |= {folder / name: text for name, text in _orphan_files(adopted.orphans)}
    put_in_place({path: text.encode() for path, text in files.items()})
    return tuple(files)


def _orphan(audit: Audit, mapped: Mapped) -> Orphan | None:
    """Say why a statement becomes no clause; None when it becomes one."""
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
    if fault is not None:
        return Orphan(statement=statement, file=NOT_SOUND, reason=f"{fault[1]} {fault[2]}")
    return None


def _local_clause(clause: Clause, statements: Iterable[OldStatement], measure: Measure) -> LocalClause:
    found = tuple(statements)
    plain = " ".join(map(_sentence, found))
    whole = measure.vector(f"{clause.title} {clause.title} {words_of(clause.body)}")
    replaces = cosine(measure.vector(plain), whole) >= CARRIED
    body = escape_markdown(plain, opens_a_block=True)
    name = "" if replaces else f"{clause.id.partition('/')[2]}{BESIDE}"
    return LocalClause(
        path=clause_path(clause, name),
        statements=tuple(statement.number for statement in found),
        replaces=replaces,
        text=clause_file(clause, body, None if replaces else ()),
    )


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
