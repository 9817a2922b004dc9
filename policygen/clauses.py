"""Clauses, the topics that gather them, and what else a policy is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NewType

from policygen.bodies import Body
from policygen.jurisdictions import AuthorityId, PlaceId
from policygen.questions import QuestionId, When

ClauseId = NewType("ClauseId", str)
"""Topic and file name: ``breach-notification/tell-the-person``; wordings for places share it."""
TopicId = NewType("TopicId", str)
RoleId = NewType("RoleId", str)
AudienceId = NewType("AudienceId", str)

GOOD_PRACTICE = "good practice"

EVERYONE = AudienceId("everyone")
"""The audience to which everybody belongs."""


@dataclass(frozen=True, order=True)
class Basis:
    """One duty that a clause carries; the number is None where the authority as a whole is meant."""

    authority: AuthorityId
    duty: int | None


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A paragraph of policy and the facts that decide whether it is used."""

    id: ClauseId
    topic: TopicId
    place: PlaceId | None
    """The place whose wording this is; None for everywhere."""
    title: str
    applies_to: tuple[AudienceId, ...]
    rests_on: tuple[Basis, ...]
    """Empty for good practice."""
    body: Body
    path: str
    line: int
    """The line of its file on which the text begins."""
    owner: RoleId
    when: When = ()
    starts: date | None = None
    """The first day on which the clause applies (``from:``)."""
    ends: date | None = None
    """The day from which it no longer applies (``until:``)."""
    follows: tuple[str, ...] = ()
    evidence: str = ""
    do: Body | None = None
    """What to do, in one line, for the staff quick guide."""
    dont: Body | None = None
    """What not to do, in one line."""
    reviewed: date | None = None
    leave_out: str = ""
    """Why the institution leaves the clause out; empty where it does not."""

    @property
    def fingerprint(self) -> str:
        """Give twelve digits that change with the words of the clause, for translations to name."""
        lines = [self.title, self.body.text, *(line.text for line in (self.do, self.dont) if line)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]

    def in_force(self, on: date) -> bool:
        """Tell whether the clause applies on a day."""
        return (self.starts is None or self.starts <= on) and (self.ends is None or on < self.ends)


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A section of the policy; a folder of clauses."""

    id: TopicId
    title: str
    part: str
    order: int
    owner: RoleId
    priority: str
    clauses: tuple[str, ...] = ()
    """Names of clauses in reading order; those not named follow by name."""


@dataclass(frozen=True, kw_only=True)
class Role:
    """Who holds duties; in a small workforce one person may hold several roles."""

    id: RoleId
    says: Body
    holds: str
    held_by: RoleId | None = None


@dataclass(frozen=True, kw_only=True)
class Recommendation:
    """One piece of published advice, which a clause follows or the library settles otherwise."""

    id: str
    says: str
    topic: TopicId
    settled: str = ""
    """How the library settles it instead, and why."""


@dataclass(frozen=True, kw_only=True)
class Caution:
    """An answer that the program does not simply obey."""

    id: str
    question: QuestionId
    kind: str
    """bar (no policy is made), refuse (the choices named are left out), settle (an open item) or advise."""
    says: str
    when: When = ()
    places: tuple[PlaceId, ...] = ()
    drops: tuple[str, ...] = ()
    authorities: tuple[AuthorityId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What holds the clauses together: the parts of a policy, the audiences and the roles."""

    name: str
    version: str
    updated: date
    parts: Mapping[str, str]
    audiences: Mapping[AudienceId, str]
    roles: Mapping[RoleId, Role]
    when_small: When = ()
    """When the workforce is so small that one person may hold several roles; empty for never."""
    phrases: Mapping[str, str] = field(default_factory=dict)
    """Sentences that the program prints, with {names} in them."""
    units: Mapping[str, str] = field(default_factory=dict)
    """Units of time in another language, singular and plural by their English word."""
    remember: tuple[ClauseId, ...] = field(default_factory=tuple)
    """The clauses whose one-line form opens the policy."""
    renamed: Mapping[str, ClauseId] = field(default_factory=dict)
    """What clauses were called before, and are called now."""
