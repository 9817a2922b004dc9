"""Give the library in another language: the same clauses, questions and places, with other words.

A translated library is a library like any other: selection and assembly know nothing of it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from policygen.clauses import Clause
from policygen.errors import PolicygenError
from policygen.jurisdictions import Authority, Place, Places
from policygen.library import Library
from policygen.questions import Question
from policygen.translations import Translation

ENGLISH = "en"
"""The language in which the library is written."""


@lru_cache(maxsize=4)
def in_language(library: Library, language: str) -> Library:
    """Give the library in a language; raise PolicygenError when it has not been translated."""
    if language == ENGLISH:
        return library
    if language not in library.translations:
        raise PolicygenError(f"The library has not been translated into '{language}'.")
    return _Translator(library, library.translations[language]).library_in_words()


class _Translator:
    def __init__(self, library: Library, translation: Translation) -> None:
        self.library, self.clauses, self.pack = library, translation.clauses, translation.pack

    def library_in_words(self) -> Library:
        library, pack = self.library, self.pack
        frame = library.frame
        asked = library.questionnaire
        return replace(
            library,
            frame=replace(
                frame,
                parts={part: pack.parts.get(part, title) for part, title in frame.parts.items()},
                audiences={each: pack.audiences.get(each, label) for each, label in frame.audiences.items()},
                roles={
                    name: replace(role, says=pack.roles[name][0], holds=pack.roles[name][1])
                    if name in pack.roles
                    else role
                    for name, role in frame.roles.items()
                },
                phrases={key: pack.phrases.get(key, phrase) for key, phrase in frame.phrases.items()},
                units=pack.units,
            ),
            questionnaire=replace(
                asked,
                sections={each: pack.sections.get(each, title) for each, title in asked.sections.items()},
                questions={question.id: self.question(question) for question in asked},
            ),
            places=Places({name: self.place(place) for name, place in library.places.by_id.items()}),
            authorities={name: self.authority(authority) for name, authority in library.authorities.items()},
            topics={
                name: replace(topic, title=pack.topics.get(name, topic.title)) for name, topic in library.topics.items()
            },
            clauses=tuple(self.clause(clause) for clause in library.clauses),
            cautions=tuple(
                replace(caution, says=pack.cautions.get(caution.id, caution.says)) for caution in library.cautions
            ),
        )

    def clause(self, clause: Clause) -> Clause:
        found = self.clauses.get((clause.id, clause.place))
        if found is None:
            return clause
        return replace(clause, title=found.title, body=found.body, do=found.do, dont=found.dont)

    def question(self, question: Question) -> Question:
        found = self.pack.questions.get(question.id)
        if found is None:
            return question
        choices = {value: found.choices.get(value, label) for value, label in question.choices.items()}
        default = found.default if found.default is not None else question.default
        unsure = default if question.unsure is not None and question.unsure == question.default else question.unsure
        return replace(question, ask=found.ask, help=found.help, choices=choices, default=default, unsure=unsure)

    def place(self, place: Place) -> Place:
        terms = {**place.terms, **self.pack.terms.get(place.id, {})}
        changes = tuple(replace(each, says=self.pack.changes.get(each.name, each.says)) for each in place.changes)
        name = self.pack.places.get(place.id, place.name)
        return replace(place, name=name, terms=terms, spelling={}, changes=changes)

    def authority(self, authority: Authority) -> Authority:
        title, citation = self.pack.authorities.get(authority.id, (authority.title, authority.citation))
        duties = {
            number: replace(duty, at=self.pack.pinpoints.get(duty.at, duty.at))
            for number, duty in authority.duties.items()
        }
        return replace(authority, title=title, citation=citation, duties=duties)
