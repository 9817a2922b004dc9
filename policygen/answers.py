"""What one institution said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from policygen.questions import AnswerValue, Question, QuestionId, Questionnaire

NOT_SURE = "not sure"
"""How a person writes, in a file or at a prompt, that the answer is still open."""


@dataclass(frozen=True, kw_only=True)
class Standard:
    """What a health system says for its sites, where they say nothing themselves."""

    system: str
    """Its name."""
    path: str
    """Its file, as it is shown to people."""
    given: Mapping[QuestionId, AnswerValue]
    unsure: frozenset[QuestionId] = frozenset()
    clauses: frozenset[str] = frozenset()
    """The clause files that it words, by path within its folder."""

    def __contains__(self, question: object) -> bool:
        """Tell whether it answers a question, or leaves it open for all."""
        return question in self.given or question in self.unsure


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What was said, and what is still open; everything else takes the question's default."""

    questionnaire: Questionnaire
    given: Mapping[QuestionId, AnswerValue]
    unsure: frozenset[QuestionId] = frozenset()
    standard: Standard | None = None
    """What the health system around the institution says, where there is one."""
    inherited: frozenset[QuestionId] = frozenset()
    """The questions among these that the institution left to its health system."""

    def value(self, question: QuestionId) -> AnswerValue | None:
        """Give the answer to build with: what was said, the cautious answer while unsure, or the default."""
        if question in self.given:
            return self.given[question]
        asked = self.questionnaire[question]
        return asked.unsure if question in self.unsure else asked.default

    @cached_property
    def asked(self) -> dict[QuestionId, bool]:
        """Keep which questions apply, as ``conditions.asked`` finds out; hundreds of conditions ask for the same."""
        return {}

    def says(self, question: QuestionId) -> bool:
        """Tell whether the institution itself answered, or left the question open."""
        return question not in self.inherited and (question in self.given or question in self.unsure)

    def with_answer(self, question: QuestionId, value: AnswerValue) -> Answers:
        """Say something; an answer that was open is open no more."""
        given = {**self.given, question: value}
        return replace(self, given=given, unsure=self.unsure - {question}, inherited=self.inherited - {question})

    def with_doubt(self, question: QuestionId) -> Answers:
        """Leave a question open."""
        silent = self._silent_on(question)
        return replace(silent, unsure=silent.unsure | {question})

    def without(self, question: QuestionId) -> Answers:
        """Take an answer back; what the health system says holds again."""
        return self._silent_on(question).under(self.standard)

    def under(self, standard: Standard | None) -> Answers:
        """Take over what a health system says, wherever nothing is said here."""
        if standard is None:
            return self
        open_here = {*standard.given, *standard.unsure} - {*self.given, *self.unsure}
        return replace(
            self,
            given={**self.given, **{name: value for name, value in standard.given.items() if name in open_here}},
            unsure=self.unsure | (standard.unsure & open_here),
            standard=standard,
            inherited=self.inherited | open_here,
        )

    def _silent_on(self, question: QuestionId) -> Answers:
        given = {name: value for name, value in self.given.items() if name != question}
        return replace(self, given=given, unsure=self.unsure - {question}, inherited=self.inherited - {question})


def in_words(value: AnswerValue | None) -> str:
    """Write an answer in the words of an answers file, for reasons and tables."""
    if value is None or value == "" or value == ():
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def shown(question: Question, value: AnswerValue | None) -> str:
    """Write an answer as people read it: the labels of choices instead of their values."""
    if question.choices and value is not None:
        values = value if isinstance(value, tuple) else (str(value),)
        return ", ".join(question.choices.get(each, each) for each in values) or in_words(None)
    return in_words(value)
