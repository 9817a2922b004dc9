"""Tell where a site differs from the standard of its health system: in which answer or clause, since when, by whom.

The standard is the policy that the site would have if it left every answer to its system that the system gives, and
had no clauses of its own. What the system does not answer, such as the site's name, is no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from policygen.answerfile import load_answers
from policygen.answers import Answers, Standard
from policygen.changes import AnswerChange, Change, Changes
from policygen.comparing import compare
from policygen.coverage import name_with_place
from policygen.errors import PolicygenError, ProblemsFound, WorkspaceError
from policygen.findings import Finding, Severity
from policygen.guarding import guard
from policygen.history import Issued, load_history
from policygen.languages import in_language
from policygen.library import Library
from policygen.lock import Lock, local_paths, lock_of
from policygen.making import Circumstances, editions_for
from policygen.questions import QuestionId
from policygen.recording import said
from policygen.status import load_own
from policygen.trail import TRAIL, Entry, load_trail, read_trail
from policygen.waivers import Waiver, unwaived, waivers_of
from policygen.workspace import Workspace, read_old_lock, require_workspace


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Since when the documents of a site hold a difference, and by whom."""

    on: date | None
    """None where its audit trail does not tell."""
    who: str
    version: str
    """The first of the issued versions that hold it up to now; empty where none does."""


@dataclass(frozen=True, kw_only=True)
class OtherAnswer:
    """A question that a site answers otherwise than its system."""

    question: QuestionId
    ask: str
    standard: str
    here: str
    origin: Origin | None
    """None while the documents do not hold it yet."""


@dataclass(frozen=True, kw_only=True)
class OtherClause:
    """A clause that a site words, adds or leaves out by a file of its own."""

    clause: str
    """Its id, with the place of its wording."""
    title: str
    change: Change | None
    """What it does to the policy; None where the words are the same and only a duty behind them is not."""
    weaker: tuple[Finding, ...]
    """What the guard holds against it, measured by the standard."""
    waived: tuple[Waiver, ...]
    """The waivers that cover any of it."""
    open: bool
    """Whether nobody took some of it upon themselves; a note alone does not count."""
    origin: Origin | None
    """None while the documents do not hold it yet."""


@dataclass(frozen=True, kw_only=True)
class Drift:
    """Where one site differs from the standard of its health system."""

    folder: Path
    system: str
    answers: tuple[OtherAnswer, ...] = ()
    clauses: tuple[OtherClause, ...] = ()
    effects: tuple[Change, ...] = ()
    """The statements that differ because the answers do."""
    failed: str = ""
    """Why it cannot be told; empty where it can."""

    @property
    def differs(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.answers or self.clauses)

    @property
    def weaker(self) -> bool:
        """Tell whether a clause weakens a duty of the standard, and nobody waived that."""
        return any(each.open for each in self.clauses)


def drift_or_reason(folder: Path, beneath: Library, on: date) -> Drift:
    """Tell where a site differs, or why that cannot be told; never raises a failure that has a sentence."""
    try:
        return drift_of(require_workspace(folder), beneath, on)
    except PolicygenError as error:
        return Drift(folder=folder, system="", failed=str(error))


def drift_of(workspace: Workspace, beneath: Library, on: date) -> Drift:
    """Tell where a site differs; ``beneath`` is the library with its system's clauses and without its own.

    Raises AnswersRefused, ProblemsFound, and WorkspaceError for a folder that lies in no health system.
    """
    library, broken = load_own(workspace, beneath)
    if broken:
        raise ProblemsFound(broken, "Clauses of this site have mistakes.")
    answers = load_answers(workspace.answers, library)
    if answers.standard is None:
        raise WorkspaceError(f"{workspace.folder} lies in no health system: no folder above it holds system.yaml.")
    return _Site(workspace, (library, beneath), answers, answers.standard, on).drift()


class _Site:
    def __init__(
        self, workspace: Workspace, libraries: tuple[Library, Library], answers: Answers, standard: Standard, on: date
    ) -> None:
        self.workspace, self.standard, self.on = workspace, standard, on
        self.lock, self.history = read_old_lock(workspace), load_history(workspace.folder)
        self.deeds = [line.entry for line in read_trail(load_trail(workspace.folder / TRAIL))]
        self.waivers = waivers_of(workspace.waivers)
        own = Circumstances(history=self.history)
        here = editions_for(libraries[0], answers, on, own)[0]
        there = editions_for(libraries[1], _as_the_system_says(answers, standard), on, own)[0]
        self.language = here.language
        self.library, self.beneath = (in_language(each, here.language[:2]) for each in libraries)
        self.now = lock_of(
            self.library, here.selection, here.document, {}, local=dict.fromkeys(workspace.local_files(), "")
        )
        before = lock_of(self.beneath, there.selection, there.document, {})
        self.changes: Changes = compare(self.library, before, self.now, here.selection)
        self.findings = guard(self.library, self.beneath, here.selection)

    def drift(self) -> Drift:
        own = {change.clause: change for change in self.changes.clauses if self.is_own(change.clause)}
        names = dict.fromkeys([*own, *(finding.clause for finding in self.findings)])
        return Drift(
            folder=self.workspace.folder,
            system=self.standard.system,
            answers=tuple(self.answer(change) for change in self.changes.answers if change.question in self.standard),
            clauses=tuple(self.clause(name, own.get(name)) for name in names),
            effects=tuple(change for change in self.changes.clauses if change.clause not in own),
        )

    def is_own(self, clause: str) -> bool:
        """Tell whether the site has a file for a clause."""
        return any((self.workspace.folder / path).is_file() for path in local_paths(clause, self.language))

    def answer(self, change: AnswerChange) -> OtherAnswer:
        name = change.question

        def held(lock: Lock) -> bool:
            return lock.answers.get(name) == self.now.answers.get(name)

        return OtherAnswer(
            question=name,
            ask=self.library.questionnaire[name].ask,
            standard=change.before,
            here=change.after,
            origin=self.origin("answers", name, held),
        )

    def clause(self, name: str, change: Change | None) -> OtherClause:
        def held(lock: Lock) -> bool:
            return said(lock, name) == said(self.now, name)

        weaker = tuple(finding for finding in self.findings if finding.clause == name)
        return OtherClause(
            clause=name,
            title=change.title if change else self.title(name),
            change=change,
            weaker=weaker,
            open=any(each.severity is not Severity.NOTE for each in unwaived(weaker, self.waivers, self.on)),
            waived=tuple(each for each in self.waivers if any(each.covers(finding, self.on) for finding in weaker)),
            origin=self.origin("clauses", name, held),
        )

    def title(self, name: str) -> str:
        return next((each.title for each in self.library.clauses if name_with_place(each) == name), name)

    def origin(self, kind: str, name: str, held: Callable[[Lock], bool]) -> Origin | None:
        """Find the deed that brought a difference into the documents, and the version since which it was issued."""
        if not (self.lock.made and held(self.lock)):
            return None
        issued = [held(each.lock) for each in self.history]
        deed = _last_deed(self.deeds, kind, name)
        return Origin(
            on=deed.at.date() if deed else None,
            who=deed.who if deed else "",
            version=next(_since(self.history, issued), ""),
        )


def _as_the_system_says(answers: Answers, standard: Standard) -> Answers:
    """Give the answers that a site would have if it left all to its system that the system answers."""
    for question in [*standard.given, *standard.unsure]:
        answers = answers.without(question)
    return answers


def _last_deed(deeds: Sequence[Entry], kind: str, name: str) -> Entry | None:
    """Find the last entry that names an answer or a clause as changed, or else the first, which made all."""
    named = [deed for deed in deeds if name in deed.details.get(kind, "").split(", ")]
    return named[-1] if named else next((deed for deed in deeds if "policy" in deed.details), None)


def _since(history: Sequence[Issued], held: Sequence[bool]) -> Iterator[str]:
    """Give the version since which all issued ones hold something; none where the last does not."""
    lasting = len(held) - next((n for n, each in enumerate(reversed(held)) if not each), len(held))
    return (issued.version for issued in history[lasting:])
