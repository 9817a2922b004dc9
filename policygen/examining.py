"""Examine the policy of one institution's folder: every edition of it, as it would be made on a day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from policygen.answerfile import load_answers
from policygen.answers import Answers
from policygen.checklist import in_order
from policygen.checks.said import ANSWERS, ANSWERS_TO_SETTLE
from policygen.editions import Edition, make_editions
from policygen.findings import Finding
from policygen.formats import render
from policygen.history import load_history
from policygen.judging import judge
from policygen.library import Library
from policygen.lock import Lock, fingerprint
from policygen.making import library_of_duties, standing_of
from policygen.selection import OpenItem, select
from policygen.waivers import waivers_of
from policygen.workspace import Workspace, read_old_lock

_EXAMINED_FORMATS = ("md", "html")
"""Formats that are quick to make anew; a PDF is read from the folder when it is the one that was made."""


def examine_workspace(
    workspace: Workspace, library: Library, on: date, *, extra: Iterable[Finding] = ()
) -> tuple[Finding, ...]:
    """Hold the policy of a folder to every check, the guard of its own wording among them; its waivers count.

    ``extra`` gives findings from elsewhere. Raises AnswersRefused when the answers cannot be read; answers with
    which no policy may be made are findings.
    """
    answers = load_answers(workspace.answers, library)
    if barred := select(library, answers, on).barred:
        return tuple(_located([_of_bar(item) for item in barred], workspace, answers))
    history, waivers = load_history(workspace.folder), waivers_of(workspace.waivers)
    issued = history[-1].lock if history else Lock()
    editions = make_editions(library, answers, on, standing_of(history))
    beneath = library_of_duties(workspace.folder, library)
    found: list[Finding] = [*extra]
    for edition in editions:
        files = _rendered(workspace, library, edition)
        found += judge(library, edition, editions, beneath=beneath, issued=issued, waivers=waivers, rendered=files)
    return in_order(_located(_once(found), workspace, answers))


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Name a fault of an answer once, in the language that prevails, however many editions have it."""
    seen: set[tuple[str, str, str]] = set()
    for finding in findings:
        key = (finding.check, finding.number, finding.quote)
        if finding.path != ANSWERS or key not in seen:
            yield finding
        seen.add(key)


def _rendered(workspace: Workspace, library: Library, edition: Edition) -> dict[str, bytes]:
    stem = f"policy{edition.suffix}"
    files = {f"{stem}.{name}": render(edition.document, name, library.templates) for name in _EXAMINED_FORMATS}
    made = read_old_lock(workspace)
    pdf = workspace.documents / f"{stem}.pdf"
    if pdf.is_file() and fingerprint(pdf.read_bytes()) == made.outputs.get(f"documents/{pdf.name}"):
        files[pdf.name] = pdf.read_bytes()
    return files


def _of_bar(item: OpenItem) -> Finding:
    return Finding(
        check=ANSWERS_TO_SETTLE.id,
        severity=ANSWERS_TO_SETTLE.severity,
        says=item.says,
        why="With this answer no policy may be made.",
        number=item.question or "",
        path=ANSWERS,
    )


def _located(findings: Iterable[Finding], workspace: Workspace, answers: Answers) -> Iterator[Finding]:
    """Give findings about answers the line of the answer in its file, which may be that of the health system."""
    for finding in findings:
        if finding.path == ANSWERS and finding.number in answers.inherited and answers.standard is not None:
            path = answers.standard.path
            yield replace(finding, path=path, line=_line_of(finding.number, Path(path)))
        elif finding.path == ANSWERS:
            yield replace(finding, line=_line_of(finding.number, workspace.answers))
        else:
            yield finding


def _line_of(question: str, path: Path) -> int:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    begins = re.compile(rf" *[\"']?{re.escape(question)}[\"']?\s*:")
    return next((number for number, text in enumerate(lines, 1) if begins.match(text)), 1)
