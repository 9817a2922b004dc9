"""Questions as they share a page: one alone, or a few short ones that stand side by side in the questionnaire."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from policygen.answerfile import unanswered
from policygen.answers import Answers
from policygen.conditions import asked
from policygen.questions import Kind, Question, QuestionId, Questionnaire

MOST_TOGETHER = 4
"""Questions on one page."""
_SHORT = (Kind.TEXT, Kind.EMAIL, Kind.NUMBER, Kind.DATE, Kind.LIST)


@dataclass(frozen=True)
class Family:
    """The questions of one page."""

    questions: tuple[Question, ...]

    @property
    def name(self) -> QuestionId:
        """Give the name of the page: the id of its first question."""
        return self.questions[0].id

    @property
    def section(self) -> str:
        """Give the section that they belong to."""
        return self.questions[0].section

    def asked(self, answers: Answers) -> tuple[Question, ...]:
        """List those that apply to the institution."""
        return tuple(question for question in self.questions if asked(question.id, answers))

    def open(self, answers: Answers) -> bool:
        """Tell whether one that applies is not answered."""
        return bool(unanswered(answers, self.questions))


def families(questionnaire: Questionnaire) -> tuple[Family, ...]:
    """Give all pages in the order in which they are asked: those that make a first draft, then the rest."""
    return tuple(chain(_together(questionnaire.quick), _together(questionnaire.rest)))


def family_of(questionnaire: Questionnaire, question: QuestionId) -> Family:
    """Find the page on which a question stands."""
    return next(family for family in families(questionnaire) if question in [each.id for each in family.questions])


def next_open(questionnaire: Questionnaire, answers: Answers, after: Family | None = None) -> Family | None:
    """Find the next page that has something to answer, after one or from the beginning; None when there is none."""
    every = families(questionnaire)
    start = every.index(after) + 1 if after else 0
    return next((family for family in every[start:] if family.open(answers)), None)


def before(questionnaire: Questionnaire, answers: Answers, family: Family) -> Family | None:
    """Find the page that stands before one and applies; None for the first."""
    every = families(questionnaire)
    earlier = every[: every.index(family)]
    return next((each for each in reversed(earlier) if each.asked(answers)), None)


def _together(questions: Iterable[Question]) -> list[Family]:
    found: list[Family] = []
    for question in questions:
        if found and _shares(found[-1], question):
            found[-1] = Family((*found[-1].questions, question))
        else:
            found.append(Family((question,)))
    return found


def _shares(family: Family, question: Question) -> bool:
    """Tell whether a question may stand on a page with others: all short, of one section, and none in doubt."""
    every = (*family.questions, question)
    return (
        len(every) <= MOST_TOGETHER
        and family.section == question.section
        and all(each.kind in _SHORT and not each.ask_when for each in every)
    )
