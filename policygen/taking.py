"""Take one answer: what somebody said to one question, added to what was said before."""

from __future__ import annotations

from policygen.answers import NOT_SURE, Answers
from policygen.jurisdictions import Places
from policygen.questions import Question
from policygen.strictyaml import Value
from policygen.values import NotAnAnswer, read_value


class NothingSaid(NotAnAnswer):
    """The question needs an answer, and none was given."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("This one needs an answer.")


def take_answer(answers: Answers, question: Question, said: Value, places: Places | None = None) -> Answers:
    """Take what was said, ``not sure`` among it; raise NotAnAnswer with a sentence that says what to do."""
    if said == NOT_SURE or (said == "not-sure" and "not-sure" not in question.choices):
        return take_doubt(answers, question)
    return answers.with_answer(question.id, read_value(said, question, places))


def take_doubt(answers: Answers, question: Question) -> Answers:
    """Leave a question open; raise NotAnAnswer where it may not be."""
    if "not-sure" in question.choices:
        return answers.with_answer(question.id, "not-sure")
    if question.unsure is None:
        raise NotAnAnswer("This one cannot be left open. Give an answer; it can be changed later.")
    return answers.with_doubt(question.id)


def take_default(answers: Answers, question: Question) -> Answers:
    """Take the default for an answer; raise NothingSaid where there is none."""
    if question.default is None:
        raise NothingSaid
    return answers.with_answer(question.id, question.default)


def require_said(answers: Answers, question: Question) -> Answers:
    """Give the answers back; raise NothingSaid when a question that needs an answer was answered with nothing."""
    if question.required and answers.given.get(question.id) in ("", ()):
        raise NothingSaid
    return answers
