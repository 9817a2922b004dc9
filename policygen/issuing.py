"""Issue a version: freeze the documents and the lock, say what changed since the last, and never alter it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from policygen.answerfile import load_answers
from policygen.answers import Answers
from policygen.assembling import add_months
from policygen.comparing import compare
from policygen.conditions import holds
from policygen.counting import counted
from policygen.document import Document, Revision, Standing
from policygen.editions import Edition, make_editions
from policygen.errors import PolicygenError, UsageError
from policygen.filling import long_date
from policygen.findings import Finding, Severity
from policygen.history import HISTORY, RECORD, VERSION, Issued, record, version_order
from policygen.library import Library
from policygen.lock import Lock, lock_of, write_lock
from policygen.making import Circumstances, Made, approval, issued_numbers, make, revision, standing_of
from policygen.outputs import ALL
from policygen.questions import QuestionId
from policygen.rendering.words import load_words
from policygen.status import status_of
from policygen.trail import Deed, Hand
from policygen.workspace import Workspace, circumstances, put_made, read_old_lock, refuse_hand_edits, writing

KEEP_YEARS = 6
"""Years for which a version is kept after it was last in effect (45 CFR 164.530(j)(2) for covered entities)."""
KEPT = "records_kept"
"""The limit that a place may set for keeping policies; the longer of the two holds."""


class NotIssued(PolicygenError):
    """A version may not be issued yet; the text says all the reasons."""

    def __init__(self, reasons: Sequence[str]) -> None:
        """List the reasons."""
        self.reasons = tuple(reasons)
        super().__init__("\n".join(["This version cannot be issued yet:", *(f"  - {reason}" for reason in reasons)]))


@dataclass(frozen=True, kw_only=True)
class Release:
    """What somebody asks to be issued."""

    version: str
    approved_by: str
    on: date
    prepared_by: str = ""
    """Empty for the role that owns the policy."""


def issue(
    workspace: Workspace,
    library: Library,
    release: Release,
    extra: Sequence[Finding] = (),
    progress: Callable[[str], None] = lambda _: None,
    hand: Hand | None = None,
) -> Issued:
    """Make the documents of a version, freeze them with their lock in history/, and put all in place at once.

    ``extra`` gives findings of other checks, whose errors keep it from being issued. Raises UsageError, NotIssued.
    """
    if reasons := obstacles(workspace, library, release, extra):
        raise NotIssued(reasons)
    answers = load_answers(workspace.answers, library)
    own = circumstances(workspace, library)
    history = own.history
    draft = make_without_documents(library, answers, release.on, own)
    changes = tuple(_sentences(library, history, draft))
    issued = Issued(
        version=release.version,
        on=release.on,
        approved_by=release.approved_by.strip(),
        prepared_by=_prepared_by(release, answers),
        next_review=_next_review(answers, release.on),
        keep_years=_keep_years(library, draft.edition),
        changes=changes,
        lock=draft.lock,
        sealed=read_old_lock(workspace).trail,
        folder=workspace.folder / HISTORY / release.version,
    )
    standing = _standing(history, issued, draft.edition.document.language)
    made = make(library, answers, release.on, replace(own, standing=standing), ALL, progress)
    if made.failed:
        raise NotIssued([*made.failed.values()])
    _put(workspace, made, issued, hand)
    return issued


def obstacles(
    workspace: Workspace, library: Library, release: Release, extra: Sequence[Finding] = ()
) -> tuple[str, ...]:
    """Say what speaks against issuing a version, a sentence each; make nothing; raise UsageError, AnswersRefused."""
    answers = load_answers(workspace.answers, library)
    own = circumstances(workspace, library)
    _check_release(release, own.history)
    document = make_without_documents(library, answers, release.on, own).edition.document
    return (
        *_against(workspace, library, release, document, extra),
        *_one_pair_of_eyes(library, answers, release.approved_by, _prepared_by(release, answers)),
    )


@dataclass(frozen=True, kw_only=True)
class Unrendered:
    """A policy assembled but in no format."""

    edition: Edition
    lock: Lock


def make_without_documents(library: Library, answers: Answers, on: date, own: Circumstances) -> Unrendered:
    """Assemble a policy and say what it is made from."""
    edition = make_editions(library, answers, on, standing_of(own.history))[0]
    return Unrendered(edition=edition, lock=lock_of(library, edition.selection, edition.document, {}, local=own.local))


def _put(workspace: Workspace, made: Made, issued: Issued, hand: Hand | None) -> None:
    """Freeze documents and lock under history/, beside the working ones; refuse when the version exists by now."""
    with writing(workspace):
        if (issued.folder / RECORD).exists():
            raise UsageError(f"Version {issued.version} was issued already, and is never altered.")
        old = read_old_lock(workspace)
        refuse_hand_edits(workspace, old, made.outputs)
        frozen: dict[Path, bytes | None] = {issued.folder / path: data for path, data in made.outputs.items()}
        frozen[issued.folder / "policy.lock"] = write_lock(replace(made.lock, trail=issued.sealed))
        frozen[issued.folder / RECORD] = record(issued)
        names = {"version": issued.version, "approved_by": issued.approved_by, "on": issued.on.isoformat()}
        put_made(workspace, made, old, frozen, hand.did(Deed.ISSUED, **names) if hand else None)


def _check_release(release: Release, history: Sequence[Issued]) -> None:
    if not VERSION.fullmatch(release.version):
        raise UsageError(f"'{release.version}' is not a version. Write it as 2.0.")
    if not release.approved_by.strip():
        raise UsageError("Say who approved this version: --approved-by 'Name, role'.")
    if any(issued.version == release.version for issued in history):
        raise UsageError(f"Version {release.version} was issued already, and is never altered.")
    if history and version_order(release.version) < history[-1].order:
        raise UsageError(f"Version {history[-1].version} was issued before. Take a higher number.")
    if history and release.on < history[-1].on:
        raise UsageError(f"Version {history[-1].version} is in effect from {history[-1].on}. Take that day or a later.")


def _against(
    workspace: Workspace, library: Library, release: Release, document: Document, extra: Sequence[Finding]
) -> Iterator[str]:
    """Find what speaks against issuing: a draft, changes of the library left undecided, findings that are errors."""
    items = counted(len(document.open_items), "item is", "items are")
    reasons = {
        "legal_review": "No lawyer has finished reviewing it (answer legal_review).",
        "open_items": f"{items} open (see the annex of open items).",
        "uncovered": f"The library does not hold the law of {', '.join(document.uncovered)}.",
        "translation": "Its translation awaits review by a jurist.",
    }
    yield from (reasons[key] for key in document.draft if key in reasons)
    status = status_of(workspace, library, release.on)
    for path in status.beneath:
        yield f"The library changed beneath {path}. Run: policygen update {workspace.folder}"
    guarded = {finding.check for finding in status.findings} | {finding.check for finding in status.waived}
    for finding in (*status.findings, *(each for each in extra if each.check not in guarded)):
        if finding.severity is Severity.ERROR:
            yield str(finding)


def _one_pair_of_eyes(library: Library, answers: Answers, approved_by: str, prepared_by: str) -> Iterator[str]:
    """Object when the author approves, unless the practice is so small that one person holds several roles."""
    small = library.frame.when_small
    if _plain(approved_by) == _plain(prepared_by) and not (small and holds(small, answers)):
        yield f"{approved_by} prepared it and may not approve it. Name another person with --approved-by."


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace(".", " ").replace(",", " ").split())


def _standing(history: Sequence[Issued], issued: Issued, language: str) -> Standing:
    return Standing(
        version=issued.version,
        approval=approval(issued, language),
        revisions=(*(revision(each, language) for each in history), _row(issued, language)),
        sealed=issued.sealed,
        numbers=issued_numbers(history),
    )


def _row(issued: Issued, language: str) -> Revision:
    day = long_date(issued.on, language)
    return Revision(version=issued.version, on=day, approved_by=issued.approved_by, changes=issued.changes)


def _sentences(library: Library, history: Sequence[Issued], draft: Unrendered) -> Iterator[str]:
    """Say what changed since the version before and why, a sentence each; editorial changes are only counted."""
    words = load_words(draft.edition.document.language, library.templates)
    if not history:
        yield words["revision_first"]
        return
    changes = compare(library, history[-1].lock, draft.lock, draft.edition.selection)
    for change in changes.substantive:
        why = "; ".join(reason.said(words).rstrip(".") for reason in change.reasons)
        yield words[f"revision_{change.kind}"].format(change.title, why)
    editorial = len(changes.clauses) - len(changes.substantive)
    if editorial:
        yield words["revision_editorial"].format(editorial)
    if not changes.clauses:
        yield words["revision_none"]


def _prepared_by(release: Release, answers: Answers) -> str:
    return release.prepared_by.strip() or _owner(answers)


def _owner(answers: Answers) -> str:
    name = QuestionId("policy_owner_role")
    return str(answers.value(name) or "") if name in answers.questionnaire else ""


def _next_review(answers: Answers, on: date) -> date | None:
    name = QuestionId("review_months")
    months = answers.value(name) if name in answers.questionnaire else None
    return add_months(on, months) if isinstance(months, int) and not isinstance(months, bool) else None


def _keep_years(library: Library, edition: Edition) -> int:
    """Give the years for which it is kept: six, or longer where a place asks for it."""
    limits = library.limits(KEPT, frozenset(edition.selection.places))
    years = [limit.amount.hours / (24 * 365.25) for limit in limits if not limit.longest]
    return max([KEEP_YEARS, *(round(each + 0.49) for each in years)])
