"""What changed between a policy as it was made and what would be made now: since when, for whom and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from policygen.clauses import AudienceId
from policygen.jurisdictions import AuthorityId, LegalChange
from policygen.library import Library
from policygen.lock import LockedClause
from policygen.paper import Edited
from policygen.questions import QuestionId
from policygen.redlining import redline
from policygen.rendering.words import Words

_LINE_END = re.compile(r"(?<!\n)\n(?!\n|\s*(?:[-*+>|]|\d+[.)])\s)")

_BY_SYSTEM = {
    "system_new": "added a clause",
    "system_gone": "no longer has a clause",
    "system_reworded": "changed its wording of a clause",
    "system_withdrew": "no longer words a clause",
}
"""What a health system did, by the key of the reason."""


class Kind(StrEnum):
    """What happened to a clause."""

    NEW = "new"
    GONE = "gone"
    REWORDED = "reworded"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a clause changed, and since when."""

    key: str
    """Which reason it is; the words files of the templates say it as ``reason_<key>``."""
    values: tuple[str, ...] = ()
    """What the sentence holds, in order."""
    since: date | None = None
    authority: AuthorityId | None = None

    def said(self, words: Words) -> str:
        """Write the reason in the language of some words."""
        return words[f"reason_{self.key}"].format(*self.values)


@dataclass(frozen=True, kw_only=True)
class Change:
    """One clause that is not what it was."""

    clause: str
    """Its id, with the place of its wording."""
    kind: Kind
    before: LockedClause | None
    after: LockedClause | None
    substantive: bool
    """Whether it changes what is asked of somebody; otherwise it is editorial."""
    reasons: tuple[Reason, ...]
    applies_to: tuple[AudienceId, ...]

    @property
    def title(self) -> str:
        """Give the title, as it is now or was last."""
        return self._any.title

    @property
    def number(self) -> str:
        """Give the number of the statement, as it is now or was last."""
        return self._any.number

    @property
    def since(self) -> date | None:
        """Give the day since which the reasons hold, the latest of them."""
        days = [reason.since for reason in self.reasons if reason.since is not None]
        return max(days) if days else None

    @property
    def redline(self) -> Edited:
        """Show what the policy said and will say, word by word."""
        before, after = (unwrapped(side.printed) if side else "" for side in (self.before, self.after))
        return redline(before, after)

    @property
    def _any(self) -> LockedClause:
        found = self.after or self.before
        if found is None:  # no change is without a side
            raise ValueError(self.clause)
        return found


@dataclass(frozen=True, kw_only=True)
class AuthorityChange:
    """An authority whose standing is not what it was."""

    authority: AuthorityId
    says: str
    """What it was and is, as a clause of a sentence."""
    standing: bool
    """Whether it binds otherwise than before, rather than being checked again."""


@dataclass(frozen=True, kw_only=True)
class AnswerChange:
    """An answer that is not what it was."""

    question: QuestionId
    before: str
    after: str
    system: str = ""
    """The health system that changed it; empty where the institution did."""


@dataclass(frozen=True, kw_only=True)
class Changes:
    """All that changed since a policy was made."""

    since: date | None
    """The day for which it was made."""
    on: date
    clauses: tuple[Change, ...]
    """In the order of the policy."""
    authorities: tuple[AuthorityChange, ...]
    answers: tuple[AnswerChange, ...]
    law: tuple[LegalChange, ...]
    """Changes of law that the policy did not know, in order of date."""

    def of(self, kind: Kind) -> tuple[Change, ...]:
        """List the clauses to which one thing happened."""
        return tuple(change for change in self.clauses if change.kind is kind)

    def by_system(self) -> Iterator[str]:
        """Say what the health system around the institution changed, a sentence each."""
        for answer in self.answers:
            if answer.system:
                yield f"the health system {answer.system} changed its answer to {answer.question}: {answer.after}"
        for change in self.clauses:
            for reason in change.reasons:
                if reason.key in _BY_SYSTEM:
                    yield f"the health system {reason.values[0]} {_BY_SYSTEM[reason.key]}: {change.clause}"

    @property
    def substantive(self) -> tuple[Change, ...]:
        """List the changes of what is asked."""
        return tuple(change for change in self.clauses if change.substantive)

    @property
    def acknowledge(self) -> tuple[AudienceId, ...]:
        """List the audiences that must acknowledge the policy again: those of whom something else is asked."""
        return tuple(dict.fromkeys(audience for change in self.substantive for audience in change.applies_to))


def unwrapped(text: str) -> str:
    """Join the lines of each paragraph, whose ends mean nothing in Markdown."""
    return _LINE_END.sub(" ", text)


def audience_labels(library: Library, audiences: Iterable[AudienceId]) -> list[str]:
    """Give what audiences are called; one that the library no longer has keeps its id."""
    labels: Mapping[AudienceId, str] = library.frame.audiences
    return [labels.get(each, each) for each in audiences]
