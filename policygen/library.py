"""The library: everything that was read from clauses/, jurisdictions/ and the outlines of templates/documents/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from policygen.clauses import Caution, Clause, ClauseId, Frame, Recommendation, Topic, TopicId
from policygen.jurisdictions import Authority, AuthorityId, Limit, PlaceId, Places
from policygen.outlines import Outline
from policygen.questions import Questionnaire
from policygen.translations import Translation


@dataclass(frozen=True, kw_only=True, eq=False)
class Library:
    """Questions, places, authorities, topics and clauses, whose references to each other all hold.

    A library equals only itself, so that what was worked out from it can be kept beside it.
    """

    frame: Frame
    questionnaire: Questionnaire
    places: Places
    authorities: Mapping[AuthorityId, Authority]
    topics: Mapping[TopicId, Topic]
    """In reading order."""
    clauses: tuple[Clause, ...]
    """In order of topic and file name; wordings for several places stand beside each other."""
    cautions: tuple[Caution, ...]
    recommendations: Mapping[str, Recommendation]
    translations: Mapping[str, Translation]
    """By language."""
    outlines: Mapping[str, Outline]
    """The hand-outs, by name."""
    fingerprint: str
    """SHA-256 over the names and bytes of all files."""
    templates: tuple[Path, ...]
    """Folders of templates, the one that wins first."""
    folders: tuple[Path, ...] = ()
    """The folders it was read from, the uppermost last."""

    @cached_property
    def wordings(self) -> Mapping[ClauseId, Mapping[PlaceId | None, Clause]]:
        """The clauses of one id by place; None stands for everywhere."""
        gathered: dict[ClauseId, dict[PlaceId | None, Clause]] = {}
        for clause in self.clauses:
            gathered.setdefault(clause.id, {})[clause.place] = clause
        return gathered

    def limits(self, name: str, places: frozenset[PlaceId]) -> tuple[Limit, ...]:
        """List the limits of a name that places and those around them set, the strictest first."""
        found = [
            place.limits[name]
            for place in self.places.by_id.values()
            if name in place.limits and place.id in self.places.all_around(places)
        ]
        return tuple(sorted(found, key=lambda limit: (-limit.strictness, limit.place)))
