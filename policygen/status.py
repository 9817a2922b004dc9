"""Tell whether a policy is still what its answers, its library and the day would make, and why not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from policygen.answers import Answers
from policygen.assembling import add_months
from policygen.changes import Change, Changes, Kind
from policygen.comparing import compare
from policygen.coverage import name_with_place, review
from policygen.editions import Edition
from policygen.errors import Problem, ProblemsFound
from policygen.findings import Finding
from policygen.guarding import guard
from policygen.history import load_history
from policygen.jurisdictions import AuthorityId
from policygen.languages import in_language
from policygen.library import Library
from policygen.loading import load_folders, load_library
from policygen.lock import LOCAL, Lock, fingerprint, lock_of
from policygen.making import library_of_duties
from policygen.questions import QuestionId
from policygen.selection import Selection, select
from policygen.themefiles import load_look
from policygen.waivers import Waiver, idle, load_waivers, unwaived, waivers_of
from policygen.workspace import (
    Workspace,
    editions_of,
    library_text,
    local_bases,
    read_old_lock,
)

REVIEW_NOTICE = timedelta(days=90)
"""How long before its review date a policy is said to be due."""
LAW_NOTICE = timedelta(days=365)
"""How far ahead changes of law are announced."""


@dataclass(frozen=True, kw_only=True)
class Coming:
    """Something that takes effect within a year."""

    on: date
    says: str


@dataclass(frozen=True, kw_only=True)
class Status:
    """How a policy stands on a day."""

    folder: Path
    made: bool
    """Whether documents were ever made."""
    changes: Changes
    edited: tuple[str, ...]
    """Documents changed by hand, or missing."""
    behind: tuple[str, ...]
    """Documents that a later build of other formats or documents left as they were."""
    other_look: bool
    """Whether theme.yaml, the logo or reference.docx say another look than the documents have."""
    beneath: tuple[str, ...]
    """The institution's own clause files whose library text changed since they were written."""
    broken: tuple[Problem, ...]
    """Mistakes in the institution's own clause files; with any, the rest is told without those files."""
    findings: tuple[Finding, ...]
    """What the institution's own clauses drop or weaken, and nobody waived."""
    waived: tuple[Finding, ...]
    expired: tuple[Waiver, ...]
    """Waivers whose day is past, or that cover nothing."""
    review_due: date | None
    """The review date, when it is near or past."""
    coming: tuple[Coming, ...]
    unchecked: tuple[AuthorityId, ...]
    """Authorities of this policy that nobody checked for a year."""
    institution: str
    """Its name, as the policy prints it."""
    open_items: int
    """How many items a policy made now would leave open."""

    @property
    def stale(self) -> bool:
        """Tell whether the documents are not what would be made now."""
        documents = (self.edited, self.behind, self.other_look)
        changed = (self.changes.clauses, self.authorities, self.answers, *documents, self.beneath, self.broken)
        return not self.made or any(changed)

    @property
    def new(self) -> tuple[str, ...]:
        """Name the clauses that are new."""
        return tuple(change.clause for change in self.changes.of(Kind.NEW))

    @property
    def gone(self) -> tuple[str, ...]:
        """Name the clauses that no longer apply."""
        return tuple(change.clause for change in self.changes.of(Kind.GONE))

    @property
    def reworded(self) -> tuple[Change, ...]:
        """List the clauses that say something else."""
        return self.changes.of(Kind.REWORDED)

    @property
    def authorities(self) -> tuple[str, ...]:
        """Say which authorities changed, and how."""
        return tuple(change.says for change in self.changes.authorities)

    @property
    def answers(self) -> tuple[QuestionId, ...]:
        """Name the questions answered differently."""
        return tuple(change.question for change in self.changes.answers)

    @property
    def system(self) -> tuple[str, ...]:
        """Say what the health system around the institution changed."""
        return tuple(self.changes.by_system())


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """A policy as it was made and as it would be made now."""

    library: Library
    """In the language that prevails."""
    beneath: Library
    """The same without clauses of the institution or its health system."""
    old: Lock
    now: Edition
    changes: Changes

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Find what the institution's own clauses drop or weaken."""
        return guard(self.library, self.beneath, self.now.selection)


def status_of(
    workspace: Workspace,
    library: Library,
    on: date,
    broken: tuple[Problem, ...] = (),
    duties: Library | None = None,
) -> Status:
    """Compare the documents of a workspace with what would be made on a day; raise AnswersRefused.

    ``broken`` gives the mistakes in the institution's own clause files, where the library is one without them, and
    ``duties`` the library to whose duties they are held, where it is loaded already.
    """
    seen = outlook(workspace, library, on, duties)
    findings, waivers = seen.findings, waivers_of(workspace.waivers)
    own = load_waivers(workspace.waivers)
    open_findings = unwaived(findings, waivers, on)
    selection, old = seen.now.selection, seen.old
    cited = {basis.authority for chosen in selection.clauses for basis in chosen.rests_on}
    nothing = Changes(since=None, on=on, clauses=(), authorities=(), answers=(), law=())
    return Status(
        folder=workspace.folder,
        made=old.made,
        changes=seen.changes if old.made and not broken else nothing,
        edited=tuple(_edited(workspace, old)),
        behind=tuple(path for path in old.behind if (workspace.folder / path).is_file()),
        other_look=old.made and old.look != load_look(workspace.folder).fingerprint,
        beneath=tuple(
            path
            for path, base in local_bases(workspace, library).items()
            if base != library_text(library, workspace, path)
        ),
        broken=broken,
        findings=open_findings,
        waived=tuple(each for each in findings if each not in open_findings),
        expired=tuple(dict.fromkeys([*_expired(findings, waivers, on), *idle(findings, own)])),
        review_due=_review_due(workspace, selection.answers, on),
        coming=tuple(sorted(_coming(seen.library, selection, on), key=lambda each: (each.on, each.says))),
        unchecked=tuple(
            each.authority.id for each in review(seen.library, on) if each.overdue and each.authority.id in cited
        ),
        institution=seen.now.document.institution,
        open_items=len(seen.now.document.open_items),
    )


def outlook(workspace: Workspace, library: Library, on: date, duties: Library | None = None) -> Outlook:
    """Assemble a policy as it would be made on a day, beside what it was made from; raise AnswersRefused."""
    beneath = duties or library_of_duties(workspace.folder, library)
    old = read_old_lock(workspace)
    now = editions_of(workspace, library, on)[0]
    language = now.language[:2]
    spoken = in_language(library, language)
    new = lock_of(spoken, now.selection, now.document, {}, local=dict.fromkeys(workspace.local_files(), ""))
    return Outlook(
        library=spoken,
        beneath=in_language(beneath, language),
        old=old,
        now=now,
        changes=compare(spoken, old, new, now.selection),
    )


def shelf(folders: Sequence[Path]) -> Callable[[Workspace], Library]:
    """Give a function that loads the library beneath a workspace, once for all the sites of a health system."""
    load = cache(load_library)
    load(*folders)  # its mistakes are found whatever the workspaces are
    return lambda workspace: load(*workspace.folders_beneath(folders))


def load_own(
    workspace: Workspace, beneath: Library, load: Callable[..., Library] = load_folders
) -> tuple[Library, tuple[Problem, ...]]:
    """Load the library of a workspace over another; when its own clause files have mistakes, those, and the other."""
    if not (workspace.folder / LOCAL).is_dir():
        return beneath, ()
    try:
        return load(*beneath.folders, workspace.folder), ()
    except ProblemsFound as found:
        folder = (workspace.folder / LOCAL).as_posix()
        own = tuple(problem for problem in found.problems if problem.path.startswith(f"{folder}/"))
        if not own:
            raise
        return beneath, own  # the others follow from these: the library has none without them


def _expired(findings: Sequence[Finding], waivers: Sequence[Waiver], on: date) -> Iterator[Waiver]:
    """List the waivers whose day is past; one that the health system holds for other sites says nothing here."""
    unused = idle(findings, waivers)
    return (each for each in waivers if each.until < on and each not in unused)


def _edited(workspace: Workspace, old: Lock) -> Iterator[str]:
    for path, digest in old.outputs.items():
        file = workspace.folder / path
        if not file.is_file():
            if path not in old.behind:
                yield f"{path} (missing)"
        elif fingerprint(file.read_bytes()) != digest:
            yield path


def _review_due(workspace: Workspace, answers: Answers, on: date) -> date | None:
    history = load_history(workspace.folder)
    if history and history[-1].next_review is not None:
        due = history[-1].next_review
        return due if due - REVIEW_NOTICE <= on else None
    questions = answers.questionnaire
    if "effective_date" not in questions or "review_months" not in questions:
        return None
    effective, months = answers.value(QuestionId("effective_date")), answers.value(QuestionId("review_months"))
    if not isinstance(effective, date) or not isinstance(months, int):
        return None
    due = add_months(effective, months)
    return due if due - REVIEW_NOTICE <= on else None


def _coming(library: Library, selection: Selection, on: date) -> Iterator[Coming]:
    """Find the clauses that begin or end within a year, and the changes of law dated in it."""
    now = {chosen.clause.path for chosen in selection.clauses}
    for starts in sorted({clause.starts for clause in library.clauses if clause.starts}):
        if on < starts <= on + LAW_NOTICE:
            then = select(library, selection.answers, starts)
            for chosen in then.clauses:
                if chosen.clause.starts == starts and chosen.clause.path not in now:
                    yield Coming(on=starts, says=f"{chosen.clause.title} ({name_with_place(chosen.clause)})")
    around = library.places.all_around(selection.places)
    for place in library.places.by_id.values():
        for change in place.changes if place.id in around else ():
            if on < change.date <= on + LAW_NOTICE:
                yield Coming(on=change.date, says=f"{change.says} ({change.authority})")
