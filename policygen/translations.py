"""The words of the library in another language.

A translation is tied to the fingerprint of the text it was made from, so that a stale one is found when the
library is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from policygen.bodies import Body
from policygen.clauses import AudienceId, Clause, ClauseId, RoleId, TopicId
from policygen.jurisdictions import AuthorityId, PlaceId, Wording
from policygen.questions import AnswerValue, QuestionId


@dataclass(frozen=True, kw_only=True)
class ClauseTranslation:
    """One clause in another language."""

    id: ClauseId
    place: PlaceId | None
    title: str
    body: Body
    of: str
    """Fingerprint of the clause that was translated."""
    path: str
    line: int
    do: Body | None = None
    dont: Body | None = None


@dataclass(frozen=True, kw_only=True)
class QuestionTranslation:
    """One question in another language."""

    ask: str
    help: str
    choices: Mapping[str, str]
    default: AnswerValue | None = None
    """The default where it is words; None takes that of the question."""


@dataclass(frozen=True, kw_only=True)
class LanguagePack:
    """Everything but clauses in one language."""

    reviewed_by: str = ""
    """Who, competent in law and language, reviewed the translation; empty while it awaits review."""

    parts: Mapping[str, str] = field(default_factory=dict)
    audiences: Mapping[AudienceId, str] = field(default_factory=dict)
    roles: Mapping[RoleId, tuple[Body, str]] = field(default_factory=dict)
    topics: Mapping[TopicId, str] = field(default_factory=dict)
    cautions: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[QuestionId, QuestionTranslation] = field(default_factory=dict)
    places: Mapping[PlaceId, str] = field(default_factory=dict)
    terms: Mapping[PlaceId, Mapping[str, tuple[Wording, ...]]] = field(default_factory=dict)
    authorities: Mapping[AuthorityId, tuple[str, str]] = field(default_factory=dict)
    """Title and citation, as the law itself gives them in that language."""
    changes: Mapping[str, str] = field(default_factory=dict)
    """What changes of law say, each by its day and authority."""
    pinpoints: Mapping[str, str] = field(default_factory=dict)
    """Pinpoints of duties, as written in English, in the language."""
    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Translation:
    """One language of a library."""

    language: str
    pack: LanguagePack
    clauses: Mapping[tuple[ClauseId, PlaceId | None], ClauseTranslation]

    def lacks(self, clause: Clause) -> bool:
        """Tell whether a clause has no translation."""
        return (clause.id, clause.place) not in self.clauses
