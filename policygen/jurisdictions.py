"""Places, and the laws and guidance that apply in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NewType

from policygen.amounts import Amount
from policygen.questions import When
from policygen.typos import did_you_mean

PlaceId = NewType("PlaceId", str)
AuthorityId = NewType("AuthorityId", str)


class Status(StrEnum):
    """Whether an authority binds; only one in force carries a duty."""

    IN_FORCE = "in force"
    PROPOSED = "proposed"
    NOT_YET_IN_FORCE = "not-yet-in-force"
    ABEYANCE = "abeyance"
    VACATED = "vacated"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


RECALLED = "recalled"
"""The confidence of what was recorded from memory."""


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One thing that an authority requires or advises."""

    number: int
    says: str
    at: str = ""
    """The pinpoint: section, paragraph or page."""
    confidence: str = ""
    """How well this duty was checked, where that differs from its authority."""


@dataclass(frozen=True, kw_only=True)
class Authority:
    """A law, regulation, case or piece of guidance."""

    id: AuthorityId
    place: PlaceId
    title: str
    citation: str
    issuer: str
    kind: str
    url: str
    status: Status
    as_of: str
    """The date to which the status can be vouched for: a year, a month or a day in ISO form; may be empty."""
    confidence: str
    """verified (a text was read), partly-verified or recalled (from memory)."""
    duties: Mapping[int, Duty] = field(default_factory=dict)
    published: str = ""
    revised: str = ""
    effective: str = ""
    supersedes: str = ""
    superseded_by: str = ""
    cited_as: tuple[str, ...] = ()
    """How policies name it, besides its title; read when an old policy is audited for what no longer holds."""
    note: str = ""
    status_note: str = ""
    partly: bool = False
    """Whether the status holds for a part only (a bulletin vacated in one point)."""

    @property
    def binds(self) -> bool:
        """Tell whether a clause may rest on this authority alone."""
        return self.status is Status.IN_FORCE

    def is_recalled(self, number: int | None) -> bool:
        """Tell whether a duty, or without one the authority itself, was recorded from memory and not read since."""
        duty = self.duties.get(number) if number is not None else None
        return ((duty and duty.confidence) or self.confidence) == RECALLED

    @property
    def recalled_duties(self) -> tuple[int, ...]:
        """List the duties that were recorded from memory and not read since."""
        return tuple(filter(self.is_recalled, self.duties))


@dataclass(frozen=True, kw_only=True)
class Limit:
    """An amount of time that a place sets; the strictest of several places is printed."""

    name: str
    place: PlaceId
    amount: Amount
    longest: bool
    """True for "at most" (the shortest is strictest), False for "at least" (the longest is)."""
    authority: AuthorityId
    duty: int | None = None

    @property
    def strictness(self) -> float:
        """Order limits of one name: the greatest is the strictest."""
        return -self.amount.hours if self.longest else self.amount.hours


@dataclass(frozen=True, kw_only=True)
class LegalChange:
    """One dated change of law or guidance, for people to read."""

    date: date
    place: PlaceId
    authority: AuthorityId
    substantive: bool
    says: str

    @property
    def name(self) -> str:
        """Name it by day and authority, as locks and translations do."""
        return f"{self.date.isoformat()} {self.authority}"


@dataclass(frozen=True, kw_only=True)
class Wording:
    """One wording of a term, and when it is used."""

    says: str
    when: When = ()


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place whose rules apply, usually within another."""

    id: PlaceId
    name: str
    within: PlaceId | None
    also_called: tuple[str, ...] = ()
    covered: bool = False
    """Whether the library holds this place's own law; a policy for a place that is not covered stays a draft."""
    paper: str = ""
    """letter or a4; empty takes that of the place around."""
    language: str = ""
    """Language tag of documents, such as en-CA; empty takes that of the place around."""
    terms: Mapping[str, tuple[Wording, ...]] = field(default_factory=dict)
    spelling: Mapping[str, str] = field(default_factory=dict)
    own_words: tuple[str, ...] = ()
    """Names of laws, bodies and ideas that only clauses of this place may use."""
    limits: Mapping[str, Limit] = field(default_factory=dict)
    changes: tuple[LegalChange, ...] = ()
    not_carried: Mapping[tuple[AuthorityId, int], str] = field(default_factory=dict)
    """Duties that no clause carries, each with its reason."""


@dataclass(frozen=True)
class Places:
    """All places, each of which can be found by its id or by a name people use for it."""

    by_id: Mapping[PlaceId, Place]

    def find(self, name: str) -> Place | None:
        """Find a place by id, by name or by another name it goes by (``hipaa`` is the United States)."""
        wanted = name.strip().lower()
        if PlaceId(wanted) in self.by_id:
            return self.by_id[PlaceId(wanted)]
        names = (place for place in self.by_id.values() if wanted in (place.name.lower(), *place.also_called))
        return next(names, None)

    def lineage(self, place: PlaceId) -> tuple[Place, ...]:
        """List a place and the places it lies within, the most specific first."""
        return self._lineages.get(place, ())

    def spelling(self, place: PlaceId) -> tuple[tuple[str, str], ...]:
        """List the words that a place spells in its own way, each with that spelling."""
        spelling: dict[str, str] = {}
        for around in reversed(self.lineage(place)):
            spelling |= around.spelling
        return tuple(spelling.items())

    def lies_within(self, place: PlaceId, around: PlaceId) -> bool:
        """Tell whether a place is another place or lies within it."""
        return any(each.id == around for each in self.lineage(place))

    def all_around(self, places: Iterable[PlaceId]) -> frozenset[PlaceId]:
        """Gather places together with every place they lie within."""
        inner = frozenset(places)
        if inner not in self._gathered:
            self._gathered[inner] = frozenset(each.id for place in inner for each in self.lineage(place))
        return self._gathered[inner]

    def suggest(self, typed: str) -> str:
        """Suggest the place that a person probably meant."""
        return did_you_mean(typed, self.by_id) or "Write the id of a place, such as us-ny or ca-on."

    @cached_property
    def _gathered(self) -> dict[frozenset[PlaceId], frozenset[PlaceId]]:
        """Keep what was gathered, since hundreds of conditions ask for the same few."""
        return {}

    @cached_property
    def _lineages(self) -> Mapping[PlaceId, tuple[Place, ...]]:
        return {place: tuple(self._around(place).values()) for place in self.by_id}

    def _around(self, place: PlaceId) -> dict[PlaceId, Place]:
        line: dict[PlaceId, Place] = {}
        step: PlaceId | None = place
        while step is not None and step in self.by_id and step not in line:
            line[step] = self.by_id[step]
            step = line[step].within
        return line

    def names(self) -> list[str]:
        """List every word that names a place."""
        return [name for place in self.by_id.values() for name in (place.id, *place.also_called)]
