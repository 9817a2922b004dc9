"""Examine how the clauses of a library are written: each is held to the checks of words by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from policygen.bodies import Body
from policygen.checklist import TEXT_CHECKS
from policygen.checks.contradictions import CONFLICTS
from policygen.checks.passages import Passage, Passages, Setting
from policygen.checks.settings import foreign_to
from policygen.checks.terms import WORDS_OF_THE_PLACE
from policygen.clauses import Clause
from policygen.conditions import can_hold
from policygen.errors import Problem
from policygen.languages import ENGLISH
from policygen.library import Library
from policygen.questions import When

LINTS = tuple(check for check in TEXT_CHECKS if check.lints)
"""The checks that judge a clause by itself."""

_STAND_IN = "Pat"
"""Stands for a printed name while the author's own words are examined."""


def examine_prose(library: Library) -> Iterator[Problem]:
    """Find what is badly written in the clauses of a library and in their translations."""
    for clause in library.clauses:
        yield from _faults(Passage(text=_words(clause.body), path=clause.path, line=clause.line), ENGLISH, clause)
        yield from _foreign(library, clause)
        for language, translation in library.translations.items():
            if found := translation.clauses.get((clause.id, clause.place)):
                passage = Passage(text=_words(found.body), path=found.path, line=found.line)
                yield from _faults(passage, language, clause)
    yield from _contradictions(library)


def _faults(passage: Passage, language: str, clause: Clause) -> Iterator[Problem]:
    setting = Setting(language=language, places=frozenset({clause.place} if clause.place else ()))
    for check in LINTS:
        for finding in check.run(Passages((passage,), setting)):
            quote = f" '{finding.quote}'" if finding.quote and finding.quote not in finding.says else ""
            yield Problem(finding.path, finding.line, f"{finding.check}: {finding.says}{quote}", finding.better)


def _foreign(library: Library, clause: Clause) -> Iterator[Problem]:
    """Find words that belong to a place in which the clause does not lie."""
    around = library.places.all_around([clause.place] if clause.place else [])
    passage = Passage(text=f"{clause.title}\n{_words(clause.body)}", path=clause.path, line=clause.line)
    setting = Setting(places=frozenset(around), foreign=foreign_to(library, around))
    for finding in WORDS_OF_THE_PLACE.run(Passages((passage,), setting)):
        yield Problem(clause.path, clause.line, finding.says, "Write a wording for that place, or use a term.")


def _contradictions(library: Library) -> Iterator[Problem]:
    """Find clauses that settle one point in two ways and that one institution can get together."""
    for conflict in CONFLICTS[ENGLISH]:
        first = [clause for clause in library.clauses if re.search(conflict.one, _words(clause.body), re.IGNORECASE)]
        second = [clause for clause in library.clauses if re.search(conflict.other, _words(clause.body), re.IGNORECASE)]
        for here in first:
            for there in second:
                if here.id != there.id and can_hold(_both(here.when, there.when), library.questionnaire):
                    says = f"Against {there.path}: {conflict.says}."
                    yield Problem(here.path, here.line, says, "Settle the point in one way.")


def _both(one: When, other: When) -> When:
    return tuple((*here, *there) for here in one or ((),) for there in other or ((),))


def _words(body: Body) -> str:
    return "".join(_STAND_IN if number % 2 else piece for number, piece in enumerate(body.pieces))


def unread_questions(library: Library, used_by_program: frozenset[str]) -> Mapping[str, str]:
    """Name the questions that no clause, caution, role or term reads."""
    read: set[str] = set(used_by_program)
    for clause in library.clauses:
        read |= {name for table in clause.when for name, _ in table}
        for body in (clause.body, clause.do, clause.dont):
            read |= set(body.names) if body else set()
    for caution in library.cautions:
        read |= {caution.question, *(name for table in caution.when for name, _ in table)}
    for role in library.frame.roles.values():
        read |= set(role.says.names)
    for question in library.questionnaire:
        read |= {name for table in question.ask_when for name, _ in table}
    return {question.id: question.ask for question in library.questionnaire if question.id not in read}
