"""What a hand-out is made from: one policy, in one language, for one audience."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from policygen.clauses import EVERYONE, AudienceId, Clause
from policygen.conditions import holds
from policygen.document import Document, NumberedClause
from policygen.filling import Filled, Filler
from policygen.findings import Finding
from policygen.jurisdictions import PlaceId
from policygen.library import Library
from policygen.outlines import Applies, LinesEntry, Outline, Words
from policygen.paper import Paper
from policygen.questions import QuestionId
from policygen.selection import Selection


@dataclass(frozen=True, kw_only=True)
class StaffChange:
    """One difference between two issues of a policy, as staff are told of it."""

    kind: str
    """new, gone or reworded."""
    title: str
    number: str = ""
    before: str = ""
    after: str = ""
    why: str = ""
    since: str = ""
    """The day from which it holds, as people write it."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What hand-outs tell beside the statements of the policy."""

    issue: str = ""
    """The line of number, version and date that stands on the policy itself."""
    findings: tuple[Finding, ...] = ()
    """For the evidence matrix."""
    changes: tuple[StaffChange, ...] | None = None
    """Those since the last issue, in the language of the first edition; None where nothing was issued."""
    papers: tuple[Paper, ...] = ()
    """Hand-outs that are set already, with all their variants, and need not be set again."""


@dataclass(frozen=True, kw_only=True)
class Material:
    """One policy and what is known about it; the library is in the language of the document."""

    library: Library
    selection: Selection
    document: Document
    filler: Filler
    """What fills texts for this institution, in the language of the document."""
    outline: Outline
    audience: AudienceId | None = None
    """Whose variant is made; None for everyone's."""
    issue: str = ""
    """Number, version and date, as they stand on the policy."""
    findings: tuple[Finding, ...] = ()
    changes: tuple[StaffChange, ...] = ()
    repeated: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By statement number, the other hand-outs that repeat it."""

    @cached_property
    def around(self) -> frozenset[PlaceId]:
        """Give the institution's places and all that lie around them."""
        return self.library.places.all_around(self.selection.places)

    def applies(self, applies: Applies) -> bool:
        """Tell whether something is printed for this institution and audience."""
        return (
            holds(applies.when, self.selection.answers)
            and (not applies.places or bool(self.around & set(applies.places)))
            and (not applies.outside or not self.around & set(applies.outside))
            and (not applies.audiences or self.audience in applies.audiences)
            and (not applies.restates or bool(self.numbers(applies.restates)))
        )

    def numbered(self, names: Iterable[str]) -> list[NumberedClause]:
        """Find clauses of the policy by clause or topic, in the order named; each once."""
        found: dict[str, NumberedClause] = {}
        for name in names:
            for each in self.document.by_name.get(name, ()):
                found.setdefault(each.number, each)
        return list(found.values())

    def numbers(self, names: Sequence[str]) -> tuple[str, ...]:
        """Give the statement numbers of clauses or topics that stand in the policy."""
        return tuple(each.number for each in self.numbered(names)) if names else ()

    def text(self, words: Words) -> Filled:
        """Fill fixed words in the language of the document."""
        return self.filler.fill(words[self.document.language[:2]], self.selection.places)

    def plain(self, words: Words) -> str:
        """Fill fixed words and give them as plain text; empty words stay empty."""
        return str(self.text(words)) if words else ""

    def blank(self, words: Words) -> bool:
        """Tell whether words print an answer that is empty, so that they would show a gap."""
        names = words[self.document.language[:2]].names if words else ()
        if not names:
            return False
        answers, asked = self.selection.answers, self.library.questionnaire
        return any(QuestionId(name) in asked and answers.value(QuestionId(name)) in (None, "", ()) for name in names)

    def value(self, question: str) -> str:
        """Give an answer that the institution itself gave, as running text; empty when it did not."""
        name = QuestionId(question)
        if name not in self.library.questionnaire or name not in self.selection.answers.given:
            return ""
        return self.filler.answer(name)

    def line(self, numbered: NumberedClause, say: str) -> Filled | None:
        """Give the one-line form of a clause: do, dont, or any, which falls back to the title."""
        clause = numbered.clause
        body = {"do": clause.do, "dont": clause.dont}.get(say, clause.do or clause.dont)
        if body is not None:
            return self.filler.fill(body, numbered.chosen.places)
        return Filled(("", f"{numbered.title}.", "")) if say == "any" else None

    def candidates(self, entry: LinesEntry) -> Iterator[tuple[NumberedClause, Filled]]:
        """Go through the lines that an entry may print, the most important first."""
        found = self.numbered(entry.of) if entry.of else self.own()
        for numbered in found:
            line = self.line(numbered, entry.say)
            if line is not None and (not entry.of or self.concerns(numbered.clause)):
                yield numbered, line

    def chosen(self, entry: LinesEntry) -> list[tuple[NumberedClause, Filled]]:
        """Give the lines that an entry prints; lines that read the same are printed once."""
        if entry not in self._chosen:
            lines: dict[str, tuple[NumberedClause, Filled]] = {}
            for numbered, line in self.candidates(entry):
                lines.setdefault(str(line), (numbered, line))
            self._chosen[entry] = list(lines.values())[: entry.at_most or None]
        return self._chosen[entry]

    @cached_property
    def _chosen(self) -> dict[LinesEntry, list[tuple[NumberedClause, Filled]]]:
        """Keep what entries print, since another entry tells what they leave out."""
        return {}

    def own(self) -> Sequence[NumberedClause]:
        """List the clauses that are written for the variant's audience and not for everyone."""
        return [
            each
            for each in self.document.clauses
            if self.audience is not None
            and self.audience in each.clause.applies_to
            and EVERYONE not in each.clause.applies_to
        ]

    def concerns(self, clause: Clause) -> bool:
        """Tell whether a clause is for the readers of this variant."""
        return EVERYONE in clause.applies_to or (self.audience is not None and self.audience in clause.applies_to)
