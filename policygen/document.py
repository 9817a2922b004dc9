"""The assembled policy, before any format: numbered parts, sections and clauses, and what stands around them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from string import ascii_uppercase

from policygen.clauses import Clause, TopicId
from policygen.filling import Filled
from policygen.jurisdictions import Authority
from policygen.questions import QuestionId
from policygen.selection import Chosen, OpenItem


@dataclass(frozen=True, kw_only=True)
class NumberedClause:
    """A clause as it stands in a document."""

    number: str
    chosen: Chosen
    title: str
    text: Filled
    label: str
    """The places in which it applies, where that is not everywhere in the policy; else empty."""

    @property
    def clause(self) -> Clause:
        """Give the clause of the library."""
        return self.chosen.clause


@dataclass(frozen=True, kw_only=True)
class Section:
    """The clauses of one topic."""

    number: str
    topic: TopicId
    title: str
    clauses: tuple[NumberedClause, ...]


@dataclass(frozen=True, kw_only=True)
class Part:
    """The sections that belong together."""

    number: str
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, kw_only=True)
class RoleRow:
    """One role of the roles table."""

    title: str
    holds: tuple[str, ...]
    """What it answers for; several where roles are merged."""
    sections: tuple[str, ...]
    """Numbers of the sections whose duties it owns."""


@dataclass(frozen=True, kw_only=True)
class AuthorityRow:
    """One authority that the policy follows."""

    authority: Authority
    place: str
    clauses: tuple[str, ...]
    """Numbers of the clauses that rest on it."""
    at: tuple[str, ...]
    """Pinpoints of the duties carried."""
    checked: str
    """The date to which its status can be vouched for, as people write it; empty when unknown."""
    recalled: bool
    """Whether a duty that the policy carries was recorded from memory, whatever was read of the rest."""


@dataclass(frozen=True, kw_only=True)
class LimitRow:
    """One limit that applies in a place."""

    name: str
    amount: str
    longest: bool
    citation: str
    prevails: bool
    """Whether it is the strictest of the policy's places, and so the one that is printed."""


@dataclass(frozen=True, kw_only=True)
class PlaceRow:
    """What is particular to one place of the institution."""

    name: str
    covered: bool
    own_law: bool
    """Whether the library holds any authority of this place's own."""
    clauses: tuple[str, ...]
    """Numbers of the clauses worded for it."""
    limits: tuple[LimitRow, ...]


@dataclass(frozen=True, kw_only=True)
class Revision:
    """One version that was issued, for the revision table."""

    version: str
    on: str
    """The day from which it is in effect, as people write it."""
    approved_by: str
    changes: tuple[str, ...]
    """What changed and why, a sentence each."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Which version a policy is, who approved it, and the versions so far."""

    version: str = "1.0"
    approval: str = ""
    """Who approved this version; empty while nobody has."""
    revisions: tuple[Revision, ...] = ()
    changed: bool = False
    """Whether it differs from the version that was issued last."""
    sealed: str = ""
    """The hash of the last line of the audit trail when this version was issued."""
    numbers: Mapping[str, str] = field(default_factory=dict)
    """The numbers under which statements were issued, by clause; each keeps its own."""


@dataclass(frozen=True, kw_only=True)
class Control:
    """The control block."""

    number: str
    version: str
    owner: str
    approver: str
    effective: str
    review: str
    approval: str
    """Who approved this version; empty while nobody has."""
    supersedes: tuple[str, ...]
    audience: str
    places: str
    contact: str


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One answer that changes without a new version: a contact, a tool, a platform."""

    question: QuestionId
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Document:
    """A policy in no format yet."""

    institution: str
    language: str
    paper: str
    as_of: date
    as_of_words: str
    library: str
    """Name and version of the library."""
    control: Control
    draft: tuple[str, ...]
    """Why this is a draft, as keys of the words file; empty when it is not."""
    uncovered: tuple[str, ...]
    remember: tuple[tuple[Filled, str], ...]
    """The lines that open the policy, each with the number of its clause."""
    parts: tuple[Part, ...]
    roles: tuple[RoleRow, ...]
    merged: bool
    facts: tuple[Fact, ...]
    authorities: tuple[AuthorityRow, ...]
    places: tuple[PlaceRow, ...]
    open_items: tuple[OpenItem, ...]
    refused: tuple[tuple[str, str], ...]
    """Label of each answer that was not obeyed, and the reason."""
    advice: tuple[str, ...]
    revisions: tuple[Revision, ...] = ()
    sealed: str = ""
    """The beginning of the hash to which the audit trail had come when this version was issued."""

    @cached_property
    def fingerprint(self) -> str:
        """Give sixteen digits that change with any statement, the version or the day."""
        head = [self.institution, self.control.number, self.control.version, self.language, self.as_of.isoformat()]
        said = [[clause.number, clause.title, *clause.text.pieces] for clause in self.clauses]
        return hashlib.sha256(json.dumps([head, said]).encode()).hexdigest()[:16]

    @property
    def stamp(self) -> str:
        """Give the line by which a copy is known again: number, version, fingerprint and seal of the trail."""
        number = f"{self.control.number}, " if self.control.number else ""
        sealed = f", trail {self.sealed}" if self.sealed else ""
        return f"policygen {number}{self.control.version}, {self.fingerprint}{sealed}"

    @cached_property
    def clauses(self) -> tuple[NumberedClause, ...]:
        """List the clauses in reading order."""
        return tuple(clause for part in self.parts for section in part.sections for clause in section.clauses)

    @cached_property
    def by_name(self) -> Mapping[str, tuple[NumberedClause, ...]]:
        """Find clauses by the id of the clause or of its topic, in reading order."""
        found: dict[str, list[NumberedClause]] = {}
        for each in self.clauses:
            for name in (each.clause.id, each.clause.topic):
                found.setdefault(name, []).append(each)
        return {name: tuple(clauses) for name, clauses in found.items()}

    @property
    def annexes(self) -> tuple[tuple[str, str], ...]:
        """List the annexes that have something in them, each with its letter."""
        contents = {
            "roles": self.roles,
            "facts": self.facts,
            "law": self.authorities,
            "places_heading": self.places,
            "open_items": self.open_items,
            "refused": self.refused,
            "advice": self.advice,
            "revisions": self.revisions,
        }
        return tuple(zip((key for key, content in contents.items() if content), ascii_uppercase, strict=False))
