"""Check that everything an outline names exists and may be used there, and that no language lacks a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policygen.clauses import AudienceId, Basis
from policygen.conditions import can_hold
from policygen.errors import Problem
from policygen.jurisdictions import Authority, Place
from policygen.languages import ENGLISH
from policygen.library import Library
from policygen.outlines import (
    PART_CHOICES,
    PART_LABELS,
    Applies,
    ClausesEntry,
    Entry,
    FieldEntry,
    HeadingEntry,
    LinesEntry,
    ListEntry,
    Outline,
    PartEntry,
    Words,
    applies_of,
    entries_of,
    texts_of,
)
from policygen.questions import QuestionId
from policygen.references import PRINTED, ROOT_PLACE
from policygen.typos import did_you_mean

OUTPUTS = QuestionId("outputs")
"""The question that says which documents are made; a library may do without it."""

_RULE = re.compile(r"\b(?:must|must not|never|do not|may not)\b", re.IGNORECASE)
"""Words that bind a reader, who may ask which statement of the policy says so."""


def check_outlines(library: Library) -> Iterator[Problem]:
    """Find every reference of every outline that does not hold."""
    for outline in library.outlines.values():
        yield from _OutlineCheck(library, outline).problems()


class _OutlineCheck:
    def __init__(self, library: Library, outline: Outline) -> None:
        self.library, self.outline = library, outline
        self.named = {*(clause.id for clause in library.clauses), *library.topics}
        self.languages = (ENGLISH, *library.translations)

    def problems(self) -> Iterator[Problem]:
        yield from self.output()
        yield from self.applies(self.outline.applies)
        for variant in self.outline.variants:
            yield from self.applies(variant.applies)
            yield from self.audience(variant.audience, variant.applies.line)
        for entry in entries_of(self.outline.entries):
            yield from self.applies(applies_of(entry))
            yield from self.entry(entry)
        headings = {
            id(entry.says.words) for entry in entries_of(self.outline.entries) if isinstance(entry, HeadingEntry)
        }
        for words, applies in texts_of(self.outline):
            yield from self.words(words, applies)
            if id(words) not in headings:
                yield from self.rule(words, applies)
        yield from self.fields()

    def output(self) -> Iterator[Problem]:
        asked = self.library.questionnaire
        choices = asked[OUTPUTS].choices if OUTPUTS in asked else {}
        if choices and self.outline.output not in choices:
            says = f"'{self.outline.output}' is not an answer to '{OUTPUTS}'."
            yield self.problem(1, says, did_you_mean(self.outline.output, choices))

    def entry(self, entry: Entry) -> Iterator[Problem]:
        line = applies_of(entry).line
        match entry:
            case ClausesEntry() | LinesEntry():
                yield from self.clauses(entry.of, line)
            case ListEntry():
                for item in entry.items:
                    yield from self.applies(item.applies)
            case PartEntry():
                yield from self.part(entry, line)
            case _:
                pass

    def part(self, entry: PartEntry, line: int) -> Iterator[Problem]:
        if entry.name not in PART_LABELS:
            yield self.problem(line, f"There is no part '{entry.name}'.", did_you_mean(entry.name, PART_LABELS))
            return
        wanted = PART_LABELS[entry.name]
        known = (*wanted, *PART_CHOICES.get(entry.name, ()))
        for label in wanted:
            if label not in entry.labels:
                yield self.problem(line, f"The part '{entry.name}' needs the label '{label}'.", "Add it to 'labels'.")
        for label in entry.labels:
            if label not in known:
                says = f"The part '{entry.name}' has no label '{label}'."
                yield self.problem(line, says, did_you_mean(label, known))

    def applies(self, applies: Applies) -> Iterator[Problem]:
        line, places = applies.line, self.library.places
        for place in (*applies.places, *applies.outside):
            if place not in places.by_id:
                yield self.problem(line, f"'{place}' is not a place.", places.suggest(place))
        for audience in applies.audiences:
            yield from self.audience(audience, line)
        if not can_hold(applies.when, self.library.questionnaire):
            yield self.problem(line, "No answers can make this 'when' hold.", "Change it.")
        yield from self.clauses(applies.restates, line)
        for basis in applies.rests_on:
            yield from self.basis(basis, applies)

    def audience(self, audience: AudienceId, line: int) -> Iterator[Problem]:
        known = self.library.frame.audiences
        if audience not in known:
            yield self.problem(line, f"There is no audience '{audience}'.", did_you_mean(audience, known))

    def clauses(self, names: tuple[str, ...], line: int) -> Iterator[Problem]:
        for name in names:
            if name not in self.named:
                kind = "topic" if "/" not in name else "clause"
                yield self.problem(line, f"There is no {kind} '{name}'.", did_you_mean(name, self.named))

    def basis(self, basis: Basis, applies: Applies) -> Iterator[Problem]:
        authority = self.library.authorities.get(basis.authority)
        if authority is None:
            advice = did_you_mean(basis.authority, self.library.authorities)
            yield self.problem(applies.line, f"There is no authority '{basis.authority}'.", advice)
            return
        if basis.duty is not None and basis.duty not in authority.duties:
            yield self.problem(applies.line, f"{authority.id} has no duty {basis.duty}.", "Count its duties.")
        if not authority.binds:
            says = f"{authority.id} is {authority.status.value}."
            yield self.problem(applies.line, says, "Fixed words may rest only on what is in force.")
        if not self.may_cite(authority, applies):
            says = f"{authority.id} does not apply everywhere that these words are printed."
            yield self.problem(applies.line, says, f"Add 'places: [{authority.place}]'.")

    def may_cite(self, authority: Authority, applies: Applies) -> bool:
        lies = self.library.places.lies_within
        if authority.place == ROOT_PLACE:
            return True
        return bool(applies.places) and all(lies(place, authority.place) for place in applies.places)

    def words(self, words: Words, applies: Applies) -> Iterator[Problem]:
        for language in self.languages if words else ():
            if language not in words:
                yield self.problem(applies.line, f"A text has no '{language}'.", f"Add '{language}:' beside it.")
        for body in words.values():
            for name in body.names:
                if name not in self.printable(applies):
                    advice = did_you_mean(name, self.printable(applies))
                    yield self.problem(applies.line, f"There is no '{name}' to print.", advice)

    def rule(self, words: Words, applies: Applies) -> Iterator[Problem]:
        """Find a fixed text that states a rule and names neither a clause nor a law that it comes from."""
        said = _RULE.search(words[ENGLISH].text) if ENGLISH in words else None
        if said and not applies.restates and not applies.rests_on:
            says = f"A text states a rule ('{said[0]}') and names no clause."
            yield self.problem(applies.line, says, "Add 'restates:' with the clause it repeats, or 'rests_on:'.")

    def printable(self, applies: Applies) -> set[str]:
        library = self.library
        questions = {str(each.id) for each in library.questionnaire if each.kind in PRINTED}
        terms = {f"term.{term}" for place in self.around(applies) for term in place.terms}
        limits = {f"limit.{limit}" for place in self.around(applies) for limit in place.limits}
        return questions | terms | limits | {f"role.{role}" for role in library.frame.roles}

    def around(self, applies: Applies) -> tuple[Place, ...]:
        places = self.library.places
        named = [place for place in applies.places if place in places.by_id]
        if named:
            return tuple(each for place in named for each in places.lineage(place))
        return tuple(place for place in places.by_id.values() if place.within is None)

    def fields(self) -> Iterator[Problem]:
        seen: set[str] = set()
        for entry in entries_of(self.outline.entries):
            if isinstance(entry, FieldEntry):
                if not entry.name or entry.name in seen:
                    says = "This field has no name." if not entry.name else f"Two fields are called '{entry.name}'."
                    yield self.problem(entry.says.applies.line, says, "Give each field a 'name:' of its own.")
                seen.add(entry.name)

    def problem(self, line: int, says: str, advice: str) -> Problem:
        return Problem(self.outline.path, line, says, advice)
