"""What one institution said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from policygen.questions import AnswerValue, Question, QuestionId, Questionnaire

NOT_SURE = "not sure"
"""How a person writes, in a file or at a prompt, that the answer is still open."""


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What was said, and what is still open; everything else takes the question's default."""

    questionnaire: Questionnaire
    given: Mapping[QuestionId, AnswerValue]
    unsure: frozenset[QuestionId] = frozenset()

    def value(self, question: QuestionId) -> AnswerValue | None:
        """Give the answer to build with: what was said, the cautious answer while unsure, or the default."""
        if question in self.given:
            return self.given[question]
        asked = self.questionnaire[question]
        return asked.unsure if question in self.unsure else asked.default

    def with_answer(self, question: QuestionId, value: AnswerValue) -> Answers:
        """Say something; an answer that was open is open no more."""
        return replace(self, given={**self.given, question: value}, unsure=self.unsure - {question})

    def with_doubt(self, question: QuestionId) -> Answers:
        """Leave a question open."""
        return replace(self.without(question), unsure=self.unsure | {question})

    def without(self, question: QuestionId) -> Answers:
        """Take an answer back."""
        given = {name: value for name, value in self.given.items() if name != question}
        return replace(self, given=given, unsure=self.unsure - {question})


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
