"""What the library needs to know about an institution: the questions and their possible answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType, TypeAlias

QuestionId = NewType("QuestionId", str)

AnswerValue: TypeAlias = str | bool | int | date | tuple[str, ...]
"""A text, choice or email; yes or no; a whole number; a date; a list or several choices."""


class Kind(StrEnum):
    """What an answer is."""

    TEXT = "text"
    CHOICE = "choice"
    MULTICHOICE = "multichoice"
    BOOL = "bool"
    DATE = "date"
    NUMBER = "number"
    EMAIL = "email"
    LIST = "list"


@dataclass(frozen=True)
class Test:
    """What the answer to one question must be for a condition to hold."""

    any_of: frozenset[str] = frozenset()
    none_of: frozenset[str] = frozenset()
    at_least: int | None = None
    at_most: int | None = None
    answered: bool | None = None
    given: bool | None = None
    """Whether the institution itself answered, rather than taking the default."""
    words: str = ""
    """The test as it was written, for reasons shown to people."""


Row: TypeAlias = tuple[QuestionId, Test]
When: TypeAlias = tuple[tuple[Row, ...], ...]
"""Tables of tests: all rows of a table must hold, and one table is enough. Empty holds always."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One thing that the library needs to know."""

    id: QuestionId
    section: str
    ask: str
    help: str
    kind: Kind
    quick: bool
    """Whether it belongs to the quick path."""
    required: bool
    choices: Mapping[str, str] = field(default_factory=dict)
    """Labels by value, in the order shown."""
    default: AnswerValue | None = None
    unsure: AnswerValue | None = None
    """The cautious answer that a draft is built with while the person is not sure; None where that is not offered."""
    ask_when: When = ()

    @property
    def takes_several(self) -> bool:
        """Tell whether an answer is a list."""
        return self.kind in (Kind.LIST, Kind.MULTICHOICE)


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """Every question, in the order in which it is asked."""

    sections: Mapping[str, str]
    questions: Mapping[QuestionId, Question]
    renamed: Mapping[str, QuestionId] = field(default_factory=dict)
    """What questions were called before, and are called now."""
    renamed_choices: Mapping[QuestionId, Mapping[str, str]] = field(default_factory=dict)
    """What choices were called before; nothing stands for one that was dropped."""

    @property
    def quick(self) -> tuple[Question, ...]:
        """Give the questions that make a first draft, which are asked first."""
        return tuple(question for question in self if question.quick)

    @property
    def rest(self) -> tuple[Question, ...]:
        """Give the questions that fit a draft to the institution, which may be skipped."""
        return tuple(question for question in self if not question.quick)

    def __iter__(self) -> Iterator[Question]:
        """Go through the questions in order."""
        return iter(self.questions.values())

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a question of this id."""
        return name in self.questions

    def __getitem__(self, name: str) -> Question:
        """Give the question of this id."""
        return self.questions[QuestionId(name)]
