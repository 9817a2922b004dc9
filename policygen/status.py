"""Tell whether a policy is still what its answers, its library and the day would make, and why not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from policygen.answerfile import load_answers
from policygen.answers import Answers
from policygen.assembling import add_months
from policygen.coverage import name_with_place, review
from policygen.editions import prevailing
from policygen.jurisdictions import AuthorityId
from policygen.library import Library
from policygen.lock import Lock, LockedClause, answers_as_data, fingerprint
from policygen.questions import QuestionId
from policygen.selection import Selection, select
from policygen.workspace import Workspace, read_old_lock

REVIEW_NOTICE = timedelta(days=90)
"""How long before its review date a policy is said to be due."""
LAW_NOTICE = timedelta(days=365)
"""How far ahead changes of law are announced."""

_WORD = re.compile(r"\w+")
_WEIGHTY = re.compile(
    r"\b(?:must|should|may|not|never|no|only|unless|except|all|any|doit|devez|devriez|pouvez|ne|sauf|\d+)\b"
    r"|\{\{[^}]*\}\}"
)


@dataclass(frozen=True, kw_only=True)
class Rewording:
    """A clause whose words changed since the policy was made."""

    clause: str
    before: LockedClause
    after: LockedClause
    substantive: bool


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
    new: tuple[str, ...]
    gone: tuple[str, ...]
    reworded: tuple[Rewording, ...]
    authorities: tuple[str, ...]
    """Those whose status or date changed, each with what it was and is."""
    answers: tuple[str, ...]
    """Questions answered differently."""
    edited: tuple[str, ...]
    """Documents changed by hand, or missing."""
    review_due: date | None
    """The review date, when it is near or past."""
    coming: tuple[Coming, ...]
    unchecked: tuple[AuthorityId, ...]
    """Authorities of this policy that nobody checked for a year."""

    @property
    def stale(self) -> bool:
        """Tell whether the documents are not what would be made now."""
        changed = (self.new, self.gone, self.reworded, self.authorities, self.answers, self.edited)
        return not self.made or any(changed)


def status_of(workspace: Workspace, library: Library, on: date) -> Status:
    """Compare the documents of a workspace with what would be made on a day; raise AnswersRefused."""
    old = read_old_lock(workspace)
    library, answers = prevailing(library, load_answers(workspace.answers, library))
    selection = select(library, answers, on)
    now = {
        name_with_place(chosen.clause): LockedClause(chosen.clause.title, chosen.clause.body.text)
        for chosen in selection.clauses
    }
    cited = {basis.authority for chosen in selection.clauses for basis in chosen.rests_on}
    return Status(
        folder=workspace.folder,
        made=bool(old.outputs),
        new=tuple(name for name in now if name not in old.clauses) if old.outputs else (),
        gone=tuple(name for name in old.clauses if name not in now),
        reworded=tuple(_reworded(old, now)),
        authorities=tuple(_authorities(library, old, cited)),
        answers=tuple(_answers(old, selection.answers)) if old.outputs else (),
        edited=tuple(_edited(workspace, old)),
        review_due=_review_due(answers, on),
        coming=tuple(sorted(_coming(library, answers, selection, on), key=lambda each: (each.on, each.says))),
        unchecked=tuple(
            each.authority.id for each in review(library, on) if each.overdue and each.authority.id in cited
        ),
    )


def is_substantive(before: str, after: str) -> bool:
    """Tell whether a rewording changes what is asked: its duty words, numbers or names, or many of its words."""
    if _WEIGHTY.findall(before.lower()) != _WEIGHTY.findall(after.lower()):
        return True
    old, new = set(_WORD.findall(before.lower())), set(_WORD.findall(after.lower()))
    return len(old ^ new) > max(2, len(old | new) // 10)


def _reworded(old: Lock, now: dict[str, LockedClause]) -> Iterator[Rewording]:
    for name, after in now.items():
        before = old.clauses.get(name)
        if before is not None and before != after:
            weighs = is_substantive(f"{before.title}\n{before.text}", f"{after.title}\n{after.text}")
            yield Rewording(clause=name, before=before, after=after, substantive=weighs)


def _authorities(library: Library, old: Lock, cited: set[AuthorityId]) -> Iterator[str]:
    for name, (status, as_of) in old.authorities.items():
        authority = library.authorities.get(AuthorityId(name))
        if authority is None:
            yield f"{name} is no longer in the register"
        elif authority.status.value != status:
            yield f"{name} was {status} and is {authority.status.value}"
        elif authority.as_of != as_of and AuthorityId(name) in cited:
            yield f"{name} was checked as of {authority.as_of or 'no date'}, before as of {as_of or 'no date'}"


def _answers(old: Lock, answers: Answers) -> Iterator[str]:
    now = answers_as_data(answers)
    return (name for name in sorted({*now, *old.answers}) if now.get(name) != old.answers.get(name))


def _edited(workspace: Workspace, old: Lock) -> Iterator[str]:
    for path, digest in old.outputs.items():
        file = workspace.folder / path
        if not file.is_file():
            yield f"{path} (missing)"
        elif fingerprint(file.read_bytes()) != digest:
            yield path


def _review_due(answers: Answers, on: date) -> date | None:
    questions = answers.questionnaire
    if "effective_date" not in questions or "review_months" not in questions:
        return None
    effective, months = answers.value(QuestionId("effective_date")), answers.value(QuestionId("review_months"))
    if not isinstance(effective, date) or not isinstance(months, int):
        return None
    due = add_months(effective, months)
    return due if due - REVIEW_NOTICE <= on else None


def _coming(library: Library, answers: Answers, selection: Selection, on: date) -> Iterator[Coming]:
    """Find the clauses that begin or end within a year, and the changes of law dated in it."""
    now = {chosen.clause.path for chosen in selection.clauses}
    for starts in sorted({clause.starts for clause in library.clauses if clause.starts}):
        if on < starts <= on + LAW_NOTICE:
            then = select(library, answers, starts)
            for chosen in then.clauses:
                if chosen.clause.starts == starts and chosen.clause.path not in now:
                    yield Coming(on=starts, says=f"{chosen.clause.title} ({name_with_place(chosen.clause)})")
    around = library.places.all_around(selection.places)
    for place in library.places.by_id.values():
        for change in place.changes if place.id in around else ():
            if on < change.date <= on + LAW_NOTICE:
                yield Coming(on=change.date, says=f"{change.says} ({change.authority})")
